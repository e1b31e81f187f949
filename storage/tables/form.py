"""What was seen and how it was rated; the debrief, the decision and the letter that follow."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import instant, key, listed, mapped, one, only, ref, rule, word
from storage.record import Record
from tracks.candidacy import DecisionOutcome, FormState
from tracks.evidence import EvidenceKind, FollowUpOutcome
from tracks.rubric import LevelReading
from tracks.track import DimensionId, FollowUp, Group, Level, SeatId


class Form(Record, table=True):
    """One rater's form for one group of sessions; *revision* is the draft's compare-and-set token.

    *counts* is False for what somebody wrote before another person took the seat: it stays theirs alone.
    """

    __tablename__ = "form"
    __table_args__ = (
        only("state", FormState),
        only("group", Group),
        only("seat", SeatId),
        rule("a_sent_form_says_when", "(state = 'sent') = (sent_at IS NOT NULL)"),
        rule(
            "a_form_is_waived_by_name",
            "state <> 'missing_with_reason' OR (waived_by IS NOT NULL AND coalesce(waived_reason, '') <> '')",
        ),
        one("one_form_each", "loop_id", "group", "seat", where="counts"),
    )

    id: str = key()
    loop_id: str = ref("loop.id", index=True)
    group: Group = word(Group)
    rater_id: str = ref("person.id", index=True)
    seat: SeatId = word(SeatId)
    state: FormState = word(FormState)
    due_at: datetime = instant()
    opened_at: datetime | None = instant(optional=True)
    sent_at: datetime | None = instant(optional=True)
    waived_by: str | None = ref("person.id", optional=True)
    waived_reason: str | None = None
    counts: bool = True
    rubric_sha: str = ref("snapshot.sha256")
    page: int = 0
    revision: int = 0


class EvidenceItem(Record, table=True):
    """A moment: what was said or done, in which part, at which minute of it (plan step, if not *exact*)."""

    __tablename__ = "evidence_item"
    __table_args__ = (
        only("kind", EvidenceKind),
        only("probe", FollowUp),
        only("outcome", FollowUpOutcome),
        rule("evidence_is_a_sentence", "length(text) BETWEEN 8 AND 600"),
        rule("minutes_count_from_the_start", "minute >= 0"),
        rule("hints_come_in_three_steps", "hint_step BETWEEN 1 AND 3"),
        rule("an_outcome_follows_a_probe", "outcome IS NULL OR probe IS NOT NULL"),
    )

    id: str = key()
    form_id: str = ref("form.id", index=True)
    session_id: str = ref("session.id", index=True)
    minute: int
    exact: bool = True
    kind: EvidenceKind = word(EvidenceKind)
    text: str
    dimensions: list[str] = listed()
    hint_step: int | None = None
    probe: FollowUp | None = word(FollowUp, optional=True)
    outcome: FollowUpOutcome | None = word(FollowUpOutcome, optional=True)
    marked_at: datetime = instant()
    removed_at: datetime | None = instant(optional=True)


class Rating(Record, table=True):
    """One dimension as one rater saw it in one group; once sent, the *original* is never overwritten."""

    __tablename__ = "rating"
    __table_args__ = (
        only("dimension", DimensionId),
        rule("the_scale_has_four_steps", "value BETWEEN 1 AND 4"),
        rule("not_enough_has_no_number", "NOT not_enough OR value IS NULL"),
        rule(
            "a_second_rating_says_why",
            "original OR (revised_from IS NOT NULL AND coalesce(revised_reason, '') <> '')",
        ),
        one("one_first_rating", "form_id", "dimension", where="original"),
    )

    id: str = key()
    form_id: str = ref("form.id", index=True)
    dimension: DimensionId = word(DimensionId)
    value: int | None = None
    not_enough: bool = False
    reason_if_ne: str | None = None
    evidence_ids: list[str] = listed()
    axes: list[str] = listed()
    why: str | None = None
    original: bool = True
    revised_from: str | None = ref("rating.id", optional=True)
    revised_reason: str | None = None


class LevelRead(Record, table=True):
    """At which level one facet of the work reads, with the evidence that says so."""

    __tablename__ = "level_read"
    __table_args__ = (only("reads", LevelReading), one("one_reading_a_facet", "form_id", "facet"))

    id: str = key()
    form_id: str = ref("form.id", index=True)
    facet: str
    reads: LevelReading = word(LevelReading)
    evidence_ids: list[str] = listed()


class Debrief(Record, table=True):
    """The talk over the evidence, or everybody's word that there is nothing to discuss."""

    __tablename__ = "debrief"

    id: str = key()
    loop_id: str = Field(foreign_key="loop.id", unique=True)
    opened_at: datetime = instant()
    nothing_to_discuss: list[str] = listed()
    called_by: str | None = ref("person.id", optional=True)
    closed_at: datetime | None = instant(optional=True)


class Decision(Record, table=True):
    """What a named person decided, with a text per dimension; no other way leads here."""

    __tablename__ = "decision"
    __table_args__ = (
        only("outcome", DecisionOutcome),
        only("dimension_asked", DimensionId),
        only("level_offered", Level),
        rule("a_decision_has_reasons", "length(reasons) >= 200"),
        rule("a_level_has_a_reason", "level_offered IS NULL OR coalesce(level_reason, '') <> ''"),
        rule("telling_has_a_name", "(told_candidate_at IS NULL) = (told_by IS NULL)"),
    )

    id: str = key()
    loop_id: str = Field(foreign_key="loop.id", unique=True)
    decided_by: str = ref("person.id")
    decided_at: datetime = instant()
    outcome: DecisionOutcome = word(DecisionOutcome)
    dimension_asked: DimensionId | None = word(DimensionId, optional=True)
    rationale: dict[str, str] = mapped()
    reasons: str
    level_offered: Level | None = word(Level, optional=True)
    level_reason: str | None = None
    told_candidate_at: datetime | None = instant(optional=True)
    told_by: str | None = ref("person.id", optional=True)


class DecisionDraft(Record, table=True):
    """What has been typed of a decision so far; *revision* is its compare-and-set token."""

    __tablename__ = "decision_draft"
    __table_args__ = (
        only("outcome", DecisionOutcome),
        only("dimension_asked", DimensionId),
        only("level_offered", Level),
    )

    id: str = key()
    loop_id: str = Field(foreign_key="loop.id", unique=True)
    written_by: str = ref("person.id")
    saved_at: datetime = instant()
    outcome: DecisionOutcome | None = word(DecisionOutcome, optional=True)
    dimension_asked: DimensionId | None = word(DimensionId, optional=True)
    rationale: dict[str, str] = mapped()
    level_offered: Level | None = word(Level, optional=True)
    level_reason: str | None = None
    revision: int = 0


class CandidateFeedback(Record, table=True):
    """The letter: written and sent by a person, after a decision; the candidate can answer once."""

    __tablename__ = "candidate_feedback"
    __table_args__ = (
        rule("a_letter_is_sent_by_name", "(sent_at IS NULL) = (sent_by IS NULL)"),
        rule("an_answer_follows_a_letter", "reply IS NULL OR sent_at IS NOT NULL"),
    )

    id: str = key()
    loop_id: str = Field(foreign_key="loop.id", unique=True)
    body: str
    text_by_dimension: dict[str, str] = mapped()
    written_by: str = ref("person.id")
    written_at: datetime = instant()
    sent_at: datetime | None = instant(optional=True)
    sent_by: str | None = ref("person.id", optional=True)
    reply: str | None = None
    replied_at: datetime | None = instant(optional=True)
