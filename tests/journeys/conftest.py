"""Worlds for stories: one per test, on a database of its own; what Slack complained about fails the story."""

from collections.abc import Iterator

import pytest

from tests.journeys.chapters import chapter
from tests.journeys.scene_booked import Scene, booked
from tests.journeys.world import World
from tests.journeys.world import world as build_world


@pytest.fixture(name="world")
def fresh_world(sqlite_url: str) -> Iterator[World]:
    with build_world(sqlite_url) as world:
        yield world
        assert world.complaints() == []


@pytest.fixture(name="scene")
def booked_scene(world: World) -> Scene:
    """Kim's interview is booked, and everybody has accepted."""
    return booked(world)


@pytest.fixture(name="over")
@chapter
def scene_over(scene: Scene) -> Scene:
    """The last part has ended; no form is in."""
    scene.until_over()
    return scene
