"""Which starts a whole plan has and with whom, by example."""

from dataclasses import replace
from datetime import UTC, date

import pytest

from tests.tracks.slot_people import (
    ALWAYS,
    COMPANY,
    DAY,
    HOST,
    HOUR,
    INDEPENDENT,
    LEAD,
    MONDAY,
    NOW,
    ONE_DAY,
    SECOND,
    TRACK_HALF,
    TWO_DAYS,
    clocks,
    meeting,
    plan,
    session,
    somebody,
    utc,
)
from tracks.availability import DateRange, Diary, every_day, weekly_hours
from tracks.gaps import SeatGap, reasons_at, why_not
from tracks.grid import Interval
from tracks.panel import Why
from tracks.presence import Part
from tracks.slots import Slot, search
from tracks.wanted import SlotRules
from tracks.workdays import CompanyDays, bookable


def test_people_are_taken_only_while_present():
    # 08:00 to 16:30 UTC is everybody's day; each has one meeting beside their own sessions at 10:00.
    lead = somebody("lead", seats=[LEAD], busy=[meeting(26, 12, 17)])
    second = somebody("second", seats=[SECOND], busy=[meeting(26, 8, 10), meeting(26, 12, 17)])
    outsider = somebody("out", seats=[INDEPENDENT], busy=[meeting(26, 8, 11), meeting(26, 12, 17)])

    found = search(plan(lead, second, outsider), now=NOW, between=MONDAY)

    assert found.slot(utc(2026, 10, 26, 10)) == Slot(
        (utc(2026, 10, 26, 10),), {HOST: "rita", LEAD: "lead", SECOND: "second", INDEPENDENT: "out"}
    )
    assert clocks(found.starts) == ["26 10:00"]


def test_ten_minutes_before_and_after_are_kept_free():
    solo = somebody("solo", busy=[meeting(26, 8, 10), meeting(26, 12, 17)])
    wanted = plan(solo, parts=(Part((session(0, 45, LEAD),)),))

    assert clocks(search(wanted, now=NOW, between=MONDAY).starts) == [
        "26 10:15",
        "26 10:30",
        "26 10:45",
        "26 11:00",
    ]


def test_nobody_has_two_seats_of_one_loop():
    ada, ben = somebody("ada"), somebody("ben")

    assert search(plan(ada, ben), now=NOW, between=MONDAY).starts == ()
    assert search(plan(ada, ben, somebody("cleo")), now=NOW, between=MONDAY).starts != ()


def test_only_the_named_host_hosts():
    people = [somebody(name) for name in ("ada", "ben", "cleo")]
    wanted = plan(*people)
    away = replace(
        wanted.people[0],
        diary=replace(wanted.people[0].diary, leave=(DateRange(date(2026, 10, 26), date(2026, 10, 26)),)),
    )

    gone = replace(wanted, people=(away, *people))

    assert search(gone, now=NOW, between=MONDAY).starts == ()
    assert why_not(search(gone, now=NOW, between=MONDAY)).seats[0] == SeatGap(
        HOST, (("rita", (Why.ON_LEAVE,)),)
    )


def test_independent_comes_from_another_team_than_lead():
    ada, ben, cleo = (somebody(name, team="search") for name in ("ada", "ben", "cleo"))
    dora = somebody("dora", team="payments", seats=[INDEPENDENT])

    alone = search(plan(ada, ben, cleo, role_team=None), now=NOW, between=MONDAY)
    helped = search(plan(ada, ben, cleo, dora, role_team=None), now=NOW, between=MONDAY)

    assert alone.starts == ()
    assert helped.panel_at(helped.starts[0]) == {
        HOST: "rita",
        LEAD: "ada",
        SECOND: "ben",
        INDEPENDENT: "dora",
    }


def test_each_seat_takes_first_who_leaves_others_fillable():
    only = somebody("ada", seats=[LEAD, INDEPENDENT])  # the first in line, and the only independent
    ben, cleo = somebody("ben", seats=[LEAD, SECOND]), somebody("cleo", seats=[LEAD, SECOND])

    found = search(plan(only, ben, cleo), now=NOW, between=MONDAY)

    assert found.panel_at(found.starts[0]) == {HOST: "rita", LEAD: "ben", SECOND: "cleo", INDEPENDENT: "ada"}


def test_two_days_count_two_places_in_local_week():
    # Apia is thirteen hours ahead: 11:00 UTC on Sunday is its Monday midnight.
    solo = somebody("solo", zone="Pacific/Apia", hours=ALWAYS, week_limit=1)
    talk = Part((session(0, 30, LEAD),))
    wanted = plan(
        solo,
        parts=(talk, talk),
        candidate=Diary("UTC", ALWAYS),
        company=CompanyDays("UTC", ALWAYS),
        rules=SlotRules(step_minutes=60, second_within_days=1),
    )

    found = search(wanted, now=NOW, between=Interval(utc(2026, 10, 25, 10), utc(2026, 10, 25, 12)))

    assert clocks(found.second_starts(utc(2026, 10, 25, 10))) == [f"26 {hour:02}:00" for hour in range(24)]
    assert clocks(found.second_starts(utc(2026, 10, 25, 11))) == [f"26 {hour:02}:00" for hour in range(11)]


