"""Which starts are shown first, and which when more are wanted."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tracks.slot_people import HOUR, clocks, utc
from tracks.availability import local_day
from tracks.offers import spread

HOURLY = tuple(utc(2026, 10, day, hour) for day in (26, 27, 28) for hour in (8, 9, 10, 14))


def test_offers_take_other_days_then_other_hours():
    shown = spread(HOURLY, "Europe/Berlin")

    assert clocks(shown) == ["26 08:00", "26 14:00", "27 08:00", "27 14:00", "28 10:00", "28 14:00"]


def test_more_brings_what_was_not_shown():
    first = spread(HOURLY, "Europe/Berlin")
    more = spread(HOURLY, "Europe/Berlin", shown=first)

    assert sorted((*first, *more)) == list(HOURLY)
    assert spread(HOURLY, "Europe/Berlin", shown=(*first, *more)) == ()


def test_days_are_those_of_the_candidate():
    late = [utc(2026, 10, 26, 22), utc(2026, 10, 26, 22, 30), utc(2026, 10, 26, 23), utc(2026, 10, 27, 9)]

    assert clocks(spread(late, "Europe/Berlin", number=2)) == ["26 22:00", "26 23:00"]
    assert clocks(spread(late, "UTC", number=2)) == ["26 22:00", "27 09:00"]


@given(
    starts=st.sets(st.integers(0, 300)),
    number=st.integers(1, 8),
    zone=st.sampled_from(("UTC", "Pacific/Auckland")),
)
def test_offers_are_known_starts_on_as_many_days_as_possible(starts, number, zone):
    known = tuple(utc(2026, 9, 25) + n * HOUR for n in sorted(starts))

    shown = spread(known, zone, number=number)

    days = {local_day(zone, start) for start in known}
    assert set(shown) <= set(known)
    assert list(shown) == sorted(set(shown))
    assert len(shown) == min(number, len(known))
    assert len({local_day(zone, start) for start in shown}) == min(number, len(days))
