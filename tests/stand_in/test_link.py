"""Socket Mode as Slack's aiohttp client lives it: acknowledgements, repeats, disconnects."""

import asyncio
import threading
from contextlib import contextmanager

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.stand_in.bolt_app import buttons, modal, text_input


class Listener:
    """Socket Mode clients in an event loop of their own thread; *answer* says what each request gets."""

    def __init__(self, workspace):
        self.workspace, self.heard, self.clients = workspace, [], []
        self.silent = False
        self.payload = None
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def connect(self):
        self.run(self._connect())

    async def _connect(self):
        base = f"{self.workspace.address}/api/"
        client = SocketModeClient(
            app_token=self.workspace.app.app_token,
            web_client=AsyncWebClient(base_url=base, retry_handlers=[]),
        )
        client.socket_mode_request_listeners.append(self._hear)
        self.clients.append(client)
        await client.connect()

    async def _hear(self, client, request):
        self.heard.append(request)
        if not self.silent:
            answer = SocketModeResponse(envelope_id=request.envelope_id, payload=self.payload)
            await client.send_socket_mode_response(answer)

    def close(self):
        for client in self.clients:
            self.run(client.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@contextmanager
def listening(workspace):
    listener = Listener(workspace)
    try:
        yield listener
    finally:
        listener.close()


@pytest.fixture
def listener(workspace):
    workspace.link.patience = 0.3
    workspace.connect(workspace.link)
    with listening(workspace) as made:
        made.connect()
        assert workspace.link.wait_for_connections(1)
        yield made


def test_words_press_and_command_arrive_as_envelopes(listener, client, workspace, rita):
    client.chat_postMessage(channel="C0HIRING", text="Choose", blocks=[buttons("Realist")])

    rita.type("hello")
    rita.press("Realist")
    rita.command("/tracks", "help")

    assert [request.type for request in listener.heard] == ["events_api", "interactive", "slash_commands"]
    assert listener.heard[2].payload["text"] == "help"
    assert rita.last_refusal is None


def test_an_answer_travels_with_the_acknowledgement(listener, client, workspace, rita):
    trigger = workspace.triggers.issue("U0RITA")
    client.views_open(trigger_id=trigger, view=modal(text_input("mail", "Mail")))
    rita.fill({"Mail": "x"})
    listener.payload = {"response_action": "errors", "errors": {"mail": "No"}}

    rita.submit()

    assert rita.view_errors == {"mail": "No"}


def test_an_unanswered_event_is_repeated_and_an_unanswered_press_is_not(listener, client, workspace, rita):
    client.chat_postMessage(channel="C0HIRING", text="Choose", blocks=[buttons("Realist")])
    listener.silent = True

    rita.press("Realist")
    refusal = rita.last_refusal
    rita.type("hello")

    assert refusal == "We had some trouble connecting. Try again?"
    told = [(request.type, request.retry_attempt, request.retry_reason) for request in listener.heard]
    assert told == [("interactive", None, None), ("events_api", 0, ""), ("events_api", 1, "timeout")]
    assert listener.heard[1].payload["event_id"] == listener.heard[2].payload["event_id"]


def test_a_lost_envelope_comes_again_by_the_clock(listener, workspace, rita, clock):
    workspace.link.lose_next(2)
    rita.type("hello")
    heard_at_once = len(listener.heard)

    clock.forward(60)
    workspace.events.pump()

    assert (heard_at_once, [request.retry_attempt for request in listener.heard]) == (0, [2])


def test_any_connection_takes_a_delivery(listener, workspace, rita):
    listener.connect()
    assert workspace.link.wait_for_connections(2)

    for word in ("one", "two", "three", "four"):
        rita.type(word)

    assert sorted(request.payload["event"]["text"] for request in listener.heard) == [
        "four",
        "one",
        "three",
        "two",
    ]


def test_a_client_comes_back_after_a_disconnect_frame(listener, workspace, rita):
    workspace.link.disconnect("refresh_requested")

    assert workspace.link.wait_for_connections(1)
    rita.type("hello")
    assert [request.payload["event"]["text"] for request in listener.heard] == ["hello"]


def test_a_ticket_is_good_for_one_connection(listener, workspace):
    async def second_use():
        url = listener.clients[0].wss_uri
        async with listener.clients[0].aiohttp_client_session.ws_connect(url) as socket:
            return await socket.receive()

    with pytest.raises(Exception, match="403"):
        listener.run(second_use())


def test_an_eleventh_connection_is_sent_away(workspace, client):
    async def eleven():
        app = AsyncWebClient(
            token=workspace.app.app_token, base_url=f"{workspace.address}/api/", retry_handlers=[]
        )
        frames, sockets = [], []
        async with aiohttp.ClientSession() as session:
            for _ in range(11):
                url = (await app.apps_connections_open(app_token=workspace.app.app_token))["url"]
                sockets.append(await session.ws_connect(url))
                frames.append((await sockets[-1].receive_json()).get("reason"))
        return frames

    assert asyncio.run(eleven()) == [None] * 10 + ["too_many_websockets"]


def test_connections_that_are_cut_come_back(listener, workspace, rita, clock):
    workspace.link.cut()

    rita.type("hello")
    assert workspace.link.wait_for_connections(1)
    clock.forward(360)
    workspace.events.pump()

    assert {request.payload["event"]["text"] for request in listener.heard} == {"hello"}
