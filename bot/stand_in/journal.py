"""What went over the wire: every call the bot made and every delivery it got, for tests and for the page."""

from dataclasses import dataclass, field

from bot.stand_in.delivery import DeliveryKind
from bot.stand_in.records import Json


@dataclass(frozen=True, kw_only=True)
class ApiCall:
    """One Web API call: *error* is None when Slack answered ok; *warnings* is what it would have let pass."""

    method: str
    args: Json
    at: float
    status: int = 200
    error: str | None = None
    messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.error is None


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """One thing brought to the bot, and what came back; *status* 0 means that no answer came in time."""

    kind: DeliveryKind
    payload: Json
    headers: dict[str, str]
    status: int
    body: str
    at: float


@dataclass
class Journal:
    """Calls and deliveries, oldest first."""

    calls: list[ApiCall] = field(default_factory=list)
    deliveries: list[Delivered] = field(default_factory=list)

    def of(self, method: str) -> list[ApiCall]:
        return [call for call in self.calls if call.method == method]

    @property
    def refused(self) -> list[ApiCall]:
        return [call for call in self.calls if not call.ok]

    @property
    def warned(self) -> list[ApiCall]:
        return [call for call in self.calls if call.warnings]

    def clear(self) -> None:
        self.calls.clear()
        self.deliveries.clear()
