"""Failures on demand: the next calls of a method go wrong in the way that a test names."""

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["error", "status", "html", "truncated", "lost", "held"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to fail. *after* tells whether the call takes effect before it goes wrong."""

    way: Way
    after: bool = False
    error: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    gate: threading.Event | None = None


def rate_limited(retry_after: str | None = "1") -> Fault:
    """429; *retry_after* is the header as it stands (also nonsense), None leaves it out."""
    headers = () if retry_after is None else (("Retry-After", retry_after),)
    return Fault(way="error", error="ratelimited", status=429, headers=headers)


def answers(error: str, *, after: bool = False) -> Fault:
    """``ok: false`` with *error*: internal_error, edit_window_closed, whatever Slack can say."""
    return Fault(way="error", error=error, after=after)


def fatal_error() -> Fault:
    """``fatal_error`` after the call took effect: some of it may have succeeded, says Slack."""
    return answers("fatal_error", after=True)


def server_error(status: int = 500, *, after: bool = False) -> Fault:
    return Fault(way="status", status=status, after=after)


def lost_answer() -> Fault:
    """The call takes effect, then the connection is reset before a byte of the answer."""
    return Fault(way="lost", after=True)


def never_arrived() -> Fault:
    """The connection is reset before the call takes effect."""
    return Fault(way="lost")


def html_page(status: int = 200) -> Fault:
    """A proxy's page instead of JSON; the call had no effect."""
    return Fault(way="html", status=status)


def truncated_json() -> Fault:
    """The call takes effect, and the answer breaks off in the middle."""
    return Fault(way="truncated", after=True)


def held(gate: threading.Event) -> Fault:
    """A slow answer: the call takes effect and its answer waits until the test sets *gate*."""
    return Fault(way="held", after=True, gate=gate)


@dataclass
class Faults:
    """Faults waiting for their method; ``*`` stands for any."""

    _waiting: dict[str, deque[Fault]] = field(default_factory=dict)

    def plan(self, method: str, fault: Fault, *, times: int = 1) -> None:
        self._waiting.setdefault(method, deque()).extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        for name in (method, "*"):
            if waiting := self._waiting.get(name):
                return waiting.popleft()
        return None

    def clear(self) -> None:
        self._waiting.clear()
