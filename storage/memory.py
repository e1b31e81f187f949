"""One transaction's session, and questions that are built once: whoever clicked waits for each of them."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Row, TextClause, bindparam, insert, inspect, select
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel

from storage.columns import table_of

R = TypeVar("R", bound=SQLModel)


class Wanted(Generic[R]):
    """The records of one *kind* that meet all *conditions*, in which ``bindparam`` names the blanks.

    Conditions and *order* are over the columns of the table, see ``table_of``.
    """

    def __init__(
        self,
        kind: type[R],
        *conditions: ColumnElement[bool] | TextClause,
        order: Sequence[ColumnElement[Any]] = (),
        limit: int | None = None,
    ) -> None:
        self.kind = kind
        self.found = select(table_of(kind)).where(*conditions).order_by(*order).limit(limit)
        self.locked = self.found.with_for_update(key_share=True)


class Memory(Session):
    """A session of the ORM that also answers what is ``Wanted``, at a quarter of the cost.

    A record is the same object here, whichever way it was read.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        self._kept: list[SQLModel] = []  # the session itself forgets what nobody holds

    @cached_property
    def wire(self) -> Connection:
        """The connection of the transaction, of which a memory has one."""
        return self.connection()

    def one(self, wanted: Wanted[R], /, **given: Any) -> R | None:
        """Return the only record that is *wanted* with *given* in its blanks, or None."""
        row = self.wire.execute(wanted.found, given).one_or_none()
        return None if row is None else self._record(wanted.kind, row)

    def every(self, wanted: Wanted[R], /, **given: Any) -> list[R]:
        """Return all records that are *wanted* with *given* in their blanks."""
        return [self._record(wanted.kind, row) for row in self.wire.execute(wanted.found, given)]

    def at(self, kind: type[R], key: str | int, *, lock: bool = False) -> R | None:
        """Return the record under *key*, or None: read once, or anew to *lock* it."""
        known = self._known(kind, (key,))
        if known is not None and not lock:
            return known
        wanted = _under_key(kind)
        row = self.wire.execute(wanted.locked if lock else wanted.found, {"key": key}).one_or_none()
        if row is None:
            return None
        record = self._record(kind, row, anew=lock)
        self._kept.append(record)
        return record

    def put(self, kind: type[R], records: Iterable[R]) -> None:
        """Write new *records* of one kind with one statement. Raises IntegrityError."""
        shape, new = _shape(kind), list(records)
        rows = [{name: vars(record).get(name) for name in shape.names} for record in new]
        self.wire.execute(shape.insert, rows[0] if len(rows) == 1 else rows)
        for record in new:
            self._remember(record)

    def _record(self, kind: type[R], row: Row[Any], *, anew: bool = False) -> R:
        shape: _Shape[R] = _shape(kind)
        known = self._known(kind, tuple(row[place] for place in shape.key))
        if known is None:
            return self._remember(shape.load(row))
        if anew:
            for name, value in zip(shape.names, row, strict=True):
                set_committed_value(known, name, value)
        return known

    def _known(self, kind: type[R], key: tuple[Any, ...]) -> R | None:
        known: R | None = self.identity_map.get(_shape(kind).mapper.identity_key_from_primary_key(key))
        return known

    def _remember(self, record: R) -> R:
        """Make the session know *record* as one that stands in the database as it is."""
        make_transient_to_detached(record)
        self.add(record)
        return record


class _Shape(Generic[R]):
    """How the columns of a table become the fields of its *kind*, and back."""

    def __init__(self, kind: type[R]) -> None:
        self.mapper: Mapper[R] = inspect(kind)
        table = table_of(kind)
        self.names = tuple(table.c.keys())
        self.key = [self.names.index(column.key) for column in table.primary_key]
        self.insert = insert(table).inline()

    def load(self, row: Row[Any]) -> R:
        """Return the record in *row*, as the ORM would."""
        record: R = self.mapper.class_manager.new_instance()
        record.__dict__.update(zip(self.names, row, strict=True))
        return record


@lru_cache
def _shape(kind: type[R]) -> _Shape[R]:
    return _Shape(kind)


@lru_cache
def _under_key(kind: type[R]) -> Wanted[R]:
    (column,) = table_of(kind).primary_key
    return Wanted(kind, column == bindparam("key"))
