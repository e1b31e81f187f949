"""Whatever fails on the way: each message arrives once, and after all that was due before it."""

import random

import pytest

from bot.delivery.pace import Pace
from bot.stand_in import faults
from storage.tables import DueState
from tests.bot.sending import plan, row
from tests.journeys.world import World

PEOPLE = ("U0RITA", "U0ADA", "U0EVE")
FAILURES = (
    faults.server_error(503),
    faults.server_error(500, after=True),
    faults.answers("internal_error"),
    faults.answers("token_revoked"),
    faults.rate_limited("3"),
    faults.lost_answer(),
    faults.never_arrived(),
    faults.truncated_json(),
)


@pytest.mark.parametrize("seed", range(4))
def test_each_message_arrives_once_and_in_its_turn(world: World, seed: int) -> None:
    chance = random.Random(seed)
    planned: dict[str, list[str]] = {person: [] for person in PEOPLE}
    steps = {say_something: 8, let_slack_fail: 4, send_for_a_while: 7, end_in_the_middle: 1}
    for step in chance.choices(list(steps), weights=list(steps.values()), k=60):
        step(world, chance, planned)
    world.settle()

    for person, keys in planned.items():
        rows = [row(world, key) for key in keys]
        assert [each.state for each in rows] == [DueState.SENT] * len(keys)
        assert [each.ts for each in world.workspace.person(person).messages()] == [
            each.sent_ts for each in rows
        ]
    world.workspace.journal.clear()


def say_something(world: World, chance: random.Random, planned: dict[str, list[str]]) -> None:
    person = chance.choice(PEOPLE)
    key = f"notice:{person}:{len(planned[person])}"
    plan(world, key, to=f"person:{person}")
    planned[person].append(key)


def let_slack_fail(world: World, chance: random.Random, _planned: object) -> None:
    method = chance.choice(("chat.postMessage", "chat.postMessage", "conversations.history"))
    world.workspace.faults.plan(method, chance.choice(FAILURES))


def send_for_a_while(world: World, chance: random.Random, _planned: object) -> None:
    world.program.worker.tick()
    world.clocks.machine += chance.choice((0.25, 1.0, 2.0, 5.0))


def end_in_the_middle(world: World, _chance: object, _planned: object) -> None:
    """Let the process end with messages in hand, and another one begin."""
    world.program.worker._claim()
    world.program.worker._pace = Pace()
    world.program.worker.resume()
