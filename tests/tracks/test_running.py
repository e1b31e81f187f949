"""Which part runs, which minute it is, and what a corrected start does to marks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.errors import StartOutside
from tracks.running import PartTimes, TwoClocks, checked_start, clocks, followed, meant, minute_by_start

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def after(minutes):
    return NINE + timedelta(minutes=minutes)


def part(name="coding", begins=0, minutes=50, *, started=None, loop="kim"):
    start = None if started is None else after(started)
    return PartTimes(
        id=name, loop=loop, starts_at=after(begins), ends_at=after(begins + minutes), started_at=start
    )


def names(parts):
    return [each.id for each in parts]


@pytest.mark.parametrize("start", [-30, 0, 25, 110])
def test_start_near_the_part_is_taken(start):
    assert checked_start(after(start), part(), now=after(120)) == after(start)


@pytest.mark.parametrize("start", [-31, 111])
def test_start_far_from_the_part_is_refused(start):
    with pytest.raises(StartOutside) as refused:
        checked_start(after(start), part(), now=after(300))

    assert (refused.value.earliest, refused.value.latest) == (after(-30), after(110))


def test_start_in_the_future_is_refused():
    with pytest.raises(StartOutside) as refused:
        checked_start(after(5), part(), now=after(4))

    assert refused.value.latest == after(4)


def test_both_clocks_stand_side_by_side():
    assert clocks(part(started=4), after(16)) == TwoClocks(by_start=12, by_plan=16)
    assert clocks(part(), after(16)) == TwoClocks(by_start=None, by_plan=16)
    assert clocks(part(), after(-1)) == TwoClocks(by_start=None, by_plan=None)


def test_minute_comes_from_the_start_alone():
    assert minute_by_start(part(started=4), after(16)) == 12
    assert minute_by_start(part(), after(16)) is None


def test_overrun_keeps_to_the_last_minute():
    assert minute_by_start(part(started=0), after(57)) == 50
    assert minute_by_start(part(started=0), after(66)) is None


def test_started_part_is_the_one_meant():
    later = part("design", 60)

    assert names(meant([part(started=0), later], after(30))) == ["coding"]


def test_part_nobody_started_is_meant_by_its_time():
    assert names(meant([part(), part("design", 60)], after(70))) == ["design"]


def test_overrun_into_the_next_part_asks():
    assert names(meant([part(started=5), part("design", 60)], after(62))) == ["coding", "design"]


def test_afterwards_the_last_part_is_meant():
    assert names(meant([part(), part("design", 60)], after(300))) == ["design"]


def test_two_interviews_of_one_day_ask():
    assert names(meant([part(), part("tour", 120, loop="noor")], after(300))) == ["coding", "tour"]


def test_before_everything_nothing_is_meant():
    assert meant([part()], after(-60)) == ()


def test_minute_off_the_clock_follows_a_corrected_start():
    assert followed(2, marked_at=after(12), before=after(10), after=after(0), most=50) == 12


def test_minute_that_a_person_named_stays():
    assert followed(7, marked_at=after(12), before=after(10), after=after(0), most=50) == 7


@given(marked=st.integers(0, 90), old=st.integers(-30, 90), new=st.integers(-30, 90))
def test_followed_minutes_stay_inside_the_part(marked, old, new):
    minute = max(0, min(marked - old, 50))

    moved = followed(minute, marked_at=after(marked), before=after(old), after=after(new), most=50)

    assert 0 <= moved <= 50
