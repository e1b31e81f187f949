"""I1 and I2: from a signed click to its answer, the choice on record before it, beside Bolt doing nothing."""

import hashlib
import hmac
import json
import socket
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlsplit

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.routing import Route

from bot.app import build
from bot.serve import configuration
from bot.settings import Settings
from bot.stand_in.server import running
from bot.use_cases.telling import open_card
from bot.web.slack_endpoint import SlackEndpoint
from storage import schema
from storage.sqlite import journal_mode
from storage.tables import Candidate, Invitation
from storage.unit_of_work import Store
from tests.benchmarks.rows import Row, milliseconds
from tests.journeys import company
from tracks.candidacy import InvitationState
from tracks.track import Shape

SECRET = "a-signing-secret-for-measuring"
TRACK = "realist"
CLICKS = 200  # one at a time, in each round
CROWD, CROWD_CLICKS = 32, 320
DEFAULT = "reference: Bolt's default App with a listener that does nothing"
WAL = journal_mode() == "WAL"
#: Times faster than the reference: for one click, for one with synchronous=NORMAL, for a crowd of them.
TARGETS = {"full": 5.0, "normal": 12.0 if WAL else 5.0, "crowd": 0.6}


def run(*, rounds: int = 3, clicks: int = CLICKS, crowd_clicks: int = CROWD_CLICKS) -> list[Row]:
    """Measure on SQLite with the journal that this machine's build of it may use."""
    taken: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'clicks.db'}"
        schema.upgrade(url)
        people = candidates(url, rounds * (2 * clicks + crowd_clicks))
        with (
            served(url) as full,
            served(url, synchronous="normal") as normal,
            idle(process_before_response=False) as polling,
            idle() as bare,
        ):
            for _ in range(rounds):
                taken["full"] += one_at_a_time(full, list(islice(people, clicks)))
                taken["normal"] += one_at_a_time(normal, some := list(islice(people, clicks)))
                taken["default"] += one_at_a_time(polling, some)
                taken["crowd"].append(together(full, some := list(islice(people, crowd_clicks))))
                taken["bare"].append(together(bare, some))
        assert chosen(url) == rounds * (2 * clicks + crowd_clicks)
    median = {name: statistics.median(values) for name, values in taken.items()}
    return [alone(median, "full"), alone(median, "normal"), crowd(median)]


def alone(median: dict[str, float], synchronous: str) -> Row:
    mine, theirs = median[synchronous], median["default"]
    return Row(
        "I1" if synchronous == "full" else "I1n",
        "p50 of a signed click over loopback HTTP, a track chosen, durable before the answer; SQLite, "
        f"{journal_mode()}, {synchronous.upper()}; {DEFAULT}",
        milliseconds(mine),
        milliseconds(theirs),
        theirs / mine,
        TARGETS[synchronous],
    )


def crowd(median: dict[str, float]) -> Row:
    mine, theirs = median["crowd"], median["bare"]
    return Row(
        "I2",
        f"such clicks per second, {CROWD} at a time; reference: Bolt with process_before_response, no-op",
        f"{mine:.0f}/s",
        f"{theirs:.0f}/s",
        mine / theirs,
        TARGETS["crowd"],
    )


def candidates(url: str, count: int) -> Iterator[tuple[str, str]]:
    """Put *count* open invitations on record; yield (slack user, invitation id) pairs."""
    store = Store(url)
    company.found(store)
    at, pairs = company.FOUNDED, []
    with store.change(at=at, actor="rule:benchmark") as unit:
        paper = unit.candidacies.keep("paper", {})
        for number in range(count):
            candidate = unit.add(Candidate(called=f"C{number}", slack_user=f"U1{number:06d}"))
            invitation = Invitation(
                role_id=company.ROLES[0][0],
                candidate_id=candidate.id,
                invited_by="U0RITA",
                host_id="U0RITA",
                why_you="Your talk on queues made us want to work with you.",
                address_source="met at a conference",
                created_at=at,
                sent_at=at,
                last_step_at=at,
                reply_by=at + timedelta(days=7),
                paper_sha=paper,
                content_version="",
                option_order=list(company.TRACKS),
                shape=Shape.FULL,
                state=InvitationState.SENT,
            )
            unit.add(invitation)
            open_card(unit, invitation, company.ROLES[0][3])
            pairs.append((str(candidate.slack_user), invitation.id))
    store.close()
    return iter(pairs)


