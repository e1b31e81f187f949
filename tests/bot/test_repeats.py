"""Slack repeats, disorders and misdirects what it delivers; each thing happens once, and only for us."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from urllib.parse import quote

import pytest
from sqlalchemy import select

from bot.app import build
from bot.stand_in import payloads
from bot.stand_in.delivery import HttpRoad
from bot.stand_in.records import Json
from bot.stand_in.server import running
from storage.columns import table_of
from storage.tables import AskedQuestion, AuditEvent
from tests.bot.knocking import ask, post, signed
from tests.journeys.inviting import invite
from tests.journeys.twice import Clicker
from tests.journeys.world import World
from tests.journeys.world import world as build_world

FORM = "application/x-www-form-urlencoded"
QUESTION = "Is the office near the river?"


def typed(world: World, text: str, *, user: str = "U0ADA") -> bytes:
    said = {"type": "message", "channel_type": "im", "channel": "D0ONE", "user": user, "text": text}
    team = world.workspace.team.id
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev0ONE", "event": said | {"ts": "1.1"}}
    return json.dumps(body).encode()


def asked(world: World) -> list[str]:
    """Return what candidates asked: each question is a row of its own, whatever it says."""
    with world.program.services.look() as unit:
        return list(unit.memory.orm.scalars(select(table_of(AskedQuestion).c.text)))


def pending(world: World) -> int:
    with world.program.services.look() as unit:
        return unit.due.pending()


def refusals(world: World, record: str) -> list[AuditEvent]:
    with world.program.services.look() as unit:
        return list(unit.audit.of(record))


def test_exact_replay_is_answered_and_does_nothing(world):
    invite(world)
    body = typed(world, QUESTION, user="U0KIM")
    headers = signed(world, body)

    assert [post(world, body, headers), post(world, body, headers)] == [200, 200]
    assert asked(world) == [QUESTION]


def test_a_retry_header_alone_drops_nothing(world):
    body = typed(world, "help")
    retry = [("X-Slack-Retry-Num", "1"), ("X-Slack-Retry-Reason", "http_timeout")]

    assert post(world, body, signed(world, body) + retry) == 200
    assert pending(world) == 1


def an_event(world: World) -> tuple[str, Json]:
    return "event", json.loads(typed(world, "help"))


def a_command(world: World) -> tuple[str, Json]:
    rita = world.rita
    return "command", payloads.command(world.workspace, rita.member, "/tracks", "invite", rita.dm)


def a_shortcut(world: World) -> tuple[str, Json]:
    return "interactive", payloads.shortcut(world.workspace, world.rita.member, "invite_candidate", None)


@pytest.mark.parametrize(
    ("real", "named", "whose"),
    [
        (an_event, {"team_id": "T0OTHER"}, "T0OTHER"),
        (an_event, {"authorizations": [{"team_id": "T0OTHER"}]}, "T0OTHER"),
        (an_event, {"team_id": None, "enterprise_id": "E0OTHER"}, "E0OTHER"),
        (a_command, {"team_id": "T0OTHER"}, "T0OTHER"),
        (a_shortcut, {"team": {"id": "T0OTHER"}}, "T0OTHER"),
        (a_shortcut, {"team": None, "enterprise": {"id": "E0OTHER"}}, "E0OTHER"),
    ],
)
def test_what_is_meant_for_another_workspace_is_refused_and_noted(world, real, named, whose):
    world.program.identity.ask()
    kind, body = real(world)

    answer = world.workspace.send(kind, body | named)

    assert (answer.status, answer.body) == (200, "")
    assert (pending(world), world.rita.view) == (0, None)
    assert [event.verb for event in refusals(world, f"workspace:{whose}")] == ["refused"]


def test_nobody_is_turned_away_while_slack_cannot_say_who_we_are(world):
    world.workspace.app = replace(world.workspace.app, revoked="internal_error")
    assert not world.program.identity.ask()
    body = typed(world, "help")

    assert post(world, body, signed(world, body)) == 200
    assert pending(world) == 1
    world.workspace.journal.clear()


def test_asking_whether_certificates_hold_needs_no_signature_and_changes_nothing(world):
    pressing = {"type": "block_actions", "user": {"id": "U0RITA"}, "actions": [{"action_id": "invite"}]}
    command = f"command=/tracks&text=help&user_id=U0RITA&payload={quote(json.dumps(pressing))}"
    before = Clicker(world).record()

    for body in ("ssl_check=1&token=x", f"ssl_check=1&{command}"):
        assert ask(world, body.encode(), [], FORM) == (200, "")
    assert post(world, f"{command}&ssl_check=1".encode(), [], FORM) == 401
    assert Clicker(world).record() == before


def test_event_that_cannot_be_kept_is_left_to_be_sent_again(world):
    invite(world)
    body = typed(world, QUESTION, user="U0KIM")

    rename(world, "asked_question", "gone")
    assert post(world, body, signed(world, body)) == 500
    rename(world, "gone", "asked_question")

    assert post(world, body, signed(world, body)) == 200
    assert asked(world) == [QUESTION]


def rename(world: World, table: str, to: str) -> None:
    with world.store.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {to}")


def test_same_event_to_two_processes_has_one_effect(database_url: str):
    with build_world(database_url) as world, beside(world) as other_address:
        invite(world)
        body = typed(world, QUESTION, user="U0KIM").decode()
        together = threading.Barrier(2)
        answers: list[int] = []

        def deliver(address: str) -> None:
            road = HttpRoad(
                url=f"{address}/slack/events",
                secret=world.workspace.app.signing_secret,
                machine=world.clocks.seconds,
            )
            together.wait()
            answers.append(road.post(body, {"Content-Type": "application/json"}).status)

        threads = [threading.Thread(target=deliver, args=(each,)) for each in (world.address, other_address)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert answers == [200, 200]
        assert asked(world) == [QUESTION]


@contextmanager
def beside(world: World) -> Iterator[str]:
    """Serve the program once more, on the same database; give its address."""
    settings = world.program.services.settings
    other = build(settings, clock=world.program.services.clock, send_threads=0)
    with closing(other.services.store), running(other.web) as address:
        yield address


@pytest.mark.parametrize("times", [2, 4])
def test_event_that_comes_late_and_again_is_carried_out_once(world, times):
    invite(world)
    world.workspace.events.duplicate_next(times)

    world.kim.type(QUESTION)

    assert asked(world) == [QUESTION]
