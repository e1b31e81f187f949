"""Who may sit where: what seats need, what limits mean on each own calendar, who is asked first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracks.availability import Diary, every_day
from tracks.panel import (
    Caution,
    Held,
    Interviewer,
    Why,
    cautions,
    eligible,
    in_order_of_asking,
    is_founding,
    load,
    over_limit,
    seats_by_day,
    seats_by_week,
)
from tracks.track import Level, SeatId, TrackId

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
ADA = Interviewer(
    id="ada",
    diary=Diary("Europe/Berlin", every_day("09:00-17:30")),
    seats=frozenset({SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT}),
    tracks=frozenset({TrackId.REALIST}),
    families=frozenset({"backend"}),
    level=Level.SENIOR,
    team="payments",
    calibrated_on=date(2026, 9, 1),
)
SCORING = (SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT)


def why(person, seat, **changed):
    wanted = {"track": TrackId.REALIST, "family": "backend", "level": Level.SENIOR, "role_team": "search"}
    return eligible(person, seat, **{**wanted, **changed})


@pytest.mark.parametrize("seat", SCORING)
def test_qualified_person_may_have_each_seat(seat):
    assert why(ADA, seat) == ()


@pytest.mark.parametrize("seat", SCORING)
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"active": False}, Why.INACTIVE),
        ({"seats": frozenset()}, Why.SEAT_NOT_LISTED),
        ({"families": frozenset({"frontend"})}, Why.FAMILY),
        ({"level": Level.MID}, Why.TOO_JUNIOR),
    ],
)
def test_every_scoring_seat_needs_its_qualification(seat, changed, reason):
    assert why(replace(ADA, **changed), seat) == (reason,)


def test_only_lead_and_second_need_the_track():
    found = {seat: why(ADA, seat, track=TrackId.PRAGMATIST) for seat in SCORING}

    assert found == {SeatId.LEAD: (Why.TRACK,), SeatId.SECOND: (Why.TRACK,), SeatId.INDEPENDENT: ()}


def test_only_independent_is_from_another_team():
    found = {seat: why(ADA, seat, role_team="payments") for seat in SCORING}

    assert found == {SeatId.LEAD: (), SeatId.SECOND: (), SeatId.INDEPENDENT: (Why.SAME_TEAM,)}
    assert why(ADA, SeatId.INDEPENDENT, role_team=None) == ()


@pytest.mark.parametrize(
    ("own", "role", "seats"),
    [
        (Level.MID, Level.MID, (SeatId.LEAD, SeatId.SECOND)),  # the independent is senior whatever the role
        (Level.SENIOR, Level.MID, SCORING),
        (Level.SENIOR, Level.STAFF, ()),
        (Level.STAFF, Level.STAFF, SCORING),
    ],
)
def test_levels_are_at_or_above_the_role(own, role, seats):
    person = replace(ADA, level=own)

    assert tuple(seat for seat in SCORING if not why(person, seat, level=role)) == seats


def test_declared_conflict_keeps_from_every_seat():
    assert {why(ADA, seat, conflicts={"ada"}) for seat in SeatId} == {(Why.CONFLICT,)}


def test_host_needs_no_qualification_but_must_be_there():
    rita = Interviewer(id="rita", diary=ADA.diary)

    assert why(rita, SeatId.HOST) == ()
    assert why(replace(rita, active=False), SeatId.HOST) == (Why.INACTIVE,)


def test_all_reasons_are_told_at_once():
    stranger = Interviewer(id="eve", diary=ADA.diary, active=False, team="search")

    assert why(stranger, SeatId.INDEPENDENT, conflicts={"eve"}) == (
        Why.INACTIVE,
        Why.CONFLICT,
        Why.SEAT_NOT_LISTED,
        Why.FAMILY,
        Why.TOO_JUNIOR,
        Why.SAME_TEAM,
    )


@pytest.mark.parametrize(
    ("calibrated", "founding_until", "said"),
    [
        (TODAY - timedelta(days=180), None, ()),
        (TODAY - timedelta(days=181), None, (Caution.CALIBRATION_OLD,)),
        (None, None, (Caution.NEVER_CALIBRATED,)),
        (None, TODAY, ()),
        (None, TODAY - timedelta(days=1), (Caution.NEVER_CALIBRATED,)),
        (TODAY - timedelta(days=400), TODAY + timedelta(days=9), ()),
    ],
)
def test_old_calibration_warns_and_founding_counts(calibrated, founding_until, said):
    person = replace(ADA, calibrated_on=calibrated, founding_until=founding_until)

    assert cautions(person, on=TODAY) == said
    assert is_founding(person, on=TODAY) == (founding_until is not None and founding_until >= TODAY)
    assert why(person, SeatId.LEAD) == ()


def at(zone, *held, day=1, week=2):
    seats = tuple(Held(loop, datetime.fromisoformat(f"{when}+00:00")) for loop, when in held)
    return replace(ADA, diary=replace(ADA.diary, zone=zone), held=seats, day_limit=day, week_limit=week)


def test_one_seat_in_one_loop_counts_once_a_day():
    person = at("UTC", ("a", "2026-10-20T09:00"), ("a", "2026-10-20T15:00"), ("a", "2026-10-21T09:00"))

    assert seats_by_day(person) == {date(2026, 10, 20): 1, date(2026, 10, 21): 1}
    assert seats_by_week(person) == {date(2026, 10, 19): 2}


@pytest.mark.parametrize(
    ("zone", "held", "full"),
    [
        ("Pacific/Apia", "2026-10-20T10:59", date(2026, 10, 20)),  # 23:59 there, UTC+13
        ("Pacific/Apia", "2026-10-20T11:00", date(2026, 10, 21)),
        ("Pacific/Honolulu", "2026-10-20T09:59", date(2026, 10, 19)),  # 23:59 there, UTC-10
        ("Pacific/Honolulu", "2026-10-20T10:00", date(2026, 10, 20)),
    ],
)
def test_day_limit_turns_at_local_midnight(zone, held, full):
    person = at(zone, ("a", held))
    around = [full + timedelta(days=n) for n in (-1, 0, 1)]

    assert [over_limit(person, [day]) for day in around] == [(), (Why.AT_DAY_LIMIT,), ()]


@pytest.mark.parametrize(
    ("zone", "held", "full"),
    [
        ("Pacific/Apia", "2026-10-18T10:59", date(2026, 10, 12)),  # still Sunday night there
        ("Pacific/Apia", "2026-10-18T11:00", date(2026, 10, 19)),  # Monday has begun there
        ("Pacific/Honolulu", "2026-10-19T09:59", date(2026, 10, 12)),
        ("Pacific/Honolulu", "2026-10-19T10:00", date(2026, 10, 19)),
    ],
)
def test_week_limit_turns_on_local_monday(zone, held, full):
    person = at(zone, ("a", held), week=1)
    wednesdays = [full + timedelta(days=2, weeks=n) for n in (-1, 0, 1)]

    assert [over_limit(person, [day]) for day in wednesdays] == [(), (Why.AT_WEEK_LIMIT,), ()]


def test_two_days_of_one_loop_need_two_places():
    monday, thursday, next_monday = date(2026, 10, 19), date(2026, 10, 22), date(2026, 10, 26)
    person = at("UTC", ("a", "2026-10-20T09:00"))

    assert over_limit(person, [monday, thursday]) == (Why.AT_WEEK_LIMIT,)
    assert over_limit(person, [thursday, next_monday]) == ()
    assert over_limit(person, [thursday, thursday]) == ()
    assert over_limit(at("UTC", ("a", "2026-10-20T09:00"), week=None), [monday, thursday]) == ()


@pytest.mark.parametrize(("day", "week", "said"), [(0, 2, (Why.AT_DAY_LIMIT,)), (1, 0, (Why.AT_WEEK_LIMIT,))])
def test_limit_of_nothing_is_a_pause(day, week, said):
    assert over_limit(at("UTC", day=day, week=week), [TODAY]) == said


def test_load_is_four_weeks_back_and_ahead():
    person = at(
        "UTC",
        ("long ago", "2026-09-22T08:59"),
        ("lately", "2026-09-22T09:00"),
        ("today", "2026-10-20T11:00"),
        ("today", "2026-10-20T14:00"),
        ("soon", "2026-11-17T09:00"),
        ("later", "2026-11-17T09:01"),
    )

    assert load(person, now=NOW) == 3


def test_calibrated_then_least_taken_are_asked_first():
    busy = replace(at("UTC", ("a", "2026-10-21T09:00")), id="busy")
    calm, also_calm = replace(ADA, id="calm"), replace(ADA, id="also calm")
    rusty = replace(ADA, id="a rusty one", calibrated_on=date(2025, 1, 1))

    order = in_order_of_asking([rusty, busy, calm, also_calm], now=NOW)

    assert [person.id for person in order] == ["also calm", "calm", "busy", "a rusty one"]
