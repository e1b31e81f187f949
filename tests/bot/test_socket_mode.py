"""The road without an address of our own: two connections, and an answer whatever Slack does to them."""

import asyncio
import logging
import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from logging.handlers import QueueHandler
from queue import Queue

import pytest

from bot.adapters import socket_mode
from bot.adapters.socket_mode import SocketMode
from bot.app import Program, build
from bot.clocks import Clock
from bot.settings import Settings
from bot.stand_in.server import serving
from bot.stand_in.workspace import Workspace
from tests.journeys import company
from tests.journeys.world import SLACK, Clocks, populate

SECONDS = 20.0


@pytest.fixture(name="road")
def connected(sqlite_url: str) -> Iterator[tuple[Workspace, Program]]:
    clocks = Clocks()
    workspace = Workspace(now=clocks.people, machine=clocks.seconds, app=SLACK)
    populate(workspace)
    with ExitStack() as stack:
        stack.enter_context(serving(workspace))
        settings = {
            "slack_bot_token": workspace.app.bot_token,
            "slack_app_token": workspace.app.app_token,
            "slack_signing_secret": workspace.app.signing_secret,  # it is the app token that decides
            "slack_api_url": f"{workspace.address}/api/",
            "database_url": sqlite_url,
            "secret_key": "a-secret-key-for-stories-only-1234567890",
        }
        clock = Clock(now=clocks.people, machine=clocks.seconds)
        program = build(Settings.model_validate(settings), clock=clock, send_threads=0)
        company.found(program.services.store)
        assert workspace.link is not None
        assert program.socket is not None
        workspace.connect(workspace.link)
        program.socket.start()
        stack.callback(program.services.store.close)
        stack.callback(program.socket.stop)
        workspace.link.wait_for_connections(2)
        yield workspace, program


def test_two_connections_are_held_and_told(road):
    workspace, program = road
    assert workspace.person("U0RITA").command("/tracks", "help").ok  # so one of them is known on both sides

    assert (workspace.link.connections, program.socket.problem()) == (2, None)


def test_command_is_answered_over_the_socket(road):
    workspace, _ = road

    answer = workspace.person("U0RITA").command("/tracks", "help")

    assert answer.ok
    assert "/tracks invite" in workspace.person("U0RITA").sees()


def test_press_opens_a_form_over_the_socket(road):
    workspace, _ = road
    rita = workspace.person("U0RITA")

    rita.shortcut("invite_candidate")

    assert rita.view is not None
    assert rita.view.payload["callback_id"] == "invite"


def test_cut_connections_are_opened_again(road):
    workspace, program = road
    workspace.link.cut()

    workspace.link.wait_for_connections(2)

    assert workspace.person("U0RITA").command("/tracks", "help").ok
    assert program.socket.problem() is None


def test_event_that_was_delivered_twice_is_answered_once(road):
    workspace, program = road
    workspace.events.duplicate_next(1)

    workspace.person("U0ADA").type("help")

    with program.services.look() as unit:
        assert unit.due.pending() == 1


def test_whoever_pressed_before_a_stop_is_answered(road):
    workspace, program = road
    dispatch, taken, on = program.socket._dispatch, threading.Event(), threading.Event()

    def slowly(request):
        taken.set()
        on.wait(SECONDS)
        return dispatch(request)

    program.socket._dispatch = slowly
    with ThreadPoolExecutor(2) as beside:
        answer = beside.submit(workspace.person("U0RITA").command, "/tracks", "help")
        taken.wait(SECONDS)
        wait([beside.submit(program.socket.stop)], timeout=0.1)
        on.set()

    assert answer.result().ok


def test_nothing_over_http_where_the_socket_serves(road):
    _, program = road

    assert [route.path for route in program.web.routes if route.path.startswith("/slack")] == []


@pytest.fixture
def alone() -> Iterator[SocketMode]:
    """Somebody who has not been told to connect."""
    socket = SocketMode(
        lambda _request: None, app_token="xapp", api_url="http://127.0.0.1/api/", stop_seconds=30
    )
    yield socket
    socket._loop.close()


def test_only_an_open_connection_counts_as_one(alone):
    for sessions, problem in (
        ([None, Session(closed=True)], "not connected to Slack"),
        ([Session(closed=True), Session(closed=False)], None),
    ):
        alone._clients = [Client(session) for session in sessions]
        assert alone.problem() == problem


def test_connection_that_does_not_come_about_is_begun_anew(alone, monkeypatch, warned):
    monkeypatch.setattr(socket_mode, "CONNECT_SECONDS", 0.01)

    asyncio.run(alone._mend(Client(Session(closed=True))))

    assert warned.get_nowait().getMessage() == "could not connect to Slack (TimeoutError); trying again"


@dataclass
class Session:
    closed: bool


@dataclass
class Client:
    """A client of slack_sdk whose address leads nowhere, which it tries for ever."""

    current_session: Session | None

    async def is_connected(self) -> bool:
        return False

    async def connect_to_new_endpoint(self, *, force: bool) -> None:
        assert force
        await asyncio.Event().wait()


@pytest.mark.parametrize(("at", "why"), [("workspace", "invalid_auth"), ("nowhere", "ClientConnectorError")])
def test_why_slack_lets_nobody_in_is_one_line(road, warned, at, why):
    workspace, _ = road
    address = f"{workspace.address}/api/" if at == "workspace" else f"http://127.0.0.1:{free_port()}/api/"
    socket = SocketMode(
        lambda _request: None, app_token="xapp-wrong", api_url=address, stop_seconds=30, connections=1
    )
    socket.start()

    line = warned.get(timeout=SECONDS)
    socket.stop()

    assert line.getMessage() == f"could not connect to Slack ({why}); trying again"  # and no traceback below


@pytest.fixture(name="warned")
def _warned() -> Iterator[Queue[logging.LogRecord]]:
    told: Queue[logging.LogRecord] = Queue()
    handler, log = QueueHandler(told), logging.getLogger("bot.adapters.socket_mode")
    log.addHandler(handler)
    yield told
    log.removeHandler(handler)


def free_port() -> int:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        return server.server_address[1]
