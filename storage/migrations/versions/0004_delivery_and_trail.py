"""Keep what must be sent, what has been received, and who did what."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.ddl import (
    COUNTED,
    PLAIN_TEXT,
    ROOM_TO_CHANGE,
    WITHOUT_ROWID,
    index,
    instants,
    maybe,
    on_sqlite,
    only,
    ref,
    refuse,
    refuse_truncate,
    rule,
    some,
    structures,
    texts,
)

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    delivery()
    guard_due_rows()
    guard_the_trail()


def delivery() -> None:
    op.create_table(
        "due",
        sa.Column("id", COUNTED, primary_key=True),
        sa.Column("dedupe_key", PLAIN_TEXT, nullable=False, unique=True),
        *texts("kind", "recipient", "state"),
        *maybe([ref("invitation_id", "invitation.id"), ref("loop_id", "loop.id")]),
        *structures("about"),
        *maybe(texts("under", "replaces", "lease_token", "sent_channel", "sent_ts", "problem")),
        *instants("due_at"),
        *maybe(instants("expires_at", "finished_at")),
        sa.Column("not_before", sa.Float, nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease_until", sa.Float),
        only("state", "'pending', 'sent', 'dropped', 'dead'"),
        rule("finished_rows_say_when", "(state = 'pending') = (finished_at IS NULL)"),
        rule("a_lease_has_an_end", "(lease_token IS NULL) = (lease_until IS NULL)"),
        rule("finished_rows_hold_no_lease", "state = 'pending' OR lease_token IS NULL"),
        rule("tries_are_counted", "attempts >= 0"),
        rule(
            "a_recipient_has_a_kind",
            "recipient LIKE 'person:_%' OR recipient LIKE 'candidate:_%' OR recipient LIKE 'channel:_%'"
            " OR recipient LIKE 'mail:_%' OR recipient LIKE 'rule:_%'",
        ),
        **ROOM_TO_CHANGE,
    )
    pending = "state = 'pending'"
    some("due_pending", "due", ["due_at", "id"], where=pending)
    some("due_of_loop", "due", ["loop_id"], where=f"{pending} AND loop_id IS NOT NULL")
    some("due_of_invitation", "due", ["invitation_id"], where=f"{pending} AND invitation_id IS NOT NULL")
    op.create_table(
        "received", sa.Column("key", sa.String, primary_key=True), *instants("at"), **WITHOUT_ROWID
    )
    op.create_table(
        "audit_event",
        sa.Column("seq", COUNTED, primary_key=True),
        *instants("at"),
        *texts("actor", "verb", "record"),
        *maybe(structures("before", "after")),
        rule(
            "an_actor_has_a_kind",
            "actor LIKE 'person:_%' OR actor LIKE 'candidate:_%' OR actor LIKE 'rule:_%'",
        ),
    )
    index("audit_event", "record")


def guard_due_rows() -> None:
    refuse(
        "due",
        "UPDATE",
        name="a_finished_row_is_final",
        when="OLD.state <> 'pending'",
        why="a finished message never changes",
    )
    refuse(
        "due",
        "UPDATE",
        name="a_due_row_keeps_its_key",
        when="NEW.dedupe_key <> OLD.dedupe_key",
        why="a message keeps its key",
    )
    refuse(
        "due",
        "DELETE",
        name="a_pending_row_stays",
        when="OLD.state = 'pending'",
        why="a pending message is dropped, not deleted",
    )


def guard_the_trail() -> None:
    kept = "the trail is append-only"
    refuse("audit_event", "UPDATE", name="the_trail_is_not_changed", when="true", why=kept)
    refuse("audit_event", "DELETE", name="the_trail_is_not_deleted", when="true", why=kept)
    if on_sqlite():  # INSERT OR REPLACE deletes without asking the trigger above, unless a setting says so
        refuse(
            "audit_event",
            "INSERT",
            name="the_trail_is_not_replaced",
            when="EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)",
            why=kept,
        )
    else:
        refuse_truncate("audit_event", name="the_trail_is_not_emptied", why=kept)
