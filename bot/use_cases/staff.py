"""Makes the search's input from the records: people, their diaries and loads, and the parts to be held."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from storage.loops import CELL, cells_between, instant_of
from storage.tables import Candidate, Company, Invitation, Loop, PanelSeat, Person, Qualification, Role
from storage.unit_of_work import Unit
from tracks import presence
from tracks.access import CompanyRole
from tracks.availability import DateRange, Diary, WeeklyHours, weekly_hours
from tracks.candidacy import SeatAnswer
from tracks.format import Format, Part
from tracks.grid import Interval
from tracks.panel import Held, Interviewer
from tracks.track import Level, SeatId, TrackId
from tracks.wanted import CANDIDATE_HOURS, SlotRules, Wanted
from tracks.workdays import CompanyDays

RULES = SlotRules()
BEFORE, AHEAD = timedelta(days=36), timedelta(days=75)  # what is looked at around now for time and load
HOSTS = frozenset({CompanyRole.RECRUITER, CompanyRole.COORDINATOR})
MARGIN = timedelta(minutes=RULES.margin_minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is to be held: these *parts* of *plan*.

    *loop* has them booked already, to begin at *begins*: for another time, or for an empty seat.
    """

    plan: Format
    parts: tuple[Part, ...]
    loop: Loop | None = None
    begins: tuple[datetime, ...] = ()

    @property
    def sittings(self) -> tuple[presence.Part, ...]:
        """The parts as the search sees them."""
        return tuple(_sitting_of(part) for part in self.parts)

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """Everybody who is needed in one of the parts."""
        needed = {seat for sitting in self.sittings for seat in sitting.seats}
        return tuple(seat for seat in SeatId if seat in needed)


def _sitting_of(part: Part) -> presence.Part:
    """Return who is needed when in *part*, counted from its start."""
    return presence.Part(
        tuple(
            presence.Segment(session.offset_minutes, session.minutes, frozenset(session.present))
            for session in part.sessions
        )
    )


def wanted_for(unit: Unit, invitation: Invitation, sought: Sought) -> Wanted:
    """Return the input of the search for a candidacy: the same for offers, booking and replacement.

    A fixed number of statements, however many people there are. What *sought.loop* itself takes is left out.
    """
    role = unit.get(Role, invitation.role_id)
    candidate = unit.get(Candidate, invitation.candidate_id)
    company = unit.company.company()
    asked = unit.loops.asked_for(invitation.id)
    people = {person.id: person for person in unit.company.people() if person.active}
    return Wanted(
        parts=sought.sittings,
        track=sought.plan.track,
        family=role.family,
        level=role.level,
        host=invitation.host_id,
        people=tuple(_interviewers(unit, company, people, invitation, sought.loop)),
        candidate=Diary(zone=candidate.timezone or company.timezone, hours=CANDIDATE_HOURS),
        company=CompanyDays(company.timezone, _hours_of(company.working_hours)),
        role_team=role.team,
        conflicts=in_conflict(invitation, candidate, people.values(), asked),
        left_out=frozenset(_left_out(asked, sought.loop)),
        rules=RULES,
    )


def in_conflict(
    invitation: Invitation, candidate: Candidate, people: Iterable[Person], asked: Iterable[PanelSeat]
) -> frozenset[str]:
    """Return who of *people*, and of those ever *asked*, never rates: who knows the candidate, or is them."""
    introduced = (invitation.introduced_by or "").casefold()
    known = {
        person.id
        for person in people
        if person.id == candidate.slack_user
        or (introduced and (person.id.casefold() in introduced or person.name.casefold() in introduced))
    }
    return frozenset(known | {seat.person_id for seat in asked if seat.conflict_declared})


def looked_at_again(unit: Unit, wanted: Wanted, loop: Loop | None, people: Iterable[str]) -> Wanted:
    """Return *wanted* for these *people* alone, with what they are taken for read anew."""
    chosen = set(people)
    start, end = unit.at - BEFORE, unit.at + AHEAD
    busy = unit.loops.busy(start=start, end=end, but=loop.id if loop else None)
    held = _held(unit.loops.held(start=start, end=end, but=loop.id if loop else None))
    return replace(
        wanted,
        people=tuple(
            replace(
                person,
                diary=replace(person.diary, busy=intervals(busy.get(person.id, ()))),
                held=held.get(person.id, ()),
            )
            for person in wanted.people
            if person.id in chosen
        ),
    )


def cells_of(
    sought: Sought, begins: Sequence[datetime], people: Mapping[SeatId, str]
) -> list[tuple[str, int]]:
    """Return the (person, five minutes) that *people* are taken for when the parts begin at *begins*."""
    return [
        (person, cell)
        for sitting, start in zip(sought.sittings, begins, strict=True)
        for seat, person in people.items()
        for low, high in sitting.taken(seat, RULES.margin_minutes)
        for cell in cells_between(start + timedelta(minutes=low), start + timedelta(minutes=high))
    ]


