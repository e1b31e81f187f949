"""Whose turn it is to write: one after the other on SQLite, several beside one another on PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, Engine

from storage.engine import BUSY_SECONDS


class Turns:
    """Hands each thread of this process the connection on which it may write."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite lets one writer in at a time and wakes the others unfairly: waiting here costs less, and one
        # connection that is kept open less than one that is asked of the pool for each turn.
        self._one_writer = threading.Lock() if engine.dialect.name == "sqlite" else None
        self._kept: Connection | None = None
        self._here = threading.local()

    @contextmanager
    def take(self) -> Iterator[Connection]:
        """Wait for this thread's turn; what is begun on the connection has ended at the end of the block.

        Raises TimeoutError when others hold the database too long, RuntimeError inside another turn.
        """
        if getattr(self._here, "writing", False):
            raise RuntimeError("a change cannot be opened inside another: it would wait for itself")
        self._here.writing = True
        try:
            if self._one_writer is None:
                with self._engine.connect() as wire:
                    yield wire
                return
            if not self._one_writer.acquire(timeout=BUSY_SECONDS):
                raise TimeoutError(f"another change has held the database for {BUSY_SECONDS} seconds")
            try:
                yield self._connected()
            except BaseException:
                self._give_back()  # a commit that failed leaves its transaction open; the pool undoes it
                raise
            finally:
                self._one_writer.release()
        finally:
            self._here.writing = False

    def close(self) -> None:
        """Give the connection back that was kept, once nobody writes on it; the next turn opens another."""
        with self._one_writer or nullcontext():
            self._give_back()

    def _connected(self) -> Connection:
        if self._kept is None:
            self._kept = self._engine.connect()
        return self._kept

    def _give_back(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()
