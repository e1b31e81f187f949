"""The clock of a process: it ticks, says when it stalls, and is started anew by its watchdog."""

import threading

from bot.delivery.ticking import STALLED_AFTER, Ticking

PATIENCE = 10.0


class Counting:
    """A worker with nothing to send, who tells of each tick."""

    def __init__(self) -> None:
        self.ticked = threading.Event()
        self.closed = False

    def tick(self) -> int:
        self.ticked.set()
        return 0

    def tidy(self) -> None: ...

    def close(self) -> None:
        self.closed = True


def test_clock_that_stalls_says_so_and_is_started_anew():
    worker, steady = Counting(), [0.0]
    ticking = Ticking(worker, steady=lambda: steady[0])
    ticking.start()
    assert worker.ticked.wait(PATIENCE)
    ticking._scheduler.pause()
    steady[0] += STALLED_AFTER + 1
    assert ticking.stalled() == "no tick for 16 seconds"
    worker.ticked.clear()

    ticking.check()

    assert worker.ticked.wait(PATIENCE)
    assert ticking.stalled() is None
    ticking.stop()
    assert worker.closed


def test_clock_that_ticks_is_left_alone():
    worker = Counting()
    ticking = Ticking(worker, steady=lambda: 0.0)
    ticking.start()
    scheduler = ticking._scheduler

    ticking.check()

    assert ticking._scheduler is scheduler
    ticking.stop()
