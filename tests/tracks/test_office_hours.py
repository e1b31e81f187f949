"""Working time: nights, weekends, leave and clock changes are skipped, in the person's own zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.availability import DateRange, Diary, weekly_hours
from tracks.office_hours import add_working_days, last_moment, next_moment, next_morning, spans_of

WEEK = weekly_hours(
    {day: ["09:00-12:00", "13:00-17:30"] for day in ("mon", "tue", "wed", "thu")} | {"fri": ["09:00-15:00"]}
)
ADA = Diary(zone="Europe/Berlin", hours=WEEK)
AWAY = Diary(zone="Europe/Berlin", hours=WEEK, leave=(DateRange(date(2026, 3, 3), date(2026, 3, 4)),))
NEVER = Diary(zone="Europe/Berlin", hours=weekly_hours({}))


def berlin(day, hour, minute=0):
    """Return a winter instant of March 2026, when Berlin is one hour ahead of UTC; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def test_hours_of_a_day_are_instants():
    assert spans_of(ADA, date(2026, 3, 2)) == (
        (berlin(2, 9), berlin(2, 12)),
        (berlin(2, 13), berlin(2, 17, 30)),
    )
    assert spans_of(ADA, date(2026, 3, 7)) == ()
    assert spans_of(AWAY, date(2026, 3, 3)) == ()


def test_hours_move_with_the_clocks():
    assert spans_of(ADA, date(2026, 3, 30))[0][0] == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_hours_inside_a_skipped_hour_do_not_exist():
    skipped = Diary(zone="America/New_York", hours=weekly_hours({"sun": ["02:30-03:00"]}))

    assert spans_of(skipped, date(2026, 3, 8)) == ()
    assert len(spans_of(skipped, date(2026, 3, 15))) == 1


@pytest.mark.parametrize(
    ("diary", "after", "moment"),
    [
        (ADA, berlin(2, 10), berlin(2, 10)),
        (ADA, berlin(2, 12), berlin(2, 13)),
        (ADA, berlin(2, 17, 30), berlin(3, 9)),
        (ADA, berlin(6, 16), berlin(9, 9)),
        (ADA, berlin(2, 3), berlin(2, 9)),
        (AWAY, berlin(2, 18), berlin(5, 9)),
        (NEVER, berlin(2, 10), berlin(2, 10)),
    ],
)
def test_next_moment_skips_nights_weekends_and_leave(diary, after, moment):
    assert next_moment(diary, after) == moment


@pytest.mark.parametrize(
    ("diary", "before", "moment"),
    [
        (ADA, berlin(2, 10), berlin(2, 10)),
        (ADA, berlin(2, 12, 30), berlin(2, 9)),
        (ADA, berlin(8, 10), berlin(6, 9)),
        (ADA, berlin(9, 8), berlin(6, 9)),
        (NEVER, berlin(2, 10), berlin(2, 10)),
    ],
)
def test_last_moment_looks_back_over_the_weekend(diary, before, moment):
    assert last_moment(diary, before) == moment


@pytest.mark.parametrize(
    ("diary", "after", "morning"),
    [
        (ADA, berlin(2, 8), berlin(3, 9)),
        (ADA, berlin(6, 10), berlin(9, 9)),
        (AWAY, berlin(2, 10), berlin(5, 9)),
        (NEVER, berlin(2, 10), berlin(3, 10)),
    ],
)
def test_next_morning_is_that_of_a_working_day(diary, after, morning):
    assert next_morning(diary, after) == morning


@pytest.mark.parametrize(
    ("diary", "start", "days", "ends"),
    [
        (ADA, berlin(2, 10), 1, berlin(3, 10)),
        (ADA, berlin(2, 10), 0, berlin(2, 10)),
        (ADA, berlin(2, 12, 30), 1, berlin(3, 13)),
        (ADA, berlin(6, 10), 1, berlin(9, 10)),
        (ADA, berlin(6, 20), 1, berlin(10, 9)),
        (ADA, berlin(5, 17), 1, berlin(9, 9)),
        (AWAY, berlin(2, 10), 1, berlin(5, 10)),
        (ADA, berlin(2, 10), 5, berlin(9, 10)),
        (NEVER, berlin(2, 10), 1, berlin(3, 10)),
    ],
)
def test_working_days_are_counted_in_own_hours(diary, start, days, ends):
    assert add_working_days(diary, start, days) == ends


def test_working_day_keeps_the_wall_clock_over_a_change():
    friday = datetime(2026, 3, 27, 9, tzinfo=UTC)  # 10:00 in Berlin; the clocks go forward on Sunday

    assert add_working_days(ADA, friday, 1) == datetime(2026, 3, 30, 8, tzinfo=UTC)


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- its bounds are naive
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Honolulu"]
)


def is_at_work(diary, instant):
    return next_moment(diary, instant) == instant


@given(INSTANTS, ZONES)
def test_next_moment_is_the_first_one_at_work(after, zone):
    diary = Diary(zone=zone, hours=WEEK)
    moment = next_moment(diary, after)

    assert moment >= after
    assert is_at_work(diary, moment)
    assert moment == after or not is_at_work(diary, max(after, moment - timedelta(minutes=1)))


@given(INSTANTS, ZONES, st.integers(1, 6))
def test_working_days_later_is_later_and_at_work(start, zone, days):
    diary = Diary(zone=zone, hours=WEEK)
    ends = add_working_days(diary, start, days)

    assert ends >= start + timedelta(days=days) - timedelta(hours=10)
    assert is_at_work(diary, ends)
    assert add_working_days(diary, start, days - 1) < ends
