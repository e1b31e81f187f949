"""``serve`` ends when the system says so, and what was in hand by then is finished."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import serve
from bot.settings import Settings

SECONDS = 20.0


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("gc.freeze", lambda: None)
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


class Program:
    """Has two callers: one never says all of what they ask, the other's question is when the stop comes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._callers = threading.Thread(target=self._call)
        self._half = threading.Event()
        self.told: list[object] = []
        self.web = Starlette(routes=[Route("/", self._answer, methods=["GET", "POST"])])

    def start(self) -> None:
        self._callers.start()

    def stop(self) -> None:
        self._callers.join()
        self.told.append("stopped")

    async def _answer(self, request: Request) -> Response:
        self._half.set()
        await request.body()
        os.kill(os.getpid(), signal.SIGTERM)
        return Response("done")

    def _call(self) -> None:
        with until_open(self._port) as half:
            half.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf")
            self._half.wait(SECONDS)
            with urlopen(f"http://127.0.0.1:{self._port}", timeout=SECONDS) as answer:
                self.told.append(answer.read())
            half.settimeout(SECONDS)
            self.told.append(half.recv(12))


def until_open(port: int) -> socket.socket:
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            threading.Event().wait(0.01)


def test_stop_waits_for_an_answer_but_not_for_a_caller(monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Program(port)
    monkeypatch.setattr(serve, "build", lambda *_given, **_named: program)
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.2)

    with pytest.raises(SystemExit) as ended:
        serve.run(Settings(port=port), content=None)

    assert (ended.value.code, program.told) == (None, [b"done", b"HTTP/1.1 500", "stopped"])
