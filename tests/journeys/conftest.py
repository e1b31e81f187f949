"""Worlds for stories: one per test, on a database of its own; what Slack complained about fails the story."""

from collections.abc import Iterator

import pytest

from tests.journeys.world import World
from tests.journeys.world import world as build_world


@pytest.fixture(name="world")
def fresh_world(sqlite_url: str) -> Iterator[World]:
    with build_world(sqlite_url) as world:
        yield world
        assert world.complaints() == []
