"""When one person is at work: the next moment, the next morning, so many working days from now."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from tracks.availability import Diary, local_day, zone_named

LOOK_AHEAD = 60  # days; somebody who is away for longer is asked at any hour rather than never
LOOK_BACK = 10

_DAY = timedelta(days=1)
_Span = tuple[datetime, datetime]


class NotYet(Exception):  # noqa: N818 -- it says what is the matter
    """It is too early, or somebody is not at work: nothing is sent *until* then, an aware UTC instant."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def spans_of(diary: Diary, day: date) -> tuple[_Span, ...]:
    """Return the half-open UTC hours that the person works on local *day*: none on leave, busy or not."""
    if any(leave.first <= day <= leave.last for leave in diary.leave):
        return ()
    hours = (
        (_instant(diary, day, start), _instant(diary, day, end)) for start, end in diary.hours[day.weekday()]
    )
    return tuple((start, end) for start, end in hours if start < end)


def next_moment(diary: Diary, after: datetime) -> datetime:
    """Return *after* (aware) if the person is at work then, else when they next begin, in UTC."""
    for start, end in _ahead(diary, local_day(diary.zone, after) - _DAY):
        if after < end:
            return max(after, start)
    return after


def wait_for(moment: datetime, now: datetime) -> None:
    """Raise NotYet when *moment* is still to come."""
    if moment > now:
        raise NotYet(moment)


def last_moment(diary: Diary, before: datetime) -> datetime:
    """Return *before* (aware) if the person is at work then, else when they last began a stretch of work."""
    today = local_day(diary.zone, before)
    for back in range(LOOK_BACK):
        for start, end in reversed(spans_of(diary, today - back * _DAY)):
            if start <= before:
                return before if before < end else start
    return before


def next_morning(diary: Diary, after: datetime) -> datetime:
    """Return when the person begins on the first working day after the local day of *after*, in UTC."""
    tomorrow = local_day(diary.zone, after) + _DAY
    return next((start for start, _ in _ahead(diary, tomorrow)), after + _DAY)


def add_working_days(diary: Diary, start: datetime, days: int) -> datetime:
    """Return the instant *days* working days after *start*, at the same time of day, in working hours.

    What begins outside the person's hours counts from when they next begin; what would end outside them
    ends when they next begin. UTC, *start* aware.
    """
    begun = next_moment(diary, start)
    wall = begun.astimezone(zone_named(diary.zone))
    day = wall.date()
    for _ in range(days):
        day = local_day(diary.zone, next_morning(diary, _instant(diary, day, 12 * 60)))
    return next_moment(diary, _instant(diary, day, wall.hour * 60 + wall.minute))


def _ahead(diary: Diary, first: date) -> Iterator[_Span]:
    for days in range(LOOK_AHEAD):
        yield from spans_of(diary, first + days * _DAY)


def _instant(diary: Diary, day: date, minute: int) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=zone_named(diary.zone)).astimezone(UTC)
