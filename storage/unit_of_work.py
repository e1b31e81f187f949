"""One transaction and the repositories that share it: the only way in and out of the memory."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Engine, event, inspect, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session as SqlSession
from sqlmodel import SQLModel

from storage.audit import AuditTrail
from storage.candidacies import Candidacies
from storage.company import CompanyRecords
from storage.due import DueRows
from storage.engine import open_engine
from storage.forms import Forms
from storage.inbox import Inbox
from storage.loops import Loops
from tracks.errors import NotFound, OutOfDate

R = TypeVar("R", bound=SQLModel)


class Unit:
    """An open transaction: *at* is the aware UTC instant and *actor* the person for whom it acts."""

    def __init__(self, session: SqlSession, *, at: datetime, actor: str) -> None:
        self.session = session
        self.at = at
        self.actor = actor

    @cached_property
    def company(self) -> CompanyRecords:
        return CompanyRecords(self.session)

    @cached_property
    def candidacies(self) -> Candidacies:
        return Candidacies(self.session)

    @cached_property
    def loops(self) -> Loops:
        return Loops(self.session)

    @cached_property
    def forms(self) -> Forms:
        return Forms(self.session)

    @cached_property
    def due(self) -> DueRows:
        return DueRows(self.session, at=self.at)

    @cached_property
    def audit(self) -> AuditTrail:
        return AuditTrail(self.session, at=self.at, actor=self.actor)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.session, at=self.at)

    def get(self, kind: type[R], key: str, *, lock: bool = False) -> R:
        """Return the row of *kind* under *key*; with *lock* nobody else changes it until this ends.

        Raises NotFound.
        """
        row = self.session.get(kind, key, with_for_update=True if lock else None, populate_existing=lock)
        if row is None:
            raise NotFound(what=kind.__name__)
        return row

    def add(self, row: R) -> R:
        """Put a new row on record and return it."""
        self.session.add(row)
        self.session.flush([row])
        return row

    def change(self, row: SQLModel, *, expecting: dict[str, Any] | None = None, **values: Any) -> None:
        """Set *values* on *row* if the record still holds *expecting* (default: its own revision).

        Compare-and-set in one statement; a ``revision`` column counts up by itself.
        Raises OutOfDate when the record has moved on; nothing is changed then.
        """
        table = type(row)
        columns = inspect(table).columns
        if "revision" in columns:
            revision = getattr(row, "revision")  # noqa: B009 -- not every table has one
            expecting = {"revision": revision} | (expecting or {})
            values["revision"] = revision + 1
        key = [column == getattr(row, column.key) for column in inspect(table).primary_key]
        unchanged = [columns[name].is_not_distinct_from(value) for name, value in (expecting or {}).items()]
        done = self.session.execute(update(table).where(*key, *unchanged).values(**values))
        if done.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
            raise OutOfDate
        self.session.refresh(row)


class Store:
    """The database; opened once per process."""

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        self.engine: Engine = open_engine(url, synchronous=synchronous)
        self._writer = self.engine.execution_options(writes=True)
        # SQLite lets one writer in at a time and wakes the others unfairly; waiting here is cheaper and fair enough.
        self._writing = threading.Lock() if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def look(self, *, at: datetime, actor: str = "rule:reading") -> Iterator[Unit]:
        """Open a transaction that only reads."""
        with SqlSession(self.engine, expire_on_commit=False) as session:
            yield Unit(session, at=at, actor=actor)

    @contextmanager
    def change(self, *, at: datetime, actor: str, request: str | None = None) -> Iterator[Unit]:
        """Open a transaction that writes; all of it is committed at the end, or nothing.

        *actor*: ``person:<id>``, ``candidate:<id>`` or ``rule:<name>``, for the audit trail. *request*: the key
        of the request that asks for it. Raises AlreadyDone when that request has been carried out before.
        """
        if self._writing is None:
            with self._transaction(at=at, actor=actor, request=request) as unit:
                yield unit
        else:
            with self._writing, self._transaction(at=at, actor=actor, request=request) as unit:
                yield unit

    @contextmanager
    def _transaction(self, *, at: datetime, actor: str, request: str | None) -> Iterator[Unit]:
        with SqlSession(self._writer, expire_on_commit=False, autoflush=False) as session:
            unit = Unit(session, at=at, actor=actor)
            if request is not None:
                unit.inbox.receive(request)
            yield unit
            session.commit()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


__all__ = ["IntegrityError", "Store", "Unit", "event"]
