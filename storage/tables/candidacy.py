"""One candidate, one role: the invitation, what was chosen, agreed, asked and brought."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from storage.columns import instant, key, listed, mapped, one, only, ref, rule, word
from storage.record import Record
from tracks.candidacy import AdjustmentState, ChoiceKind, ChosenVia, InvitationState
from tracks.track import Shape, TrackId

LIVE = "state NOT IN ('withdrawn', 'closed', 'closed_by_person')"


class Snapshot(Record, table=True):
    """Content as it was shown or filled in: a paper, a set of AI rules, a rubric; kept under its sha256."""

    __tablename__ = "snapshot"

    sha256: str = Field(primary_key=True)
    kind: str
    body: dict[str, Any] = mapped()


class Candidate(Record, table=True):
    """Somebody who was invited. Reached in Slack when *slack_user* is set, else at *email*."""

    __tablename__ = "candidate"
    __table_args__ = (
        rule("a_candidate_can_be_reached", "slack_user IS NOT NULL OR email IS NOT NULL"),
        rule("addresses_are_in_lower_case", "email = lower(email)"),
    )

    id: str = key()
    called: str
    slack_user: str | None = Field(default=None, unique=True)
    slack_external: bool = False
    email: str | None = Field(default=None, unique=True)
    timezone: str | None = None
    language: str | None = None
    notice_shown_at: datetime | None = instant(optional=True)
    delete_on: datetime | None = instant(optional=True)
    withdrawn_at: datetime | None = instant(optional=True)


class Invitation(Record, table=True):
    """One candidacy: a person invited by a named person to one role.

    *revision* grows with every change and is the token of compare-and-set. A link lives until 30 days after
    *last_step_at*; *link_epoch* grows when links that were handed out must stop working at once.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        only("state", InvitationState),
        only("shape", Shape),
        rule("the_reason_is_personal", "length(why_you) >= 40"),
        rule(
            "a_person_closes_by_name",
            "state <> 'closed_by_person' OR (closed_by IS NOT NULL AND coalesce(closed_reason, '') <> '')",
        ),
        one("one_live_candidacy", "candidate_id", "role_id", where=LIVE),
    )

    id: str = key()
    role_id: str = ref("role.id", index=True)
    candidate_id: str = ref("candidate.id", index=True)
    invited_by: str = ref("person.id", index=True)
    host_id: str = ref("person.id", index=True)
    why_you: str
    introduced_by: str | None = None
    address_source: str
    created_at: datetime = instant()
    last_step_at: datetime = instant()
    sent_at: datetime | None = instant(optional=True)
    reply_by: datetime = instant()
    paper_sha: str = ref("snapshot.sha256")
    content_version: str
    option_order: list[str] = listed()
    shape: Shape = word(Shape)
    state: InvitationState = word(InvitationState)
    split: bool | None = None
    asked_last: str | None = None
    reminders_off: bool = False
    closed_by: str | None = ref("person.id", optional=True)
    closed_reason: str | None = None
    revision: int = 0
    link_epoch: int = 0


class TrackChoice(Record, table=True):
    """A choice of track; the one without *superseded_at* is in force. Why it was made is not asked."""

    __tablename__ = "track_choice"
    __table_args__ = (
        only("track_id", TrackId),
        only("chosen_via", ChosenVia),
        only("kind", ChoiceKind),
        one("one_choice_in_force", "invitation_id", where="superseded_at IS NULL"),
    )

    id: str = key()
    invitation_id: str = ref("invitation.id", index=True)
    track_id: TrackId = word(TrackId)
    chosen_at: datetime = instant()
    chosen_via: ChosenVia = word(ChosenVia)
    words: str | None = None
    confirmed_by: str | None = ref("person.id", optional=True)
    content_version: str
    kind: ChoiceKind = word(ChoiceKind)
    superseded_at: datetime | None = instant(optional=True)


class AiAgreement(Record, table=True):
    """Which AI rules, in which version, the candidate or a panelist agreed to, and when."""

    __tablename__ = "ai_agreement"
    __table_args__ = (
        only("track_id", TrackId),
        one("one_agreement_each", "invitation_id", "by", "rules_sha"),
    )

    id: str = key()
    invitation_id: str = ref("invitation.id", index=True)
    by: str
    track_id: TrackId = word(TrackId)
    rules_sha: str = ref("snapshot.sha256")
    agreed_at: datetime = instant()


class AdjustmentRequest(Record, table=True):
    """What a candidate needs to be different: the words are for the coordinator alone."""

    __tablename__ = "adjustment_request"
    __table_args__ = (only("state", AdjustmentState),)

    id: str = key()
    invitation_id: str = ref("invitation.id", index=True)
    text: str
    asked_at: datetime = instant()
    state: AdjustmentState = word(AdjustmentState)
    reply: str | None = None
    arrangement_line: str | None = None
    extra_minutes: dict[str, int] = mapped()
    handled_by: str | None = ref("person.id", optional=True)
    handled_at: datetime | None = instant(optional=True)


class AskedQuestion(Record, table=True):
    """Something a candidate asked or wrote to a person, and the answer that reached them."""

    __tablename__ = "asked_question"

    id: str = key()
    invitation_id: str = ref("invitation.id", index=True)
    about: str
    text: str
    asked_at: datetime = instant()
    answer: str | None = None
    answered_by: str | None = ref("person.id", optional=True)
    answered_at: datetime | None = instant(optional=True)


class BroughtPage(Record, table=True):
    """The realist's one page, as text or as a file; the newest one counts."""

    __tablename__ = "brought_page"

    id: str = key()
    invitation_id: str = ref("invitation.id", index=True)
    sent_at: datetime = instant()
    text: str | None = None
    file_name: str | None = None
    media_type: str | None = None
    content: bytes | None = None


class TimesOffered(Record, table=True):
    """The starts that a candidate was shown; *starts*: per offer the UTC start of each sitting as text."""

    __tablename__ = "times_offered"

    id: str = key()
    invitation_id: str = ref("invitation.id", index=True)
    purpose: str
    split: bool
    offered_at: datetime = instant()
    starts: list[list[str]] = listed()
    closed_at: datetime | None = instant(optional=True)
