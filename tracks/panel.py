"""Who may sit where: qualified, senior enough, from the right team, without conflict, under the limits."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracks.availability import Diary, local_day
from tracks.track import Level, SeatId, TrackId

CALIBRATED_FOR = timedelta(days=180)
FOUNDING_FOR = timedelta(days=180)
LOAD_WITHIN = timedelta(days=28)

_RANK = {level: level.rank for level in Level}
_KNOWS_THE_TRACK = frozenset({SeatId.LEAD, SeatId.SECOND})


class Why(StrEnum):
    """Why somebody cannot have a seat, or not at a time."""

    INACTIVE = "inactive"
    LEFT_OUT = "left_out"  # has declined, is being replaced, or the candidate would rather not meet them
    CONFLICT = "conflict"
    SEAT_NOT_LISTED = "seat_not_listed"
    TRACK = "track"
    FAMILY = "family"
    TOO_JUNIOR = "too_junior"
    SAME_TEAM = "same_team"
    OUTSIDE_HOURS = "outside_hours"
    ON_LEAVE = "on_leave"
    AT_WEEK_LIMIT = "at_week_limit"
    AT_DAY_LIMIT = "at_day_limit"
    BUSY = "busy"
    NOT_WITH_THE_OTHERS = "not_with_the_others"  # has time, but never when all others have


class Caution(StrEnum):
    """What is worth saying about somebody who may sit all the same."""

    NEVER_CALIBRATED = "never_calibrated"
    CALIBRATION_OLD = "calibration_old"


@dataclass(frozen=True, slots=True)
class Held:
    """A seat that somebody has in one sitting of a loop; *begins* is their first session's start (UTC)."""

    loop: str
    begins: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Interviewer:
    """One person as the scheduler sees them.

    *day_limit* and *week_limit* count seats per local calendar day and ISO week of *diary.zone*, over all
    tracks; None is no limit. *held* are the seats in live loops, at least four weeks back and ahead.
    """

    id: str
    diary: Diary
    seats: frozenset[SeatId] = frozenset()
    tracks: frozenset[TrackId] = frozenset()
    families: frozenset[str] = frozenset()
    level: Level = Level.MID
    team: str = ""
    day_limit: int | None = 1
    week_limit: int | None = 2
    standing_yes: bool = False
    calibrated_on: date | None = None
    founding_until: date | None = None
    active: bool = True
    held: tuple[Held, ...] = ()


def eligible(
    interviewer: Interviewer,
    seat: SeatId,
    *,
    track: TrackId,
    family: str,
    level: Level,
    role_team: str | None = None,
    conflicts: Collection[str] = (),
) -> tuple[Why, ...]:
    """Return every reason why *interviewer* may not have *seat*, whatever the time; none means they may.

    *level* is the role's. *role_team* is the team that hires; without it only the lead's team counts, which
    is looked at when a panel is put together. *conflicts* are ids of people with a declared conflict. The
    host is named by the role, so that seat asks for no qualification.
    """
    anywhere = ((Why.INACTIVE, not interviewer.active), (Why.CONFLICT, interviewer.id in conflicts))
    if seat is SeatId.HOST:
        return _those(anywhere)
    independent = seat is SeatId.INDEPENDENT
    least = max(_RANK[level], _RANK[Level.SENIOR]) if independent else _RANK[level]
    here = (
        (Why.SEAT_NOT_LISTED, seat not in interviewer.seats),
        (Why.TRACK, seat in _KNOWS_THE_TRACK and track not in interviewer.tracks),
        (Why.FAMILY, family not in interviewer.families),
        (Why.TOO_JUNIOR, _RANK[interviewer.level] < least),
        (Why.SAME_TEAM, independent and interviewer.team == role_team),
    )
    return _those(anywhere + here)


def cautions(interviewer: Interviewer, *, on: date) -> tuple[Caution, ...]:
    """Return what to say beside a seat given to *interviewer* on that day; it never forbids the seat."""
    if is_founding(interviewer, on=on):
        return ()
    if interviewer.calibrated_on is None:
        return (Caution.NEVER_CALIBRATED,)
    return (Caution.CALIBRATION_OLD,) if interviewer.calibrated_on + CALIBRATED_FOR < on else ()


def is_founding(interviewer: Interviewer, *, on: date) -> bool:
    """Tell whether an admin named *interviewer* as one of the first, and *on* is not after that time."""
    return interviewer.founding_until is not None and on <= interviewer.founding_until


def week_of(day: date) -> date:
    """Return the Monday of the ISO week of *day*."""
    return day - timedelta(days=day.weekday())


def seats_by_day(interviewer: Interviewer) -> Counter[date]:
    """Return how many seats count on each local day: a seat in one loop on one day counts one."""
    return Counter(day for _, day in _seats(interviewer))


def seats_by_week(interviewer: Interviewer) -> Counter[date]:
    """Return how many seats count in each local week, by its Monday."""
    return Counter(week_of(day) for _, day in _seats(interviewer))


def over_limit(interviewer: Interviewer, days: Iterable[date]) -> tuple[Why, ...]:
    """Return which limits one more loop would break that takes *interviewer* on these local *days*."""
    taken = set(days)
    by_day, by_week = seats_by_day(interviewer), seats_by_week(interviewer)
    added = Counter(week_of(day) for day in taken)
    week_full = any(_above(by_week[week] + more, interviewer.week_limit) for week, more in added.items())
    day_full = any(_above(by_day[day] + 1, interviewer.day_limit) for day in taken)
    return _those(((Why.AT_WEEK_LIMIT, week_full), (Why.AT_DAY_LIMIT, day_full)))


def load(interviewer: Interviewer, *, now: datetime) -> int:
    """Return how many seats *interviewer* has had in the last 28 days and has in the next 28."""
    near = (held for held in interviewer.held if abs(held.begins - now) <= LOAD_WITHIN)
    return len({(held.loop, local_day(interviewer.diary.zone, held.begins)) for held in near})


def in_order_of_asking(people: Iterable[Interviewer], *, now: datetime) -> list[Interviewer]:
    """Return *people* in the order in which they are asked.

    Those calibrated lately (or founding) first, then those with the fewest seats, then by id.
    """

    def place(person: Interviewer) -> tuple[bool, int, str]:
        today = local_day(person.diary.zone, now)
        return bool(cautions(person, on=today)), load(person, now=now), person.id

    return sorted(people, key=place)


def _seats(interviewer: Interviewer) -> set[tuple[str, date]]:
    zone = interviewer.diary.zone
    return {(held.loop, local_day(zone, held.begins)) for held in interviewer.held}


def _above(count: int, limit: int | None) -> bool:
    return limit is not None and count > limit


def _those(checks: Iterable[tuple[Why, bool]]) -> tuple[Why, ...]:
    return tuple(reason for reason, holds in checks if holds)
