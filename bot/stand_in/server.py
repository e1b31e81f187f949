"""Serves an application on loopback from a thread, until the block ends."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.stand_in.sockets import Resettable, listening_at
from bot.stand_in.web_api import build_app
from bot.stand_in.workspace import Workspace

STARTING = 10.0


class _Server(uvicorn.Server):
    """Tells when it is ready and waits for its end, so that nobody has to look again and again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.ready.set()
        await self._end.wait()

    def end(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end.set)


def configuration(app: ASGIApp) -> uvicorn.Config:
    """How the stand-in is served, also in the demo: quiet, connections can be reset."""
    return uvicorn.Config(
        app,
        http=Resettable,
        loop="asyncio",
        ws="websockets-sansio",
        ws_ping_interval=None,
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


@contextmanager
def running(
    app: ASGIApp,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    configured: Callable[[ASGIApp], uvicorn.Config] = configuration,
) -> Iterator[str]:
    """Serve *app* and yield its address (``http://127.0.0.1:40123``); any free port by default."""
    listening = listening_at(host, port)
    server = _Server(configured(app))
    thread = threading.Thread(target=server.run, args=([listening],), name="stand-in", daemon=True)
    thread.start()
    try:
        if not server.ready.wait(STARTING):
            raise TimeoutError("the stand-in did not start")
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        server.end()
        thread.join()
        listening.close()


@contextmanager
def serving(workspace: Workspace) -> Iterator[Workspace]:
    """Serve *workspace* with its address set."""
    with running(build_app(workspace)) as address:
        workspace.address = address
        yield workspace
