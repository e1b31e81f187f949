"""Candidates and what belongs to their candidacies, before and beside the loop."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from storage.columns import table_of
from storage.memory import Memory, Wanted
from storage.tables import (
    AdjustmentRequest,
    AiAgreement,
    AskedQuestion,
    BroughtPage,
    Candidate,
    Invitation,
    Snapshot,
    TimesOffered,
    TrackChoice,
)
from tracks.candidacy import InvitationState, is_final

_CANDIDATE, _CHOICE, _OFFER = table_of(Candidate), table_of(TrackChoice), table_of(TimesOffered)
_IN_SLACK = Wanted(Candidate, _CANDIDATE.c.slack_user == bindparam("slack_user"))
_IN_FORCE = Wanted(
    TrackChoice, _CHOICE.c.invitation_id == bindparam("invitation"), _CHOICE.c.superseded_at.is_(None)
)
_OPEN_OFFER = Wanted(
    TimesOffered,
    _OFFER.c.invitation_id == bindparam("invitation"),
    _OFFER.c.closed_at.is_(None),
    order=[_OFFER.c.offered_at.desc()],
    limit=1,
)
_AGREEMENT, _ADJUSTMENT = table_of(AiAgreement).c, table_of(AdjustmentRequest).c
_THEIRS = (_AGREEMENT.invitation_id == bindparam("invitation"), _AGREEMENT.by == bindparam("who"))
_AGREED = Wanted(AiAgreement, *_THEIRS, _AGREEMENT.rules_sha == bindparam("rules"))
_AGREED_LAST = Wanted(
    AiAgreement,
    *_THEIRS,
    _AGREEMENT.track_id == bindparam("track"),
    order=[_AGREEMENT.agreed_at.desc()],
    limit=1,
)
_ADJUSTMENTS = Wanted(
    AdjustmentRequest,
    _ADJUSTMENT.invitation_id == bindparam("invitation"),
    order=[_ADJUSTMENT.asked_at],
)
_ENDED = tuple(filter(is_final, InvitationState))
_KEEP = {
    "sqlite": sqlite.insert(table_of(Snapshot)).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(table_of(Snapshot)).on_conflict_do_nothing(),
}


class Candidacies:
    """Reads candidates, invitations and what hangs on them."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def candidate_in_slack(self, slack_user: str) -> Candidate | None:
        """Return the candidate with that Slack id, or None."""
        return self._memory.one(_IN_SLACK, slack_user=slack_user)

    def candidate_at(self, email: str) -> Candidate | None:
        """Return the candidate with that mail address (compared in lower case), or None."""
        return self._memory.orm.scalars(
            select(Candidate).where(col(Candidate.email) == email.lower())
        ).one_or_none()

    def live_of(self, candidate_id: str) -> Sequence[Invitation]:
        """Return a candidate's invitations that have not ended, newest first."""
        rows = select(Invitation).where(col(Invitation.candidate_id) == candidate_id, _live())
        return self._memory.orm.scalars(rows.order_by(col(Invitation.created_at).desc())).all()

    def ended_of(self, candidate_id: str) -> Sequence[Invitation]:
        """Return a candidate's invitations that have ended, in no order."""
        ended = col(Invitation.state).in_(_ENDED)
        return self._memory.orm.scalars(
            select(Invitation).where(col(Invitation.candidate_id) == candidate_id, ended)
        ).all()

    def newest_of(self, candidate_id: str) -> Invitation | None:
        """Return a candidate's newest invitation, ended or not."""
        rows = select(Invitation).where(col(Invitation.candidate_id) == candidate_id)
        return self._memory.orm.scalars(
            rows.order_by(col(Invitation.created_at).desc()).limit(1)
        ).one_or_none()

    def live_for_role(self, role_id: str) -> Sequence[Invitation]:
        """Return a role's invitations that have not ended, oldest first."""
        rows = select(Invitation).where(col(Invitation.role_id) == role_id, _live())
        return self._memory.orm.scalars(rows.order_by(col(Invitation.created_at))).all()

    def live_around(self, person_id: str) -> Sequence[Invitation]:
        """Return the open invitations that a person hosts or sent, oldest first."""
        mine = or_(col(Invitation.host_id) == person_id, col(Invitation.invited_by) == person_id)
        return self._memory.orm.scalars(
            select(Invitation).where(mine, _live()).order_by(col(Invitation.created_at))
        ).all()

    def unanswered(self, *, inviter: str | None = None, role_id: str | None = None) -> int:
        """Count invitations that wait for a choice, by inviter or by role."""
        rows = (
            select(func.count()).select_from(Invitation).where(col(Invitation.state) == InvitationState.SENT)
        )
        if inviter is not None:
            rows = rows.where(col(Invitation.invited_by) == inviter)
        if role_id is not None:
            rows = rows.where(col(Invitation.role_id) == role_id)
        return self._memory.orm.scalars(rows).one()

    def count_for_role(self, role_id: str) -> int:
        """Count all invitations that a role ever had; the order of the three choices is rotated by it."""
        rows = select(func.count()).select_from(Invitation).where(col(Invitation.role_id) == role_id)
        return self._memory.orm.scalars(rows).one()

    def choice(self, invitation_id: str) -> TrackChoice | None:
        """Return the choice in force, or None."""
        return self._memory.one(_IN_FORCE, invitation=invitation_id)

    def choices(self, invitation_id: str) -> Sequence[TrackChoice]:
        """Return all choices of a candidacy, oldest first."""
        rows = select(TrackChoice).where(col(TrackChoice.invitation_id) == invitation_id)
        return self._memory.orm.scalars(rows.order_by(col(TrackChoice.chosen_at))).all()

    def agreement(self, invitation_id: str, *, by: str, rules_sha: str) -> AiAgreement | None:
        """Return who-agreed-to-what for one person and one version of the rules, or None."""
        return self._memory.one(_AGREED, invitation=invitation_id, who=by, rules=rules_sha)

    def newest_agreement(self, invitation_id: str, *, by: str, track: str) -> AiAgreement | None:
        """Return what somebody agreed to last for a candidacy on *track*, or None."""
        return self._memory.one(_AGREED_LAST, invitation=invitation_id, who=by, track=track)

    def adjustments(self, invitation_id: str) -> Sequence[AdjustmentRequest]:
        """Return the adjustments asked for, oldest first."""
        return self._memory.every(_ADJUSTMENTS, invitation=invitation_id)

    def questions(self, invitation_id: str) -> Sequence[AskedQuestion]:
        """Return what a candidate asked, oldest first."""
        rows = select(AskedQuestion).where(col(AskedQuestion.invitation_id) == invitation_id)
        return self._memory.orm.scalars(rows.order_by(col(AskedQuestion.asked_at))).all()

    def brought_page(self, invitation_id: str) -> BroughtPage | None:
        """Return the newest page that the candidate sent, or None."""
        rows = select(BroughtPage).where(col(BroughtPage.invitation_id) == invitation_id)
        return self._memory.orm.scalars(rows.order_by(col(BroughtPage.sent_at).desc()).limit(1)).one_or_none()

    def times_offered(self, invitation_id: str) -> TimesOffered | None:
        """Return the offer of times that is open, or None."""
        return self._memory.one(_OPEN_OFFER, invitation=invitation_id)

    def keep(self, kind: str, body: Mapping[str, Any]) -> str:
        """Keep content as it was shown, once; return its sha256, under which it stays readable."""
        sha = sha_of(body)
        connection = self._memory.wire
        connection.execute(_KEEP[connection.dialect.name], {"sha256": sha, "kind": kind, "body": dict(body)})
        return sha


def sha_of(body: Mapping[str, Any]) -> str:
    """Return the sha256 under which ``Candidacies.keep`` keeps *body*."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _live() -> ColumnElement[bool]:
    return col(Invitation.state).not_in(_ENDED)
