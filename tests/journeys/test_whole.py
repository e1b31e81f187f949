"""Whole candidacies, from the invitation to the reply to the letter, as everybody in them lives them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage.tables import Due, Occupied
from tests.journeys import playing
from tests.journeys.browsing import address_of, get
from tests.journeys.playing import booked, held
from tests.journeys.world import World
from tests.journeys.world import world as build_world
from tracks.candidacy import InvitationState, LoopState

BACKEND, AI = "Senior backend engineer", "AI engineer"
WHOLE = (
    ("traditionalist", "slack", BACKEND, "one"),
    ("pragmatist", "mail", AI, "one"),
    ("realist", "slack", AI, "two"),
    ("realist", "mail", BACKEND, "one"),
)
THANKS = "Thank you. The part about the numbers is fair."


@pytest.mark.parametrize(("track", "way", "role", "days"), WHOLE)
def test_candidacy_goes_from_paper_to_reply(world: World, track, way, role, days):
    live_through(world, track, way, role, days)


def test_candidacy_is_the_same_on_postgres(postgres_url):
    with build_world(postgres_url) as world:
        live_through(world, "pragmatist", "slack", BACKEND, "two")
        assert world.complaints() == []


def live_through(world: World, track: str, way: str, role: str, days: str) -> None:
    """Go from the invitation to the reply, and look at what each person has at each turn."""
    play = booked(world, way, track=track, role=role, days=days)
    panel = play.panel()
    if track == "realist":
        play.brings(playing.PAGE)
    assert all(each.name in play.reads() for each in panel.values())
    assert play.loop.split is (days == "two")
    agreed = {seat for seat, person in panel.items() if "You agreed to this on" in playing.read_brief(person)}
    assert agreed == set(panel) - {"host"}  # who has no part in which a rule could hold
    world.settle()

    playing.play_the_day(play)
    world.until(play.loop.ends_at + timedelta(minutes=1))
    assert "You hear from Hans Manager by" in play.reads()
    playing.fill_in_forms(play)
    channel = "C0BACKEND" if role == BACKEND else "C0AI"
    assert "6 of 6 forms are in." in world.rita.sees(channel)

    playing.decide_and_write(play)
    assert play.state() == InvitationState.CLOSED
    play.replies(THANKS)
    world.hans.press("Read the answer", on="message")
    assert THANKS in world.hans.sees_view()
    assert get(world, f"{address_of(world, play.invitation)}/material/%00").status == 404

    world.forward(timedelta(days=31))
    assert stuck(world) == []


@pytest.mark.parametrize("way", ["slack", "mail"])
@pytest.mark.parametrize("end", ["cancels", "withdraws"])
def test_nothing_stays_taken_after_the_end(world: World, way, end):
    play = booked(world, way, role=AI)
    panel = [person for seat, person in play.panel().items() if seat != "host"]
    assert occupied(world) > 0

    getattr(play, end)()

    assert occupied(world) == 0
    for person in panel:
        assert "Your time is free again" in person.sees()
    world.forward(timedelta(days=31))
    assert stuck(world) == []
    assert not any("you are needed in" in person.sees() for person in panel)


@pytest.mark.parametrize("way", ["slack", "mail"])
def test_early_switch_frees_everybody_and_begins_anew(world: World, way):
    play = booked(world, way)

    play.switches("pragmatist")
    assert occupied(world) == 0
    play.agrees()
    play.wants("two")
    play.takes(2)
    playing.everybody_says_yes(world)

    assert (play.loop.track_id, play.loop.state, play.loop.split) == ("pragmatist", LoopState.BOOKED, True)


def test_late_switch_waits_for_the_host(world: World):
    play = booked(world)
    world.until(play.loop.starts_at - timedelta(hours=40))
    taken = occupied(world)

    play.switches("realist")

    assert (play.loop.track_id, occupied(world)) == ("traditionalist", taken)
    assert "would like to switch to *The realist*" in world.rita.sees()


@pytest.mark.parametrize("way", ["slack", "mail"])
def test_move_keeps_the_old_time_until_the_new_one(world: World, way):
    play = booked(world, way)
    before = play.loop

    play.moves()
    assert play.loop.starts_at == before.starts_at
    play.takes(4)
    playing.everybody_says_yes(world)

    after = play.loop
    assert (after.state, after.moves) == (LoopState.BOOKED, 1)
    assert after.starts_at != before.starts_at
    world.until(after.ends_at + timedelta(minutes=1))
    assert sum("you are needed in" in message.text for message in world.rita.messages()) == 1


def test_decline_and_seat_given_back_find_others(world: World):
    play = held(world)
    lead = play.panel()["lead"]
    lead.press("No", on="message")
    world.settle()
    playing.everybody_says_yes(world)
    assert play.panel()["lead"].id != lead.id
    second = play.panel()["second"]

    second.press("Give it back", on="message")
    world.settle()
    playing.everybody_says_yes(world)

    panel = play.panel()
    assert (play.loop.state, panel["second"].id == second.id) == (LoopState.BOOKED, False)
    assert panel["second"].name in play.reads()
    world.forward(timedelta(days=31))
    assert "you are needed in" not in lead.sees() + second.sees()


def occupied(world: World) -> int:
    """Return how many quarter hours of people are taken."""
    with world.program.services.look() as unit:
        return len(unit.memory.orm.scalars(select(Occupied.person_id)).all())


def stuck(world: World) -> list[tuple[str, str]]:
    """Return the due rows that died, or that wait though nothing should be to come."""
    with world.program.services.look() as unit:
        rows = unit.memory.orm.scalars(select(Due)).all()
    return [(row.kind, row.state) for row in rows if row.state not in {"sent", "dropped"}]
