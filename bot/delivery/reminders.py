"""Renders reminders of a booked interview, each checked against the live record at the moment of sending."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.live import Live, Outgoing, Renderers
from bot.use_cases.loop_days import LoopDays, Sitting, days_of_loop, ends_at, meeting_link
from bot.use_cases.panel_facts import seat_name
from bot.use_cases.promised_answer import promised_for
from bot.use_cases.read_brief import around, own_parts, rules_agreed
from bot.use_cases.remind import wanted_now
from bot.views.moments import mark_button, start_button
from bot.views.panel_brief import brief_message, open_button, when_sections
from bot.views.paper import page_button
from bot.views.said import Said, Section, one
from bot.wording import clock_time, day, when
from bot.wording.sentences import mention, safe
from storage.tables import PanelSeat, Person, Session
from tracks.availability import local_day
from tracks.candidacy import DROPPED
from tracks.panel_day import OwnPart
from tracks.reminders import Reminder, ReminderKind
from tracks.track import SeatId

renderers = Renderers()
A_MINUTE = timedelta(minutes=1)
ABOUT_AN_HOUR = timedelta(minutes=50)  # from here on "in an hour" is true enough


# --- the candidate
@renderers.renders(ReminderKind.CANDIDATE_DAY_BEFORE)
def candidate_day_before(live: Live) -> Outgoing | None:
    """What, when, where, what to have ready, the rule about AI: everything for the day in one message."""
    sitting = _sitting(live)
    if not sitting:
        return None
    near = {0: "today", 1: "tomorrow"}.get(_days_until(live, sitting), "ahead")
    said = Said(
        subject=_subject(live, "today" if near == "today" else "day_before"),
        sections=tuple(_day_before(live, sitting, near)),
        buttons=(page_button(live.catalogue, live.page),),
    )
    return Outgoing(said=said, reply_to=live.host.email)


@renderers.renders(ReminderKind.CANDIDATE_HOUR_BEFORE)
def candidate_hour_before(live: Live) -> Outgoing | None:
    sitting = _sitting(live)
    if not sitting:
        return None
    left, link = sitting[0].starts_at - live.unit.at, meeting_link(live.unit, live.loop)
    if left >= ABOUT_AN_HOUR:
        text = live.say("candidate.hour_before", link=link)
    else:
        text = live.say("candidate.starts_in", wait=_duration(live, left), link=link)
    time = clock_time(live.catalogue, sitting[0].starts_at, live.candidate_zone)
    then = live.say("candidate.starts_at", time=time, host=_welcomes(live, sitting))
    said = Said(subject=_subject(live, "hour_before"), sections=(Section(text=text), Section(text=then)))
    return Outgoing(said=said, reply_to=live.host.email)


@renderers.renders(ReminderKind.CANDIDATE_AFTERWARDS)
def candidate_afterwards(live: Live) -> Outgoing | None:
    if _wanted(live) is None:
        return None
    decider = live.unit.get(Person, live.role.hiring_manager_id).name
    by = day(live.catalogue, promised_for(live.unit, live.invitation, live.loop), live.candidate_zone)
    text = live.say("candidate.after", decider=decider, answer_by=by)
    said = one(text, subject=live.say("mail_subject.afterwards"))
    return Outgoing(said=said, reply_to=live.host.email)


def _day_before(live: Live, sitting: Sitting, near: str) -> Iterator[Section]:
    catalogue, days = live.catalogue, days_of_loop(live.unit, live.loop)
    first, track = sitting[0], catalogue.tracks[live.loop.track_id]
    facts = {
        "track": track.name,
        "time": when(live.catalogue, first.starts_at, live.candidate_zone),
        "duration": _duration(live, ends_at(sitting) - first.starts_at),
    }
    yield Section(text=live.say(f"candidate.{near}", **facts))
    yield Section(text=live.say("candidate.meet_at", link=meeting_link(live.unit, live.loop)))
    bring = catalogue.family(days.plan.family).text(live.loop.track_id).bring or track.prepare.candidate.bring
    if bring and first.day == 1:
        yield _list(live, "candidate.have_ready", (str(safe(thing)) for thing in bring))
    held = {session.spec_id for session in sitting}
    rules = rules_agreed(live.services, live.unit, live.invitation, live.loop).lines
    lines = [live.say("candidate.rule", part=r.name, rule=r.short) for r in rules if r.session in held]
    if lines:
        yield _list(live, "candidate.rules", lines)
    yield Section(text=live.say("candidate.if_changed", host=live.host.name))


# --- the panel
@renderers.renders(ReminderKind.PANEL_BRIEF)
def panel_brief(live: Live) -> Said | None:
    """The brief on acceptance; once it was sent it follows what changes, and says so when it is over."""
    row = live.unit.get(PanelSeat, live.about("about"))
    if live.row.replaces:
        left = row.released_at is not None or live.loop.state in DROPPED
        shown = None if left else around(live.services, live.unit, row, live.invitation)
        return one(live.say("panel_brief.over")) if shown is None else brief_message(live.catalogue, shown)
    shown = around(live.services, live.unit, row, live.invitation) if _wanted(live) else None
    return brief_message(live.catalogue, shown) if shown else None


@renderers.renders(ReminderKind.PANEL_DAY_BEFORE)
def panel_day_before(live: Live) -> Said | None:
    seat = _seat(live)
    if _wanted(live) is None or seat is None:
        return None
    time = when(live.catalogue, seat.sitting[0].starts_at, live.person.timezone)
    link = live.say("panel_reminder.link", link=meeting_link(live.unit, live.loop))
    return Said(
        sections=(
            Section(text=live.say("panel_reminder.ahead", time=time, **seat.facts(live))),
            *when_sections(live.catalogue, seat.parts, live.person.timezone),
            Section(text=link),
            *_not_agreed(live, seat),
        ),
        buttons=(open_button(live.catalogue, seat.row.id, primary=True),),
    )


@renderers.renders(ReminderKind.PANEL_STARTS_SOON)
def panel_starts_soon(live: Live) -> Said | None:
    """The way in, and Start for each part; rewritten when one was pressed."""
    seat = _seat(live)
    if _wanted(live) is None or seat is None:
        return None
    rated = [session for session in seat.sitting if _has_clock(seat, session)]
    waiting = [session for session in rated if session.started_at is None and session.ends_at > live.unit.at]
    catalogue = live.catalogue
    starts = (start_button(catalogue, each.id, seat.days.spec(each).name) for each in waiting)
    marks = (mark_button(catalogue),) if rated and not seat.hosts_only else ()
    return Said(
        sections=(
            Section(text=_needed(live, seat)),
            *when_sections(catalogue, seat.parts, live.person.timezone),
            *(_started(live, seat, session) for session in rated if session.started_at is not None),
            *((Section(text=live.say("panel_reminder.opening"), small=True),) if rated else ()),
            *_not_agreed(live, seat),
        ),
        buttons=(*starts, *marks, open_button(catalogue, seat.row.id)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """Where somebody sits on the day that a reminder is about; *sitting*: their own parts of it."""

    row: PanelSeat
    days: LoopDays
    seats: tuple[SeatId, ...]
    sitting: Sitting
    parts: tuple[OwnPart, ...]

    @property
    def hosts_only(self) -> bool:
        return set(self.seats) <= {SeatId.HOST}

    def facts(self, live: Live) -> dict[str, object]:
        return {
            "seat": seat_name(live.catalogue, self.row.seat),
            "candidate": live.candidate.called,
            "track": live.catalogue.tracks[live.loop.track_id].name,
        }


def _seat(live: Live) -> _Seat | None:
    """Return the seat of whoever the row goes to; of two, the one that rates."""
    days = days_of_loop(live.unit, live.loop)
    seats = days.seats_of(live.person.id)
    sitting = days.day_with(live.about("about"), *seats) if seats else ()
    if not sitting:
        return None
    seat = next((each for each in seats if each != SeatId.HOST), seats[0])
    return _Seat(
        row=days.seats[seat],
        days=days,
        seats=seats,
        sitting=sitting,
        parts=own_parts(days, sitting, *seats),
    )


def _has_clock(seat: _Seat, session: Session) -> bool:
    """Say whether minutes are counted in a part: where somebody rates."""
    return seat.days.spec(session).scored


def _needed(live: Live, seat: _Seat) -> str:
    first, facts = seat.sitting[0], seat.facts(live)
    left = first.starts_at - live.unit.at
    facts |= {
        "link": meeting_link(live.unit, live.loop),
        "time": clock_time(live.catalogue, first.starts_at, live.person.timezone),
        "wait": _duration(live, left),
    }
    if left >= A_MINUTE:
        return live.say("panel_reminder.starts_in", **facts)
    return live.say("panel_reminder.starts_now" if left > -A_MINUTE else "panel_reminder.since", **facts)


def _started(live: Live, seat: _Seat, session: Session) -> Section:
    time = clock_time(live.catalogue, session.started_at or session.starts_at, live.person.timezone)
    by = mention(session.started_by or "")
    part = seat.days.spec(session).name
    return Section(text=live.say("panel_reminder.started", part=part, time=time, by=by))


def _not_agreed(live: Live, seat: _Seat) -> tuple[Section, ...]:
    shown = around(live.services, live.unit, seat.row, live.invitation)
    if shown is None or not shown.asks_to_agree:
        return ()
    return (Section(text=live.say("panel_reminder.not_agreed"), small=True),)


# --- both
def _wanted(live: Live) -> Reminder | None:
    return wanted_now(live.unit, live.row, live.loop)


def _sitting(live: Live) -> Sitting:
    """Return the day that a candidate's reminder is about, nothing when it is not wanted any more."""
    if _wanted(live) is None:
        return ()
    return days_of_loop(live.unit, live.loop).day_with(live.about("about"))


def _days_until(live: Live, sitting: Sitting) -> int:
    zone = live.candidate_zone
    return (local_day(zone, sitting[0].starts_at) - local_day(zone, live.unit.at)).days


def _duration(live: Live, lasts: timedelta) -> str:
    return live.catalogue.ground.words.duration(max(1, -(-lasts // A_MINUTE)))


def _welcomes(live: Live, sitting: Sitting) -> str:
    """Return who says hello: whoever leads the first part."""
    days = days_of_loop(live.unit, live.loop)
    leads = days.spec(sitting[0]).lead_seat
    row = days.seats.get(leads) if leads else None
    return live.unit.get(Person, row.person_id).name if row else live.host.name


def _subject(live: Live, key: str) -> str:
    return live.say(f"mail_subject.{key}", host=live.host.name)


def _list(live: Live, heading: str, lines: Iterable[str]) -> Section:
    return Section(text="\n".join([live.say(heading), *(f"- {line}" for line in lines)]))
