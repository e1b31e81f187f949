"""The database takes a change back so that another one can go on: whoever asked for it notices nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from storage.unit_of_work import Unit
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.choosing import tracks_chosen
from tests.journeys.inviting import invite, invite_by_mail
from tests.journeys.world import World
from tests.storage.racing import GaveWay


@contextmanager
def giving_way(world: World) -> Iterator[list[Unit]]:
    """Let the first change of this block be taken back at its very end; give the changes that were begun."""
    store, begun = world.program.services.store, []
    change = store.change

    @contextmanager
    def changing(**named: object) -> Iterator[Unit]:
        with change(**named) as unit:
            yield unit
            begun.append(unit)
            if len(begun) == 1:
                raise OperationalError("", {}, GaveWay())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "change", changing)
        yield begun


def test_pressed_button_counts_though_it_gave_way(world: World):
    invitation = invite(world)

    with giving_way(world) as begun:
        world.kim.press("Pick the realist")

    assert len(begun) == 2
    assert tracks_chosen(world, invitation) == [("realist", "button", True)]


def test_written_words_count_though_they_gave_way(world: World):
    invitation = invite(world)

    with giving_way(world) as begun:
        world.kim.type("the realist please")

    assert (len(begun), {each.status for each in world.workspace.journal.deliveries}) == (2, {200})
    assert tracks_chosen(world, invitation) == [("realist", "words", True)]


def test_form_of_the_page_counts_though_it_gave_way(world: World):
    invitation = invite_by_mail(world)
    page = get(world, address_of(world, invitation))

    with giving_way(world) as begun:
        submit(world, page, "choose_track-realist")

    assert len(begun) == 2
    assert tracks_chosen(world, invitation) == [("realist", "page", True)]
