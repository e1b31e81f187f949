"""One transaction and the repositories that share it: the only way in and out of the memory."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from storage.audit import AuditTrail
from storage.candidacies import Candidacies
from storage.columns import table_of
from storage.company import CompanyRecords
from storage.due import DueRows
from storage.engine import open_engines
from storage.forms import Forms
from storage.inbox import Inbox
from storage.loops import Loops
from storage.memory import Memory
from storage.prepared import Order
from storage.refusals import is_taken
from storage.turns import Turns
from tracks.errors import NotFound, OutOfDate

R = TypeVar("R", bound=SQLModel)


class Unit:
    """An open transaction: *at* is the aware UTC instant and *actor* the person for whom it acts."""

    def __init__(self, memory: Memory, *, at: datetime, actor: str) -> None:
        self.memory = memory
        self.at = at
        self.actor = actor

    @property
    def person_id(self) -> str | None:
        """The person of the company for whom it acts, None for a candidate or a rule."""
        kind, _, name = self.actor.partition(":")
        return name if kind == "person" else None

    @cached_property
    def company(self) -> CompanyRecords:
        """The people, roles and hours of the company."""
        return CompanyRecords(self.memory)

    @cached_property
    def candidacies(self) -> Candidacies:
        """Candidates, invitations, and what they were shown and said."""
        return Candidacies(self.memory)

    @cached_property
    def loops(self) -> Loops:
        """Booked plans, their parts, seats and held time."""
        return Loops(self.memory)

    @cached_property
    def forms(self) -> Forms:
        """Forms, moments, debriefs, decisions and letters."""
        return Forms(self.memory)

    @cached_property
    def due(self) -> DueRows:
        """What is planned to be sent or done, and when."""
        return DueRows(self.memory, at=self.at)

    @cached_property
    def audit(self) -> AuditTrail:
        """The trail: what this transaction does goes on record there."""
        return AuditTrail(self.memory, at=self.at, actor=self.actor)

    @cached_property
    def inbox(self) -> Inbox:
        """Which requests have been carried out, so that none is twice."""
        return Inbox(self.memory, at=self.at)

    def get(self, kind: type[R], key: str, *, lock: bool = False) -> R:
        """Return the row of *kind* under *key*; with *lock* nobody else changes it until this ends.

        Raises NotFound.
        """
        row = self.memory.at(kind, key, lock=lock)
        if row is None:
            raise NotFound(what=kind.__name__)
        return row

    def add(self, row: R) -> R:
        """Put a new row on record and return it.

        Raises OutOfDate when somebody else has put one in its place; the transaction is over then.
        """
        self.add_all([row])
        return row

    def add_all(self, rows: Iterable[SQLModel]) -> None:
        """Put new rows on record, those first to which later ones refer; few statements for many rows.

        Raises OutOfDate when somebody else has put one in their place; the transaction is over then.
        """
        try:
            for kind, alike in groupby(rows, key=type):
                self.memory.put(kind, alike)
        except IntegrityError as refused:
            self.memory.rollback()
            if is_taken(refused):
                raise OutOfDate from refused
            raise

    def change(self, row: SQLModel, **values: Any) -> None:
        """Set *values* on *row* if the record is still what *row* says, and bring *row* up to date.

        Compare-and-set in one statement. A record with a ``revision`` is compared by it, and it counts up by
        itself; any other by the values that would be overwritten. Raises OutOfDate when the record has moved
        on; nothing is changed then.
        """
        table = table_of(type(row))
        counted = ["revision"] if "revision" in table.c else []
        known = {name: getattr(row, name) for name in counted or values}
        values |= {name: known[name] + 1 for name in counted}
        given = {f"new_{name}": value for name, value in values.items()}
        given |= {f"was_{name}": value for name, value in known.items()}
        given |= {f"key_{column.name}": getattr(row, column.name) for column in table.primary_key}
        names = () if counted else tuple(table.c.keys())  # what may have moved on unnoticed
        order, wire = _compare_and_set(table, tuple(values), tuple(known), told=names), self.memory.wire
        if names:
            now = [dict(zip(names, told, strict=True)) for told in order.answer(wire, given)]
        else:
            now = [values] * order.carry_out(wire, given)
        if not now:
            raise OutOfDate
        vars(row).update(now[0])

    def finish(self) -> None:
        """Commit. Raises RuntimeError when a record was changed some other way than by ``change``."""
        changed = {type(record).__name__ for record in self.memory.changed()}
        if changed:
            raise RuntimeError(f"{', '.join(sorted(changed))}: records are changed with Unit.change only")
        self.due.write_down()
        self.memory.commit()


@lru_cache(maxsize=1024)
def _compare_and_set(
    table: Table, changed: tuple[str, ...], known: tuple[str, ...], *, told: tuple[str, ...]
) -> Order:
    """Return the statement that sets the *changed* columns of one row while the *known* ones hold.

    It answers with the columns *told*, if there are any.
    """
    here = [column == bindparam(f"key_{column.name}") for column in table.primary_key]
    unmoved = [table.c[name].is_not_distinct_from(bindparam(f"was_{name}")) for name in known]
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in changed}
    setting = update(table).where(*here, *unmoved).values(new)
    return Order(setting.returning(*(table.c[name] for name in told)) if told else setting)


class Store:
    """The database; opened once per process."""

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        self.engine, self.reader = open_engines(url, synchronous=synchronous)
        self._turns = Turns(self.engine)

    @contextmanager
    def look(self, *, at: datetime) -> Iterator[Unit]:
        """Open a transaction that only reads: one state of the records, whatever others do meanwhile."""
        with self.reader.connect() as wire, Memory(wire) as memory:
            yield Unit(memory, at=at, actor="rule:reading")

    @contextmanager
    def change(self, *, at: datetime, actor: str, request: str | None = None) -> Iterator[Unit]:
        """Open a transaction that writes; all of it is committed at the end, or nothing.

        *actor*: ``person:<id>``, ``candidate:<id>`` or ``rule:<name>``, for the audit trail. *request*: the
        key of the request that asks for it. Raises AlreadyDone when that has been carried out before,
        TimeoutError when others hold the database too long, RuntimeError inside another change.
        """
        with self._turns.take() as wire, Memory(wire) as memory:
            unit = Unit(memory, at=at, actor=actor)
            if request is not None:
                unit.inbox.receive(request)
            yield unit
            unit.finish()

    def close(self) -> None:
        """Give all connections back."""
        self._turns.close()
        self.engine.dispose()
        self.reader.dispose()
