"""Which requests have been carried out, so that a second arrival changes nothing."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import table_of
from storage.memory import Memory
from storage.tables import Received
from tracks.errors import AlreadyDone

_RECEIVED = table_of(Received)
_RECEIVE = {
    "sqlite": sqlite.insert(_RECEIVED).on_conflict_do_nothing().returning(_RECEIVED.c.key),
    "postgresql": postgresql.insert(_RECEIVED).on_conflict_do_nothing().returning(_RECEIVED.c.key),
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
        connection = self._memory.wire
        received = connection.execute(_RECEIVE[connection.dialect.name], {"key": key, "at": self._at})
        if received.first() is None:
            raise AlreadyDone

    def forget(self, *, before: datetime) -> int:
        """Drop the keys of requests older than *before*, an aware instant; return how many."""
        old = delete(_RECEIVED).where(_RECEIVED.c.at < before)
        return self._memory.wire.execute(old).rowcount
