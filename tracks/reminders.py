"""What is due to whom, and when, for one live invitation or loop, as the record stands now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, auto
from itertools import groupby

from tracks.availability import Diary, local_day
from tracks.candidacy import TAKES_PLACE, FormState, InvitationState, SeatAnswer, SessionState
from tracks.office_hours import last_moment, next_moment, next_morning, wait_for
from tracks.track import Group, SeatId

_HOUR = timedelta(hours=1)
_DAY = 24 * _HOUR
DAY_BEFORE_UNTIL = 3 * _HOUR  # before the start; later it would only disturb
SOON = timedelta(minutes=10)
FIRST_NUDGE_AFTER = 4 * _HOUR
HOST_AFTER = 4 * _HOUR  # after the nudge in the morning
AFTERWARDS_FOR = _DAY


class ReminderKind(StrEnum):
    """Each kind is one message; *to* says whom it is for."""

    NOT_CHOSEN_YET = auto()  # candidate, two days after the paper
    ASK_IN_PERSON = auto()  # host, five days after the paper
    REPLY_BY_PASSED = auto()  # host
    CANDIDATE_DAY_BEFORE = auto()
    CANDIDATE_HOUR_BEFORE = auto()
    CANDIDATE_AFTERWARDS = auto()
    PANEL_BRIEF = auto()
    PANEL_DAY_BEFORE = auto()
    PANEL_STARTS_SOON = auto()  # with Start
    FORM_READY = auto()
    FORM_NUDGE = auto()
    FORM_NUDGE_IN_THE_MORNING = auto()
    FORM_TO_HOST = auto()  # extend, reassign or waive
    FORM_OF_NOBODY = auto()  # host: nobody sits there who could write it
    ANSWER_OVERDUE = auto()  # silence counts as no answer now


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """One message: due at *due_at*, useless from *expires_at* on (None: as long as the record asks for it).

    *to* is a person id or the candidate's; *about* the invitation, the sitting's first session, seat or form.
    *hours*: it comes in nobody's night, however late it is; *of*: what *due_at* was reckoned from, since
    other hours make no other reminder. Instants are aware UTC.
    """

    due_at: datetime
    kind: ReminderKind
    to: str
    about: str
    expires_at: datetime | None = None
    hours: Diary | None = field(default=None, repr=False)
    of: datetime | None = None

    @property
    def key(self) -> str:
        """What makes this reminder the same one: a moved part has other keys."""
        by = "of" if self.of else ""
        return f"{self.kind}:{self.about}:{self.to}:{by}{self.of or self.due_at:%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationFacts:
    """What is known of an invitation; *quiet* after the candidate said "not now"."""

    id: str
    state: InvitationState
    candidate: str
    host: str
    host_diary: Diary
    sent_at: datetime
    reply_by: datetime
    quiet: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionFacts:
    """One part at its time; *present* are the seats in it, *group* the form that it belongs to, if any.

    *day* numbers the sitting, from 0.
    """

    id: str
    starts_at: datetime
    ends_at: datetime
    present: frozenset[SeatId]
    state: SessionState = SessionState.PLANNED
    group: Group | None = None
    day: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SeatFacts:
    """Somebody who was asked; *answered_at* goes with the answer, *answer_by* with the question."""

    id: str
    person: str
    seat: SeatId
    diary: Diary
    answer: SeatAnswer | None = None
    answered_at: datetime | None = None
    answer_by: datetime | None = None
    released: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FormFacts:
    """One rater's form; *extended_to* is a later time to be due, given by the host.

    *asked_at*: when the rater was asked to be there, or noted as there. *seated*: they have said yes to the
    seat and still have it, or had it when the parts began.
    """

    id: str
    rater: str
    diary: Diary
    group: Group
    state: FormState = FormState.OPEN
    extended_to: datetime | None = None
    asked_at: datetime | None = None
    seated: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class LoopFacts:
    """A live loop; *booked_at* is when its present times were taken, *confirmed_at* when all had accepted."""

    id: str
    candidate: str
    host: str
    host_diary: Diary
    booked_at: datetime
    confirmed_at: datetime | None
    sessions: tuple[SessionFacts, ...]
    seats: tuple[SeatFacts, ...]
    forms: tuple[FormFacts, ...] = ()


def for_invitation(facts: InvitationFacts) -> Iterator[Reminder]:
    """Yield what is due while no track has been picked; time alone changes nothing."""
    if facts.state is not InvitationState.SENT:
        return
    in_five_days = next_moment(facts.host_diary, facts.sent_at + 5 * _DAY)
    overdue = next_moment(facts.host_diary, facts.reply_by)
    for kind, to, diary, at, until in (
        (ReminderKind.NOT_CHOSEN_YET, facts.candidate, None, facts.sent_at + 2 * _DAY, facts.reply_by),
        (ReminderKind.ASK_IN_PERSON, facts.host, facts.host_diary, in_five_days, overdue),
        (ReminderKind.REPLY_BY_PASSED, facts.host, facts.host_diary, overdue, None),
    ):
        if until is None or (at < facts.reply_by and not facts.quiet):
            yield Reminder(kind=kind, to=to, about=facts.id, due_at=at, expires_at=until, hours=diary)


def for_loop(facts: LoopFacts) -> tuple[Reminder, ...]:
    """Return everything that is due for *facts* as they are now, earliest first."""
    parts = sorted(
        (part for part in facts.sessions if part.state in TAKES_PLACE), key=lambda part: part.starts_at
    )
    return tuple(
        sorted(
            (
                *_candidate(facts, parts),
                *(reminder for seat in facts.seats for reminder in _seat(facts, seat, parts)),
                *(reminder for form in facts.forms for reminder in _form(facts, form, parts)),
            ),
            key=lambda reminder: (reminder.due_at, reminder.key),
        )
    )


def is_wanted(reminder: Reminder, now: datetime) -> bool:
    """Say whether to send *reminder* at *now*, or never: late ones are dropped once they have expired.

    Raises NotYet before it is due, and outside of the hours that it keeps.
    """
    if reminder.expires_at is not None and reminder.expires_at <= now:
        return False
    moment = max(reminder.due_at, now)
    wait_for(next_moment(reminder.hours, moment) if reminder.hours else moment, now)
    return True


def form_due_at(group: Group, sessions: Iterable[SessionFacts]) -> datetime | None:
    """Return when forms of *group* are due: when its last part ends; None if no part takes place."""
    return max(
        (part.ends_at for part in sessions if part.group is group and part.state in TAKES_PLACE),
        default=None,
    )


def _candidate(facts: LoopFacts, parts: list[SessionFacts]) -> Iterator[Reminder]:
    if facts.confirmed_at is None:
        return
    known_at = max(facts.booked_at, facts.confirmed_at)
    for sitting in _sittings(parts):
        first = sitting[0]
        for kind, before, until in (
            (ReminderKind.CANDIDATE_DAY_BEFORE, _DAY, DAY_BEFORE_UNTIL),
            (ReminderKind.CANDIDATE_HOUR_BEFORE, _HOUR, timedelta()),
        ):
            if first.starts_at - before > known_at:
                yield Reminder(
                    kind=kind,
                    to=facts.candidate,
                    about=first.id,
                    due_at=first.starts_at - before,
                    expires_at=first.starts_at - until,
                )
    if parts:
        last = max(parts, key=lambda part: part.ends_at)
        yield Reminder(
            kind=ReminderKind.CANDIDATE_AFTERWARDS,
            to=facts.candidate,
            about=last.id,
            due_at=last.ends_at,
            expires_at=last.ends_at + AFTERWARDS_FOR,
        )


def _seat(facts: LoopFacts, seat: SeatFacts, parts: list[SessionFacts]) -> Iterator[Reminder]:
    own = [part for part in parts if seat.seat in part.present]
    if seat.released or not own:
        return
    if seat.answer is None and seat.answer_by is not None:
        yield Reminder(kind=ReminderKind.ANSWER_OVERDUE, to=seat.person, about=seat.id, due_at=seat.answer_by)
    if seat.answer is SeatAnswer.YES and facts.confirmed_at is not None:
        known_at = max(facts.confirmed_at, seat.answered_at or facts.confirmed_at)
        yield Reminder(
            kind=ReminderKind.PANEL_BRIEF,
            to=seat.person,
            about=seat.id,
            due_at=known_at,
            expires_at=own[-1].ends_at,
        )
        for sitting in _sittings(own):
            yield from _on_the_day(seat, sitting, known_at)


def _on_the_day(seat: SeatFacts, sitting: list[SessionFacts], known_at: datetime) -> Iterator[Reminder]:
    first, last = sitting[0], sitting[-1]
    day_before = _day_before(seat.diary, first.starts_at)
    if day_before > known_at:
        yield Reminder(
            kind=ReminderKind.PANEL_DAY_BEFORE,
            to=seat.person,
            about=first.id,
            due_at=day_before,
            expires_at=first.starts_at - DAY_BEFORE_UNTIL,
            of=first.starts_at,
        )
    yield Reminder(
        kind=ReminderKind.PANEL_STARTS_SOON,
        to=seat.person,
        about=first.id,
        due_at=first.starts_at - SOON,
        expires_at=last.ends_at,
    )


def _day_before(diary: Diary, starts_at: datetime) -> datetime:
    """Return a working moment about a day before *starts_at*, never on its own day: Friday for a Monday."""
    soon = next_moment(diary, starts_at - _DAY)
    if local_day(diary.zone, soon) < local_day(diary.zone, starts_at):
        return soon
    return last_moment(diary, starts_at - _DAY)


def _form(facts: LoopFacts, form: FormFacts, parts: list[SessionFacts]) -> Iterator[Reminder]:
    ended = form_due_at(form.group, parts)
    if ended is None or form.state is not FormState.OPEN:
        return
    due = max(form.extended_to or ended, form.asked_at or ended)
    if not form.seated:  # nobody can write it
        at = next_moment(facts.host_diary, due)
        yield Reminder(kind=ReminderKind.FORM_OF_NOBODY, to=facts.host, about=form.id, due_at=at)
        return
    nudge = next_moment(form.diary, due + FIRST_NUDGE_AFTER)
    morning = next_morning(form.diary, nudge)
    to_host = next_moment(facts.host_diary, morning + HOST_AFTER)
    yield Reminder(kind=ReminderKind.FORM_READY, to=form.rater, about=form.id, due_at=ended)
    for kind, to, diary, at, until in (
        (ReminderKind.FORM_NUDGE, form.rater, form.diary, nudge, morning),  # never both at once
        (ReminderKind.FORM_NUDGE_IN_THE_MORNING, form.rater, form.diary, morning, None),
        (ReminderKind.FORM_TO_HOST, facts.host, facts.host_diary, to_host, None),
    ):
        yield Reminder(kind=kind, to=to, about=form.id, due_at=at, expires_at=until, hours=diary, of=due)


def _sittings(parts: list[SessionFacts]) -> Iterator[list[SessionFacts]]:
    for _, sitting in groupby(parts, key=lambda part: part.day):
        yield list(sitting)
