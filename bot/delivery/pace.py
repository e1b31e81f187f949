"""How fast Slack may be spoken to: one message a second and channel, never against a Retry-After."""

import threading

SLACK = "slack"  # stands beside the channels for all of them
SECONDS_BETWEEN = 1.0  # platform.md 2.3: chat.postMessage, per channel
REST = 600.0  # seconds; the longest that we wait at one go


class Pace:
    """Machine time in seconds at which each channel, and ``SLACK`` as a whole, may be spoken to again."""

    def __init__(self) -> None:
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def turn(self, channel: str, *, claimed: float) -> float:
        """Return 0.0 when it is the turn of what was *claimed* then, else the machine time of its turn.

        That may have passed by now: what waits for it was there before what was claimed too early for it.
        """
        with self._lock:
            turn = self._free_at.get(channel, 0.0)
            return turn if turn > claimed else 0.0

    def take(self, channel: str, *, now: float) -> None:
        """Take a turn in *channel*."""
        self.wait(channel, until=now + SECONDS_BETWEEN)

    def wait(self, channel: str, *, until: float) -> None:
        """Leave *channel* alone until then: Slack said so, or what was due first is tried again then."""
        with self._lock:
            self._free_at[channel] = max(self._free_at.get(channel, 0.0), until)

    def forget(self, *, before: float) -> None:
        """Drop the channels whose turn passed before then."""
        with self._lock:
            self._free_at = {channel: at for channel, at in self._free_at.items() if at >= before}