def first_start(sought: Sought, begins: Sequence[datetime], seat: SeatId) -> datetime | None:
    """Return when *seat* is needed first, or None when it is not needed in any of the parts."""
    for sitting, start in zip(sought.sittings, begins, strict=True):
        if seat in sitting.seats:
            return start + timedelta(minutes=sitting.first_session(seat))
    return None


def _hours_of(by_day: Mapping[str, Sequence[str]]) -> WeeklyHours:
    """Return a week's hours from the record."""
    return _parsed(json.dumps(by_day, sort_keys=True))


def interviewers(unit: Unit) -> dict[str, Interviewer]:
    """Return by id what everybody on record may do, whenever they work and whatever they are taken for."""
    may, no_hours = _qualified(unit.company.qualifications(), unit.at), weekly_hours({})
    return {
        person.id: _interviewer(
            person, may.get(person.id, {}), Diary(zone=person.timezone, hours=no_hours), ()
        )
        for person in unit.company.people()
    }


def intervals(cells: Sequence[int]) -> tuple[Interval, ...]:
    """Return cells in their order as stretches of time."""
    if not cells:
        return ()
    breaks = [at for at, (one, other) in enumerate(pairwise(cells), 1) if other != one + 1]
    edges = [0, *breaks, len(cells)]
    return tuple(
        Interval(instant_of(cells[low]), instant_of(cells[high - 1]) + CELL) for low, high in pairwise(edges)
    )


def _interviewers(
    unit: Unit, company: Company, people: Mapping[str, Person], invitation: Invitation, loop: Loop | None
) -> Iterator[Interviewer]:
    """Yield everybody who may have a seat at all, those who could be the host among them.

    The coordinator reads why something is to be different, and so rates nobody of the role.
    """
    start, end = unit.at - BEFORE, unit.at + AHEAD
    may = _qualified(unit.company.qualifications(), unit.at)
    may.pop(unit.get(Role, invitation.role_id).coordinator_id, None)
    leave: dict[str, tuple[DateRange, ...]] = {}
    for row in unit.company.leave(until=end.date()):
        leave[row.person_id] = (*leave.get(row.person_id, ()), DateRange(row.first_day, row.last_day))
    busy = unit.loops.busy(start=start, end=end, but=loop.id if loop else None)
    held = _held(unit.loops.held(start=start, end=end, but=loop.id if loop else None))
    for person in people.values():
        own = may.get(person.id, {})
        if "seat" not in own and person.id != invitation.host_id and HOSTS.isdisjoint(person.roles):
            continue
        diary = Diary(
            zone=person.timezone,
            hours=_hours(person, company),
            leave=leave.get(person.id, ()),
            busy=intervals(busy.get(person.id, ())),
        )
        yield _interviewer(person, own, diary, held.get(person.id, ()))


def _interviewer(
    person: Person, may: Mapping[str, set[str]], diary: Diary, held: tuple[Held, ...]
) -> Interviewer:
    return Interviewer(
        id=person.id,
        diary=diary,
        seats=frozenset(SeatId(seat) for seat in may.get("seat", ())),
        tracks=frozenset(TrackId(track) for track in may.get("track", ())),
        families=frozenset(may.get("family", ())),
        level=person.level or Level.MID,
        team=person.team or "",
        day_limit=person.day_limit,
        week_limit=person.week_limit,
        standing_yes=person.standing_yes,
        calibrated_on=person.calibrated_on,
        founding_until=person.founding_until,
        active=person.active,
        held=held,
    )


def _qualified(rows: Iterable[Qualification], now: datetime) -> dict[str, dict[str, set[str]]]:
    may: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        if row.expires_at is None or row.expires_at > now:
            may.setdefault(row.person_id, {}).setdefault(row.kind, set()).add(row.value)
    return may


def _held(rows: Iterable[tuple[str, str, datetime]]) -> dict[str, tuple[Held, ...]]:
    held: dict[str, tuple[Held, ...]] = {}
    for person, loop, taken_from in rows:
        held[person] = (*held.get(person, ()), Held(loop, taken_from + MARGIN))
    return held


def _left_out(asked: Iterable[PanelSeat], loop: Loop | None) -> Iterator[str]:
    """Yield who is not asked again: whoever once said no, and whoever left a seat of this loop.

    A host who handed the candidacy over has not left.
    """
    for seat in asked:
        left_this_one = loop is not None and seat.loop_id == loop.id and seat.released_at is not None
        handed_over = seat.seat == SeatId.HOST and seat.answer == SeatAnswer.YES
        if seat.answer == SeatAnswer.NO or (left_this_one and not handed_over):
            yield seat.person_id


def _hours(person: Person, company: Company) -> WeeklyHours:
    return _hours_of(company.working_hours if person.working_hours is None else person.working_hours)


@lru_cache(maxsize=1024)
def _parsed(by_day: str) -> WeeklyHours:
    return weekly_hours(json.loads(by_day))
