"""A chapter that is copied leaves what playing it leaves, and what happened before it is not lost."""

from datetime import timedelta

import pytest

from storage.tables import Role
from tests.journeys import chapters
from tests.journeys.booking import held
from tests.journeys.inviting import invite
from tests.journeys.killing import shape
from tests.journeys.world import World
from tests.journeys.world import world as build_world


@pytest.fixture(name="a_world")
def one_after_the_other(sqlite_database, monkeypatch):
    """Makes a world; no chapter has been played before the first."""
    monkeypatch.setattr(chapters, "PLAYED", {})
    return lambda: build_world(sqlite_database("chapters"))


def test_copy_goes_on_like_what_was_played(a_world):
    with a_world() as world:
        world.book = None  # so it plays
        played = held_and_answered(world)
    with a_world() as world:
        kept = held_and_answered(world)
    with a_world() as world:
        copied = held_and_answered(world)

    assert (kept, copied) == (played, played)


def held_and_answered(world: World) -> list[str]:
    """Return what is on record, what everybody sees and what time it is, before and after one more step."""
    kim = held(world).candidate_id  # another one in each world that plays
    left = [everything_in(world)]
    world.ada.press("Yes")
    world.settle()
    return [each.replace(kim, "kim") for each in (*left, everything_in(world))]


def everything_in(world: World) -> str:
    on_record = shape(world.program.services.settings.database_url)
    seen = {person.name: (person.sees(), person.sees_home()) for person in world.workspace.people}
    return repr((on_record, seen, world.clocks, world.mailbox.mails, world.complaints()))


def pay_is_raised(world: World) -> None:
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        unit.change(unit.get(Role, "senior-backend"), pay_range="EUR 200,000")


def a_day_passes(world: World) -> None:
    world.clocks.forward(timedelta(days=1))


def kim_moves(world: World) -> None:
    world.workspace.members["U0KIM"].tz = "Europe/Lisbon"


@pytest.mark.parametrize("happens", [pay_is_raised, a_day_passes, kim_moves])
def test_what_happens_before_a_chapter_counts(a_world, happens):
    with a_world() as world:
        invite(world)
    with a_world() as world:
        happens(world)
        sent = invite(world).sent_at
        assert sent == world.clocks.now
        assert ("EUR 200,000" in world.kim.sees()) == (happens is pay_is_raised)
        assert (world.workspace.members["U0KIM"].tz == "Europe/Lisbon") == (happens is kim_moves)
