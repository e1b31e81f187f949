"""Who did what to which record, and when; rows are added and never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer
from sqlmodel import Field, SQLModel

from storage.columns import instant, mapped


class AuditEvent(SQLModel, table=True):
    """One change or one refused or confidential reading.

    *actor* is ``person:<id>``, ``candidate:<id>`` or ``rule:<name>``; *record* is ``<table>:<id>``.
    *before* and *after* hold states and ids, never words that a person wrote.
    """

    __tablename__ = "audit_event"

    seq: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    at: datetime = instant()
    actor: str
    verb: str
    record: str = Field(index=True)
    before: dict[str, Any] | None = mapped(optional=True)
    after: dict[str, Any] | None = mapped(optional=True)
