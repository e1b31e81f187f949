"""Column types and shorthands that every table uses."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, DateTime, ForeignKey, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


def new_id() -> str:
    """Return an opaque id: 16 hexadecimal digits that tell nothing and cannot be guessed."""
    return secrets.token_hex(8)


class Instant(TypeDecorator[datetime]):
    """Takes aware datetimes only and returns aware UTC ones, also on SQLite, which forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the name is SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the name is SQLAlchemy's
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

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- the name is SQLAlchemy's
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 -- the name is SQLAlchemy's
        return None if value is None else self.words(value)


def key(*, to: str | None = None) -> Any:
    """Return an opaque text primary key; *to* makes it a foreign key as well."""
    targets = [ForeignKey(to)] if to else []
    column = Column(String, *targets, primary_key=True)
    return Field(sa_column=column) if to else Field(default_factory=new_id, sa_column=column)


def ref(target: str, *, optional: bool = False, index: bool = False) -> Any:
    """Return a reference to the row *target* names, for example ``"person.id"``."""
    column = Column(String, ForeignKey(target), nullable=optional, index=index)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def instant(*, optional: bool = False) -> Any:
    """Return a column for an aware UTC instant."""
    column = Column(Instant, nullable=optional)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def word(words: type[StrEnum], *, optional: bool = False, default: StrEnum | None = None) -> Any:
    """Return a column for one word of *words*."""
    column = Column(Word(words), nullable=optional)
    if optional or default is not None:
        return Field(default=default, sa_column=column)
    return Field(sa_column=column)


def listed() -> Any:
    """Return a column for a list of words or small values, kept as JSON."""
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


def mapped(*, optional: bool = False) -> Any:
    """Return a column for small named values, kept as JSON."""
    if optional:
        return Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def only(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return the constraint that keeps *column* inside *words*."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f'"{column}" IN ({allowed})', name=f"{column}_is_known")
