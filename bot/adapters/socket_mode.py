"""Socket Mode: the aiohttp client feeds the synchronous app from a thread; two connections, one watchdog."""

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from aiohttp import ClientError
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

CONNECTIONS = 2
WATCH_SECONDS = 10.0
CONNECT_SECONDS = 60.0  # longer than Slack asks to wait when it is asked too often
THREADS = 16
Dispatch = Callable[[BoltRequest], BoltResponse]


class SocketMode:
    """Holds the connections in a thread of its own; ``problem`` tells what is wrong, or None."""

    def __init__(
        self,
        dispatch: Dispatch,
        *,
        app_token: str,
        api_url: str,
        stop_seconds: float,
        connections: int = CONNECTIONS,
    ) -> None:
        self._dispatch = dispatch
        self._token = app_token
        self._api_url = api_url
        self._stop_seconds = stop_seconds
        self._wanted = connections
        self._clients: list[SocketModeClient] = []
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="socket")
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="socket-mode", daemon=True)

    def start(self) -> None:
        """Connect, and stay connected."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what is in hand, close the connections and wait until they are."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(timeout=self._stop_seconds)
        self._threads.shutdown(wait=False)

    def problem(self) -> str | None:
        """Return what is wrong with the connection to Slack, or None."""
        sessions = [client.current_session for client in self._clients]
        connected = any(session is not None and not session.closed for session in sessions)
        return None if connected else "not connected to Slack"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._hold())
        self._loop.close()

    async def _hold(self) -> None:
        self._clients = [self._client() for _ in range(self._wanted)]
        while not self._stopped.is_set():
            await asyncio.gather(*(self._mend(client) for client in self._clients))
            try:
                await asyncio.wait_for(self._stopped.wait(), WATCH_SECONDS)
            except TimeoutError:
                continue
        if self._in_hand:
            await asyncio.wait(self._in_hand)
        for client in self._clients:
            await client.close()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped

    async def _mend(self, client: SocketModeClient) -> None:
        """Connect *client* if it is not; left to itself it would try one address for ever, used up or not."""
        try:
            if not await client.is_connected():
                await asyncio.wait_for(client.connect_to_new_endpoint(force=True), CONNECT_SECONDS)
        except (SlackApiError, ClientError, OSError) as error:
            log.warning("could not connect to Slack (%s); trying again", _in_a_word(error))
        except Exception:
            log.warning("could not connect to Slack; trying again", exc_info=True)

    def _client(self) -> SocketModeClient:
        client = SocketModeClient(
            app_token=self._token,
            web_client=AsyncWebClient(base_url=self._api_url, retry_handlers=[]),
            auto_reconnect_enabled=True,
        )
        client.socket_mode_request_listeners.append(self._take)
        return client

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Take *request* in hand; while we stop nothing is begun any more, and Slack repeats events."""
        if not self._stopped.is_set():
            answering = asyncio.create_task(self._answer(client, request))
            self._in_hand.add(answering)
            answering.add_done_callback(self._in_hand.discard)
            await answering

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        headers: dict[str, str | Sequence[str]] = {"x-slack-retry-num": str(request.retry_attempt or 0)}
        bolt_request = BoltRequest(mode="socket_mode", body=request.payload, headers=headers)
        answer = await self._loop.run_in_executor(self._threads, self._dispatch, bolt_request)
        response = _acknowledged(request, answer)
        if response is not None:
            await client.send_socket_mode_response(response)


def _in_a_word(error: Exception) -> str:
    """Return Slack's word, or what kind of error it was: its text may hold the address that lets one in."""
    return str(error.response["error"]) if isinstance(error, SlackApiError) else type(error).__name__


def _acknowledged(request: SocketModeRequest, answer: BoltResponse) -> SocketModeResponse | None:
    """Return the frame that says *request* is done; None when it is not, so that Slack repeats events."""
    if answer.status != 200:  # noqa: PLR2004 -- HTTP's number for done
        return None
    if not answer.body:
        return SocketModeResponse(envelope_id=request.envelope_id)
    is_json = answer.headers.get("content-type", [""])[0].startswith("application/json")
    payload = json.loads(answer.body) if is_json else {"text": answer.body}
    return SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
