"""Socket Mode: up to ten connections of which a delivery takes any one, answered within three seconds."""

import asyncio
import concurrent.futures
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.stand_in.delivery import NO_ANSWER, PATIENCE, BotAnswer, DeliveryKind
from bot.stand_in.records import Json

MOST_CONNECTIONS = 10
TYPES = {"event": "events_api", "interactive": "interactive", "command": "slash_commands"}
Ack = concurrent.futures.Future[Json | None]


@dataclass(eq=False)
class Connection:
    """One open socket with the deliveries that wait for its answer."""

    socket: WebSocket
    loop: asyncio.AbstractEventLoop
    waiting: dict[str, Ack] = field(default_factory=dict)
    greeted: bool = False

    def push(self, frame: Json) -> None:
        """Send from any thread but the loop's own."""
        sending = self.socket.send_text(json.dumps(frame))
        asyncio.run_coroutine_threadsafe(sending, self.loop).result(PATIENCE)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.socket.close(1000), self.loop).result(PATIENCE)


class Link:
    """The road to the bot over Socket Mode; `serve` is the WebSocket endpoint."""

    def __init__(self, app_id: str, *, patience: float = PATIENCE) -> None:
        self.app_id, self.patience = app_id, patience
        self._tickets: set[str] = set()
        self._open: list[Connection] = []
        self._turn = 0
        self._lose = 0
        self._changed = threading.Condition()

    # -- for apps.connections.open and the WebSocket route --

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(1008)
            return
        self._tickets.remove(ticket)
        await socket.accept()
        connection = Connection(socket, asyncio.get_running_loop())
        if not self._add(connection):
            await socket.send_text(json.dumps(self._disconnect_frame("too_many_websockets")))
            await socket.close(1000)
            return
        try:
            await socket.send_text(json.dumps(self._hello()))
            self._greet(connection)
            await self._listen(connection)
        finally:
            self._remove(connection)

    async def _listen(self, connection: Connection) -> None:
        while True:
            try:
                frame = json.loads(await connection.socket.receive_text())
            except WebSocketDisconnect:
                return
            except ValueError:
                continue
            ack = connection.waiting.pop(str(frame.get("envelope_id")), None)
            if ack is not None and not ack.done():
                ack.set_result(frame.get("payload"))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {
                "host": "applink-stand-in",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self.app_id},
        }

    def _disconnect_frame(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-stand-in"}}

    def _add(self, connection: Connection) -> bool:
        """Take a connection in; False when there are ten."""
        with self._changed:
            if len(self._open) >= MOST_CONNECTIONS:
                return False
            self._open.append(connection)
            return True

    def _greet(self, connection: Connection) -> None:
        """From now on it takes deliveries."""
        with self._changed:
            connection.greeted = True
            self._changed.notify_all()

    def _remove(self, connection: Connection) -> None:
        with self._changed:
            if connection in self._open:
                self._open.remove(connection)
            self._changed.notify_all()
        for ack in connection.waiting.values():
            if not ack.done():
                ack.set_exception(ConnectionResetError())

    # -- delivering --

    def send(self, kind: DeliveryKind, payload: Json, headers: Mapping[str, str]) -> BotAnswer:
        """Bring one envelope over any connection and wait for its answer; not from the loop's thread."""
        connection = self._next()
        if connection is None:
            return BotAnswer(status=NO_ANSWER, reason="connection_failed")
        envelope_id = secrets.token_hex(16)
        ack: Ack = concurrent.futures.Future()
        connection.waiting[envelope_id] = ack
        try:
            if not self._loses():
                connection.push(self._envelope(kind, payload, headers, envelope_id))
            answer = ack.result(self.patience)
        except TimeoutError:
            return BotAnswer(status=NO_ANSWER, reason="http_timeout")
        except (OSError, RuntimeError, WebSocketDisconnect):
            return BotAnswer(status=NO_ANSWER, reason="connection_failed")
        finally:
            connection.waiting.pop(envelope_id, None)
        return BotAnswer(status=200, body=json.dumps(answer) if answer else "")

    def _envelope(
        self, kind: DeliveryKind, payload: Json, headers: Mapping[str, str], envelope_id: str
    ) -> Json:
        frame: Json = {
            "envelope_id": envelope_id,
            "type": TYPES[kind],
            "accepts_response_payload": kind != "event",
            "payload": payload,
        }
        if kind == "event":
            attempt = int(headers.get("x-slack-retry-num", "0"))
            frame |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        return frame

    def _next(self) -> Connection | None:
        with self._changed:
            greeted = [each for each in self._open if each.greeted]
            self._turn += 1
            return greeted[self._turn % len(greeted)] if greeted else None

    def _loses(self) -> bool:
        with self._changed:
            self._lose, lost = max(0, self._lose - 1), self._lose > 0
            return lost

    # -- what can happen to connections --

    @property
    def connections(self) -> int:
        """How many take deliveries now."""
        with self._changed:
            return sum(each.greeted for each in self._open)

    def wait_for_connections(self, count: int, timeout: float = 10.0) -> bool:
        """Wait until exactly *count* are open; False when *timeout* seconds were not enough."""
        with self._changed:
            return self._changed.wait_for(lambda: self.connections == count, timeout)

    def lose_next(self, times: int = 1) -> None:
        """The next *times* envelopes vanish on their way, as in a socket that has died unnoticed."""
        with self._changed:
            self._lose += times

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to go and give it nothing more; after a ``warning`` it still gets some."""
        for connection in list(self._open):
            if reason != "warning":
                with self._changed:
                    connection.greeted = False
                    self._changed.notify_all()
            connection.push(self._disconnect_frame(reason))

    def cut(self) -> None:
        """Close every connection without a word."""
        for connection in list(self._open):
            connection.close()
