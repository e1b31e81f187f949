"""The trail of who did what: one row in the transaction of each change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import SQLModel, col

from storage.columns import table_of
from storage.memory import Memory
from storage.prepared import Order
from storage.tables import AuditEvent

_RECORD = Order(insert(table_of(AuditEvent)).inline(), ["at", "actor", "verb", "record", "before", "after"])


class AuditTrail:
    """Adds events; the database refuses to change or delete them."""

    def __init__(self, memory: Memory, *, at: datetime, actor: str) -> None:
        self._memory = memory
        self._at = at
        self._actor = actor

    def record(
        self,
        verb: str,
        row: SQLModel | str,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Note that the actor did *verb* to *row* (a record, or its name as ``table:id``).

        *before* and *after* hold states and ids only, never words that a person wrote.
        """
        event = {"at": self._at, "actor": self._actor, "verb": verb, "record": name_of(row)}
        _RECORD.carry_out(self._memory.wire, event | {"before": before, "after": after})

    def of(self, row: SQLModel | str) -> Sequence[AuditEvent]:
        """Return the events of *row*, oldest first."""
        events = select(AuditEvent).where(col(AuditEvent.record) == name_of(row))
        return self._memory.orm.scalars(events.order_by(col(AuditEvent.seq))).all()


def name_of(row: SQLModel | str) -> str:
    """Return how the trail calls *row*: ``<table>:<key>``, the parts of a longer key joined by a comma."""
    if isinstance(row, str):
        return row
    table = table_of(type(row))
    return f"{table.name}:{','.join(str(getattr(row, column.name)) for column in table.primary_key)}"
