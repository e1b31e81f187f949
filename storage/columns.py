"""Column types and shorthands that every table uses."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    String,
    Table,
    inspect,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

#: Lists and small named values; PostgreSQL's binary kind can be compared, which compare-and-set needs.
STRUCTURE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def new_id() -> str:
    """Return an opaque id: 16 hexadecimal digits that tell nothing and cannot be guessed."""
    return secrets.token_hex(8)


class Instant(TypeDecorator[datetime]):
    """Takes aware datetimes only and returns aware UTC ones, also on SQLite, which forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs a time zone")
        return value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Return how an instant is put to *dialect*: one transaction writes the same one many times."""
        process = super().bind_processor(dialect)
        if process is None:
            return None
        known = lru_cache(maxsize=64)(process)
        # An hour that comes twice is equal to itself, but for its fold.
        return lambda value: process(value) if value and value.fold else known(value)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """One word of a closed list: text in the database, a member of its StrEnum in Python."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


def key() -> Any:
    """Return an opaque text primary key that fills itself."""
    return Field(default_factory=new_id, primary_key=True)


def ref(target: str, *, optional: bool = False, index: bool = False) -> Any:
    """Return a reference to the row *target* names, for example ``"person.id"``."""
    column = Column(String, ForeignKey(target), nullable=optional, index=index)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def instant(*, optional: bool = False, index: bool = False) -> Any:
    """Return a column for an aware UTC instant."""
    column: Column[datetime] = Column(Instant, nullable=optional, index=index)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def word(words: type[StrEnum], *, optional: bool = False, default: StrEnum | None = None) -> Any:
    """Return a column for one word of *words*."""
    column: Column[StrEnum] = Column(Word(words), nullable=optional)
    if optional or default is not None:
        return Field(default=default, sa_column=column)
    return Field(sa_column=column)


def listed() -> Any:
    """Return a column for a list of words or small values, kept as JSON."""
    return Field(default_factory=list, sa_column=Column(STRUCTURE, nullable=False))


def mapped(*, optional: bool = False) -> Any:
    """Return a column for small named values, kept as JSON."""
    if optional:
        return Field(default=None, sa_column=Column(STRUCTURE, nullable=True))
    return Field(default_factory=dict, sa_column=Column(STRUCTURE, nullable=False))


def rule(name: str, condition: str) -> CheckConstraint:
    """Return the constraint *name*: in each row *condition*, a piece of SQL, must not be false."""
    return CheckConstraint(condition, name=name)


def only(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return the constraint that keeps *column* inside *words*."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return rule(f"{column}_is_known", f'"{column}" IN ({allowed})')


def one(name: str, *columns: str, where: str | None = None) -> Index:
    """Return the unique index *name* over *columns* of the rows that meet *where*, a piece of SQL."""
    return some(name, *columns, where=where, unique=True)


def some(name: str, *columns: str, where: str | None = None, unique: bool = False) -> Index:
    """Return the index *name* over *columns* of the rows that meet *where*, a piece of SQL."""
    if where is None:
        return Index(name, *columns, unique=unique)
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


@lru_cache
def table_of(kind: type[SQLModel]) -> Table:
    """Return the table behind *kind*, for statements that are built once and run often."""
    table = inspect(kind).local_table
    assert isinstance(table, Table)
    return table
