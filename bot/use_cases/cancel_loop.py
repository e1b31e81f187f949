"""Ends a booked loop: its time is given back, nothing more is sent for it, everybody is told."""

from datetime import timedelta
from enum import StrEnum

from bot.ports import Services
from bot.use_cases.calendar_entries import cancel_invites
from bot.use_cases.candidacy_facts import candidate_zone
from bot.use_cases.offer_times import DAYS
from bot.use_cases.open_offer import close_offer
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.panel_telling import (
    refresh_board,
    rewrite_empty,
    rewrite_newest,
    rewrite_seat,
    tell_panelist,
)
from bot.use_cases.questions import who_answers
from bot.use_cases.telling import step, tell_candidate, tell_person
from bot.wording import when
from storage.tables import Candidate, Invitation, Loop, Role
from storage.unit_of_work import Unit
from tracks import changes
from tracks.access import Action
from tracks.candidacy import InvitationState, LoopState, SessionState, move
from tracks.changes import Cutoffs
from tracks.track import SeatId

TOLD_TO_CANDIDATE = ("time_held", "names", "time_moved")


class Cancelled(StrEnum):
    """What came of the wish to cancel."""

    DONE = "cancelled"
    HOST_ASKED = "cancel_asked"  # it is close to the start: the schedule stays as it is
    NOTHING_BOOKED = "nothing_to_cancel"


def cancel_loop(services: Services, unit: Unit, invitation: Invitation, loop: Loop, *, why: str) -> None:
    """Cancel *loop*; the invitation stays open, back at its choice of track.

    *why* is ``switched``, ``cancelled``, ``withdrawn`` or ``closed``. Whether it may be cancelled has been
    asked before, see ``tracks.changes``. What has taken place stays on record.
    """
    seats = unit.loops.seats(loop.id)
    unit.change(loop, state=move(loop.state, LoopState.CANCELLED), at_risk=False)
    for session in unit.loops.sessions(loop.id):
        if session.state == SessionState.PLANNED and session.ends_at > unit.at:
            unit.change(session, state=SessionState.CANCELLED)
    unit.loops.vacate(loop.id, after=unit.at)
    unit.due.drop(loop_id=loop.id)
    close_offer(unit, invitation)
    for row in seats.values():
        unit.change(row, released_at=unit.at)
        rewrite_seat(unit, row)
        if row.seat != SeatId.HOST or row.person_id != invitation.host_id:
            tell_panelist(services, unit, row, "panel.cancelled" if loop.ends_at > unit.at else "panel.over")
    cancel_invites(services, unit, loop)
    if invitation.state == InvitationState.PLANNED:
        unit.change(invitation, state=InvitationState.CHOSEN, split=None)
    unit.audit.record("cancelled", loop, after={"why": why})
    for kind in TOLD_TO_CANDIDATE:
        rewrite_newest(unit, kind, invitation.id)
    rewrite_empty(unit, loop)
    refresh_board(unit, invitation, loop)
    if why != "withdrawn":  # which is told as well
        step(unit, invitation, "thread.loop_cancelled", key=loop.id)


def cancel_booked(services: Services, asked: Asked) -> Cancelled:
    """Cancel what is booked at the wish of the candidate or of those who run the candidacy.

    Close to the start a candidate's wish goes to the host and changes nothing. Raises NotAllowed,
    AlreadyStarted, AlreadyDone.
    """
    with own_step(services, asked, Action.CANCEL_LOOP) as (unit, invitation):
        loop = unit.loops.live(invitation.id)
        if loop is None:
            return Cancelled.NOTHING_BOOKED
        by_host = unit.person_id is not None
        cutoffs = Cutoffs(switch=timedelta(hours=unit.get(Role, invitation.role_id).switch_cutoff_hours))
        verdict = changes.cancel(starts_at=loop.starts_at, now=unit.at, by_host=by_host, cutoffs=cutoffs)
        take_step(unit, invitation, asked_last=None)
        if not verdict.alone:
            return _bring_to_host(unit, invitation, loop, on_page=asked.on_page)
        cancel_loop(services, unit, invitation, loop, why="cancelled")
        candidate = unit.get(Candidate, invitation.candidate_id)
        if candidate.slack_user or not asked.on_page:
            tell_cancelled(services, unit, invitation, loop)
        return Cancelled.DONE


def tell_cancelled(services: Services, unit: Unit, invitation: Invitation, loop: Loop) -> None:
    """Tell the candidate what is cancelled, and ask anew: one day or two."""
    unit.change(invitation, asked_last=DAYS)
    time = when(services.catalogue, loop.starts_at, candidate_zone(unit, invitation))
    tell_candidate(unit, invitation, "time_cancelled", key=loop.id, time=time)


def _bring_to_host(unit: Unit, invitation: Invitation, loop: Loop, *, on_page: bool) -> Cancelled:
    unit.audit.record("asked to cancel", loop)
    key = f"{loop.id}:{unit.at:%Y-%m-%dT%H}"  # a second press within the hour says nothing new
    for person_id in who_answers(unit, invitation):
        tell_person(unit, person_id, "cancel_asked", key=key, invitation=invitation)
    answer(unit, invitation, "candidate.cancel_asked", key=f"cancel_asked:{key}", on_page=on_page)
    return Cancelled.HOST_ASKED
