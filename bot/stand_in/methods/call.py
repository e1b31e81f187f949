"""One call of a Web API method: its arguments, and how it is refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.stand_in.records import Channel, Json, Member
from bot.stand_in.workspace import Workspace


class Refused(Exception):  # noqa: N818 -- Slack's answer, not a fault of ours
    """Slack answers ``ok: false``; nothing has been changed."""

    def __init__(
        self,
        error: str,
        messages: list[str] | None = None,
        *,
        status: int = 200,
        retry_after: int | None = None,
        more: Json | None = None,
    ) -> None:
        super().__init__(error)
        self.error, self.messages, self.status = error, messages or [], status
        self.retry_after, self.more = retry_after, more or {}


@dataclass(kw_only=True)
class Call:
    """A call with known arguments only; *warnings* is for the journal."""

    workspace: Workspace
    args: Json
    warnings: list[str] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        value = self.args.get(name)
        if value is None or isinstance(value, str):
            return value
        raise Refused("invalid_arguments", [f"[ERROR] must be a string [json-pointer:/{name}]"])

    def needed(self, name: str) -> str:
        """A string that must be there and not be empty."""
        if not (value := self.text(name)):
            raise Refused("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        return self.args.get(name) in {True, "true", "1"}

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.args.get(name, default))
        except (TypeError, ValueError):
            raise Refused("invalid_arguments", [f"[ERROR] must be a number [json-pointer:/{name}]"]) from None

    def structure(self, name: str) -> Any:
        """An object or array, given as JSON or as a string of JSON; None when absent."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            wrong = [f"[ERROR] must be valid JSON [json-pointer:/{name}]"]
            raise Refused(f"invalid_{name}" if name == "blocks" else "invalid_arguments", wrong) from None

    def channel(self, name: str = "channel") -> Channel:
        """The channel with that id that the bot may know of, else ``channel_not_found``."""
        place = self.workspace.conversations.channels.get(self.needed(name))
        bot = self.workspace.app.bot_user_id
        if place is None or (place.kind != "public" and bot not in place.members):
            raise Refused("channel_not_found")
        return place

    def writable(self, place: Channel) -> Channel:
        """*place*, if the bot may write there now."""
        if self.workspace.app.bot_user_id not in place.members:
            raise Refused("not_in_channel")
        if place.archived:
            raise Refused("is_archived")
        if place.kind == "im":
            self._check_direct(self.workspace.members[place.members[0]])
        return place

    def _check_direct(self, member: Member) -> None:
        if member.deleted:
            raise Refused("is_archived")
        if not self.workspace.app.messages_tab:
            raise Refused("messages_tab_disabled")

    def member(self, user: str) -> Member:
        if (member := self.workspace.members.get(user)) is None:
            raise Refused("user_not_found")
        return member


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method: its scopes, its arguments besides the token, its rate tier and what it does."""

    name: str
    run: Callable[[Call], Json]
    takes: frozenset[str]
    scopes: frozenset[str] = frozenset()
    tier: int = 3
    token: Literal["bot", "app"] = "bot"  # noqa: S105 -- a kind
