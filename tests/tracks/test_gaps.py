"""Why a seat cannot be filled, and who can take a seat given back."""

from datetime import date

from tests.tracks.slot_people import (
    HOST,
    INDEPENDENT,
    LEAD,
    MINUTE,
    MONDAY,
    NOW,
    SECOND,
    TWO_DAYS,
    meeting,
    plan,
    somebody,
    utc,
)
from tracks.availability import DateRange, Diary, every_day
from tracks.gaps import reasons_at, replacements, why_not
from tracks.grid import Interval
from tracks.panel import Held, Why
from tracks.slots import search


def test_gap_counts_people_by_reason():
    held = (Held("other", utc(2026, 10, 26, 9)),)
    people = [
        somebody("ann", seats=[LEAD], held=held),
        somebody("bob", seats=[LEAD], held=held),
        somebody("cem", seats=[LEAD], held=(*held, Held("third", utc(2026, 10, 28, 9)))),
        somebody("dee", seats=[LEAD], leave=[DateRange(date(2026, 10, 24), date(2026, 10, 30))]),
        somebody("eli", seats=[LEAD], busy=[meeting(26, 0, 23)]),
        somebody("fay", seats=[LEAD], zone="Pacific/Auckland"),
        somebody("gus", seats=[LEAD, SECOND], tracks=frozenset()),
        somebody("hal", seats=[SECOND]),
        somebody("ivy", seats=[INDEPENDENT]),
    ]

    found = why_not(search(plan(*people, left_out=frozenset({"ivy"})), now=NOW, between=MONDAY))

    lead, second, independent = found.seats[1:]
    assert lead.people[1:] == (
        ("ann", (Why.AT_DAY_LIMIT,)),
        ("bob", (Why.AT_DAY_LIMIT,)),
        ("cem", (Why.AT_WEEK_LIMIT,)),
        ("dee", (Why.ON_LEAVE,)),
        ("eli", (Why.BUSY,)),
        ("fay", (Why.OUTSIDE_HOURS,)),
        ("gus", (Why.TRACK,)),
        ("hal", (Why.SEAT_NOT_LISTED,)),
        ("ivy", (Why.LEFT_OUT, Why.SEAT_NOT_LISTED)),
    )
    assert dict(lead.counts)[Why.AT_DAY_LIMIT] == 2
    assert dict(second.people)["hal"] == (Why.NOT_WITH_THE_OTHERS,)
    assert dict(independent.people)["ivy"] == (Why.LEFT_OUT,)


def test_candidate_without_hours_is_the_reason_then():
    people = [somebody(name) for name in ("ada", "ben", "cleo")]
    night = Diary("Europe/Berlin", every_day("08:00-09:00"))

    found = search(plan(*people, candidate=night), now=NOW, between=MONDAY)

    told = why_not(found)
    assert not told.candidate_has_time
    assert dict(told.seats[1].people)["ada"] == (Why.NOT_WITH_THE_OTHERS,)


def test_start_just_taken_says_who_is_busy():
    ada, ben, cleo = (somebody(name) for name in ("ada", "ben", "cleo"))
    taken = somebody("cleo", busy=[meeting(26, 9, 11)])
    start = utc(2026, 10, 26, 9)
    just = Interval(start, start + 5 * MINUTE)

    assert search(plan(ada, ben, cleo), now=NOW, between=just).panel_at(start) is not None
    assert search(plan(ada, ben, taken), now=NOW, between=just).panel_at(start) is None
    for seat in (LEAD, SECOND, INDEPENDENT):
        assert reasons_at(plan(ada, ben, taken), taken, seat, (start,)) == (Why.BUSY,)


def test_replacement_is_next_in_line_who_fits():
    start, late = utc(2026, 10, 26, 9), Interval(utc(2026, 10, 26, 10, 30), utc(2026, 10, 26, 11))
    seats = {HOST: "rita", LEAD: "ada", SECOND: "ben", INDEPENDENT: "cleo"}
    people = [
        *(somebody(name) for name in ("ada", "ben", "cleo")),
        somebody("dan", held=(Held("other", utc(2026, 10, 28, 9)),)),
        somebody("eve"),
        somebody("fay", busy=[late]),  # free while the lead is needed, and not while the others are
        somebody("gus", team="cleo"),
    ]
    wanted = plan(*people, left_out=frozenset({"ada"}), role_team=None)

    def instead(seat):
        return replacements(wanted, seat, (start,), others=seats, now=NOW)

    assert instead(LEAD) == ("eve", "fay", "dan")
    assert instead(SECOND) == ("eve", "gus", "dan")
    assert instead(INDEPENDENT) == ("eve", "gus", "dan")
    assert instead(HOST) == ()


def test_replacement_must_fit_both_days():
    first, second = utc(2026, 10, 26, 9), utc(2026, 10, 28, 9)
    people = [somebody("ada"), somebody("ben", week_limit=1), somebody("cleo", busy=[meeting(28, 9, 10)])]
    wanted = plan(*people, parts=TWO_DAYS)

    assert replacements(wanted, SECOND, (first, second), others={}, now=NOW) == ("ada",)
    assert replacements(wanted, LEAD, (first, second), others={}, now=NOW) == ("ada", "ben", "cleo")
