"""What one transaction knows: each record is one object, and questions asked often are prepared once."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    TextClause,
    bindparam,
    insert,
    inspect,
    select,
)
from sqlalchemy.orm import Session, class_mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import SQLModel

from storage.columns import table_of
from storage.prepared import Order, Question

R = TypeVar("R", bound=SQLModel)
Key = tuple[Any, ...]


class Wanted(Generic[R]):
    """The records of one *kind* that meet all *conditions*, in which ``bindparam`` names the blanks.

    Conditions and *order* are over the columns of the table, see ``table_of``. *lock*: nobody else changes
    what is found until the transaction ends.
    """

    def __init__(
        self,
        kind: type[R],
        *conditions: ColumnElement[bool] | TextClause,
        order: Sequence[ColumnElement[Any]] = (),
        limit: int | None = None,
        lock: bool = False,
    ) -> None:
        self.kind = kind
        found = select(table_of(kind)).where(*conditions).order_by(*order).limit(limit)
        self.question = Question(found.with_for_update(key_share=True) if lock else found)


class Memory(AbstractContextManager["Memory"]):
    """One transaction on *wire*; it is over, and undone, at the end of the block unless it was committed.

    Records that are ``Wanted`` cost a tenth of what the ORM takes, which serves the ordinary questions.
    """

    def __init__(self, wire: Connection) -> None:
        self._wire = wire
        self._transaction = wire.begin()
        self._known: dict[tuple[type[SQLModel], Key], SQLModel] = {}
        self._orm: Session | None = None

    def __exit__(self, *_error: object) -> None:
        if self._orm is not None:
            self._orm.close()
        self._transaction.close()

    @property
    def wire(self) -> Connection:
        """The connection. Raises RuntimeError once the transaction is over: nothing would be undone there."""
        if not self._transaction.is_active:
            raise RuntimeError("this transaction is over")
        return self._wire

    @property
    def orm(self) -> Session:
        """The session of the ORM in this transaction; it knows all that is known here."""
        if self._orm is None:
            self._orm = Session(self.wire, expire_on_commit=False, autoflush=False)
            for record in self._known.values():
                self._orm.add(_detached(record))
        return self._orm

    def commit(self) -> None:
        """Keep all that was done."""
        if self._orm is not None:
            self._orm.flush()
        self._transaction.commit()

    def rollback(self) -> None:
        """Undo all that was done; nothing can be asked any more."""
        self.__exit__()

    def changed(self) -> list[SQLModel]:
        """Return the records whose fields were set, which reaches no database by itself."""
        others: Iterable[Any] = self._orm.identity_map.values() if self._orm is not None else ()
        return [record for record in (*self._known.values(), *others) if instance_state(record).modified]

    def one(self, wanted: Wanted[R], /, *, anew: bool = False, **given: Any) -> R | None:
        """Return the only record that is *wanted* with *given* in its blanks, or None.

        What was read before stays as it was, unless it is wanted *anew*.
        """
        rows = wanted.question.ask(self.wire, given)
        return self._record(wanted.kind, rows[0], anew=anew) if rows else None

    def every(self, wanted: Wanted[R], /, *, anew: bool = False, **given: Any) -> list[R]:
        """Return all records that are *wanted* with *given* in their blanks; *anew* as for one."""
        rows = wanted.question.ask(self.wire, given)
        return [self._record(wanted.kind, row, anew=anew) for row in rows]

    def at(self, kind: type[R], key: str | int, *, lock: bool = False) -> R | None:
        """Return the record under *key*, or None: read once, or anew to *lock* it."""
        wanted: Wanted[R] = _under_key(kind, lock=lock)
        known: R | None = None if lock else self._find(kind, (key,))
        return known or self.one(wanted, anew=lock, key=key)

    def put(self, kind: type[R], records: Iterable[R]) -> None:
        """Write new *records* of one kind with one statement. Raises IntegrityError."""
        shape, new = _shape(kind), list(records)
        rows = [vars(record) for record in new]
        shape.insert.carry_out_all(self.wire, rows)
        for record in new:
            self._remember(kind, tuple(vars(record)[name] for name in shape.keys), record)

    def _record(self, kind: type[R], row: Sequence[Any], *, anew: bool = False) -> R:
        shape: _Shape[R] = _shape(kind)
        key = tuple(row[place] for place in shape.places)
        known = self._find(kind, key)
        if known is None:
            return self._remember(kind, key, shape.load(row))
        if anew:
            vars(known).update(zip(shape.names, row, strict=True))
        return known

    def _find(self, kind: type[R], key: Key) -> R | None:
        found: Any = self._known.get((kind, key))
        if found is None and self._orm is not None:
            found = self._orm.identity_map.get((kind, key, None))
        return cast("R | None", found)

    def _remember(self, kind: type[R], key: Key, record: R) -> R:
        self._known[kind, key] = record
        if self._orm is not None:
            self._orm.add(_detached(record))
        return record


def _detached(record: SQLModel) -> SQLModel:
    """Return *record* as one that stands in the database as it is."""
    if inspect(record).transient:
        make_transient_to_detached(record)
    return record


class _Shape(Generic[R]):
    """How the columns of a table become the fields of its *kind*, and back."""

    def __init__(self, kind: type[R]) -> None:
        table = table_of(kind)
        self.names = tuple(table.c.keys())
        self.keys = tuple(column.key for column in table.primary_key)
        self.places = [self.names.index(name) for name in self.keys]
        self.insert = Order(insert(table).inline(), self.names)
        self._new = class_mapper(kind).class_manager.new_instance  # and maps them, if nobody has yet

    def load(self, row: Sequence[Any]) -> R:
        """Return the record in *row*, as the ORM would."""
        record: R = self._new()
        vars(record).update(zip(self.names, row, strict=True))
        return record


@lru_cache
def _shape(kind: type[R]) -> _Shape[R]:
    return _Shape(kind)


@lru_cache
def _under_key(kind: type[R], *, lock: bool) -> Wanted[R]:
    (column,) = table_of(kind).primary_key
    return Wanted(kind, column == bindparam("key"), lock=lock)
