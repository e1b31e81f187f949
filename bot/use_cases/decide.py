"""Records what a named person decided, with a text per dimension; nothing reaches the candidate by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.ports import Pressed, Services
from bot.use_cases.debrief import CALLED, OPEN, OVER, READY, rewrite_told
from bot.use_cases.debrief_at_hand import opened_for
from bot.use_cases.standing import actor_in_slack, facts_of
from bot.use_cases.telling import step
from storage.tables import Decision, DecisionDraft, Invitation, Loop
from storage.unit_of_work import Unit
from tracks.access import Action, can
from tracks.candidacy import DecisionOutcome, InvitationState, LoopState, move
from tracks.debrief import check_decider, check_decision
from tracks.errors import AlreadyDone, FormSealed, FormsMissing, OutOfDate
from tracks.intake import require_short
from tracks.track import DimensionId, Level

MOST_TEXT = 2_000  # characters per dimension
MOST_LEVEL_REASON = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stood on one page; None where the page has no such field, "" where it was left empty."""

    texts: Mapping[DimensionId, str] = field(default_factory=dict)
    outcome: str | None = None
    dimension_asked: str | None = None
    level_offered: str | None = None
    level_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision as far as it has been typed; *revision* tells whether another window has saved since."""

    loop_id: str
    invitation_id: str
    texts: Mapping[DimensionId, str] = field(default_factory=dict)
    outcome: DecisionOutcome | None = None
    dimension_asked: DimensionId | None = None
    level_offered: Level | None = None
    level_reason: str = ""
    revision: int = -1
    debrief_open: bool = False


def draft_for(services: Services, *, presser: str, loop_id: str) -> Draft:
    """Return what *presser* has typed of the decision so far.

    Raises NotAllowed, FormsMissing while forms are missing that were not waived by name, AlreadyDecided.
    """
    with services.look() as unit:
        return _draft(unit, *_deciding(unit, presser, loop_id))


def save_decision(services: Services, press: Pressed, *, loop_id: str, typed: Typed, seen: int) -> Draft:
    """Save one page and return the whole draft. *seen* is the revision that the page was opened with.

    Raises OutOfDate when another window has saved since, TextTooLong, what ``draft_for`` raises, AlreadyDone.
    """
    with services.change_by(press) as unit:
        loop, invitation = _deciding(unit, press.user, loop_id, lock=True)
        known = unit.forms.decision_draft(loop.id)
        if (known.revision if known else -1) != seen:
            raise OutOfDate
        if known is None:
            known = unit.add(DecisionDraft(loop_id=loop.id, written_by=press.user, saved_at=unit.at))
        unit.change(known, written_by=press.user, saved_at=unit.at, **_values(known, typed))
        return _draft(unit, loop, invitation)


def decide(services: Services, press: Pressed, *, loop_id: str, seen: int) -> None:
    """Record the decision as it stands in the draft of revision *seen*; it stays as it is from then on.

    Raises TextMissing and ReasonTooShort where something is missing, OutOfDate, what ``draft_for`` raises,
    AlreadyDone.
    """
    with services.change_by(press) as unit:
        loop, invitation = _deciding(unit, press.user, loop_id, lock=True)
        draft = _draft(unit, loop, invitation)
        if draft.revision != seen:
            raise OutOfDate
        texts = check_decision(
            outcome=draft.outcome,
            reasons=draft.texts,
            dimension_asked=draft.dimension_asked,
            level_offered=draft.level_offered,
            level_reason=draft.level_reason,
        )
        decision = unit.add(_decision(unit, loop, press.user, draft, texts))
        unit.change(loop, state=move(loop.state, LoopState.DECIDED))
        before = invitation.state
        unit.change(invitation, state=move(invitation.state, InvitationState.DECIDED))
        unit.audit.record("decided", decision, before={"state": before}, after={"state": invitation.state})
        step(unit, invitation, "thread.decided", key=loop.id)
        rewrite_told(unit, invitation, loop, READY, OPEN, CALLED, OVER)


def _deciding(unit: Unit, presser: str, loop_id: str, *, lock: bool = False) -> tuple[Loop, Invitation]:
    try:
        opened = opened_for(unit, presser, loop_id, Action.DECIDE, lock=lock)
    except FormSealed as sealed:
        if not _may_decide(unit, presser, loop_id):
            raise
        raise FormsMissing(missing=sealed.forms - sealed.finished) from None
    decision = unit.forms.decision(opened.loop.id)
    if lock and decision is not None and decision.decided_by == presser:
        raise AlreadyDone
    facts = opened.facts
    check_decider(
        decider=presser,
        hiring_manager=facts.hiring_manager,
        forms=facts.forms,
        decided=decision.outcome if decision else None,
    )
    return opened.loop, opened.invitation


def _may_decide(unit: Unit, presser: str, loop_id: str) -> bool:
    invitation = unit.get(Invitation, unit.get(Loop, loop_id).invitation_id)
    return can(actor_in_slack(unit, presser), Action.DECIDE, facts_of(unit, invitation))


def _draft(unit: Unit, loop: Loop, invitation: Invitation) -> Draft:
    debrief, known = unit.forms.debrief(loop.id), unit.forms.decision_draft(loop.id)
    going = debrief is not None and debrief.closed_at is None
    if known is None:
        return Draft(loop_id=loop.id, invitation_id=invitation.id, debrief_open=going)
    return Draft(
        loop_id=loop.id,
        invitation_id=invitation.id,
        texts={DimensionId(dimension): text for dimension, text in known.rationale.items()},
        outcome=known.outcome,
        dimension_asked=known.dimension_asked,
        level_offered=known.level_offered,
        level_reason=known.level_reason or "",
        revision=known.revision,
        debrief_open=going,
    )


def _values(known: DecisionDraft, typed: Typed) -> dict[str, Any]:
    texts = {str(dimension): require_short(text, most=MOST_TEXT) for dimension, text in typed.texts.items()}
    values: dict[str, Any] = {"rationale": known.rationale | texts}
    picked = {
        "outcome": typed.outcome,
        "dimension_asked": typed.dimension_asked,
        "level_offered": typed.level_offered,
    }
    values |= {name: picked_one or None for name, picked_one in picked.items() if picked_one is not None}
    if typed.level_reason is not None:
        values["level_reason"] = require_short(typed.level_reason, most=MOST_LEVEL_REASON) or None
    return values


def _decision(
    unit: Unit, loop: Loop, presser: str, draft: Draft, texts: Mapping[DimensionId, str]
) -> Decision:
    assert draft.outcome is not None
    asks = draft.outcome is DecisionOutcome.ONE_MORE_PART
    return Decision(
        loop_id=loop.id,
        decided_by=presser,
        decided_at=unit.at,
        outcome=draft.outcome,
        dimension_asked=draft.dimension_asked if asks else None,
        rationale={str(dimension): text for dimension, text in texts.items()},
        reasons="\n\n".join(texts.values()),
        level_offered=draft.level_offered,
        level_reason=draft.level_reason or None if draft.level_offered else None,
    )
