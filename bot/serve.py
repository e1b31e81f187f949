"""``serve``: the bot against Slack, over Socket Mode or HTTP, until it is told to stop."""

import gc
import logging
import signal
import sys

import uvicorn
from starlette.types import ASGIApp

from bot.app import STOP_SECONDS, build
from bot.settings import Settings
from tracks.contents import Catalogue

log = logging.getLogger(__name__)


def run(settings: Settings, content: Catalogue) -> None:
    """Serve until interrupted, or told to end by the system."""
    program = build(settings, content=content)
    server = uvicorn.Server(configuration(program.web, host=settings.host, port=settings.port))
    gc.freeze()  # what is here now stays: looking through it for garbage would hold up somebody's click
    program.start()
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # the server raises it again once it has stopped
        server.run()
    finally:
        program.stop()


def configuration(web: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Config:
    """How the program is served: without an access log, since addresses of pages are secrets."""
    return uvicorn.Config(
        web,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
