"""Which requests have been carried out, so that a second arrival changes nothing."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import table_of
from storage.memory import Memory
from storage.prepared import Order
from storage.tables import Received
from tracks.errors import AlreadyDone

_RECEIVED = table_of(Received)
_RECEIVE = {
    "sqlite": Order(sqlite.insert(_RECEIVED).on_conflict_do_nothing().inline(), ["key", "at"]),
    "postgresql": Order(postgresql.insert(_RECEIVED).on_conflict_do_nothing().inline(), ["key", "at"]),
}


class Inbox:
    """The keys of requests, written in the transaction of their effect."""

    def __init__(self, memory: Memory, *, at: datetime) -> None:
        self._memory = memory
        self._at = at

    def receive(self, key: str) -> None:
        """Put *key* on record. Raises AlreadyDone when it is there.

        While another transaction is carrying out the same request, this one waits for its end.
        """
        wire = self._memory.wire
        if not _RECEIVE[wire.dialect.name].carry_out(wire, {"key": key, "at": self._at}):
            raise AlreadyDone

    def forget(self, *, before: datetime) -> int:
        """Drop the keys of requests older than *before*, an aware instant; return how many."""
        old = delete(_RECEIVED).where(_RECEIVED.c.at < before)
        return self._memory.wire.execute(old).rowcount
