"""One lane per recipient: what goes to the same one stays in order, and a slow one holds up nobody else."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger(__name__)

Work = Callable[[], None]


class Lanes:
    """Runs work in threads, lane by lane; with no threads it runs at once, which is what tests want."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="send") if threads else None
        self._waiting: dict[str, deque[Work]] = {}
        self._lock = threading.Lock()

    def put(self, lane: str, work: Work) -> None:
        """Do *work* after all that was put into *lane* before."""
        if self._pool is None:
            work()
            return
        with self._lock:
            queue = self._waiting.get(lane)
            if queue is not None:
                queue.append(work)
                return
            self._waiting[lane] = deque([work])
        self._pool.submit(self._drive, lane)

    @property
    def in_hand(self) -> int:
        """Return how much has been put and is not done."""
        with self._lock:
            return sum(len(queue) for queue in self._waiting.values())

    def close(self) -> None:
        """Finish what is in hand and stop."""
        if self._pool is not None:
            self._pool.shutdown()

    def _drive(self, lane: str) -> None:
        while (work := self._first(lane)) is not None:
            try:
                work()
            except Exception:
                log.exception("work in a lane failed", extra={"lane": lane})
            self._done(lane)

    def _first(self, lane: str) -> Work | None:
        with self._lock:
            queue = self._waiting[lane]
            if queue:
                return queue[0]
            del self._waiting[lane]
            return None

    def _done(self, lane: str) -> None:
        with self._lock:
            self._waiting[lane].popleft()
