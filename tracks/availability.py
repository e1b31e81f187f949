"""When a person can be asked: weekly hours, leave and busy times in any zone, as one bit per five minutes."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracks.grid import CELL_MINUTES, CELLS_PER_DAY, Grid, Interval, between

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_CELL_SECONDS = CELL_MINUTES * 60
_WEEK_CELLS = 7 * CELLS_PER_DAY
_PROBE = 3 * 24 * 60 * 60  # seconds; no zone changes its clocks and takes it back within three days
_RANGE = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)", re.ASCII)

# For each of the seven days, Monday first: (from, to) in minutes after midnight on the wall clock.
WeeklyHours = tuple[tuple[tuple[int, int], ...], ...]


class DateRange(NamedTuple):
    """Whole local days from *first* to *last*, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Diary:
    """What is known of one person's time.

    *hours* are wall-clock hours in *zone* (an IANA name), *leave* whole days in the same zone, *busy* UTC
    half-open intervals in any order; what the person is taken for by loops belongs into *busy* as well.
    """

    zone: str
    hours: WeeklyHours
    leave: tuple[DateRange, ...] = ()
    busy: tuple[Interval, ...] = ()


def weekly_hours(by_day: Mapping[str, Sequence[str]]) -> WeeklyHours:
    """Return the hours of a week from ``{"mon": ["09:00-12:00", "13:00-17:30"], ...}``.

    Hours end at "24:00" at the latest; a night is written as two days. Raises ValueError naming the day and
    what is wrong with it.
    """
    if unknown := sorted(set(by_day) - set(WEEKDAYS)):
        raise ValueError(f"{unknown[0]!r} is no day: use {', '.join(WEEKDAYS)}")
    return tuple(_day_hours(day, by_day.get(day, ())) for day in WEEKDAYS)


def every_day(hours: str) -> WeeklyHours:
    """Return a week with the same *hours*, such as "08:00-20:00", on each of its days."""
    return weekly_hours(dict.fromkeys(WEEKDAYS, (hours,)))


def date_range(text: str) -> DateRange:
    """Return the days of "2026-12-24..2027-01-02", or of one date alone. Raises ValueError."""
    first, _, last = text.partition("..")
    days = DateRange(date.fromisoformat(first), date.fromisoformat(last or first))
    if days.last < days.first:
        raise ValueError(f"{text!r} ends before it begins")
    return days


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """Return the time zone called *name* in the IANA database. Raises ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone: use a name such as Europe/Berlin") from None


def local_day(zone: str, instant: datetime) -> date:
    """Return the calendar day that people in *zone* have at *instant*."""
    return instant.astimezone(zone_named(zone)).date()


@lru_cache(maxsize=4096)
def day_start(zone: str, day: date) -> datetime:
    """Return the UTC instant at which *day* begins in *zone*, also when a clock change skips midnight."""
    return datetime.combine(day, time(), zone_named(zone)).astimezone(UTC)


def days_of(zone: str, first: date, last: date) -> Interval:
    """Return the UTC interval of the local days *first* to *last*, both included."""
    return Interval(day_start(zone, first), day_start(zone, last + _DAY))


def working(diary: Diary, grid: Grid) -> int:
    """Return the cells that lie inside the weekly hours: the wall clock shows a time within them."""
    return _working(diary.zone, diary.hours, grid)


def away(diary: Diary, grid: Grid) -> int:
    """Return the cells on days of leave."""
    latest = grid.end.date() + _DAY
    known = (leave for leave in diary.leave if leave.first <= latest)
    return grid.touched(days_of(diary.zone, leave.first, min(leave.last, latest)) for leave in known)


def busy(diary: Diary, grid: Grid) -> int:
    """Return the cells that a busy time touches."""
    return grid.touched(diary.busy)


def free(diary: Diary, grid: Grid) -> int:
    """Return the cells in which the person works, has no leave and is not busy."""
    taken = grid.touched(diary.busy)
    if diary.leave:
        taken |= away(diary, grid)
    hours = _working(diary.zone, diary.hours, grid)
    return hours & ~taken


def _day_hours(day: str, ranges: Sequence[str]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_hours(day, text) for text in ranges):
        if spans and start < spans[-1][1]:
            raise ValueError(f"{day}: the hours overlap")
        touches = spans and start == spans[-1][1]
        spans.append((spans.pop()[0] if touches else start, end))
    return tuple(spans)


def _hours(day: str, text: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(text)
    if not found:
        raise ValueError(f"{day}: {text!r} is not written like 09:00-17:30")
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if not start < end <= 24 * 60:
        raise ValueError(f"{day}: {text!r} must end after it begins, and at 24:00 at the latest")
    return start, end


@lru_cache(maxsize=1024)
def _working(zone: str, hours: WeeklyHours, grid: Grid) -> int:
    """Lay the hours on the wall clock, then on UTC: one shift for each stretch between clock changes."""
    # The wall clock begins on a Monday before the grid: some zones are behind.
    days = grid.start.weekday() or 7
    before = days * CELLS_PER_DAY
    wall = _weeks(hours, (before + grid.cells) // _WEEK_CELLS + 2)
    base, mask = int(grid.start.timestamp()), 0
    for begin, until, offset in _offset_spans(zone, base, base + grid.cells * _CELL_SECONDS):
        ahead, rest = divmod(offset, _CELL_SECONDS)
        shown = wall >> (before + ahead)
        if rest:
            shown &= wall >> (before + ahead + 1)
        mask |= shown & grid.inside(begin - base, until - base)
    return mask


@lru_cache(maxsize=256)
def _weeks(hours: WeeklyHours, number: int) -> int:
    """Return *number* weeks of the wall clock in a row, as the cells that lie wholly within *hours*."""
    week, row = 0, 0
    for day, spans in enumerate(hours):
        for start, end in spans:
            low, high = -(-start // CELL_MINUTES), end // CELL_MINUTES
            week |= between(low, high) << day * CELLS_PER_DAY
    for _ in range(number):
        row = row << _WEEK_CELLS | week
    return row


@lru_cache(maxsize=1024)
def _offset_spans(zone: str, first: int, last: int) -> tuple[tuple[int, int, int], ...]:
    """Split the time between two seconds since 1970 at the clock changes: (from, to, seconds east of UTC)."""
    tz, spans, begin = zone_named(zone), [], first
    offset = _offset(tz, first)
    for probe in (*range(first + _PROBE, last, _PROBE), last):
        while _offset(tz, probe) != offset:
            change = _change(tz, range(begin, probe + 1, 60))
            spans.append((begin, change, offset))
            begin, offset = change, _offset(tz, change)
    return (*spans, (begin, last, offset))


def _change(tz: ZoneInfo, minutes: range) -> int:
    """Return the first of *minutes* with another offset than the first one has."""
    before = _offset(tz, minutes[0])
    return minutes[bisect_left(minutes, 1, key=lambda minute: int(_offset(tz, minute) != before))]


def _offset(tz: ZoneInfo, second: int) -> int:
    shown = datetime.fromtimestamp(second, tz).utcoffset()
    return int(shown.total_seconds()) if shown is not None else 0
