"""Keep the company, its people and roles, and the candidacies up to the choice."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.ddl import (
    days,
    flags,
    index,
    instants,
    key,
    maybe,
    numbers,
    one,
    only,
    ref,
    rule,
    structures,
    texts,
)

revision = "0001"
down_revision = None

LEVELS = "'mid', 'senior', 'staff'"
TRACKS = "'traditionalist', 'pragmatist', 'realist'"


def upgrade() -> None:
    company()
    candidacies()
    choosing()


def company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer, primary_key=True),
        *texts("name", "timezone"),
        *structures("working_hours"),
        rule("there_is_one_company", "id = 1"),
    )
    op.create_table(
        "person",
        key(),
        *texts("name", "timezone"),
        *maybe(texts("email", "level", "team") + structures("working_hours")),
        *maybe(days("founding_until", "calibrated_on")),
        *structures("roles"),
        *numbers("day_limit", "week_limit"),
        *flags("standing_yes", "active"),
        only("level", LEVELS),
        rule("limits_are_counts", "day_limit >= 0 AND week_limit >= 0"),
    )
    op.create_table(
        "qualification",
        sa.Column("person_id", sa.String, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("value", sa.String, primary_key=True),
        *texts("granted_by"),
        *instants("granted_at"),
        *maybe(instants("expires_at")),
        rule("kind_is_known", "kind IN ('seat', 'track', 'family')"),
    )
    op.create_table(
        "leave",
        key(),
        ref("person_id", "person.id"),
        *days("first_day", "last_day"),
        rule("leave_ends_after_it_starts", "last_day >= first_day"),
    )
    index("leave", "person_id")
    op.create_table(
        "role",
        key(),
        *texts("title", "family", "level", "channel", "meeting_link", "medium", "place", "stages_before"),
        *texts("stages_after", "stack", "ai_at_work", "privacy_contact", "shape"),
        *maybe(texts("team", "pay_range", "pay_reason", "tracks_reason")),
        ref("host_id", "person.id"),
        ref("coordinator_id", "person.id"),
        ref("hiring_manager_id", "person.id"),
        *structures("job_less_liked", "tracks"),
        *numbers("reply_days", "answer_days", "switch_cutoff_hours", "invite_cap"),
        *flags("job_bans_ai", "open"),
        only("level", LEVELS),
        only("shape", "'full', 'short'"),
    )


def candidacies() -> None:
    op.create_table(
        "snapshot",
        sa.Column("sha256", sa.String, primary_key=True),
        *texts("kind"),
        *structures("body"),
    )
    op.create_table(
        "candidate",
        key(),
        *texts("called"),
        sa.Column("slack_user", sa.String, unique=True),
        sa.Column("email", sa.String, unique=True),
        *flags("slack_external"),
        *maybe(texts("timezone", "language") + instants("notice_shown_at", "delete_on", "withdrawn_at")),
        rule("a_candidate_can_be_reached", "slack_user IS NOT NULL OR email IS NOT NULL"),
        rule("addresses_are_in_lower_case", "email = lower(email)"),
    )
    op.create_table(
        "invitation",
        key(),
        ref("role_id", "role.id"),
        ref("candidate_id", "candidate.id"),
        ref("invited_by", "person.id"),
        ref("host_id", "person.id"),
        ref("paper_sha", "snapshot.sha256"),
        *texts("why_you", "address_source", "content_version", "shape", "state"),
        *maybe(texts("introduced_by", "asked_last", "closed_reason") + flags("split")),
        *maybe([ref("closed_by", "person.id")]),
        *instants("created_at", "last_step_at", "reply_by"),
        *maybe(instants("sent_at")),
        *structures("option_order"),
        *flags("reminders_off"),
        *numbers("revision", "link_epoch"),
        only(
            "state",
            "'drafted', 'sent', 'chosen', 'planned', 'held', 'decided', 'closed', "
            "'withdrawn', 'closed_by_person'",
        ),
        only("shape", "'full', 'short'"),
        rule("the_reason_is_personal", "length(why_you) >= 40"),
        rule(
            "a_person_closes_by_name",
            "state <> 'closed_by_person' OR (closed_by IS NOT NULL AND coalesce(closed_reason, '') <> '')",
        ),
    )
    index("invitation", "role_id", "candidate_id", "invited_by", "host_id")
    one(
        "one_live_candidacy",
        "invitation",
        ["candidate_id", "role_id"],
        where="state NOT IN ('withdrawn', 'closed', 'closed_by_person')",
    )


def choosing() -> None:
    op.create_table(
        "track_choice",
        key(),
        ref("invitation_id", "invitation.id"),
        *texts("track_id", "chosen_via", "content_version", "kind"),
        *maybe([*texts("words"), ref("confirmed_by", "person.id"), *instants("superseded_at")]),
        *instants("chosen_at"),
        only("track_id", TRACKS),
        only("chosen_via", "'button', 'page', 'words', 'told_a_person'"),
        only("kind", "'first', 'switch', 'restart'"),
    )
    index("track_choice", "invitation_id")
    one("one_choice_in_force", "track_choice", ["invitation_id"], where="superseded_at IS NULL")
    op.create_table(
        "ai_agreement",
        key(),
        ref("invitation_id", "invitation.id"),
        ref("rules_sha", "snapshot.sha256"),
        *texts("by", "track_id"),
        *instants("agreed_at"),
        only("track_id", TRACKS),
    )
    index("ai_agreement", "invitation_id")
    one("one_agreement_each", "ai_agreement", ["invitation_id", "by", "rules_sha"])
    op.create_table(
        "adjustment_request",
        key(),
        ref("invitation_id", "invitation.id"),
        *texts("text", "state"),
        *maybe(texts("reply", "arrangement_line") + instants("handled_at")),
        *maybe([ref("handled_by", "person.id")]),
        *instants("asked_at"),
        *structures("extra_minutes"),
        only("state", "'open', 'talking', 'arranged', 'alternative_offered'"),
    )
    index("adjustment_request", "invitation_id")
    op.create_table(
        "asked_question",
        key(),
        ref("invitation_id", "invitation.id"),
        *texts("about", "text"),
        *instants("asked_at"),
        *maybe([*texts("answer"), ref("answered_by", "person.id"), *instants("answered_at")]),
    )
    index("asked_question", "invitation_id")
    op.create_table(
        "brought_page",
        key(),
        ref("invitation_id", "invitation.id"),
        *instants("sent_at"),
        *maybe(texts("text", "file_name", "media_type")),
        sa.Column("content", sa.LargeBinary),
    )
    index("brought_page", "invitation_id")
    op.create_table(
        "times_offered",
        key(),
        ref("invitation_id", "invitation.id"),
        *texts("purpose"),
        *flags("split"),
        *instants("offered_at"),
        *structures("starts"),
        *maybe(instants("closed_at")),
    )
    index("times_offered", "invitation_id")
