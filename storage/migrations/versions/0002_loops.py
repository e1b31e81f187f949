"""Keep loops: their sessions, who sits where, the time they take and the calendar entries."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.ddl import (
    WITHOUT_ROWID,
    flags,
    index,
    instants,
    key,
    maybe,
    numbers,
    one,
    only,
    ref,
    refuse,
    rule,
    texts,
)

revision = "0002"
down_revision = "0001"

LEVELS = "'mid', 'senior', 'staff'"
TRACKS = "'traditionalist', 'pragmatist', 'realist'"
SEATS = "'host', 'lead', 'second', 'independent'"


def upgrade() -> None:
    loops()
    guard_calendars()


def loops() -> None:
    op.create_table(
        "loop",
        key(),
        ref("invitation_id", "invitation.id"),
        ref("format_sha", "snapshot.sha256"),
        *texts("track_id", "content_version", "level_aimed", "state"),
        *flags("split", "at_risk"),
        *instants("starts_at", "ends_at", "booked_at"),
        *maybe([*instants("confirmed_at"), ref("restart_of", "loop.id")]),
        *numbers("moves", "replacements", "revision"),
        only(
            "state",
            "'planning', 'booked', 'first_half_held', 'second_half_held', 'forms_in', 'debriefed', "
            "'decided', 'cancelled', 'restarted'",
        ),
        only("track_id", TRACKS),
        only("level_aimed", LEVELS),
        rule("a_loop_ends_after_it_starts", "ends_at > starts_at"),
    )
    index("loop", "invitation_id")
    one("one_live_loop", "loop", ["invitation_id"], where="state NOT IN ('cancelled', 'restarted')")
    op.create_table(
        "session",
        key(),
        ref("loop_id", "loop.id"),
        *texts("spec_id", "wall_start", "timezone", "state", "ai_mode", "ai_reason"),
        *numbers("position", "day", "extra_minutes"),
        *instants("starts_at", "ends_at"),
        *maybe(texts("task_id", "change_card") + instants("started_at", "material_sent_at")),
        *maybe([ref("started_by", "person.id")]),
        only("state", "'planned', 'held', 'moved', 'cancelled', 'repeated'"),
        only("ai_mode", "'banned', 'allowed', 'both', 'not_applicable'"),
        rule("a_session_ends_after_it_starts", "ends_at > starts_at"),
        rule("an_ai_rule_has_a_reason", "length(ai_reason) > 0"),
        rule("minutes_are_only_added", "extra_minutes >= 0"),
    )
    index("session", "loop_id", "ends_at")
    one("one_session_a_position", "session", ["loop_id", "position"], where="state IN ('planned', 'held')")
    op.create_table(
        "panel_seat",
        key(),
        ref("loop_id", "loop.id"),
        ref("person_id", "person.id"),
        *texts("seat"),
        *maybe([*texts("answer"), ref("suggested", "person.id"), ref("brief_sha", "snapshot.sha256")]),
        *instants("asked_at", "qualified_checked_at"),
        *maybe(instants("answer_by", "answered_at", "released_at")),
        *flags("conflict_declared"),
        only("seat", SEATS),
        only("answer", "'yes', 'no', 'no_answer', 'given_back'"),
    )
    index("panel_seat", "loop_id", "person_id")
    one("one_person_a_seat", "panel_seat", ["loop_id", "seat"], where="released_at IS NULL")
    one(
        "one_seat_a_person",
        "panel_seat",
        ["loop_id", "person_id"],
        where="released_at IS NULL AND seat <> 'host'",
    )
    op.create_table(
        "occupied",
        sa.Column("person_id", sa.String, primary_key=True),
        sa.Column("cell", sa.BigInteger, primary_key=True, autoincrement=False),
        ref("loop_id", "loop.id"),
        **WITHOUT_ROWID,
    )
    index("occupied", "loop_id")
    op.create_index("occupied_by_time", "occupied", ["cell"])
    op.create_table(
        "calendar_invite",
        key(),
        ref("loop_id", "loop.id"),
        *texts("recipient"),
        sa.Column("uid", sa.String, nullable=False, unique=True),
        *numbers("day", "sequence"),
        *instants("starts_at", "ends_at"),
        *flags("cancelled"),
        rule("an_invite_ends_after_it_starts", "ends_at > starts_at"),
        rule("sequence_counts_up", "sequence >= 0"),
    )
    index("calendar_invite", "loop_id")
    one("one_invite_each", "calendar_invite", ["loop_id", "day", "recipient"])


def guard_calendars() -> None:
    refuse(
        "calendar_invite",
        "UPDATE",
        name="an_invite_keeps_its_uid",
        when="NEW.uid <> OLD.uid OR NEW.sequence < OLD.sequence",
        why="a calendar entry keeps its UID, and its SEQUENCE only grows",
    )
    refuse(
        "calendar_invite",
        "UPDATE",
        name="an_invite_counts_its_changes",
        when="NEW.sequence = OLD.sequence AND (NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at "
        "OR NEW.cancelled <> OLD.cancelled)",
        why="a changed calendar entry needs a higher SEQUENCE",
    )
