"""``serve``: the bot against Slack, over Socket Mode or HTTP, until it is told to stop."""

import gc
import logging

import uvicorn
from starlette.types import ASGIApp

from bot.app import build
from bot.settings import Settings
from tracks.contents import Catalogue

log = logging.getLogger(__name__)


def run(settings: Settings, content: Catalogue) -> None:
    """Serve until interrupted."""
    program = build(settings, content=content)
    server = uvicorn.Server(configuration(program.web, host=settings.host, port=settings.port))
    gc.freeze()  # what is here now stays: looking through it for garbage would hold up somebody's click
    program.start()
    try:
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
    )
