"""Hostile and broken requests at the door: each gets a plain answer, and nothing is changed."""

import asyncio
import http.client
import json
from collections.abc import Iterator
from itertools import count
from logging import ERROR
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltRequest, BoltResponse
from starlette.requests import Request
from starlette.types import Message

from bot.web.slack_endpoint import SlackEndpoint
from tests.bot.knocking import SECRET, ask, post, signature_headers, signed
from tests.journeys.twice import Clicker
from tests.journeys.world import World
from tests.journeys.world import world as build_world

NUMBERS = count(1)


@pytest.fixture(name="world", scope="module")
def one_world(sqlite_database) -> Iterator[World]:
    with build_world(sqlite_database("endpoint")) as world:
        yield world


def arriving(body: bytes, headers: list[tuple[str, str]]) -> Request:
    """Return a request as a server hands it to the endpoint."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "method": "POST", "headers": raw}, receive)


@pytest.fixture(autouse=True)
def calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever comes, no error and no trace stands in the log."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= ERROR] == []
    assert [record.exc_info for record in caplog.records if record.exc_info] == []


def event(world: World, **event: object) -> bytes:
    own = {"event_id": f"Ev{next(NUMBERS)}", "event": event}  # what was heard before would be left alone
    return json.dumps({"type": "event_callback", "team_id": world.workspace.team.id} | own).encode()


def pending(world: World) -> int:
    with world.program.services.look() as unit:
        return unit.due.pending()


def turned_away(caplog: pytest.LogCaptureFixture) -> list[int]:
    """Return the statuses of the lines by which an operator can count what was turned away."""
    return [record.status for record in caplog.records if record.getMessage() == "turned away a request"]


@pytest.mark.parametrize("time", ["abc", "", "1e9", "9" * 5000, "-5", "1795420800.5", "١٧٩٥"])
def test_a_time_that_is_no_number_is_401(world, caplog, time):
    try:
        encoded = time.encode("latin-1").decode("latin-1")
    except UnicodeEncodeError:
        encoded = time.encode().decode("latin-1")

    assert post(world, b"{}", [("X-Slack-Request-Timestamp", encoded), ("X-Slack-Signature", "v0=1")]) == 401
    assert turned_away(caplog) == [401]


@pytest.mark.parametrize("body", [b"{}", b"{broken"])
def test_a_missing_signature_is_401(world, body):
    [time, _] = signed(world, body)

    assert post(world, body, [time]) == 401


def test_a_signature_outside_of_ascii_is_401(world):
    [time, _] = signed(world, b"{}")

    assert post(world, b"{}", [time, ("X-Slack-Signature", "v0=é")]) == 401


@pytest.mark.parametrize("twice", [0, 1])
def test_two_times_or_two_signatures_are_401(world, twice):
    headers = signed(world, b"{}")

    assert post(world, b"{}", [*headers, headers[twice]]) == 401


def test_another_secret_is_401(world):
    [time, (name, signature)] = signed(world, b"{}")

    assert post(world, b"{}", [time, (name, signature[:-1] + ("0" if signature[-1] != "0" else "1"))]) == 401


@pytest.mark.parametrize(("late", "status"), [(299, 200), (301, 401), (-59, 200), (-61, 401), (-299, 401)])
def test_only_a_fresh_signature_opens_the_door(world, late, status):
    body = event(world, type="nobody_knows_this")

    assert post(world, body, signed(world, body, late=late)) == status


def test_a_body_that_is_no_text_is_400(world):
    body = b"\xff\xfe\x00payload"

    assert post(world, body, signed(world, body)) == 400


def test_a_body_of_ten_mebibytes_is_413_before_it_is_read(world):
    body = b"x" * (10 * 1024 * 1024)
    parts = urlsplit(world.address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        connection.putrequest("POST", "/slack/events")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[:100])
        assert connection.getresponse().status == 413
    finally:
        connection.close()


def test_an_endless_body_without_its_length_is_413(world):
    parts = urlsplit(world.address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    try:
        connection.putrequest("POST", "/slack/events")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        for _ in range(17):  # one more than a mebibyte, and no end
            connection.send(piece)
        assert connection.getresponse().status == 413
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{broken", "application/json"),
        (b"payload=%7B", "application/x-www-form-urlencoded"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_signed_nonsense_is_400(world, caplog, body, kind):
    assert post(world, body, signed(world, body), kind) == 400
    assert turned_away(caplog) == [400]


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions"},
        {"type": "block_actions", "user": None, "actions": [{"action_id": "no_such_control"}]},
        {"type": "block_actions", "user": {"id": 5}, "actions": [{"action_id": ["x"], "value": {"a": None}}]},
        {"type": "view_submission", "user": {"id": "U0RITA"}, "view": {"callback_id": "no_such_form"}},
        {"type": "view_submission", "user": {"id": "U0RITA"}, "view": {"state": {"values": None}}},
        {"type": "shortcut", "callback_id": "no_such_shortcut", "user": {"id": "U0RITA"}},
    ],
)
def test_unknown_and_crooked_interactions_are_answered(world, payload):
    body = f"payload={quote(json.dumps(payload))}".encode()

    before = Clicker(world).record()

    assert post(world, body, signed(world, body), "application/x-www-form-urlencoded") == 200
    assert Clicker(world).record() == before


@pytest.mark.parametrize(
    "event_body",
    [
        {"type": "message"},
        {"type": "message", "channel_type": "im", "user": None, "text": None},
        {"type": "message", "channel_type": "im", "user": "U0NOBODY", "text": {"a": [None]}},
        {"type": "app_home_opened", "user": "U0NOBODY"},
        {"type": "reaction_added", "user": "U0RITA"},
        {"type": "nobody_knows_this", "user": "U0RITA", "channel": {"id": None}, "item": {"a": {"b": None}}},
    ],
)
def test_unknown_and_crooked_events_are_answered(world, event_body):
    body = event(world, **event_body)
    before = Clicker(world).record()

    assert post(world, body, signed(world, body)) == 200
    assert Clicker(world).record() == before


def test_the_bots_own_messages_do_not_answer_themselves(world):
    before = pending(world)
    body = event(world, type="message", channel_type="im", user="U0TRACKSBOT", bot_id="B0TRACKS", text="help")

    assert post(world, body, signed(world, body)) == 200
    assert pending(world) == before


@given(
    text=st.lists(st.one_of(st.sampled_from(["%22", "%", '"', "&", "+", " "]), st.text(max_size=3))).map(
        "".join
    ),
    quoting=st.sampled_from([quote, quote_plus]),
    kind=st.sampled_from(["form", "event"]),
)
def test_bolt_reads_what_was_written(text, quoting, kind):
    written = {"type": "anything", "text": text, "blocks": [{"text": text}]}
    dumped = json.dumps(written)
    body = dumped.encode() if kind == "event" else f"payload={quoting(dumped)}".encode()
    read: list[object] = []

    def dispatch(request: BoltRequest) -> BoltResponse:
        read.append(request.body)
        return BoltResponse(status=200)

    endpoint = SlackEndpoint(dispatch, signing_secret=SECRET.decode(), machine=lambda: 1_800_000_000)
    asyncio.run(endpoint.events(arriving(body, signature_headers(body, 1_800_000_000))))

    assert read == [written]


def test_the_address_is_verified_only_when_signed(world):
    body = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    before = Clicker(world).record()

    assert ask(world, body, signed(world, body)) == (200, '{"challenge": "c"}')
    assert post(world, body, []) == 401
    assert Clicker(world).record() == before
