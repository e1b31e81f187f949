"""How often the bot may call: one message a second and channel always, Slack's tiers when asked."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MESSAGE_GAP = 1.0
WINDOW = 60.0
CALLS_A_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}


@dataclass
class Rates:
    """Counts calls in machine time. *tiers* turns the limits per minute on; real Slack lets bursts pass."""

    machine: Callable[[], float]
    message_gap: float = MESSAGE_GAP
    tiers: bool = False
    _last: dict[str, float] = field(default_factory=dict)
    _calls: dict[str, deque[float]] = field(default_factory=dict)

    def message(self, channel: str) -> float:
        """Note a message to *channel* and return 0, or return the seconds to wait."""
        moment = self.machine()
        wait = self._last.get(channel, float("-inf")) + self.message_gap - moment
        if wait > 0:
            return wait
        self._last[channel] = moment
        return 0.0

    def call(self, method: str, tier: int) -> float:
        """Note a call of *method* and return 0, or return the seconds to wait."""
        if not self.tiers:
            return 0.0
        moment, calls = self.machine(), self._calls.setdefault(method, deque())
        while calls and calls[0] <= moment - WINDOW:
            calls.popleft()
        if len(calls) >= CALLS_A_MINUTE[tier]:
            return calls[0] + WINDOW - moment
        calls.append(moment)
        return 0.0
