"""Whatever fails on the way: each message arrives once, and after all that was due before it."""

import random
from datetime import timedelta

import pytest

from bot.delivery import worker as sending
from bot.delivery.live import Live
from bot.delivery.pace import Pace
from bot.delivery.postbag import Postbag
from bot.stand_in import faults
from storage.tables import DueState
from tests.bot.sending import arrived, plan, row
from tests.journeys.world import World
from tracks.office_hours import NotYet

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


def not_yet(live: Live) -> None:
    raise NotYet(live.services.now + timedelta(hours=9))


def broken(_live: Live) -> None:
    raise ZeroDivisionError


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


def test_two_messages_to_one_channel_are_a_second_apart(world):
    plan(world, "notice:one")
    plan(world, "notice:two")
    world.program.worker.tick()

    assert (arrived(world), row(world, "notice:two").state) == (1, DueState.PENDING)
    world.settle()
    assert (arrived(world), row(world, "notice:two").attempts) == (2, 1)


def test_what_is_tried_again_is_not_overtaken(world):
    """Another recipient is not held up by it."""
    world.workspace.faults.plan("chat.postMessage", faults.server_error(503))
    plan(world, "notice:one")
    world.program.worker.tick()
    plan(world, "notice:two")
    plan(world, "notice:else", to="person:U0ADA")
    early = world.program.worker._claim()
    world.clocks.machine += 1.0  # the first may be tried again, the second is in hand already
    for row_in_hand in early:
        world.program.worker._one(row_in_hand)

    assert (arrived(world), len(world.ada.messages())) == (0, 1)
    world.settle()
    assert row(world, "notice:one").sent_ts < row(world, "notice:two").sent_ts
    world.workspace.journal.clear()


def test_what_an_ended_process_left_is_not_overtaken(world):
    """One message was in hand, another one waited for its next try."""
    plan(world, "hand:one")
    plan(world, "wait:one", to="person:U0ADA")
    _, waiting = world.program.worker._claim()
    with world.program.services.change("rule:test") as unit:
        unit.due.postpone(waiting, not_before=world.clocks.machine + 9.0)
    plan(world, "hand:two")
    plan(world, "wait:two", to="person:U0ADA")

    world.program.worker.resume()
    world.settle()

    for key in ("hand", "wait"):
        assert row(world, f"{key}:one").sent_ts < row(world, f"{key}:two").sent_ts


def test_slow_call_lets_nothing_pass_what_waits_behind_it(world, monkeypatch):
    worker, send, later = world.program.worker, Postbag.send, []

    def slowly(*given, **more):
        sent = send(*given, **more)
        world.clocks.machine += 1.5
        plan(world, "notice:three")
        later.extend(worker._claim())  # by the next tick, while these are in hand
        world.clocks.machine += 0.5
        return sent

    with monkeypatch.context() as slow:
        slow.setattr(Postbag, "send", slowly)
        plan(world, "notice:one")
        plan(world, "notice:two")
        worker.tick()
        for row_in_hand in tuple(later):
            worker._one(row_in_hand)
    world.settle()

    times = [row(world, f"notice:{number}").sent_ts for number in ("one", "two", "three")]
    assert times == sorted(times)


@pytest.mark.parametrize("process", ["same", "next"])
def test_what_came_later_passes_what_is_tried_rarely(world, monkeypatch, process):
    monkeypatch.setattr(sending, "FIRST_PAUSE", sending.LONGEST_PAUSE)
    world.workspace.faults.plan("chat.postMessage", faults.server_error(503))
    plan(world, "notice:one")
    world.program.worker.tick()
    plan(world, "notice:two")
    if process == "next":
        world.program.worker.resume()
    world.settle()

    assert row(world, "notice:two").sent_ts < row(world, "notice:one").sent_ts
    world.workspace.journal.clear()


@pytest.mark.parametrize("kind", [not_yet, broken])
def test_what_only_itself_has_to_wait_holds_up_nothing(world, kind):
    world.program.worker._renderers.by_kind.setdefault(kind.__name__, kind)
    plan(world, "notice:one", kind=kind.__name__)
    plan(world, "notice:two")

    for _second in range(3):
        world.program.worker.tick()
        world.clocks.machine += 1.0

    states = row(world, "notice:one").state, row(world, "notice:two").state
    assert states == (DueState.PENDING, DueState.SENT)
