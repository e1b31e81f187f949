"""What must be sent and when, and which requests have been carried out."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Float, Index, Integer, text
from sqlmodel import Field, SQLModel

from storage.columns import instant, mapped, only, ref, word


class DueState(StrEnum):
    """What became of a due row: ``dropped`` was no longer useful, ``dead`` can never arrive."""

    PENDING = "pending"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


class Due(SQLModel, table=True):
    """One message to one recipient at one time, rendered from the live records when it is sent.

    *recipient* is ``person:<id>``, ``candidate:<id>`` or ``channel:<id>``. *due_at* and *expires_at* are people's
    time; *not_before* and *lease_until* are machine time in seconds since 1970. *under* and *replaces* are the
    dedupe keys of the message whose thread this joins and of the one that this rewrites in place.
    """

    __tablename__ = "due"
    __table_args__ = (
        only("state", DueState),
        CheckConstraint("(state = 'pending') = (finished_at IS NULL)", name="finished_rows_say_when"),
        CheckConstraint("(lease_token IS NULL) = (lease_until IS NULL)", name="a_lease_has_an_end"),
        CheckConstraint("state = 'pending' OR lease_token IS NULL", name="finished_rows_hold_no_lease"),
        Index(
            "due_pending",
            "due_at",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    dedupe_key: str = Field(unique=True)
    kind: str
    recipient: str
    invitation_id: str | None = ref("invitation.id", optional=True, index=True)
    loop_id: str | None = ref("loop.id", optional=True, index=True)
    about: dict[str, str | int | None] = mapped()
    under: str | None = None
    replaces: str | None = None
    due_at: datetime = instant()
    expires_at: datetime | None = instant(optional=True)
    not_before: float = Field(default=0.0, sa_column=Column(Float, nullable=False, server_default="0"))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    state: DueState = word(DueState, default=DueState.PENDING)
    lease_token: str | None = None
    lease_until: float | None = None
    finished_at: datetime | None = instant(optional=True)
    sent_channel: str | None = None
    sent_ts: str | None = None
    problem: str | None = None


class Received(SQLModel, table=True):
    """The key of a request whose effect is on record: a second arrival changes nothing."""

    __tablename__ = "received"

    key: str = Field(primary_key=True)
    at: datetime = instant()
