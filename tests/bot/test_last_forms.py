"""The two last forms of a loop arrive at the same time: the debrief opens once, and it does open."""

import threading
from collections.abc import Iterator

import pytest

from bot.use_cases.debrief import READY
from storage.tables import Debrief
from tests.journeys.scene_debrief import RATERS, interviewed, send
from tests.journeys.world import world as build_world
from tracks.track import Group, SeatId

LAST = ((Group.TRACK_HALF, SeatId.LEAD), (Group.SHARED_REVIEW, SeatId.INDEPENDENT))


@pytest.fixture(name="world")
def world_on_either(database_url: str) -> Iterator[object]:
    with build_world(database_url) as built:
        yield built


def test_two_last_forms_open_one_debrief(world):
    scene = interviewed(world)
    for group, seats in RATERS.items():
        for seat in seats:
            if (group, seat) not in LAST:
                send(scene, group, seat, {})
    both = [threading.Thread(target=send, args=(scene, *each, {})) for each in LAST]

    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    with world.program.services.look() as unit:
        assert isinstance(unit.forms.debrief(scene.loop_id), Debrief)
        assert unit.due.by_key(f"{READY}:{scene.loop_id}:U0HANS") is not None
