"""S1: forty people, four zones, two clock changes: every start of 28 days with the best panel, from cold."""

import random
from datetime import UTC, datetime, time, timedelta

from tests.benchmarks import interval_lists
from tests.benchmarks.rows import Row, interleaved, milliseconds
from tracks import availability
from tracks.availability import Diary, every_day, weekly_hours
from tracks.grid import Interval
from tracks.panel import Held, Interviewer
from tracks.presence import Part, Segment
from tracks.slots import search
from tracks.staffing import Panel
from tracks.track import Level, SeatId, TrackId
from tracks.wanted import SlotRules, Wanted
from tracks.workdays import CompanyDays

SEED = 20261019
BEGIN = datetime(2026, 10, 19, tzinfo=UTC)  # Berlin and London change on 25 October, New York on 1 November
DAYS = 28
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata")
POOLS = (SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT)
OPENS, CLOSES = time(9), time(17, 30)
WEEK = weekly_hours(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:30",)))
MINUTES, STEP = 45, 15

Found = list[tuple[datetime, tuple[str, ...]]]


def workload(*, people: int = 40, events: int = 60) -> list[interval_lists.Person]:
    """Return the same people for every implementation."""
    chance = random.Random(SEED)
    return [
        interval_lists.Person(
            id=f"p{number:03}",
            pool=number % len(POOLS),
            zone=ZONES[number % len(ZONES)],
            opens=OPENS,
            closes=CLOSES,
            busy=tuple(_event(chance) for _ in range(events)),
            seats_lately=chance.randrange(4),
        )
        for number in range(people)
    ]


def plainly(people: list[interval_lists.Person]) -> Found:
    end = BEGIN + timedelta(days=DAYS)
    lasts, step = timedelta(minutes=MINUTES), timedelta(minutes=STEP)
    return interval_lists.search(people, begin=BEGIN, end=end, lasts=lasts, step=step)


def as_the_product_does(wanted: Wanted) -> list[tuple[datetime, Panel]]:
    """Search from cold: nothing about zones or weeks is remembered."""
    for name in ("day_start", "_working", "_weeks", "_offset_spans"):
        getattr(availability, name).cache_clear()
    end = BEGIN + timedelta(days=DAYS, minutes=STEP - MINUTES)
    found = search(wanted, now=BEGIN, between=Interval(BEGIN, end))
    return found.panels()


def wanted(people: list[interval_lists.Person]) -> Wanted:
    session = Segment(offset_minutes=0, minutes=MINUTES, seats=frozenset(POOLS))
    return Wanted(
        parts=(Part((session,)),),
        track=TrackId.REALIST,
        family="backend",
        level=Level.SENIOR,
        host="",
        role_team="hiring",
        people=tuple(_interviewer(person) for person in people),
        candidate=Diary("UTC", every_day("00:00-24:00")),
        company=CompanyDays("UTC", WEEK),
        rules=SlotRules(step_minutes=STEP, margin_minutes=0),
    )


def run(*, rounds: int = 41) -> list[Row]:
    """Measure S1 and return its row. Raises AssertionError when the two do not find the same."""
    people = workload()
    ours = wanted(people)
    found = [(start, tuple(panel.values())) for start, panel in as_the_product_does(ours)]
    if found != plainly(people):
        raise AssertionError("the two searches disagree")
    mine, plain = interleaved(lambda: as_the_product_does(ours), lambda: plainly(people), rounds=rounds)
    what = "slot search from cold: 40 people, 60 busy times each, 28 days, every start with its panel"
    return [Row("S1", what, milliseconds(mine), milliseconds(plain), plain / mine, target=6.0)]


def _event(chance: random.Random) -> Interval:
    start = BEGIN + timedelta(minutes=5 * chance.randrange(DAYS * 24 * 12))
    return Interval(start, start + timedelta(minutes=5 * chance.randrange(3, 25)))


def _interviewer(person: interval_lists.Person) -> Interviewer:
    return Interviewer(
        id=person.id,
        diary=Diary(person.zone, WEEK, busy=tuple(Interval(*span) for span in person.busy)),
        seats=frozenset({POOLS[person.pool]}),
        tracks=frozenset(TrackId),
        families=frozenset({"backend"}),
        level=Level.STAFF,
        team="another",
        day_limit=None,
        week_limit=None,
        calibrated_on=BEGIN.date(),
        held=tuple(
            Held(f"loop {number}", BEGIN - timedelta(days=number)) for number in range(person.seats_lately)
        ),
    )


if __name__ == "__main__":
    for row in run():
        print(row)  # noqa: T201 -- this is what it is for
