"""The slot search finds what trying every start, every panel and every five minutes finds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks import bench_slots
from tests.tracks.slot_oracle import Oracle
from tests.tracks.slot_people import (
    ALWAYS,
    HOST,
    HOUR,
    INDEPENDENT,
    LEAD,
    MINUTE,
    NOW,
    OFFICE,
    ONE_DAY,
    SECOND,
    TRACK_HALF,
    TWO_DAYS,
    plan,
    session,
    somebody,
    utc,
)
from tracks.availability import Diary, every_day
from tracks.gaps import reasons_at, why_not
from tracks.grid import Interval
from tracks.panel import Held, Why
from tracks.presence import Part
from tracks.slots import Slot, search
from tracks.wanted import SlotRules
from tracks.workdays import CompanyDays

CHANGES = (
    ("Europe/Berlin", utc(2026, 10, 25, 1)),
    ("America/New_York", utc(2026, 11, 1, 6)),
    ("Pacific/Auckland", utc(2026, 9, 26, 14)),
    ("Pacific/Apia", utc(2026, 10, 20, 11)),  # midnight there, UTC+13
    ("Pacific/Honolulu", utc(2026, 10, 20, 10)),  # midnight there, UTC-10
)
TEAMS = ("payments", "search")


@st.composite
def days_around(draw, change, people):
    """A plan of two or three seats in the hours around a clock change or a midnight."""
    zone, instant = change
    zones = st.sampled_from((zone, zone, zone, "UTC"))
    starts = st.integers(-240, 240).map(lambda n: instant + n * 10 * MINUTE)
    meetings = st.tuples(starts, st.integers(1, 300)).map(lambda m: Interval(m[0], m[0] + m[1] * MINUTE))
    shifts = st.sampled_from((ALWAYS, ALWAYS, every_day("01:00-23:00"), every_day("02:00-12:30"), OFFICE))
    abilities = st.sampled_from(((LEAD, SECOND, INDEPENDENT), (LEAD, INDEPENDENT), (SECOND,), (LEAD, SECOND)))
    limits = st.sampled_from((None, None, 0, 1, 1, 2))
    held = st.builds(Held, st.sampled_from("xyz"), starts)

    def person(name):
        return somebody(
            name,
            zone=draw(zones),
            hours=draw(shifts),
            seats=draw(abilities),
            team=draw(st.sampled_from(TEAMS)),
            busy=draw(st.lists(meetings, max_size=2)),
            held=tuple(draw(st.lists(held, max_size=2))),
            day_limit=draw(limits),
            week_limit=draw(limits),
        )

    return tuple(person(name) for name in "abcde"[: draw(st.integers(people - 1, people))])


@st.composite
def one_day_plans(draw):
    change = draw(st.sampled_from(CHANGES))
    people = draw(days_around(change, 5))
    wanted = plan(
        *people,
        parts=(draw(st.sampled_from((ONE_DAY[0], Part((TRACK_HALF,)), Part((session(0, 33, LEAD),))))),),
        candidate=Diary(change[0], draw(st.sampled_from((ALWAYS, every_day("08:00-20:00"))))),
        role_team=draw(st.sampled_from((None, *TEAMS))),
        rules=SlotRules(step_minutes=30, margin_minutes=draw(st.sampled_from((0, 10, 7)))),
    )
    rita = replace(wanted.people[0], diary=Diary(change[0], ALWAYS))
    return replace(wanted, people=(rita, *people)), Interval(change[1] - 15 * HOUR, change[1] + 15 * HOUR)


@st.composite
def two_day_plans(draw):
    change = draw(st.sampled_from(CHANGES))
    people = draw(days_around(change, 4))
    parts = draw(st.sampled_from((TWO_DAYS, TWO_DAYS[::-1], (Part((TRACK_HALF,)), Part((TRACK_HALF,))))))
    company = CompanyDays(change[0], draw(st.sampled_from((OFFICE, every_day("09:00-17:00")))))
    wanted = plan(
        *people,
        parts=parts,
        candidate=Diary(change[0], ALWAYS),
        company=company,
        role_team=draw(st.sampled_from((None, *TEAMS))),
        rules=SlotRules(step_minutes=60, second_within_days=2),
    )
    rita = replace(wanted.people[0], diary=Diary(change[0], ALWAYS))
    return replace(wanted, people=(rita, *people)), Interval(change[1] - 8 * HOUR, change[1] + 8 * HOUR)


quick = settings(max_examples=50)


@quick
@given(asked=one_day_plans())
def test_agrees_with_trying_every_start_and_panel(asked):
    wanted, between = asked
    oracle = Oracle(wanted, now=NOW)

    found = search(wanted, now=NOW, between=between)

    tried = {start: oracle.panel(start) for start in oracle.firsts(between)}
    assert found.panels() == [(start, panel) for start, panel in tried.items() if panel]
    assert found.starts == tuple(start for start, panel in tried.items() if panel)
    assert {start: found.panel_at(start) for start in tried} == tried


@settings(quick, max_examples=20)
@given(asked=two_day_plans())
def test_agrees_with_trying_every_pair_of_days(asked):
    wanted, between = asked
    oracle = Oracle(wanted, now=NOW)

    found = search(wanted, now=NOW, between=between)

    tried = {}
    for first in oracle.firsts(between):
        pairs = {second: oracle.panel(first, second) for second in oracle.seconds(first)}
        tried[first] = {second: panel for second, panel in pairs.items() if panel}
    assert {first: found.second_starts(first) for first in tried} == {
        first: tuple(panels) for first, panels in tried.items()
    }
    earliest = {first: next(iter(panels.items())) for first, panels in tried.items() if panels}
    assert found.starts == tuple(earliest)
    assert [found.slot(first) for first in earliest] == [
        Slot((first, second), panel) for first, (second, panel) in earliest.items()
    ]


@quick
@given(asked=one_day_plans())
def test_looking_again_at_one_start_agrees_with_search(asked):
    wanted, between = asked
    found = search(wanted, now=NOW, between=between)
    starts = [between.start.replace(minute=0) + n * HOUR for n in range(1, 30, 3)]

    def again(start):
        return search(wanted, now=NOW, between=Interval(start, start + 5 * MINUTE)).panel_at(start)

    assert [again(start) for start in starts] == [found.panel_at(start) for start in starts]


@quick
@given(asked=one_day_plans())
def test_reasons_at_start_agree_with_who_could_sit(asked):
    wanted, between = asked
    oracle = Oracle(wanted, now=NOW)
    starts = [between.start.replace(minute=0) + n * HOUR for n in range(1, 30, 5)]

    for start in starts:
        for seat in wanted.seats:
            considered = [each for each in wanted.people if seat is not HOST or each.id == "rita"]
            said = {each.id for each in considered if not reasons_at(wanted, each, seat, (start,))}
            assert said == {each.id for each in considered if oracle.can_sit(each, seat, (start,))}


@quick
@given(asked=one_day_plans())
def test_why_not_names_everybody_who_never_sits(asked):
    wanted, between = asked
    oracle = Oracle(wanted, now=NOW)
    found = search(wanted, now=NOW, between=between)

    for gap in why_not(found).seats:
        free = {
            person.id
            for person in wanted.people
            if any(oracle.can_sit(person, gap.seat, (start,)) for start in oracle.firsts(between))
        }
        could = {name for name, reasons in gap.people if reasons in ((), (Why.NOT_WITH_THE_OTHERS,))}
        if why_not(found).candidate_has_time:
            assert could == free


def test_plain_lists_find_what_the_search_finds():
    people = bench_slots.workload(people=12, events=30)

    found = bench_slots.as_the_product_does(bench_slots.wanted(people))

    assert [(start, tuple(panel.values())) for start, panel in found] == bench_slots.plainly(people)
