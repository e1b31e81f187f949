"""Booking, moving, replacing and cancelling, killed at every statement: all of it or nothing, and once."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from bot.ports import Services
from bot.use_cases.answer_seat import say_no
from bot.use_cases.book import take_time
from bot.use_cases.cancel_loop import cancel_booked
from bot.use_cases.own_step import Asked
from storage.tables import Invitation
from tests.journeys.booking import confirmed, held, offered, seats
from tests.journeys.killing import (
    Act,
    Dump,
    Rehearsal,
    Scene,
    dump,
    orphans,
    process_killed_at,
    run,
    shape,
    statements_of,
)
from tests.journeys.world import World
from tests.journeys.world import world as build_world
from tracks.errors import AlreadyDone

FEW = 12  # every so many statements a real process is ended


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
    return lambda services: say_no(services, presser="U0ADA", seat_id=seat, request="the one press")


def cancelling(world: World) -> Act:
    invitation = confirmed(world)
    return lambda services: cancel_booked(
        services, Asked(invitation_id=invitation.id, by=None, request="the one press")
    )


@pytest.mark.parametrize("prepare", [booking, moving, replacing, cancelling])
def test_killed_at_any_statement_leaves_all_or_nothing(prepare, sqlite_url, sqlite_database):
    scene, act = stage(sqlite_url, sqlite_database, prepare)
    whole, before, rehearsal = carried_out(scene, act), dump(scene.before), Rehearsal(scene)

    for number in range(1, statements_of(scene, act) + 1):
        left = rehearsal.killed_at(act, number)
        assert is_as_before(left, scene, before), f"half of it is left after statement {number}"
        if number % FEW == 0:
            left = process_killed_at(scene, act, number)
            assert is_as_before(left, scene, before), f"half of it is left after statement {number}"
            again(scene, left, act)
            assert (shape(left), orphans(left)) == (whole, []), f"statement {number}"
    again(scene, rehearsal.url, act)
    assert (shape(rehearsal.url), orphans(rehearsal.url)) == (whole, [])
    rehearsal.close()


def test_killed_on_postgres_leaves_all_or_nothing(postgres_url, postgres_database, drop_postgres):
    scene, act = stage(postgres_url, postgres_database, booking)
    whole, before = carried_out(scene, act), dump(scene.before)

    for number in range(1, statements_of(scene, act) + 1, FEW):
        left = process_killed_at(scene, act, number)
        assert dump(left) == before, f"half of it is left after statement {number}"
        again(scene, left, act)
        assert (shape(left), orphans(left)) == (whole, []), f"statement {number}"
        drop_postgres(left)


def test_second_arrival_of_a_finished_press_changes_nothing(sqlite_url, sqlite_database):
    scene, act = stage(sqlite_url, sqlite_database, booking)
    url = scene.copy("twice")
    run(scene, url, act)
    once = dump(url)

    again(scene, url, act)

    assert dump(url) == once


def stage(url: str, copies: Callable[..., str], prepare: Callable[[World], Act]) -> tuple[Scene, Act]:
    """Play a story up to the change, close everything, and keep the database as it is then."""
    with build_world(url) as world:
        act = prepare(world)
        program = world.program.services
    return Scene(before=url, copy=partial(copies, like=url), program=program), act


def carried_out(scene: Scene, act: Act) -> dict[str, object]:
    """Return what is on record when nothing went wrong."""
    url = scene.copy("whole")
    run(scene, url, act)
    assert orphans(url) == []
    return shape(url)


def is_as_before(url: str, scene: Scene, before: Dump) -> bool:
    """Say whether nothing has changed: in the file, or else in any row of any table."""
    left, like = (Path(each.removeprefix("sqlite:///")) for each in (url, scene.before))
    journals = [left.with_name(f"{left.name}-{kind}") for kind in ("journal", "wal")]
    settled = not any(journal.exists() and journal.stat().st_size for journal in journals)
    return (settled and left.read_bytes() == like.read_bytes()) or dump(url) == before


def again(scene: Scene, url: str, act: Act) -> None:
    """Let the same press arrive once more."""
    with suppress(AlreadyDone):
        run(scene, url, act)
