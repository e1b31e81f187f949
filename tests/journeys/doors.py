"""Two doors on loopback that stay open for a whole run, behind which each world puts its own applications."""

import atexit
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.stand_in.server import running
from tracks import catalogue
from tracks.contents import Catalogue


@dataclass
class Door:
    """An address, and whatever application is behind it now."""

    behind: ASGIApp | None = None
    address: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.behind is not None, "nobody is at home"
        await self.behind(scope, receive, send)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@cache
def door(name: str) -> Door:
    """Return the open door of that name; opening one takes longer than most stories."""
    made, stack = Door(), ExitStack()
    made.address = stack.enter_context(running(made))
    atexit.register(stack.close)
    return made


@cache
def shipped_content() -> Catalogue:
    """Return the shipped content, read once."""
    return catalogue.load()
