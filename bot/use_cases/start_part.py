"""Notes when a part of an interview really began, by whoever of the panel or the host presses first."""

from datetime import datetime

from bot.ports import Pressed, Services
from bot.use_cases.forms_at_hand import lock_candidacy, times_of
from bot.use_cases.hand_over_material import hand_over
from bot.use_cases.standing import actor_in_slack, allow, named
from bot.use_cases.telling import rewrite_sent
from storage.tables import DueState, Invitation, Loop, Session
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import TAKES_PLACE, FormState
from tracks.errors import NotAllowed, OutOfDate
from tracks.reminders import ReminderKind
from tracks.running import checked_start, followed


def part_for(unit: Unit, presser: str, session_id: str, *, lock: bool = False) -> tuple[Session, Loop]:
    """Return a part that *presser* may start, with its loop. Raises NotAllowed, OutOfDate."""
    session = named(unit, Session, session_id, Action.START_PART)
    if lock:
        lock_candidacy(unit, session.loop_id)
        session = unit.get(Session, session_id, lock=True)
    loop = unit.get(Loop, session.loop_id)
    invitation = unit.get(Invitation, loop.invitation_id)
    live = unit.loops.live(invitation.id)
    if live is None or live.id != loop.id:
        raise NotAllowed(action=Action.START_PART)
    allow(unit, actor_in_slack(unit, presser), Action.START_PART, invitation)
    if session.state not in TAKES_PLACE:
        raise OutOfDate
    return session, loop


def start_part(services: Services, press: Pressed, *, session_id: str) -> None:
    """Start a part now; one that was started stays as it is. What it works with reaches the candidate.

    Raises StartOutside, NotAllowed, OutOfDate for a part that was moved or cancelled, AlreadyDone.
    """
    with services.change_by(press) as unit:
        session, loop = part_for(unit, press.user, session_id, lock=True)
        if session.started_at is not None:
            return
        started_at = checked_start(unit.at, times_of(session), now=unit.at)
        unit.change(session, started_at=started_at, started_by=press.user)
        unit.audit.record("started", session)
        hand_over(services, unit, session)
        _rewrite_starts_soon(unit, loop, session)


def correct_start(services: Services, press: Pressed, *, session_id: str, started_at: datetime) -> None:
    """Say when a part really began; minutes that were read off its clock follow, in forms that are open.

    *started_at* is an aware instant. Raises StartOutside, NotAllowed, OutOfDate, AlreadyDone.
    """
    with services.change_by(press) as unit:
        session, loop = part_for(unit, press.user, session_id, lock=True)
        part = times_of(session)
        before, after = session.started_at, checked_start(started_at, part, now=unit.at)
        if before == after:
            return
        unit.change(session, started_at=after, started_by=press.user)
        told = None if before is None else {"started_at": before.isoformat()}
        unit.audit.record("start corrected", session, before=told, after={"started_at": after.isoformat()})
        if before is None:
            hand_over(services, unit, session)
            _rewrite_starts_soon(unit, loop, session)
        else:
            _let_marks_follow(unit, session, before=before, after=after)


def _let_marks_follow(unit: Unit, session: Session, *, before: datetime, after: datetime) -> None:
    forms = [form.id for form in unit.forms.of_loop(session.loop_id) if form.state == FormState.OPEN]
    most = times_of(session).minutes
    for mark in unit.forms.evidence(forms):
        if mark.session_id != session.id or not mark.exact:
            continue
        minute = followed(mark.minute, marked_at=mark.marked_at, before=before, after=after, most=most)
        if minute != mark.minute:
            unit.change(mark, minute=minute)


def _rewrite_starts_soon(unit: Unit, loop: Loop, session: Session) -> None:
    """Plan to rewrite the messages that offered Start on this day, now that it was pressed."""
    days = {each.id: each.day for each in unit.loops.sessions(loop.id)}
    for sent in unit.due.of_loop(loop.id, [ReminderKind.PANEL_STARTS_SOON]):
        about = str(sent.about.get("about") or "")
        if sent.state == DueState.SENT and sent.replaces is None and days.get(about) == session.day:
            rewrite_sent(unit, sent, key=f"{sent.dedupe_key}:started:{session.id}", loop_id=loop.id)
