"""When people can be asked: hours on the wall clock, leave, busy times, over clock changes in any zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracks.availability import (
    DateRange,
    Diary,
    away,
    busy,
    date_range,
    day_start,
    every_day,
    free,
    local_day,
    weekly_hours,
    working,
    zone_named,
)
from tracks.grid import Grid, Interval, bits, runs, stretches

ALWAYS = every_day("00:00-24:00")
OFFICE = weekly_hours(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:30",)))
MINUTE = timedelta(minutes=1)

# Zones with a day of 2026 or 2027 on which their clocks change, or on which they are far from UTC.
CHANGES = (
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Europe/Berlin", date(2027, 3, 28)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/New_York", date(2027, 3, 14)),
    ("Pacific/Auckland", date(2026, 9, 27)),
    ("Pacific/Auckland", date(2027, 4, 4)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # by half an hour
    ("Africa/Cairo", date(2027, 4, 30)),  # at midnight, which does not exist on that day
    ("America/Havana", date(2026, 11, 1)),  # back to midnight, which then comes twice
    ("America/St_Johns", date(2026, 11, 1)),  # half an hour from its neighbours
    ("Asia/Kathmandu", date(2026, 10, 25)),  # never changes; a quarter of an hour off
    ("Pacific/Apia", date(2026, 10, 25)),  # UTC+13
    ("Pacific/Honolulu", date(2026, 10, 25)),  # UTC-10
)


def utc(*when):
    return datetime(*when, tzinfo=UTC)


def spans(mask, grid):
    """Say a mask as what a person would read: from and to in UTC."""
    return [
        (f"{grid.at(first):%d %H:%M}", f"{grid.at(last + 1):%d %H:%M}") for first, last in stretches(mask, 1)
    ]


def test_hours_follow_wall_clock_over_change():
    grid = Grid.covering(utc(2026, 10, 23), utc(2026, 10, 26, 20))

    assert spans(working(Diary("Europe/Berlin", OFFICE), grid), grid) == [
        ("23 07:00", "23 15:30"),
        ("26 08:00", "26 16:30"),
    ]


def test_hour_that_comes_twice_counts_twice():
    grid = Grid.covering(utc(2026, 10, 25), utc(2026, 10, 25))

    assert spans(working(Diary("Europe/Berlin", every_day("02:00-03:00")), grid), grid) == [
        ("25 00:00", "25 02:00")
    ]


def test_hour_that_is_skipped_counts_not_at_all():
    grid = Grid.covering(utc(2027, 3, 28), utc(2027, 3, 28))

    assert working(Diary("Europe/Berlin", every_day("02:00-03:00")), grid) == 0


def test_offset_off_the_grid_keeps_inside_hours():
    # Until 1972 Liberia was 44 minutes and 30 seconds behind UTC.
    grid = Grid.covering(utc(1971, 6, 1), utc(1971, 6, 1))

    assert spans(working(Diary("Africa/Monrovia", every_day("09:00-10:00")), grid), grid) == [
        ("01 09:45", "01 10:40")
    ]


def test_nights_run_from_one_day_into_next():
    hours = weekly_hours({"mon": ["22:00-24:00"], "tue": ["00:00-06:00", "06:00-07:00"]})
    grid = Grid.covering(utc(2026, 10, 19), utc(2026, 10, 21))

    assert spans(working(Diary("UTC", hours), grid), grid) == [("19 22:00", "20 07:00")]


def test_leave_is_whole_local_days():
    grid = Grid.covering(utc(2026, 10, 23), utc(2026, 10, 27))
    auckland = Diary("Pacific/Auckland", ALWAYS, leave=(date_range("2026-10-25"),))

    assert spans(away(auckland, grid), grid) == [("24 11:00", "25 11:00")]


def test_leave_without_end_in_sight_is_no_fault():
    grid = Grid.covering(utc(2026, 10, 23), utc(2026, 10, 23))

    assert away(Diary("UTC", ALWAYS, leave=(date_range("2026-10-01..9999-12-31"),)), grid) == grid.full
    assert away(Diary("UTC", ALWAYS, leave=(date_range("2027-01-01..9999-12-31"),)), grid) == 0


def test_busy_times_reach_into_and_past_grid():
    grid = Grid.covering(utc(2026, 10, 23), utc(2026, 10, 25))
    meetings = (
        Interval(utc(2026, 10, 1), utc(2026, 10, 23, 0, 1)),
        Interval(utc(2026, 10, 23, 10, 4, 59), utc(2026, 10, 23, 10, 5)),
        Interval(utc(2026, 10, 23, 12), utc(2026, 10, 23, 12, 0, 0, 1)),
        Interval(utc(2026, 10, 23, 22), utc(2026, 10, 25, 1)),
        Interval(utc(2026, 10, 25, 22), utc(2027, 1, 1)),
        Interval(utc(2026, 1, 1), utc(2026, 1, 2)),
        Interval(utc(2027, 1, 1), utc(2027, 1, 2)),
        Interval(utc(2026, 10, 23, 15), utc(2026, 10, 23, 15)),
        Interval(utc(2026, 10, 23, 16), utc(2026, 10, 23, 14)),
    )

    assert spans(busy(Diary("UTC", ALWAYS, busy=meetings), grid), grid) == [
        ("23 00:00", "23 00:05"),
        ("23 10:00", "23 10:05"),
        ("23 12:00", "23 12:05"),
        ("23 22:00", "25 01:00"),
        ("25 22:00", "26 00:00"),
    ]


clock = st.integers(0, 24 * 60)
ranges = st.tuples(clock, clock).filter(lambda pair: pair[0] < pair[1])
weeks = st.lists(st.lists(ranges, max_size=1).map(tuple), min_size=7, max_size=7).map(tuple)


@settings(max_examples=60)
@given(change=st.sampled_from(CHANGES), hours=weeks, leave=st.integers(-2, 2), data=st.data())
@example(change=CHANGES[0], hours=((), (), (), (), (), (), ((150, 600),)), leave=2, data=None)
def test_free_agrees_with_looking_at_every_minute(change, hours, leave, data):
    zone, day = change
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    grid = Grid.covering(noon - timedelta(hours=18), noon + timedelta(hours=6))
    meetings = data.draw(st.lists(intervals(grid), max_size=3)) if data else []
    off = DateRange(day + timedelta(days=leave), day + timedelta(days=leave))
    diary = Diary(zone, hours, leave=(off,), busy=tuple(meetings))

    def free_in(minute):
        wall = minute.astimezone(zone_named(zone))
        shown = wall.hour * 60 + wall.minute
        at_work = any(start <= shown < end for start, end in hours[wall.weekday()])
        taken = any(start < minute + MINUTE and minute < end for start, end in meetings)
        return at_work and wall.date() != off.first and not taken

    looked_at = [
        cell for cell in range(grid.cells) if all(free_in(grid.at(cell) + n * MINUTE) for n in range(5))
    ]
    assert list(bits(free(diary, grid))) == looked_at


def intervals(grid):
    minutes = st.integers(-60, grid.cells * 5 + 60)
    starts = minutes.map(lambda minute: grid.start + minute * MINUTE)
    return st.tuples(starts, st.integers(1, 400)).map(
        lambda pair: Interval(pair[0], pair[0] + pair[1] * MINUTE)
    )


@given(start=st.integers(0, 600), lasts=st.integers(1, 200), session=st.integers(1, 60))
def test_busy_time_blocks_starts_that_would_meet_it(start, lasts, session):
    grid = Grid.covering(utc(2026, 10, 23), utc(2026, 10, 23))
    meeting = Interval(grid.start + start * MINUTE, grid.start + (start + lasts) * MINUTE)
    session *= 5

    starts = runs(free(Diary("UTC", ALWAYS, busy=(meeting,)), grid), session // 5)

    fits = [n for n in range(grid.cells) if n * 5 + session <= 24 * 60]
    assert list(bits(starts)) == [n for n in fits if not start - session < n * 5 < start + lasts]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"monday": ["09:00-17:00"]}, "'monday' is no day: use mon, tue, wed, thu, fri, sat, sun"),
        ({"mon": ["9-17"]}, "mon: '9-17' is not written like 09:00-17:30"),
        ({"mon": ["09:00-17:60"]}, "mon: '09:00-17:60' is not written like 09:00-17:30"),
        ({"tue": ["17:30-09:00"]}, "tue: '17:30-09:00' must end after it begins, and at 24:00 at the latest"),
        ({"tue": ["09:00-24:30"]}, "tue: '09:00-24:30' must end after it begins, and at 24:00 at the latest"),
        ({"wed": ["09:00-12:00", "11:00-17:00"]}, "wed: the hours overlap"),
    ],
)
def test_wrong_hours_are_named_by_day(hours, said):
    with pytest.raises(ValueError) as refused:
        weekly_hours(hours)

    assert str(refused.value) == said


def test_hours_that_touch_become_one():
    assert weekly_hours({"sat": ["12:02-17:00", "09:00-12:02"]})[5] == ((540, 1020),)


@pytest.mark.parametrize("name", ["America", "Nowhere/Else", "", "../etc/passwd", "\0"])
def test_unknown_zone_is_said_in_one_sentence(name):
    with pytest.raises(ValueError) as refused:
        zone_named(name)

    assert str(refused.value) == f"{name!r} is no time zone: use a name such as Europe/Berlin"


def test_date_range_reads_one_day_or_many():
    assert date_range("2026-12-24") == DateRange(date(2026, 12, 24), date(2026, 12, 24))
    assert date_range("2026-12-24..2027-01-02") == DateRange(date(2026, 12, 24), date(2027, 1, 2))


def test_date_range_that_ends_early_is_refused():
    with pytest.raises(ValueError) as refused:
        date_range("2027-01-02..2026-12-24")

    assert str(refused.value) == "'2027-01-02..2026-12-24' ends before it begins"


def test_same_instant_is_two_days_apart_at_most():
    instant = utc(2026, 10, 20, 10, 30)

    assert local_day("Pacific/Apia", instant) == date(2026, 10, 20)
    assert local_day("Pacific/Kiritimati", instant) == date(2026, 10, 21)
    assert local_day("Pacific/Pago_Pago", instant) == date(2026, 10, 19)


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_day_starts_at_first_instant_of_its_date(zone, day):
    begins = day_start(zone, day)

    assert local_day(zone, begins) == day
    assert local_day(zone, begins - MINUTE) == day - timedelta(days=1)


def test_grid_knows_only_instants_on_it():
    grid = Grid.covering(utc(2026, 10, 23, 9), utc(2026, 10, 24, 9))

    assert (grid.start, grid.end, grid.cells) == (utc(2026, 10, 23), utc(2026, 10, 25), 576)
    assert grid.cell(utc(2026, 10, 23, 0, 10)) == 2
    assert grid.cell(utc(2026, 10, 23, 0, 11)) is None
    assert grid.cell(utc(2026, 10, 22, 23, 55)) is None
    assert grid.cell(utc(2026, 10, 25)) is None
    assert spans(grid.within(Interval(utc(2026, 10, 22), utc(2026, 10, 23, 0, 6))), grid) == [
        ("23 00:00", "23 00:10")
    ]
    assert list(bits(grid.every(720))) == [0, 144, 288, 432]


@pytest.mark.parametrize("minutes", [0, 7, 35, -15])
def test_starts_lie_on_grid_that_divides_day(minutes):
    with pytest.raises(ValueError) as refused:
        Grid.covering(utc(2026, 10, 23), utc(2026, 10, 23)).every(minutes)

    assert str(refused.value) == f"starts cannot lie every {minutes} minutes: take 5, 10, 15, 20, 30 or 60"
