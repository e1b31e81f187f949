"""What must be sent and when, and which requests have been carried out."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Float, Integer, String
from sqlmodel import Field

from storage.columns import instant, mapped, only, ref, rule, some, word
from storage.record import Record
from storage.tables.audit import COUNTED

PENDING = "state = 'pending'"
#: Compared byte by byte on both databases, so that the keys with one beginning stand together in the index.
PLAIN_TEXT = String().with_variant(String(collation="C"), "postgresql")


class DueState(StrEnum):
    """What became of a due row: ``dropped`` was no longer useful, ``dead`` can never arrive."""

    PENDING = "pending"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


class Due(Record, table=True):
    """One message to one recipient at one time, rendered from the live records when it is sent.

    *recipient* is ``person:<id>``, ``candidate:<id>`` or ``channel:<id>``, ``mail:`` before the first two to
    mail it in any case, or ``rule:<name>`` for what is no message. *due_at* and *expires_at* are
    people's time; *not_before* and *lease_until* are machine time in seconds since 1970. *under* and
    *replaces* are the keys of the message whose thread this joins and of the one that it rewrites in place.
    """

    __tablename__ = "due"
    __table_args__ = (
        only("state", DueState),
        rule("finished_rows_say_when", "(state = 'pending') = (finished_at IS NULL)"),
        rule("a_lease_has_an_end", "(lease_token IS NULL) = (lease_until IS NULL)"),
        rule("finished_rows_hold_no_lease", "state = 'pending' OR lease_token IS NULL"),
        rule("tries_are_counted", "attempts >= 0"),
        rule(
            "a_recipient_has_a_kind",
            "recipient LIKE 'person:_%' OR recipient LIKE 'candidate:_%' OR recipient LIKE 'channel:_%'"
            " OR recipient LIKE 'mail:_%' OR recipient LIKE 'rule:_%'",
        ),
        some("due_pending", "due_at", "id", where=PENDING),
        some("due_of_loop", "loop_id", where=f"{PENDING} AND loop_id IS NOT NULL"),
        some("due_of_invitation", "invitation_id", where=f"{PENDING} AND invitation_id IS NOT NULL"),
        {"postgresql_with": {"fillfactor": 50}},
    )

    id: int | None = Field(default=None, sa_column=Column(COUNTED, primary_key=True))
    dedupe_key: str = Field(sa_column=Column(PLAIN_TEXT, nullable=False, unique=True))
    kind: str
    recipient: str
    invitation_id: str | None = ref("invitation.id", optional=True)
    loop_id: str | None = ref("loop.id", optional=True)
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


class Received(Record, table=True):
    """The key of a request whose effect is on record: a second arrival changes nothing."""

    __tablename__ = "received"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)
    at: datetime = instant()
