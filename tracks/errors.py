"""Everything the rules refuse, on one page: each refusal carries facts, the sentences stand in content."""
# ruff: noqa: N818 -- a refusal is named after the rule it keeps

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, dataclass_transform

if TYPE_CHECKING:
    from tracks.rubric import Gap


@dataclass_transform(kw_only_default=True)
class InterviewError(Exception):
    """A rule was about to be broken; nothing has been changed. ``str()`` is for the log."""

    def __init_subclass__(cls) -> None:
        dataclass(kw_only=True, unsafe_hash=True)(cls)

    @property
    def facts(self) -> dict[str, object]:
        """What the sentence may name, by field."""
        return {name: fact for name, fact in vars(self).items() if not name.startswith("_")}

    @classmethod
    def key(cls) -> str:
        """Where content holds the sentence, such as ``time_gone``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __str__(self) -> str:
        told = ", ".join(f"{name}={fact!s}" for name, fact in self.facts.items())
        return f"{self.key()}: {told}" if told else self.key()


# --- inviting; a length counts characters after cleaning
class WhyYouTooShort(InterviewError):
    length: int
    least: int


class SeveralPeople(InterviewError):
    count: int  # a list was pasted, or two addresses typed


class NotAnAddress(InterviewError): ...


class NobodyNamed(InterviewError): ...


class OneWayOnly(InterviewError): ...  # a Slack person and an address


class PersonUnknown(InterviewError): ...  # Slack knows nobody like that, or they have left


class NotAPerson(InterviewError): ...  # an app


class AddressInUse(InterviewError): ...  # another candidate is reached there


class CannotHost(InterviewError):
    why: str  # "stranger", "candidate", "rater" or "host" already


class AlreadyInvited(InterviewError):
    invitation_id: str


class PanelistOfThisRole(InterviewError):
    person_id: str


class CapReached(InterviewError):
    whose: str  # "inviter" or "role"
    unanswered: int
    cap: int


class MailIsOff(InterviewError): ...


class NoAiRule(InterviewError):
    track: str
    session: str


class FamilyIncomplete(InterviewError):
    family: str
    missing: tuple[str, ...]


class RoleIncomplete(InterviewError):
    missing: tuple[str, ...]  # the fields without which no paper can be filled


class InvitationOver(InterviewError):
    state: str


# --- choosing
class TrackAlreadyChosen(InterviewError):
    chosen: str  # a switch is a different act


class TrackNotOffered(InterviewError):
    track: str
    offered: tuple[str, ...]


class SwitchTooLate(InterviewError):
    starts_at: datetime  # of the first part
    cutoff_hours: int


class CancelTooLate(InterviewError):
    starts_at: datetime
    cutoff_hours: int


class ChoiceClosed(InterviewError):
    state: str


class AiRuleNotAgreed(InterviewError):
    page: str  # the address at which the candidate reads the rule


class UnknownZone(InterviewError):
    zone: str


class FileNotUsable(InterviewError):
    why: str  # "kind", "size" or "unreadable"


# --- times
class TimeGone(InterviewError): ...


class NoSuchTime(InterviewError): ...


class AlreadyBooked(InterviewError):
    loop_id: str


class MoveTooLate(InterviewError):
    starts_at: datetime
    notice_hours: int


class NoMovesLeft(InterviewError):
    moves: int


class AlreadyStarted(InterviewError):
    started_at: datetime


# --- panel
class SeatNotYours(InterviewError): ...


class NoSeatLeft(InterviewError): ...


class SeatAlreadyFilled(InterviewError):
    seat: str  # or no longer needed


class AlreadyAnswered(InterviewError):
    answer: str


class NotQualified(InterviewError):
    person_id: str
    seat: str
    lacks: tuple[str, ...]


class PersonNotFree(InterviewError):
    person_id: str
    why: str  # "busy", "leave", "hours", "limit" or "conflict"


# --- marks and forms
class NotRunning(InterviewError): ...


class StartOutside(InterviewError):
    earliest: datetime
    latest: datetime


class EvidenceTooShort(InterviewError):
    length: int
    least: int


class EvidenceTooLong(InterviewError):
    length: int
    most: int


class MinuteOutside(InterviewError):
    minute: int
    most: int


class UnknownStep(InterviewError):
    step: int
    steps: int


class MinuteMissing(InterviewError): ...


class RatingOutside(InterviewError):
    value: int


class FormIncomplete(InterviewError):
    gaps: tuple[Gap, ...]


class FormSent(InterviewError): ...


class FormNotYet(InterviewError): ...  # the last part of its group has not begun


class FormNotMissing(InterviewError): ...  # its parts have not ended


class TimeNotLater(InterviewError): ...  # more time ends in the future, and soon


class FormSealed(InterviewError):
    finished: int
    forms: int


# --- debrief, decision, letter
class FormsMissing(InterviewError):
    missing: int


class ReasonTooShort(InterviewError):
    length: int
    least: int


class NotTheDecider(InterviewError): ...


class AlreadyDecided(InterviewError):
    outcome: str


class NotDecidedYet(InterviewError): ...


class LetterAlreadySent(InterviewError): ...


class OneReplyOnly(InterviewError): ...


# --- everywhere
class TextMissing(InterviewError):
    field: str


class TextTooLong(InterviewError):
    length: int
    most: int


class StepNotPossible(InterviewError):
    thing: str
    current: str
    wanted: str


class NotAllowed(InterviewError):
    action: str


class AlreadyDone(InterviewError): ...


class OutOfDate(InterviewError): ...


class LetterChanged(InterviewError): ...  # somebody else has written in it meanwhile


class LinkExpired(InterviewError): ...


class NotFound(InterviewError):
    what: str
