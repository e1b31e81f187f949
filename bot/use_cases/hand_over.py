"""Hands a candidacy to another host: whoever waited for an answer is passed on with it."""

from bot.ports import Services
from bot.use_cases.panel_telling import refresh_board
from bot.use_cases.remind import plan_reminders
from bot.use_cases.run_step import run_step
from bot.use_cases.telling import step, tell_candidate, tell_person
from bot.use_cases.unanswered import plan_unanswered
from storage.tables import Candidate, Invitation
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.errors import CannotHost
from tracks.track import SeatId


def hand_over(services: Services, *, presser: str, invitation_id: str, to: str, request: str) -> None:
    """Make the person *to* the host. Raises CannotHost, NotAllowed, InvitationOver, AlreadyDone.

    The host's seat in a booked panel stays with whoever sits there, until it is given back.
    """
    with run_step(
        services,
        presser=presser,
        invitation_id=invitation_id,
        action=Action.HAND_OVER,
        request=request,
    ) as (unit, invitation):
        before = invitation.host_id
        _require_host(unit, invitation, to)
        unit.change(invitation, host_id=to)
        unit.audit.record("handed over", invitation, before={"host": before}, after={"host": to})
        plan_unanswered(services, unit, invitation)
        tell_person(
            unit, to, "handed_over", key=f"{invitation.id}:{invitation.revision}", invitation=invitation
        )
        _pass_on_questions(unit, invitation)
        _pass_on_what_is_booked(services, unit, invitation)
        tell_candidate(unit, invitation, "new_host")
        step(unit, invitation, "thread.handed_over", by=f"@{presser}", to=f"@{to}")


def _require_host(unit: Unit, invitation: Invitation, to: str) -> None:
    person = unit.company.person(to)
    if person is None or not person.active:
        raise CannotHost(why="stranger")
    if to == invitation.host_id:
        raise CannotHost(why="host")
    if unit.get(Candidate, invitation.candidate_id).slack_user == to:
        raise CannotHost(why="candidate")
    loop = unit.loops.live(invitation.id)
    seats = unit.loops.seats(loop.id) if loop else {}
    if any(seat.person_id == to and name != SeatId.HOST for name, seat in seats.items()):
        raise CannotHost(why="rater")


def _pass_on_what_is_booked(services: Services, unit: Unit, invitation: Invitation) -> None:
    loop = unit.loops.live(invitation.id)
    if loop is None:
        return
    refresh_board(unit, invitation, loop)
    if loop.confirmed_at is not None:
        plan_reminders(services, unit, loop)


def _pass_on_questions(unit: Unit, invitation: Invitation) -> None:
    for question in unit.candidacies.questions(invitation.id):
        if question.answered_at is None:
            tell_person(
                unit,
                invitation.host_id,
                "question_asked",
                key=question.id,
                invitation=invitation,
                question=question.id,
            )
