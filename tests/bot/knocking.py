"""Requests at Slack's door, signed as Slack signs them, with exactly the headers that are given."""

import hashlib
import hmac
import http.client
from urllib.parse import urlsplit

from tests.journeys.world import World

SECRET = b"stand-in-signing-secret"


def signed(world: World, body: bytes, *, late: float = 0.0) -> list[tuple[str, str]]:
    return signature_headers(body, world.clocks.machine - late)


def signature_headers(body: bytes, at: float) -> list[tuple[str, str]]:
    time = str(int(at))
    digest = hmac.new(SECRET, b"v0:" + time.encode() + b":" + body, hashlib.sha256).hexdigest()
    return [("X-Slack-Request-Timestamp", time), ("X-Slack-Signature", f"v0={digest}")]


def post(world: World, body: bytes, headers: list[tuple[str, str]], kind: str = "application/json") -> int:
    """Post *body* with exactly these headers, doubled ones too, and return the status."""
    return ask(world, body, headers, kind)[0]


def ask(
    world: World, body: bytes, headers: list[tuple[str, str]], kind: str = "application/json"
) -> tuple[int, str]:
    """Do the same, and return the answer as well."""
    parts = urlsplit(world.address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        connection.putrequest("POST", "/slack/events")
        connection.putheader("Content-Type", kind)
        connection.putheader("Content-Length", str(len(body)))
        for name, value in headers:
            connection.putheader(name, value.encode("latin-1"))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
