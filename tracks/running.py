"""Which part of an interview runs, since when, and which minute of it a moment belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracks.errors import StartOutside

_MINUTE = timedelta(minutes=1)
EARLY = timedelta(minutes=30)  # before the planned start
LATE = timedelta(minutes=60)  # after the planned end
OVERRUN = timedelta(minutes=15)  # that a part may last longer and still be the one that runs
JUST_BEFORE = timedelta(minutes=10)  # a part that begins so soon may be meant already


@dataclass(frozen=True, kw_only=True, slots=True)
class PartTimes:
    """One part of a loop: its planned times and its real start, aware UTC instants."""

    id: str
    loop: str
    starts_at: datetime
    ends_at: datetime
    started_at: datetime | None = None

    @property
    def minutes(self) -> int:
        """How long the part is by the plan."""
        return (self.ends_at - self.starts_at) // _MINUTE


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoClocks:
    """The minute of a part by its real start, and by the plan; None where that clock does not run."""

    by_start: int | None
    by_plan: int | None


def checked_start(started_at: datetime, part: PartTimes, *, now: datetime) -> datetime:
    """Return *started_at* when *part* may have begun then; it cannot begin in the future.

    Raises StartOutside from half an hour before the planned start to an hour after the planned end.
    """
    earliest, latest = part.starts_at - EARLY, min(part.ends_at + LATE, now)
    if not earliest <= started_at <= latest:
        raise StartOutside(earliest=earliest, latest=max(earliest, latest))
    return started_at


def clocks(part: PartTimes, now: datetime) -> TwoClocks:
    """Return both clocks of *part* side by side at *now*."""
    started, planned = part.started_at, part.starts_at
    return TwoClocks(
        by_start=(now - started) // _MINUTE if started and started <= now else None,
        by_plan=(now - planned) // _MINUTE if planned <= now else None,
    )


def minute_by_start(part: PartTimes, now: datetime) -> int | None:
    """Return the minute of *part* that is now; its last one while it runs over.

    None when nobody pressed Start, or when the part is long over: then no clock can say the minute.
    """
    if part.started_at is None or not _runs(part, now):
        return None
    return min((now - part.started_at) // _MINUTE, part.minutes)


def meant(parts: Iterable[PartTimes], now: datetime) -> tuple[PartTimes, ...]:
    """Return the part that a moment noted at *now* belongs to; several when only a person can say.

    What runs or should run comes before what has ended; of that, the latest of each loop.
    """
    known = sorted(parts, key=lambda part: part.starts_at)
    running = max(
        (part for part in known if _runs(part, now)), key=lambda part: part.started_at or now, default=None
    )
    planned = [part for part in known if part.started_at is None and _should_run(part, now)]
    if running or planned:
        return (*((running,) if running else ()), *planned)
    ended = {part.loop: part for part in known if part.ends_at <= now or part.started_at}
    return tuple(ended.values())


def followed(minute: int, *, marked_at: datetime, before: datetime, after: datetime, most: int) -> int:
    """Return the minute of a mark once the start of its part is corrected from *before* to *after*.

    A minute that was read off the clock follows it; one that a person named stays. Never above *most*.
    """
    if marked_at < before or minute != min((marked_at - before) // _MINUTE, most):
        return minute
    return max(0, min((marked_at - after) // _MINUTE, most))


def last_to_begin(parts: Sequence[PartTimes]) -> datetime | None:
    """Return when the last of *parts* begins by the plan, None without parts."""
    return max((part.starts_at for part in parts), default=None)


def _runs(part: PartTimes, now: datetime) -> bool:
    started = part.started_at
    return started is not None and started <= now <= started + part.minutes * _MINUTE + OVERRUN


def _should_run(part: PartTimes, now: datetime) -> bool:
    return part.starts_at - JUST_BEFORE <= now < part.ends_at
