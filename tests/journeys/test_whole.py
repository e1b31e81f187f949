"""Whole candidacies, from the invitation to the reply to the letter, as everybody in them lives them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage.tables import Due
from tests.journeys import playing
from tests.journeys.playing import booked
from tests.journeys.world import World
from tests.journeys.world import world as build_world
from tracks.candidacy import InvitationState

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
    for person in panel.values():
        assert "You agreed to this on" in playing.read_brief(person)
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

    world.forward(timedelta(days=31))
    assert stuck(world) == []


def stuck(world: World) -> list[tuple[str, str]]:
    """Return the due rows that died, or that wait though nothing should be to come."""
    with world.program.services.look() as unit:
        rows = unit.session.scalars(select(Due)).all()
    return [(row.kind, row.state) for row in rows if row.state not in {"sent", "dropped"}]
