"""Trigger ids, good once within three seconds; response addresses, good five times in half an hour."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

TRIGGER_LIFE = 3.0
RESPONSE_LIFE = 30 * 60.0
RESPONSE_USES = 5


@dataclass(kw_only=True)
class Trigger:
    """Allows one modal for *user*; *view_id* is the modal that it was pressed in, if any."""

    user: str
    born: float
    view_id: str | None = None
    used: bool = False


@dataclass(kw_only=True)
class ResponseAddress:
    """Lets the bot answer an interaction in *channel*; *ts* is the message that it came from, if any."""

    user: str
    channel: str
    born: float
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Triggers:
    """Issues both and tells whether one still works."""

    machine: Callable[[], float]
    _triggers: dict[str, Trigger] = field(default_factory=dict)
    _addresses: dict[str, ResponseAddress] = field(default_factory=dict)

    def issue(self, user: str, view_id: str | None = None) -> str:
        key = f"{len(self._triggers) + 1}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self._triggers[key] = Trigger(user=user, view_id=view_id, born=self.machine())
        return key

    def exchange(self, key: str) -> Trigger | str:
        """Use a trigger up and return it, or return the error that Slack would answer."""
        trigger = self._triggers.get(key)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if self.machine() - trigger.born > TRIGGER_LIFE:
            return "expired_trigger_id"
        trigger.used = True
        return trigger

    def address(self, user: str, channel: str, ts: str | None = None, *, thread_ts: str | None = None) -> str:
        key = secrets.token_hex(12)
        self._addresses[key] = ResponseAddress(
            user=user,
            channel=channel,
            ts=ts,
            thread_ts=thread_ts,
            born=self.machine(),
        )
        return key

    def spend(self, key: str) -> ResponseAddress | str:
        """Use a response address once and return it, or return the error that Slack would answer."""
        address = self._addresses.get(key)
        if address is None:
            return "invalid_url"
        if self.machine() - address.born > RESPONSE_LIFE:
            return "expired_url"
        if address.uses >= RESPONSE_USES:
            return "used_url"
        address.uses += 1
        return address
