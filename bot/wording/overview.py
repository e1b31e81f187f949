"""A candidacy and a form at a glance, and in words: where it stands, whose turn it is."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.wording.sentences import Markup, say
from storage.tables import Candidate, Invitation, Role
from tracks.catalogue import Catalogue


class Turn(StrEnum):
    """Who is to act next; NOBODY when time or a part of the interview is."""

    HOST = "host"
    CANDIDATE = "candidate"
    PANEL = "panel"
    DECIDER = "decider"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """*sentence* is a key of content's table ``stands``, *facts* what it names, *at* when it matters."""

    turn: Turn
    sentence: str
    facts: dict[str, object] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One candidacy at a glance."""

    invitation: Invitation
    candidate: Candidate
    role: Role
    track: str | None
    stand: Stand

    @property
    def urgency(self) -> tuple[int, datetime]:
        """What lists are ordered by: whose turn it is, then the date that matters."""
        return list(Turn).index(self.stand.turn), self.stand.at or self.invitation.created_at


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """One form in a list: whose, about whom, since when; nothing of what stands in it."""

    id: str
    rater: str
    candidate: str
    group: str
    due_at: datetime
    begun: bool = False

    @property
    def facts(self) -> dict[str, object]:
        """What sentences about it may name."""
        return {"rater": self.rater, "candidate": self.candidate, "group": self.group}


def stands(catalogue: Catalogue, seen: Overview) -> str:
    """Return where a candidacy stands, as the end of a sentence."""
    return say(catalogue, f"stands.{seen.stand.sentence}", **seen.stand.facts)


def status_line(catalogue: Catalogue, seen: Overview) -> str:
    """Return one line for lists."""
    facts = {
        "candidate": seen.candidate.called,
        "role": seen.role.title,
        "stands": Markup(stands(catalogue, seen)),
    }
    if seen.track is None:
        return say(catalogue, "status.line", **facts)
    return say(catalogue, "status.line_track", track=track_name(catalogue, seen.track), **facts)


def track_name(catalogue: Catalogue, track: str) -> str:
    """Return what a track is called."""
    return next((text.name for text in catalogue.paper.tracks if text.track == track), track)
