"""Between two days, and afterwards: people are told of what is ahead, and of nothing that is over."""

from datetime import timedelta

import pytest

from tests.journeys.booking import choose, confirmed, loop_of
from tests.journeys.chapters import chapter
from tests.journeys.world import World

HOUR = timedelta(hours=1)
FIRST_DAY = "Tuesday 24 November"


@pytest.fixture(name="invitation")
@chapter
def after_the_first_day(world: World):
    invitation = confirmed(world, number=1, days="Two days")
    world.until(loop_of(world, invitation).starts_at + 3 * HOUR)
    return invitation


def test_new_interviewer_is_asked_for_what_is_ahead(world: World, invitation):
    world.ada.press("Give it back", on="message")
    world.settle()
    assert "A seat for *Kim* (Senior backend engineer), Wednesday 25 November 2026, 09:15-10:50" in (
        world.rita.sees()
    )
    assert "at risk for Wednesday 25 November 2026, 09:15" in world.rita.sees("C0BACKEND")

    choose(world, "U0CHO")

    assert "Wednesday 25 November 2026, 10:05 Berlin time (UTC+1), 45 minutes" in world.cho.sees()
    assert "15 minutes for the form" in world.cho.sees()
    assert "Somebody is being asked for a seat.\n• *host*" in world.rita.sees()
    world.cho.press("Yes")
    world.settle()
    assert FIRST_DAY not in world.cho.sees()
    assert "Everybody has said yes.\n• *host*" in world.rita.sees()


def test_moved_second_day_is_told_as_what_it_is(world: World, invitation):
    world.kim.press("Another time")
    world.settle()
    world.kim.type("1")
    world.settle()

    moved = "Moved to Thursday 26 November 2026, "
    assert [
        person.sees(place).count(moved) for person, place in ((world.kim, None), (world.rita, "C0BACKEND"))
    ] == [1, 1]


def test_whoever_withdraws_between_days_frees_the_second(world: World, invitation):
    world.kim.press("Withdraw")
    world.settle()

    assert "Cancelled: Kim, Wednesday 25 November 2026, 09:25 Berlin time (UTC+1)." in world.eve.sees()


def test_nothing_that_took_place_is_called_cancelled(world: World, invitation):
    world.until(loop_of(world, invitation).ends_at + HOUR)

    world.kim.press("Withdraw")
    world.settle()

    assert "Nothing is left for you to do for Kim" in world.eve.sees()
    assert "Cancelled" not in world.eve.sees()
    assert "What was booked" not in world.rita.sees("C0BACKEND")
