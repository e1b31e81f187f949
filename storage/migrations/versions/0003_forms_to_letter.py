"""Keep forms and their evidence, the debrief, the decision and the letter."""

from alembic import op

from storage.migrations.ddl import (
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
    structures,
    texts,
)

revision = "0003"
down_revision = "0002"

LEVELS = "'mid', 'senior', 'staff'"
SEATS = "'host', 'lead', 'second', 'independent'"
DIMENSIONS = "'framing', 'code', 'judgment', 'verification', 'ownership', 'people'"


def upgrade() -> None:
    forms()
    verdicts()
    guard_forms()
    guard_verdicts()


def forms() -> None:
    op.create_table(
        "form",
        key(),
        ref("loop_id", "loop.id"),
        ref("rater_id", "person.id"),
        ref("rubric_sha", "snapshot.sha256"),
        *texts("group", "seat", "state"),
        *instants("due_at"),
        *maybe(instants("opened_at", "sent_at") + texts("waived_reason")),
        *maybe([ref("waived_by", "person.id")]),
        *flags("counts"),
        *numbers("page", "revision"),
        only("state", "'open', 'sent', 'missing_with_reason'"),
        only("group", "'track_half', 'shared_review', 'how_you_work'"),
        only("seat", SEATS),
        rule("a_sent_form_says_when", "(state = 'sent') = (sent_at IS NOT NULL)"),
        rule(
            "a_form_is_waived_by_name",
            "state <> 'missing_with_reason' OR (waived_by IS NOT NULL AND coalesce(waived_reason, '') <> '')",
        ),
    )
    index("form", "loop_id", "rater_id")
    one("one_form_each", "form", ["loop_id", "group", "seat"], where="counts")
    op.create_table(
        "evidence_item",
        key(),
        ref("form_id", "form.id"),
        ref("session_id", "session.id"),
        *texts("kind", "text"),
        *maybe(texts("probe", "outcome") + numbers("hint_step")),
        *numbers("minute"),
        *flags("exact"),
        *structures("dimensions"),
        *instants("marked_at"),
        *maybe(instants("removed_at")),
        only("kind", "'quote', 'did', 'asked', 'artifact', 'hint_given'"),
        only(
            "probe", "'decompose', 'perturb', 'tradeoff', 'revisit', 'failure', 'consequence', 'provenance'"
        ),
        only("outcome", "'held_together', 'shifted_with_a_reason', 'came_apart', 'not_reached'"),
        rule("evidence_is_a_sentence", "length(text) BETWEEN 8 AND 600"),
        rule("minutes_count_from_the_start", "minute >= 0"),
        rule("hints_come_in_three_steps", "hint_step BETWEEN 1 AND 3"),
        rule("an_outcome_follows_a_probe", "outcome IS NULL OR probe IS NOT NULL"),
    )
    index("evidence_item", "form_id", "session_id")
    op.create_table(
        "rating",
        key(),
        ref("form_id", "form.id"),
        *texts("dimension"),
        *maybe(texts("reason_if_ne", "why", "revised_reason") + numbers("value")),
        *maybe([ref("revised_from", "rating.id")]),
        *flags("not_enough", "original"),
        *structures("evidence_ids", "axes"),
        only("dimension", DIMENSIONS),
        rule("the_scale_has_four_steps", "value BETWEEN 1 AND 4"),
        rule("not_enough_has_no_number", "NOT not_enough OR value IS NULL"),
        rule(
            "a_second_rating_says_why",
            "original OR (revised_from IS NOT NULL AND coalesce(revised_reason, '') <> '')",
        ),
    )
    index("rating", "form_id")
    one("one_first_rating", "rating", ["form_id", "dimension"], where="original")
    op.create_table(
        "level_read",
        key(),
        ref("form_id", "form.id"),
        *texts("facet", "reads"),
        *structures("evidence_ids"),
        only("reads", f"'below', {LEVELS}, 'above', 'not_enough'"),
    )
    index("level_read", "form_id")
    one("one_reading_a_facet", "level_read", ["form_id", "facet"])


