"""Moments with a minute mark: how they are read, checked and gently questioned."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracks.errors import EvidenceTooLong, EvidenceTooShort, MinuteMissing, MinuteOutside, UnknownStep
from tracks.intake import clean
from tracks.track import DimensionId, FollowUp, PlanStep

LEAST_EVIDENCE = 8  # characters, after cleaning
MOST_EVIDENCE = 600
HINT_STEPS = 3


class EvidenceKind(StrEnum):
    QUOTE = "quote"
    DID = "did"
    ASKED = "asked"
    ARTIFACT = "artifact"
    HINT_GIVEN = "hint_given"


class FollowUpOutcome(StrEnum):
    """How an answer met a follow-up question; about the answer, never about the person."""

    HELD_TOGETHER = "held_together"
    SHIFTED_WITH_A_REASON = "shifted_with_a_reason"
    CAME_APART = "came_apart"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What was said or done at *minute* of its session; *exact* is False when only the plan step is known.

    A follow-up question is a mark too: *follow_up* is its kind, *outcome* what came of it.
    """

    text: str
    minute: int
    exact: bool = True
    kind: EvidenceKind = EvidenceKind.DID
    dimensions: tuple[DimensionId, ...] = ()
    hint_step: int | None = None
    follow_up: FollowUp | None = None
    outcome: FollowUpOutcome | None = None


_TYPED = re.compile(
    r"(?P<minute>[0-9]{1,3})(?::[0-5][0-9])?(?:'|\u2032| ?min\.?| ?m)?[,:]?(?:\s+(?P<text>.+)|$)", re.DOTALL
)


def parse_mark(typed: str) -> tuple[int | None, str]:
    """Split what was typed into minute and text: ``12 asked why`` and ``12:30 asked why`` are minute 12.

    Without a leading minute the first value is None and the text is whole.
    """
    cleaned = clean(typed)
    if found := _TYPED.fullmatch(cleaned):
        return int(found["minute"]), found["text"] or ""
    return None, cleaned


def minute_of_step(step: int, plan: Sequence[PlanStep]) -> int:
    """Return the minute at which plan step *step*, counted from 1, should begin. Raises UnknownStep."""
    if not 1 <= step <= len(plan):
        raise UnknownStep(step=step, steps=len(plan))
    return sum(before.minutes for before in plan[: step - 1])


def checked_evidence(text: str) -> str:
    """Return *text* cleaned. Raises EvidenceTooShort, EvidenceTooLong (8 to 600 characters)."""
    cleaned = clean(text)
    if len(cleaned) < LEAST_EVIDENCE:
        raise EvidenceTooShort(length=len(cleaned), least=LEAST_EVIDENCE)
    if len(cleaned) > MOST_EVIDENCE:
        raise EvidenceTooLong(length=len(cleaned), most=MOST_EVIDENCE)
    return cleaned


def take_mark(
    text: str,
    *,
    session_minutes: int,
    minute: int | None = None,
    step: int | None = None,
    plan: Sequence[PlanStep] = (),
    kind: EvidenceKind = EvidenceKind.DID,
    dimensions: Iterable[DimensionId] = (),
    hint_step: int | None = None,
    follow_up: FollowUp | None = None,
    outcome: FollowUpOutcome | None = None,
) -> Mark:
    """Return a checked mark at *minute*, or at plan step number *step* when nobody looked at the clock.

    Minutes count from the start of the session, 0 to *session_minutes*.
    Raises EvidenceTooShort, EvidenceTooLong, MinuteMissing, MinuteOutside, UnknownStep.
    """
    at = _when(minute, step, plan)
    if not 0 <= at <= session_minutes:
        raise MinuteOutside(minute=at, most=session_minutes)
    if hint_step is not None and not 1 <= hint_step <= HINT_STEPS:
        raise UnknownStep(step=hint_step, steps=HINT_STEPS)
    return Mark(
        text=checked_evidence(text),
        minute=at,
        exact=minute is not None,
        kind=kind,
        dimensions=tuple(dict.fromkeys(dimensions)),
        hint_step=hint_step,
        follow_up=follow_up,
        outcome=outcome,
    )


def _when(minute: int | None, step: int | None, plan: Sequence[PlanStep]) -> int:
    if minute is not None:
        return minute
    if step is None:
        raise MinuteMissing
    return minute_of_step(step, plan)


def impressions(text: str, nudge_words: Iterable[str]) -> tuple[str, ...]:
    """Return which of *nudge_words* stand in *text* as whole words: to ask gently, never to refuse."""
    words = re.findall(r"\w+", clean(text).casefold())
    spoken = f" {' '.join(words)} "
    return tuple(word for word in nudge_words if f" {word.casefold()} " in spoken)
