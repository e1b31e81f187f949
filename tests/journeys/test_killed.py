"""Booking, moving, replacing and cancelling, killed at every statement: all of it or nothing, and once."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from bot.ports import Services
from bot.use_cases.answer_seat import say_no
from bot.use_cases.book import take_time
from bot.use_cases.cancel_loop import cancel_booked
from bot.use_cases.own_step import Asked
from storage.tables import Invitation
from tests.journeys.booking import confirmed, held, offered, seats
from tests.journeys.killing import Act, Scene, dump, end_process_at, orphans, run, shape, watched
from tests.journeys.world import World, pressed
from tests.journeys.world import world as build_world
from tracks.errors import AlreadyDone

FEW = 20  # where it would take too long at each: every so many statements, and at the commit


def take(invitation: Invitation, offer_id: str) -> Act:
    def act(services: Services) -> object:
        return take_time(
            services,
            Asked(invitation_id=invitation.id, by=None, request="the one press"),
            offer_id=offer_id,
            number="4",
        )

    return act


def offer_in(world: World, invitation: Invitation) -> str:
    with world.program.services.look() as unit:
        return unit.candidacies.times_offered(invitation.id).id


def booking(world: World) -> Act:
    invitation = offered(world)
    return take(invitation, offer_in(world, invitation))


def moving(world: World) -> Act:
    invitation = confirmed(world, number=1)
    world.kim.press("Another time")
    world.settle()
    return take(invitation, offer_in(world, invitation))


def replacing(world: World) -> Act:
    seat = seats(world, held(world))["lead"].id
    return lambda services: say_no(services, pressed("U0ADA", "the one press"), seat_id=seat)


def cancelling(world: World) -> Act:
    invitation = confirmed(world)
    return lambda services: cancel_booked(
        services, Asked(invitation_id=invitation.id, by=None, request="the one press")
    )


@pytest.mark.parametrize("prepare", [booking, moving, replacing, cancelling])
def test_killed_at_any_statement_leaves_all_or_nothing(prepare, database_kind, database_url, copy_database):
    scene, act = stage(database_url, copy_database, prepare)
    before, whole, url = dump(scene.before), scene.copy("whole"), scene.copy("ended")

    run(scene, scene.copy("rehearsed"), act)  # what is read once in a process is read now
    found = watched(scene, whole, act)
    each = database_kind == "sqlite" and prepare in {booking, moving}
    for number in deaths(len(found), every=1 if each else FEW):
        end_process_at(scene, url, act, number)
        assert dump(url) == before, f"half of it is left after statement {number}"
    again(scene, url, act)

    assert [number for number, seen in enumerate(found, start=1) if seen != before] == []
    assert (shape(url), orphans(url)) == (shape(whole), [])


def test_second_arrival_of_a_finished_press_changes_nothing(sqlite_url, sqlite_database):
    scene, act = stage(sqlite_url, sqlite_database, booking)
    url = scene.copy("twice")
    run(scene, url, act)
    once = dump(url)

    again(scene, url, act)

    assert dump(url) == once


def deaths(statements: int, *, every: int) -> list[int]:
    """Return before which statements a process is ended; the last of them is the commit."""
    return sorted({*range(every, statements, every), statements})


def stage(url: str, copies: Callable[..., str], prepare: Callable[[World], Act]) -> tuple[Scene, Act]:
    """Play a story up to the change, close everything, and keep the database as it is then."""
    with build_world(url) as world:
        act = prepare(world)
        program = world.program.services
    return Scene(before=url, copy=partial(copies, like=url), program=program), act


def again(scene: Scene, url: str, act: Act) -> None:
    """Let the same press arrive once more."""
    with suppress(AlreadyDone):
        run(scene, url, act)
