"""Notes what has taken place: a part is held once its end has passed, and its loop goes on with it."""

from datetime import datetime

from bot.ports import Services
from bot.use_cases.forms_at_hand import group_of, plan_of_loop
from bot.use_cases.open_forms import open_forms
from bot.use_cases.remind import plan_reminders
from bot.use_cases.telling import refresh_card
from storage.tables import Invitation, Loop, Session
from storage.unit_of_work import Unit
from tracks.candidacy import InvitationState, LoopState, SessionState, move
from tracks.track import Group

ENDS = "part_ends"  # the row that falls due when the next part of a loop ends
_BEFORE = {
    LoopState.FIRST_HALF_HELD: (LoopState.PLANNING, LoopState.BOOKED),
    LoopState.SECOND_HALF_HELD: (LoopState.FIRST_HALF_HELD,),
}


def watch_ends(unit: Unit, loop: Loop) -> None:
    """Plan to look at *loop* when its next part ends; call it whenever its parts get other times."""
    unit.due.drop(loop_id=loop.id, kinds=[ENDS])
    ahead = [part for part in unit.loops.sessions(loop.id) if part.state == SessionState.PLANNED]
    if ahead:
        following = min(ahead, key=lambda part: part.ends_at)
        unit.due.plan(
            ENDS,
            key=f"{ENDS}:{following.id}:{loop.revision}",
            to="rule:holding",
            due_at=following.ends_at,
            invitation_id=loop.invitation_id,
            loop_id=loop.id,
        )


def part_ends(services: Services, unit: Unit, loop_id: str) -> None:
    """Note which parts of a loop have taken place by now, and look again when the next one ends.

    What took place without everybody's yes is written about as well.
    """
    invitation = unit.get(Invitation, unit.get(Loop, loop_id).invitation_id, lock=True)
    loop = unit.get(Loop, loop_id, lock=True)
    hold_parts(unit, invitation, loop, until=unit.at)
    watch_ends(unit, loop)
    if loop.confirmed_at is None:
        open_forms(services, unit, loop)
        plan_reminders(services, unit, loop)


def hold_parts(unit: Unit, invitation: Invitation, loop: Loop, *, until: datetime) -> None:
    """Hold the planned parts of *loop* that end by *until*, an aware instant; both records are locked.

    The loop goes on when a half has no part ahead any more, the candidacy when nothing is ahead.
    """
    parts = unit.loops.sessions(loop.id)
    for part in parts:
        if part.state == SessionState.PLANNED and part.ends_at <= until:
            unit.change(part, state=move(SessionState.PLANNED, SessionState.HELD))
            unit.audit.record("held", part)
    ahead = [part for part in parts if part.state == SessionState.PLANNED]
    if not _any_of_the_first_half(unit, loop, ahead):
        _go_on(unit, invitation, loop, LoopState.FIRST_HALF_HELD)
    if not ahead:
        _go_on(unit, invitation, loop, LoopState.SECOND_HALF_HELD)
        if invitation.state == InvitationState.PLANNED:
            unit.change(invitation, state=move(InvitationState.PLANNED, InvitationState.HELD))


def _any_of_the_first_half(unit: Unit, loop: Loop, parts: list[Session]) -> bool:
    plan = plan_of_loop(unit, loop)
    return any(group_of(plan, part) == Group.TRACK_HALF for part in parts)


def _go_on(unit: Unit, invitation: Invitation, loop: Loop, to: LoopState) -> None:
    if loop.state in _BEFORE[to]:
        before = loop.state
        unit.change(loop, state=move(before, to))
        unit.audit.record("held", loop, before={"state": before}, after={"state": to})
        refresh_card(unit, invitation)
