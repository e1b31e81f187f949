"""Corrects the record when a part did not take place: by the host, with a reason out of a few kind ones."""

from collections.abc import Sequence
from enum import StrEnum, auto

from bot.ports import Services
from bot.use_cases.cancel_loop import cancel_loop, tell_cancelled
from bot.use_cases.forms_at_hand import around, forms_that_count, group_of, plan_of_loop
from bot.use_cases.look_after_forms import waive
from bot.use_cases.own_step import Asked
from bot.use_cases.run_step import run_step
from bot.use_cases.telling import step
from bot.wording import say
from storage.tables import Invitation, Loop, Session
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import TAKES_PLACE, FormState, InvitationState, SessionState, move
from tracks.errors import OutOfDate

NOTHING = "nothing"  # what is picked when the whole interview fell through


class WhyNot(StrEnum):
    """Why a part did not take place; nobody is blamed, and nobody's own matters go on record."""

    CANDIDATE_COULD_NOT = auto()
    WE_COULD_NOT = auto()
    NO_TIME_LEFT = auto()
    TECHNICAL = auto()


def parts_held(unit: Unit, invitation: Invitation) -> tuple[tuple[str, str], ...]:
    """Return id and name of each part that the host may correct: held, with no form sent about it.

    Before any form is sent the last one is ``NOTHING``: the interview as a whole, without a name.
    """
    loop = unit.loops.live(invitation.id)
    if loop is None or unit.forms.debrief(loop.id) is not None:
        return ()
    sent = {form.group for form in forms_that_count(unit, loop.id) if form.state == FormState.SENT}
    plan = plan_of_loop(unit, loop)
    found = tuple(
        (part.id, plan.spec(part.spec_id).name)
        for part in _scored(unit, loop)
        if part.state == SessionState.HELD and group_of(plan, part) not in sent
    )
    return (*found, (NOTHING, "")) if found and not sent else found


def not_held(services: Services, asked: Asked, *, part: str, why: WhyNot) -> None:
    """Note that *part*, an id out of ``parts_held`` or ``NOTHING``, did not take place.

    Forms with no part left are waived by who says so. When nothing took place the loop is cancelled, and the
    candidate can pick another time. Raises OutOfDate, NotAllowed, InvitationOver, AlreadyDone.
    """
    with run_step(services, asked, Action.CORRECT_SESSION) as (unit, invitation):
        loop = unit.loops.live(invitation.id)
        may_be = dict(parts_held(unit, invitation))
        if loop is None or part not in may_be:
            raise OutOfDate
        loop = unit.get(Loop, loop.id, lock=True)
        wrong = [each for each in _scored(unit, loop) if part in {each.id, NOTHING} and each.id in may_be]
        for each in wrong:
            unit.change(each, state=move(SessionState.HELD, SessionState.CANCELLED))
            unit.audit.record("not held", each, after={"why": why})
        if part == NOTHING or not _scored(unit, loop):
            _begin_again(services, unit, invitation, loop)
            return
        _waive_what_is_left_empty(services, unit, loop, why)
        step(unit, invitation, "thread.not_held", key=part, part=may_be[part])


def _scored(unit: Unit, loop: Loop) -> Sequence[Session]:
    plan, parts = plan_of_loop(unit, loop), unit.loops.sessions(loop.id)
    return [part for part in parts if group_of(plan, part) and part.state in TAKES_PLACE]


def _begin_again(services: Services, unit: Unit, invitation: Invitation, loop: Loop) -> None:
    if invitation.state == InvitationState.HELD:
        unit.change(invitation, state=move(InvitationState.HELD, InvitationState.PLANNED))
    cancel_loop(services, unit, invitation, loop, why="not_held")
    tell_cancelled(services, unit, invitation, loop)


def _waive_what_is_left_empty(services: Services, unit: Unit, loop: Loop, why: WhyNot) -> None:
    plan = plan_of_loop(unit, loop)
    kept = {group_of(plan, part) for part in _scored(unit, loop)}
    reason = say(services.catalogue, f"not_held.{why}")
    for form in forms_that_count(unit, loop.id):
        if form.state == FormState.OPEN and form.group not in kept:
            waive(unit, around(unit, form), reason=reason)