def verdicts() -> None:
    op.create_table(
        "debrief",
        key(),
        ref("loop_id", "loop.id", unique=True),
        *instants("opened_at"),
        *structures("nothing_to_discuss"),
        *maybe([ref("called_by", "person.id"), *instants("closed_at")]),
    )
    op.create_table(
        "decision",
        key(),
        ref("loop_id", "loop.id", unique=True),
        ref("decided_by", "person.id"),
        *instants("decided_at"),
        *texts("outcome", "reasons"),
        *structures("rationale"),
        *maybe(texts("dimension_asked", "level_offered", "level_reason") + instants("told_candidate_at")),
        *maybe([ref("told_by", "person.id")]),
        only("outcome", "'offer', 'no_offer', 'one_more_part'"),
        only("dimension_asked", DIMENSIONS),
        only("level_offered", LEVELS),
        rule("a_decision_has_reasons", "length(reasons) >= 200"),
        rule("a_level_has_a_reason", "level_offered IS NULL OR coalesce(level_reason, '') <> ''"),
        rule("telling_has_a_name", "(told_candidate_at IS NULL) = (told_by IS NULL)"),
    )
    op.create_table(
        "decision_draft",
        key(),
        ref("loop_id", "loop.id", unique=True),
        ref("written_by", "person.id"),
        *instants("saved_at"),
        *structures("rationale"),
        *maybe(texts("outcome", "dimension_asked", "level_offered", "level_reason")),
        *numbers("revision"),
        only("outcome", "'offer', 'no_offer', 'one_more_part'"),
        only("dimension_asked", DIMENSIONS),
        only("level_offered", LEVELS),
    )
    op.create_table(
        "candidate_feedback",
        key(),
        ref("loop_id", "loop.id", unique=True),
        ref("written_by", "person.id"),
        *texts("body"),
        *structures("text_by_dimension"),
        *instants("written_at"),
        *maybe(instants("sent_at", "replied_at") + texts("reply")),
        *maybe([ref("sent_by", "person.id")]),
        rule("a_letter_is_sent_by_name", "(sent_at IS NULL) = (sent_by IS NULL)"),
        rule("an_answer_follows_a_letter", "reply IS NULL OR sent_at IS NOT NULL"),
    )


def guard_forms() -> None:
    final = "a form that was sent or waived never changes"
    refuse("form", "UPDATE", name="a_form_is_final", when="OLD.state <> 'open'", why=final)
    refuse("form", "DELETE", name="a_final_form_stays", when="OLD.state <> 'open'", why=final)
    refuse(
        "form",
        "UPDATE",
        name="a_sent_form_is_complete",
        when="NEW.state = 'sent' AND EXISTS (SELECT 1 FROM rating WHERE form_id = NEW.id AND original "
        "AND CASE WHEN not_enough THEN coalesce(reason_if_ne, '') = '' "
        "ELSE value IS NULL OR CAST(evidence_ids AS TEXT) = '[]' END)",
        why="a form is sent with evidence for each rating, or the reason why there is not enough",
    )
    guard_contents("evidence_item", final)
    guard_contents("rating", final, added="NEW.original")  # a second rating follows the debrief
    guard_contents("level_read", final)


def guard_contents(table: str, why: str, *, added: str = "true") -> None:
    """Refuse each change to rows of *table* whose form is final; *added*: which new rows that means."""
    for action, row, which in (
        ("INSERT", "NEW", added),
        ("UPDATE", "OLD", "true"),
        ("DELETE", "OLD", "true"),
    ):
        form = f"FROM form WHERE id = {row}.form_id"
        refuse(
            table,
            action,
            name=f"{table}_of_a_final_form_{action.lower()}",
            when=f"{which} AND EXISTS (SELECT 1 {form} AND state <> 'open')",
            why=why,
            hold=f"1 {form} FOR SHARE",
        )
    refuse(
        table,
        "UPDATE",
        name=f"{table}_stays_with_its_form",
        when="NEW.form_id <> OLD.form_id",
        why="what one form holds cannot be moved to another",
    )


def guard_verdicts() -> None:
    for action in ("INSERT", "UPDATE"):
        refuse(
            "decision",
            action,
            name=f"a_person_decides_{action.lower()}",
            when="NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.decided_by)",
            why="a decision needs a person who is on record",
        )
    refuse(
        "decision",
        "INSERT",
        name="a_decision_waits_for_forms",
        when="EXISTS (SELECT 1 FROM form WHERE loop_id = NEW.loop_id AND counts AND state = 'open')",
        why="a decision needs every form, sent or waived by name",
    )
    for action in ("INSERT", "UPDATE"):
        refuse(
            "candidate_feedback",
            action,
            name=f"a_letter_follows_a_decision_{action.lower()}",
            when="NEW.sent_at IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM decision WHERE loop_id = NEW.loop_id)",
            why="a letter is sent after a decision",
        )
    refuse(
        "candidate_feedback",
        "UPDATE",
        name="a_sent_letter_stays",
        when="OLD.sent_at IS NOT NULL AND (NEW.sent_at IS NULL OR NEW.body <> OLD.body OR NEW.written_by <> "
        "OLD.written_by OR CAST(NEW.text_by_dimension AS TEXT) <> CAST(OLD.text_by_dimension AS TEXT))",
        why="a letter that was sent never changes",
    )
    refuse(
        "candidate_feedback",
        "UPDATE",
        name="a_candidate_answers_once",
        when="OLD.reply IS NOT NULL AND coalesce(NEW.reply, '') <> OLD.reply",
        why="the answer to a letter never changes",
    )
