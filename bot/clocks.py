"""The only place that reads a clock: people's time, which the demo can move, and the machine's."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def people_time() -> datetime:
    """Return now as an aware UTC instant."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Both clocks. *now*: people's time. *machine*: seconds since 1970, for leases, signatures and rates.

    *steady*: seconds that never step back, for watchdogs.
    """

    now: Callable[[], datetime] = people_time
    machine: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic


class MovableTime:
    """People's time as the demo keeps it: it runs, and can be put forward."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self.ahead = ahead

    def __call__(self) -> datetime:
        return people_time() + self.ahead

    def advance(self, by: timedelta) -> None:
        """Put the clock forward by *by*; it never goes back."""
        self.ahead += max(by, timedelta(0))
