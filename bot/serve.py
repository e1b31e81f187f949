"""``serve``: the bot against Slack, over Socket Mode or HTTP, until it is told to stop."""

import logging

import uvicorn
from starlette.types import ASGIApp

from bot.app import build
from bot.settings import Settings
from storage import schema

log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Serve until interrupted. Raises ``schema.SchemaDiffers`` when the database is behind or ahead."""
    schema.require_current(settings.database_url)
    program = build(settings)
    server = uvicorn.Server(configuration(program.web, host=settings.host, port=settings.port))
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
