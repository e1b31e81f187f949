"""An answer is promised in working days; the decider hears of it before, the host when it is due."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracks.availability import DateRange, Diary, weekly_hours
from tracks.promise import Promise, answer_by, promise

WEEK = weekly_hours({day: ["09:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")})
COMPANY = Diary(zone="Europe/Berlin", hours=WEEK)
AWAY = Diary(zone="Europe/Berlin", hours=WEEK, leave=(DateRange(date(2026, 3, 6), date(2026, 3, 6)),))
ENDED = datetime(2026, 3, 2, 14, tzinfo=UTC)  # a Monday, 15:00 in Berlin


def berlin(day, hour):
    return datetime(2026, 3, day, hour - 1, tzinfo=UTC)


def promised(**given_diaries):
    usual = {"now": ENDED, "company": COMPANY, "decider": COMPANY, "host": COMPANY}
    return promise(answer_by(ENDED, days=5, company=COMPANY), **usual | given_diaries)


def test_answer_is_promised_in_working_days():
    assert answer_by(ENDED, days=5, company=COMPANY) == berlin(9, 15)
    assert answer_by(berlin(6, 20), days=1, company=COMPANY) == berlin(10, 9)


def test_decider_is_reminded_a_working_day_before():
    assert promised() == Promise(by=berlin(9, 15), decider_at=berlin(6, 9), host_at=berlin(9, 15))


def test_leave_moves_the_reminder_to_the_next_morning():
    assert promised(decider=AWAY).decider_at == berlin(9, 9)


def test_promise_that_is_near_is_reminded_of_at_once():
    assert promised(now=berlin(9, 10)).decider_at == berlin(9, 10)


@given(days=st.integers(1, 30), later=st.integers(0, 20_000))
def test_nobody_is_reminded_in_the_past(days, later):
    now = ENDED + timedelta(minutes=later)
    told = promise(
        answer_by(ENDED, days=days, company=COMPANY), now=now, company=COMPANY, decider=COMPANY, host=COMPANY
    )

    assert min(told.decider_at, told.host_at) >= now
