"""Slack repeats, disorders and misdirects what it delivers; each thing happens once, and only for us."""

import json
import threading
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from bot.app import build
from bot.stand_in.delivery import HttpRoad
from bot.stand_in.server import running
from storage.columns import table_of
from storage.tables import AskedQuestion, AuditEvent
from tests.bot.test_slack_endpoint import post, signed
from tests.journeys.inviting import invite
from tests.journeys.world import World, settings_for

QUESTION = "Is the office near the river?"


def typed(world: World, text: str, *, user: str = "U0ADA", team: str | None = None) -> bytes:
    said = {"type": "message", "channel_type": "im", "channel": "D0ONE", "user": user, "text": text}
    team = team or world.workspace.team.id
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev0ONE", "event": said | {"ts": "1.1"}}
    return json.dumps(body).encode()


def asked(world: World) -> list[str]:
    """Return what candidates asked: each question is a row of its own, whatever it says."""
    with world.program.services.look() as unit:
        return list(unit.session.scalars(select(table_of(AskedQuestion).c.text)))


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


def test_what_is_meant_for_another_workspace_is_refused_and_noted(world):
    world.program.identity.ask()
    body = typed(world, "help", team="T0OTHER")

    assert post(world, body, signed(world, body)) == 200
    assert pending(world) == 0
    assert [event.verb for event in refusals(world, "workspace:T0OTHER")] == ["refused"]


def test_nobody_is_turned_away_while_slack_cannot_say_who_we_are(world):
    world.workspace.app = replace(world.workspace.app, revoked="internal_error")
    assert not world.program.identity.ask()
    body = typed(world, "help")

    assert post(world, body, signed(world, body)) == 200
    assert pending(world) == 1
    world.workspace.journal.clear()


def test_asking_whether_certificates_hold_needs_no_signature_and_changes_nothing(world):
    assert post(world, b"ssl_check=1&token=x", [], "application/x-www-form-urlencoded") == 200
    assert pending(world) == 0


def test_same_event_to_two_processes_has_one_effect(world):
    settings = settings_for(
        world.workspace,
        str(world.program.services.settings.database_url),
        world.mailbox,
        port=int(urlsplit(world.address).port or 0),
    )
    other = build(settings, clock=world.program.services.clock, send_threads=0)
    invite(world)
    body = typed(world, QUESTION, user="U0KIM").decode()
    with running(other.web) as address:
        roads = [
            HttpRoad(
                url=f"{each}/slack/events",
                secret=world.workspace.app.signing_secret,
                machine=world.clocks.seconds,
            )
            for each in (world.address, address)
        ]
        together = threading.Barrier(2)
        answers: list[int] = []

        def deliver(road: HttpRoad) -> None:
            together.wait()
            answers.append(road.post(body, {"Content-Type": "application/json"}).status)

        threads = [threading.Thread(target=deliver, args=(road,)) for road in roads]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    other.services.store.close()

    assert answers == [200, 200]
    assert asked(world) == [QUESTION]


@pytest.mark.parametrize("times", [2, 4])
def test_event_that_comes_late_and_again_is_carried_out_once(world, times):
    invite(world)
    world.workspace.events.duplicate_next(times)

    world.kim.type(QUESTION)

    assert asked(world) == [QUESTION]
