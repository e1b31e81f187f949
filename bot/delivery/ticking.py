"""The clock of a process: APScheduler ticks the worker, and a watchdog starts it anew when it stalls."""

import logging
import threading
from collections.abc import Callable

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.delivery.worker import Worker

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
TIDY_SECONDS = 3600
STALLED_AFTER = 15.0  # seconds without a tick; a tick waits for nothing but the database


class Ticking:
    """Runs ``worker.tick`` every half second while there is work, and once an hour ``worker.tidy``.

    *steady*: seconds that never step back. The scheduler counts on the wall clock and stalls when that steps
    back, which is why the watchdog counts on its own.
    """

    def __init__(self, worker: Worker, *, steady: Callable[[], float]) -> None:
        self._worker = worker
        self._steady = steady
        self._last_tick = steady()
        self._stop = threading.Event()
        self._scheduler = self._new_scheduler()
        self._watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Start to tick."""
        self._scheduler.start()
        self._watchdog.start()

    def stop(self) -> None:
        """Finish the tick in hand and stop."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)
        self._worker.close()

    def stalled(self) -> str | None:
        """Return what is wrong with the clock, or None."""
        quiet = self._steady() - self._last_tick
        return f"no tick for {quiet:.0f} seconds" if quiet > STALLED_AFTER else None

    def check(self) -> None:
        """Start the scheduler anew when it has stalled."""
        if self.stalled():
            log.error("the clock stalled and was started anew")
            old, self._scheduler = self._scheduler, self._new_scheduler()
            old.shutdown(wait=False)
            self._last_tick = self._steady()
            self._scheduler.start()

    def _new_scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="UTC",
        )
        scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS)
        scheduler.add_job(self._worker.tidy, "interval", seconds=TIDY_SECONDS)
        return scheduler

    def _tick(self) -> None:
        try:
            while self._worker.tick() and not self._stop.is_set():
                self._last_tick = self._steady()
        except Exception:
            log.exception("a tick failed")
        finally:
            self._last_tick = self._steady()

    def _watch(self) -> None:
        while not self._stop.wait(STALLED_AFTER / 3):
            self.check()