def test_second_day_is_one_of_next_three_working_days():
    people = [somebody(name, hours=ALWAYS) for name in ("ada", "ben", "cleo")]
    closed = replace(COMPANY, closed=(DateRange(date(2026, 10, 27), date(2026, 10, 27)),))
    wanted = plan(*people, parts=TWO_DAYS, company=closed)

    found = search(wanted, now=NOW, between=Interval(utc(2026, 10, 22), utc(2026, 10, 23)))

    days = {start.date().day for start in found.second_starts(utc(2026, 10, 22, 12))}
    assert days == {23, 26, 28}
    assert found.slot(utc(2026, 10, 22, 12)) == Slot(
        (utc(2026, 10, 22, 12), utc(2026, 10, 23, 6)),
        {HOST: "rita", LEAD: "ada", SECOND: "ben", INDEPENDENT: "cleo"},
    )


def test_candidate_sees_only_their_own_hours():
    people = [somebody(name, hours=ALWAYS) for name in ("ada", "ben", "cleo")]
    tokyo = Diary("Asia/Tokyo", every_day("08:00-10:30"), busy=(meeting(26, 22, 23),))
    wanted = plan(*people, candidate=tokyo)
    rita = replace(wanted.people[0], diary=Diary("UTC", ALWAYS))

    found = search(
        replace(wanted, people=(rita, *people)),
        now=NOW,
        between=Interval(utc(2026, 10, 24), utc(2026, 10, 28)),
    )

    # Eight in Tokyo is 23:00 UTC the day before; a plan of 100 minutes leaves 08:00 to 08:45.
    assert {start.astimezone(UTC).hour for start in found.starts} == {23}
    assert clocks(found.starts)[:4] == ["24 23:00", "24 23:15", "24 23:30", "24 23:45"]


def test_notice_and_horizon_bound_the_first_start():
    open_from = bookable(NOW, COMPANY, notice=24 * HOUR, working_days=15)

    assert open_from == Interval(utc(2026, 10, 20, 8), utc(2026, 11, 9, 23))
    found = search(plan(*(somebody(name) for name in ("ada", "ben", "cleo"))), now=NOW)
    assert (found.starts[0], found.starts[-1]) == (utc(2026, 10, 20, 8), utc(2026, 11, 9, 14, 30))


def test_horizon_shorter_than_notice_offers_nothing():
    wanted = plan(
        somebody("ada"), parts=(Part((TRACK_HALF,)),), rules=SlotRules(notice=99 * DAY, horizon_days=1)
    )

    assert search(wanted, now=NOW).starts == ()


def test_company_that_never_works_is_refused():
    with pytest.raises(ValueError, match="the company works on no day in the year before 2027-10-20"):
        bookable(NOW, CompanyDays("UTC", weekly_hours({})), notice=HOUR, working_days=1)


def test_start_off_the_grid_is_refused():
    wanted = plan(somebody("ada"), parts=(Part((TRACK_HALF,)),))
    odd = utc(2026, 10, 26, 9, 1)

    assert search(wanted, now=NOW, between=MONDAY).panel_at(odd) is None
    assert search(wanted, now=NOW, between=MONDAY).second_starts(odd) == ()
    with pytest.raises(ValueError, match="is not on the five-minute grid"):
        reasons_at(wanted, somebody("ada"), LEAD, (odd,))


def test_search_knows_how_many_parts_it_has():
    people = [somebody(name) for name in ("ada", "ben", "cleo")]
    one = search(plan(*people), now=NOW, between=MONDAY)
    two = search(plan(*people, parts=TWO_DAYS), now=NOW, between=MONDAY)
    start = two.starts[0]

    assert one.second_starts(start) == ()
    assert one.panel_at(start, start) is None
    assert two.panel_at(start) is None
    assert two.panels()[0] == (start, two.slot(start).panel)
    assert two.slot(start - DAY) is None


@pytest.mark.parametrize("parts", [(), ONE_DAY * 3, (Part((session(0, 10),)),)])
def test_plan_needs_parts_and_seats(parts):
    with pytest.raises(ValueError, match="a plan has one or two parts and at least one seat"):
        plan(parts=parts)


@pytest.mark.parametrize("segments", [(), (session(0, 0, LEAD),), (session(-5, 10, LEAD),)])
def test_sitting_needs_segments_that_last(segments):
    with pytest.raises(ValueError, match="a sitting needs segments"):
        Part(segments)


def test_whoever_has_a_seat_keeps_it_where_they_can():
    people = [somebody(name, seats=[LEAD, SECOND]) for name in ("ada", "ben", "cleo")]
    found = search(plan(*people, somebody("dora", seats=[INDEPENDENT])), now=NOW, between=MONDAY)
    start = found.starts[0]

    def seats(keeping):
        panel = found.panel_at(start, keeping=keeping)
        return panel[LEAD], panel[SECOND]

    assert seats({}) == ("ada", "ben")
    assert seats({LEAD: "cleo", SECOND: "ada"}) == ("cleo", "ada")
    assert seats({LEAD: "gone", SECOND: "ada"}) == ("ben", "ada")