def chosen(url: str) -> int:
    """Count the candidacies with a choice: what was answered must be there."""
    store = Store(url)
    try:
        with store.look(at=company.FOUNDED) as unit:
            live = unit.candidacies.live_for_role(company.ROLES[0][0])
            return sum(invitation.state == InvitationState.CHOSEN for invitation in live)
    finally:
        store.close()


@contextmanager
def served(url: str, *, synchronous: str = "full") -> Iterator[str]:
    """Serve the program; nothing is sent meanwhile."""
    settings = {"slack_signing_secret": SECRET, "slack_bot_token": "xoxb-bench", "secret_key": "k" * 40}
    settings |= {"database_url": url, "sqlite_synchronous": synchronous}
    program = build(Settings.model_validate(settings))
    with running(program.web, configured=configuration) as address:
        yield address
    program.services.store.close()


@contextmanager
def idle(*, process_before_response: bool = True) -> Iterator[str]:
    """Serve Bolt with one listener that does nothing, on the same server behind the same door."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-bench")

    app = App(
        authorize=authorize,
        request_verification_enabled=False,
        process_before_response=process_before_response,
    )
    app.action("choose_track")(lambda ack: ack())
    endpoint = SlackEndpoint(app.dispatch, signing_secret=SECRET, machine=time.time)
    web = Starlette(routes=[Route("/slack/events", endpoint.events, methods=["POST"])])
    with running(web, configured=configuration) as address:
        yield address


def one_at_a_time(address: str, people: list[tuple[str, str]]) -> list[float]:
    """Return the seconds that each click took, over one connection."""
    seconds = []
    with connected(address) as connection:
        for user, invitation_id in people:
            request = click(user, invitation_id)
            begun = time.perf_counter()
            send(connection, request)
            seconds.append(time.perf_counter() - begun)
    return seconds


def together(address: str, people: list[tuple[str, str]]) -> float:
    """Return the clicks per second with a crowd of connections."""
    requests = [click(user, invitation_id) for user, invitation_id in people]

    def some(first: int) -> None:
        with connected(address) as connection:
            for request in requests[first::CROWD]:
                send(connection, request)

    with ThreadPoolExecutor(CROWD) as pool:
        begun = time.perf_counter()
        list(pool.map(some, range(CROWD)))
        return len(requests) / (time.perf_counter() - begun)


def click(user: str, invitation_id: str) -> bytes:
    """Return the signed press of a track's button, as it stands on the wire."""
    payload = {
        "type": "block_actions",
        "team": {"id": "T0TEAM", "domain": "bench"},
        "user": {"id": user, "team_id": "T0TEAM", "username": user.lower(), "name": user.lower()},
        "api_app_id": "A0",
        "container": {"type": "message", "message_ts": "1.000001", "channel_id": "D1"},
        "channel": {"id": "D1", "name": "directmessage"},
        "trigger_id": f"trigger.{user}",
        "actions": [
            {
                "type": "button",
                "action_id": "choose_track",
                "block_id": "b",
                "value": f"{invitation_id}.{TRACK}",
                "action_ts": "1.000002",
            }
        ],
    }
    body = f"payload={quote(json.dumps(payload))}".encode()
    stamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Host": "127.0.0.1",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /slack/events HTTP/1.1\r\n{lines}\r\n".encode() + body


def connected(address: str) -> socket.socket:
    """Return a bare connection: what a client library costs is not to be measured."""
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), parts.port), timeout=30)


def send(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request)
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(f"a click was answered {answer[:60]!r}")
