"""Who did what to which record, and when; rows are added and never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import Field

from storage.columns import instant, mapped, rule
from storage.record import Record

#: Counts up by itself on both databases; SQLite does that for its plain integer only.
COUNTED = BigInteger().with_variant(Integer(), "sqlite")


class AuditEvent(Record, table=True):
    """One change or one refused or confidential reading.

    *actor* is ``person:<id>``, ``candidate:<id>`` or ``rule:<name>``; *record* is ``<table>:<id>``.
    *before* and *after* hold states and ids, never words that a person wrote.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        rule(
            "an_actor_has_a_kind",
            "actor LIKE 'person:_%' OR actor LIKE 'candidate:_%' OR actor LIKE 'rule:_%'",
        ),
    )

    seq: int | None = Field(default=None, sa_column=Column(COUNTED, primary_key=True))
    at: datetime = instant()
    actor: str
    verb: str
    record: str = Field(index=True)
    before: dict[str, Any] | None = mapped(optional=True)
    after: dict[str, Any] | None = mapped(optional=True)
