"""How a delivery reaches the bot: a signed HTTP request, three seconds at most, no proxies."""

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import urlencode, urlsplit

from bot.stand_in.records import Json

DeliveryKind = Literal["event", "interactive", "command"]
PATIENCE = 3.0
NO_ANSWER = 0


@dataclass(frozen=True, kw_only=True)
class BotAnswer:
    """What the bot answered; *status* 0 means nothing came in time, and *reason* says in Slack's word why."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def ok(self) -> bool:
        return self.status == http.client.OK

    def json(self) -> Any:
        """The body as JSON, None when there is none or it is something else."""
        try:
            return json.loads(self.body) if self.body.strip() else None
        except ValueError:
            return None


class Road(Protocol):
    """One way to the bot; `HttpRoad` and `bot.stand_in.link.Link` are the two."""

    def send(self, kind: DeliveryKind, payload: Json, headers: Mapping[str, str]) -> BotAnswer: ...


def _body_of(kind: DeliveryKind, payload: Json) -> tuple[str, str]:
    """The request body and its content type, as Slack sends each kind."""
    if kind == "event":
        return json.dumps(payload), "application/json"
    if kind == "command":
        return urlencode(payload), "application/x-www-form-urlencoded"
    return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: str) -> str:
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@dataclass(kw_only=True)
class HttpRoad:
    """Posts to *url*, signed with *secret* at the time that *machine* tells (seconds since 1970)."""

    url: str
    secret: str
    machine: Callable[[], float]
    patience: float = PATIENCE

    def send(self, kind: DeliveryKind, payload: Json, headers: Mapping[str, str]) -> BotAnswer:
        body, content_type = _body_of(kind, payload)
        return self.post(body, {"Content-Type": content_type, **headers})

    def post(self, body: str, headers: Mapping[str, str]) -> BotAnswer:
        """Sign *body* and bring it; a test may pass any header, its own signature too."""
        timestamp = str(int(self.machine()))
        signed = {
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.secret, timestamp, body),
            **headers,
        }
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.patience)
        try:
            connection.request("POST", parts.path or "/", body.encode(), signed)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except TimeoutError:
            return BotAnswer(status=NO_ANSWER, reason="http_timeout")
        except (OSError, http.client.HTTPException):
            return BotAnswer(status=NO_ANSWER, reason="connection_failed")
        finally:
            connection.close()
        answered = {name.lower(): value for name, value in response.getheaders()}
        reason = "" if response.status == http.client.OK else "http_error"
        return BotAnswer(status=response.status, body=text, headers=answered, reason=reason)
