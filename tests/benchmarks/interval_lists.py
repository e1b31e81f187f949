"""The slot search as one would first write it: lists of free intervals, then who is free at each start."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works Monday to Friday *opens* to *closes* on the clocks of *zone*."""

    id: str
    pool: int
    zone: str
    opens: time
    closes: time
    busy: tuple[Span, ...]
    seats_lately: int


def search(
    people: Sequence[Person], *, begin: datetime, end: datetime, lasts: timedelta, step: timedelta
) -> list[tuple[datetime, tuple[str, ...]]]:
    """Return each start at which every pool has somebody free, with those of the fewest seats, then by id."""
    pools: dict[int, dict[datetime, list[Person]]] = {}
    for person in people:
        there = pools.setdefault(person.pool, {})
        for free_from, free_to in free(person, begin, end):
            start = rounded_up(free_from, begin, step)
            while start + lasts <= free_to:
                there.setdefault(start, []).append(person)
                start += step
    lists = [pools[pool] for pool in sorted(pools)]
    shared = set(lists[0]).intersection(*lists[1:])
    return [(start, tuple(best(there[start]).id for there in lists)) for start in sorted(shared)]


def best(people: Iterable[Person]) -> Person:
    return min(people, key=lambda person: (person.seats_lately, person.id))


def free(person: Person, begin: datetime, end: datetime) -> list[Span]:
    """Return the working hours in [begin, end) less the busy times."""
    gaps = []
    busy = merged(person.busy)
    for opens, closes in working(person, begin, end):
        at = opens
        for busy_from, busy_to in busy:
            if busy_to <= at:
                continue
            if busy_from >= closes:
                break
            if at < busy_from:
                gaps.append((at, busy_from))
            at = max(at, busy_to)
        if at < closes:
            gaps.append((at, closes))
    return gaps


def working(person: Person, begin: datetime, end: datetime) -> list[Span]:
    zone = ZoneInfo(person.zone)
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    spans = []
    while day <= last:
        if day.weekday() < 5:
            opens = datetime.combine(day, person.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, person.closes, zone).astimezone(UTC)
            if max(opens, begin) < min(closes, end):
                spans.append((max(opens, begin), min(closes, end)))
        day += timedelta(days=1)
    return spans


def merged(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def rounded_up(instant: datetime, begin: datetime, step: timedelta) -> datetime:
    return begin + -((begin - instant) // step) * step
