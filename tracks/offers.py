"""Which of many starts to show first: other days before other hours."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tracks.availability import zone_named

AT_ONCE = 6  # how many starts are shown at a time


def spread(
    starts: Sequence[datetime], zone: str, *, number: int = AT_ONCE, shown: Sequence[datetime] = ()
) -> tuple[datetime, ...]:
    """Return up to *number* of *starts* (aware UTC), in order, spread over the local days of *zone*.

    The earliest days of which least has been offered come first; on each day the hour that lies furthest from
    those offered already. *shown* were offered before and are not offered again: so one gets "more".
    """
    local = {start: start.astimezone(zone_named(zone)) for start in {*starts, *shown}}
    offered, left = list(shown), sorted(set(starts) - set(shown))
    while left and len(offered) < len(shown) + number:
        times = Counter(local[start].date() for start in offered)
        day = min((local[start].date() for start in left), key=lambda day: (times[day], day))
        best = _furthest([start for start in left if local[start].date() == day], offered, local)
        offered.append(best)
        left.remove(best)
    return tuple(sorted(offered[len(shown) :]))


def _furthest(
    left: Sequence[datetime], offered: Sequence[datetime], local: Mapping[datetime, datetime]
) -> datetime:
    """Return the start with the most distance to the offers of its day, then to all hours, then the first."""
    today = [start for start in offered if local[start].date() == local[left[0]].date()]

    def distance(start: datetime) -> tuple[timedelta, int]:
        elapsed = min((abs(start - other) for other in today), default=timedelta())
        on_the_clock = (abs(_minute(local[start]) - _minute(local[other])) for other in offered)
        return elapsed, min(on_the_clock, default=0)

    return max(left, key=distance)


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute
