"""What can be said about a booked loop and its seats, from the live records, on somebody's own clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports import Services
from bot.use_cases.forms_at_hand import plan_of_loop
from bot.use_cases.loop_days import standing
from bot.use_cases.loop_parts import starts_of
from bot.use_cases.staff import MARGIN
from bot.wording import day, say, short_time, span, when
from bot.wording.sentences import Markup
from bot.wording.times import zone_name
from storage.tables import Candidate, Invitation, Loop, PanelSeat, Person, Role
from storage.unit_of_work import Unit
from tracks.availability import local_day
from tracks.catalogue import Catalogue
from tracks.format import Format
from tracks.panel import LOAD_WITHIN, week_of
from tracks.panel_brief import preparation
from tracks.track import Group, SeatId

FORM_MINUTES = 15  # that one form takes somebody who noted minutes and words on the way


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """One part that somebody is present in, aware UTC instants."""

    name: str
    day: int
    group: Group | None  # whose form it belongs to
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatSeen:
    """One seat as the person in it may see it."""

    row: PanelSeat
    loop: Loop
    person: Person
    candidate: Candidate
    role: Role
    plan: Format
    parts: tuple[OwnPart, ...]

    @property
    def starts_at(self) -> datetime:
        """When the person is needed first."""
        return self.starts[0]

    @property
    def starts(self) -> list[datetime]:
        """When the person is needed first, on each day."""
        by_day = {part.day: part.starts_at for part in reversed(self.parts)}
        return sorted(by_day.values()) or [self.loop.starts_at]

    @property
    def minutes(self) -> int:
        """For how long the person is needed in all."""
        return sum((part.ends_at - part.starts_at) // timedelta(minutes=1) for part in self.parts)


def seat_seen(unit: Unit, row: PanelSeat) -> SeatSeen:
    """Return a seat with the records around it; whether anybody may see them is asked before."""
    loop = unit.get(Loop, row.loop_id)
    invitation = unit.get(Invitation, loop.invitation_id)
    plan = plan_of_loop(unit, loop)
    return SeatSeen(
        row=row,
        loop=loop,
        person=unit.get(Person, row.person_id),
        candidate=unit.get(Candidate, invitation.candidate_id),
        role=unit.get(Role, invitation.role_id),
        plan=plan,
        parts=own_parts(unit, loop, plan, row),
    )


def own_parts(unit: Unit, loop: Loop, plan: Format, row: PanelSeat) -> tuple[OwnPart, ...]:
    """Return the parts of *loop* that whoever sits in *row* is needed in, in order.

    A day that had begun when they were asked is not theirs.
    """
    parts = plan.parts(split=loop.split)
    planned = {(part.number, session.index): session for part in parts for session in part.sessions}
    sessions = standing(unit, loop)
    theirs = {day for day, begins in starts_of(sessions).items() if begins > row.asked_at}
    return tuple(
        OwnPart(
            name=planned[session.day, session.position].name,
            day=session.day,
            group=planned[session.day, session.position].group,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
        for session in sessions
        if session.day in theirs and row.seat in planned[session.day, session.position].present
    )


def facts_of(services: Services, seen: SeatSeen) -> dict[str, object]:
    """Return what a sentence to the person in the seat may name."""
    rated = {part.group for part in seen.parts if part.group}
    forms = [group for group in rated if seen.row.seat in seen.plan.raters_of(group)]
    zone = seen.person.timezone
    return {
        "candidate": seen.candidate.called,
        "role": seen.role.title,
        "level": str(seen.loop.level_aimed),
        "track": services.catalogue.tracks[seen.loop.track_id].name,
        "seat": seat_name(services.catalogue, seen.row.seat),
        "time": "; ".join(when(services.catalogue, start, zone) for start in seen.starts),
        "minutes": seen.minutes,
        "prep": preparation(services.catalogue, seen.plan, seen.row.seat).minutes_needed,
        "form_minutes": services.catalogue.ground.words.duration(FORM_MINUTES * len(forms)),
        "until": when(services.catalogue, seen.row.answer_by, zone) if seen.row.answer_by else "",
    }


def seat_name(catalogue: Catalogue, seat: SeatId) -> str:
    """Return what a seat is called in the middle of a sentence."""
    return catalogue.ground.seat(seat).name.lower()


def parts_text(services: Services, seen: SeatSeen) -> str:
    """Return the person's own parts as a list, by day."""
    lines, zone, shown = [], seen.person.timezone, ""
    for part in seen.parts:
        if (today := day(services.catalogue, part.starts_at, zone)) != shown:
            shown = today
            clock = zone_name(services.catalogue, part.starts_at, zone)
            lines.append(say(services.catalogue, "panel.own_day", day=today, zone=clock))
        time = f"{short_time(part.starts_at, zone)}-{short_time(part.ends_at, zone)}"
        lines.append(say(services.catalogue, "panel.own_part", time=time, part=part.name))
    return "\n".join(lines)


def load_text(services: Services, unit: Unit, person: Person, at: datetime) -> str:
    """Return how much the person has around now and in the week of *at*."""
    now, zone = unit.at, person.timezone
    taken = unit.loops.held(
        start=now - LOAD_WITHIN, end=max(now + LOAD_WITHIN, at + timedelta(days=7)), person_id=person.id
    )
    days = {(loop, local_day(zone, first + MARGIN)) for _, loop, first in taken}
    week = week_of(local_day(zone, at))
    return say(
        services.catalogue,
        "panel.load",
        around=len(days),
        week=sum(week_of(on) == week for _, on in days),
        limit=person.week_limit,
    )


def offered_time(
    catalogue: Catalogue, begins: Sequence[datetime], minutes: Sequence[int], *, zone: str
) -> tuple[str, ...]:
    """Return when each day of an offer would take place."""
    return tuple(
        span(catalogue, start, start + timedelta(minutes=lasts), zone=zone)
        for start, lasts in zip(begins, minutes, strict=False)
    )


def names_text(services: Services, known: Mapping[str, object]) -> str:
    """Return whom the candidate meets; while a seat is being filled again, whom of them they know.

    *known* are the facts about the candidacy, the names of those who said yes among them.
    """
    raters = [seat for seat in SeatId if seat is not SeatId.HOST]
    ground = services.catalogue.ground
    missing = [ground.seat(seat).to_candidates for seat in raters if seat not in known]
    if not missing:
        return say(services.catalogue, "candidate.names", **known)
    there = [
        say(
            services.catalogue,
            "candidate.name_of",
            name=known[seat],
            seat=ground.seat(seat).to_candidates,
        )
        for seat in raters
        if seat in known
    ]
    listed = ground.words.listed
    who = say(services.catalogue, "candidate.names_some", **known, seats=listed.join(missing))
    names = Markup(listed.join(there))
    return f"{say(services.catalogue, 'candidate.names_known', names=names)} {who}" if there else who
