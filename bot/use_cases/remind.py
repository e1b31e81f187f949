"""Plans what a booked loop reminds people of, and says at the moment of sending whether it still should."""

from collections.abc import Iterable, Mapping, Sequence

from bot.ports import Services
from bot.use_cases.forms_at_hand import forms_that_count, was_there
from bot.use_cases.freeze_briefs import freeze_briefs
from bot.use_cases.loop_days import LoopDays, days_of_loop
from bot.use_cases.tell_about_forms import ABOUT_FORMS
from bot.use_cases.telling import rewrite_sent
from bot.use_cases.unanswered import diary_of
from storage.lease import Claimed
from storage.tables import Due, DueState, Form, Invitation, Loop, PanelSeat
from storage.unit_of_work import Unit
from tracks.candidacy import DROPPED
from tracks.reminders import (
    FormFacts,
    LoopFacts,
    Reminder,
    ReminderKind,
    SeatFacts,
    SessionFacts,
    for_loop,
    form_due_at,
    is_wanted,
)

TO_CANDIDATE = (
    ReminderKind.CANDIDATE_DAY_BEFORE,
    ReminderKind.CANDIDATE_HOUR_BEFORE,
    ReminderKind.CANDIDATE_AFTERWARDS,
)
TO_PANEL = (ReminderKind.PANEL_BRIEF, ReminderKind.PANEL_DAY_BEFORE, ReminderKind.PANEL_STARTS_SOON)
#: The others: an unanswered invitation is watched over by ``unanswered``, an unanswered seat by ``panel``.
KINDS = (*TO_CANDIDATE, *TO_PANEL, *ABOUT_FORMS)


def plan_reminders(services: Services, unit: Unit, loop: Loop) -> None:
    """Plan what *loop* asks for as it stands now, and drop what it asks for no longer.

    Call it whenever times, people or forms change; what was sent is not planned again. The briefs of those
    who have said yes are kept as content says now, and their messages brought up to date in place.
    """
    freeze_briefs(services, unit, loop)
    rows = [row for row in unit.due.of_loop(loop.id, KINDS) if row.replaces is None]
    live = live_reminders(unit, loop)
    wanted = {reminder.key: reminder for reminder in live}
    kept = {row.dedupe_key for row in rows if row.state == DueState.PENDING and _in_time(row, wanted)}
    in_place = {row.dedupe_key for row in unit.due.of_loop(loop.id, KINDS) if row.replaces is not None}
    unit.due.drop(loop_id=loop.id, kinds=KINDS, but=kept | in_place)
    done = {_of(row) for row in rows if row.state in (DueState.SENT, DueState.DEAD) or row.dedupe_key in kept}
    for identity, reminder in wanted.items():
        before = sum(_of(row) == identity for row in rows)
        if identity not in done and (not before or reminder.due_at > unit.at):
            _plan(unit, loop, reminder, again=before)
    rewrite_briefs(unit, loop)


def wanted_now(unit: Unit, row: Claimed, loop: Loop) -> Reminder | None:
    """Return the reminder that *row* stands for if the live record asks for it, else None. Raises NotYet."""
    reminder = next((each for each in live_reminders(unit, loop) if each.key == _of(row)), None)
    return reminder if reminder and is_wanted(reminder, unit.at) else None


def live_reminders(unit: Unit, loop: Loop) -> tuple[Reminder, ...]:
    """Return what the live record of *loop* asks for; nothing once it is over."""
    if loop.state in DROPPED:
        return ()
    return tuple(reminder for reminder in for_loop(_facts(unit, loop)) if reminder.kind in KINDS)


def brief_key(unit: Unit, loop: Loop, person_id: str) -> str | None:
    """Return the key of the message that brings a person their brief, None before there is one."""
    for reminder in live_reminders(unit, loop):
        if reminder.kind is ReminderKind.PANEL_BRIEF and reminder.to == person_id:
            return reminder.key
    return None


def rewrite_briefs(unit: Unit, loop: Loop, *, because: str = "") -> None:
    """Plan to bring the messages with briefs up to date; for those who left, they say that it is over.

    *because*: what has changed, when it is not the loop itself.
    """
    for seat in unit.loops.seat_history(loop.id):
        sent = unit.due.newest_sent(f"{ReminderKind.PANEL_BRIEF}:{seat.id}:")
        if sent is not None:
            original = sent.replaces or sent.dedupe_key
            over = "over" if seat.released_at or loop.state in DROPPED else because or loop.revision
            rewrite_sent(unit, sent, key=f"{original}:as:{over}", loop_id=loop.id)


def _plan(unit: Unit, loop: Loop, reminder: Reminder, *, again: int) -> None:
    who = "candidate" if reminder.kind in TO_CANDIDATE else "person"
    unit.due.plan(
        reminder.kind,
        key=f"{reminder.key}:{again}" if again else reminder.key,
        to=f"{who}:{reminder.to}",
        invitation_id=loop.invitation_id,
        loop_id=loop.id,
        due_at=reminder.due_at,
        expires_at=reminder.expires_at,
        about={"about": reminder.about},
    )


def _in_time(row: Due, wanted: Mapping[str, Reminder]) -> bool:
    """Say whether a reminder is wanted, and not earlier than it is planned: an empty seat cannot wait."""
    reminder = wanted.get(_of(row))
    return reminder is not None and row.due_at <= reminder.due_at


def _of(row: Due | Claimed) -> str:
    """Return the key of the reminder that a row stands for; a later plan of it has a number more."""
    return ":".join(row.dedupe_key.split(":")[:4])


def _facts(unit: Unit, loop: Loop) -> LoopFacts:
    days, invitation = days_of_loop(unit, loop), unit.get(Invitation, loop.invitation_id)
    sessions, asked = tuple(_sessions(days)), unit.loops.seat_history(loop.id)
    return LoopFacts(
        id=loop.id,
        candidate=invitation.candidate_id,
        host=invitation.host_id,
        host_diary=diary_of(unit, invitation.host_id),
        booked_at=loop.booked_at,
        confirmed_at=loop.confirmed_at,
        sessions=sessions,
        seats=tuple(_seat(unit, row) for row in days.seats.values()),
        forms=tuple(_form(unit, form, sessions, asked) for form in forms_that_count(unit, loop.id)),
    )


def _sessions(days: LoopDays) -> Iterable[SessionFacts]:
    groups = {planned.id: planned.group for planned in days.plan.sessions}
    for session in days.sessions:
        yield SessionFacts(
            id=session.id,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            present=days.present(session),
            state=session.state,
            group=groups.get(session.spec_id),
            day=session.day,
        )


def _seat(unit: Unit, row: PanelSeat) -> SeatFacts:
    return SeatFacts(
        id=row.id,
        person=row.person_id,
        seat=row.seat,
        diary=diary_of(unit, row.person_id),
        answer=row.answer,
        answered_at=row.answered_at,
        answer_by=row.answer_by,
    )


def _form(
    unit: Unit, form: Form, sessions: tuple[SessionFacts, ...], asked: Sequence[PanelSeat]
) -> FormFacts:
    begins = min((part.starts_at for part in sessions if part.group == form.group), default=form.due_at)
    ended, mine = form_due_at(form.group, sessions), (form.seat, form.rater_id)
    return FormFacts(
        id=form.id,
        rater=form.rater_id,
        diary=diary_of(unit, form.rater_id),
        group=form.group,
        state=form.state,
        extended_to=form.due_at if ended is not None and form.due_at != ended else None,
        asked_at=max((row.asked_at for row in asked if (row.seat, row.person_id) == mine), default=None),
        seated=was_there(form, asked, begins=begins),
    )
