"""Ends a booked loop: its time is given back, nothing more is sent for it, everybody is told."""

from bot.ports import Services
from bot.use_cases.telling import step
from storage.tables import Invitation, Loop
from storage.unit_of_work import Unit
from tracks.candidacy import InvitationState, LoopState, SessionState, move

ENDABLE = (InvitationState.PLANNED, InvitationState.HELD)


def cancel_loop(services: Services, unit: Unit, invitation: Invitation, loop: Loop, *, why: str) -> None:
    """Cancel *loop*; the invitation stays open, back at its choice of track.

    *why* is ``switched``, ``cancelled``, ``withdrawn`` or ``closed``. Whether it may be cancelled has been
    asked before, see ``tracks.changes``.
    """
    del services
    unit.change(loop, state=move(loop.state, LoopState.CANCELLED))
    for session in unit.loops.sessions(loop.id):
        if session.state == SessionState.PLANNED:
            unit.change(session, state=SessionState.CANCELLED)
    unit.loops.vacate(loop.id)
    unit.due.drop(loop_id=loop.id)
    if invitation.state == InvitationState.PLANNED:
        unit.change(invitation, state=InvitationState.CHOSEN)
    unit.audit.record("cancelled", loop, after={"why": why})
    step(unit, invitation, "thread.loop_cancelled", key=loop.id)
