"""``serve``: the bot against Slack, over Socket Mode or HTTP, until it is told to stop."""

import logging

import uvicorn

from bot.app import Program, build
from bot.settings import Settings
from storage import schema

log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Serve until interrupted. Raises ``schema.SchemaDiffers`` when the database is behind or ahead."""
    schema.require_current(settings.database_url)
    program = build(settings)
    server = web_server(program, host=settings.host, port=settings.port)
    program.start()
    try:
        server.run()
    finally:
        program.stop()


def web_server(program: Program, *, host: str, port: int) -> uvicorn.Server:
    """Return the web server; it keeps no access log, since addresses of pages are secrets."""
    config = uvicorn.Config(
        program.web,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
    )
    return uvicorn.Server(config)
