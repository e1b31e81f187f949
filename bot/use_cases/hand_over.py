"""Hands a candidacy to another host: whoever waited for an answer is passed on with it."""

from bot.ports import Services
from bot.use_cases.calendar_entries import plan_invites
from bot.use_cases.find_panel import who_could
from bot.use_cases.loop_parts import sought_left
from bot.use_cases.own_step import Asked
from bot.use_cases.panel import ask, release
from bot.use_cases.panel_telling import pass_on_empty, refresh_board
from bot.use_cases.questions import pass_on_questions
from bot.use_cases.remind import plan_reminders
from bot.use_cases.run_step import run_step
from bot.use_cases.staff import cells_of, first_start
from bot.use_cases.telling import step, tell_candidate, tell_person
from bot.use_cases.unanswered import plan_unanswered
from bot.wording.sentences import mention
from storage.tables import Candidate, Invitation, Loop
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.errors import CannotHost
from tracks.track import SeatId


def hand_over(services: Services, asked: Asked, *, to: str) -> None:
    """Make the person *to* the host. Raises CannotHost, NotAllowed, InvitationOver, AlreadyDone.

    The old host's seat in a booked panel goes along, with entry and brief, when the new one is free then.
    """
    with run_step(services, asked, Action.HAND_OVER) as (unit, invitation):
        before = invitation.host_id
        _require_host(unit, invitation, to)
        unit.change(invitation, host_id=to)
        unit.audit.record("handed over", invitation, before={"host": before}, after={"host": to})
        plan_unanswered(unit, invitation)
        tell_person(
            unit, to, "handed_over", key=f"{invitation.id}:{invitation.revision}", invitation=invitation
        )
        pass_on_questions(unit, invitation)
        _pass_on_what_is_booked(services, unit, invitation, before)
        tell_candidate(unit, invitation, "new_host")
        step(unit, invitation, "thread.handed_over", to=mention(to))


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


def _pass_on_what_is_booked(services: Services, unit: Unit, invitation: Invitation, before: str) -> None:
    loop = unit.loops.live(invitation.id)
    if loop is None:
        return
    _pass_on_seat(services, unit, invitation, loop, before)
    refresh_board(unit, invitation, loop)
    pass_on_empty(unit, invitation, loop)
    if loop.confirmed_at is not None:
        plan_invites(services, unit, loop)
        plan_reminders(services, unit, loop)


def _pass_on_seat(services: Services, unit: Unit, invitation: Invitation, loop: Loop, before: str) -> None:
    """Give the new host the seat of the one *before*, while it is ahead."""
    seats = unit.loops.seats(loop.id)
    sought, begins = sought_left(unit, loop)
    starts_at = first_start(sought, begins, SeatId.HOST)
    row, to = seats.get(SeatId.HOST), invitation.host_id
    if row is None or row.person_id != before or starts_at is None:
        return
    unit.company.lock_people([to])
    if to not in who_could(unit, invitation, loop, SeatId.HOST):
        return
    release(services, unit, loop, row, said=None, plan_anew=False)
    kept = {seat: before for seat, other in seats.items() if other.person_id == before}
    unit.loops.occupy(loop.id, cells_of(sought, begins, kept | {SeatId.HOST: to}))
    ask(unit, invitation, loop, seat=SeatId.HOST, person_id=to, starts_at=starts_at)
