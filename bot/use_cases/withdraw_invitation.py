"""Takes an invitation back: by a named person, with words of their own that the candidate reads."""

from bot.ports import Services
from bot.use_cases.cancel_loop import cancel_loop
from bot.use_cases.controls import refresh_controls
from bot.use_cases.open_offer import close_ways_on
from bot.use_cases.own_step import Asked
from bot.use_cases.run_step import run_step
from bot.use_cases.telling import step, tell_candidate
from bot.use_cases.unanswered import drop_unanswered
from storage.tables import Invitation, Loop
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import InvitationState, move
from tracks.errors import ReasonTooShort, StepNotPossible
from tracks.intake import clean, require_text

NOT_BEGUN = (InvitationState.SENT, InvitationState.CHOSEN, InvitationState.PLANNED)
LEAST_REASON = 40  # characters: a sentence, not a word
MOST_REASON = 1_000


def withdraw_invitation(services: Services, asked: Asked, *, reason: str) -> None:
    """End a candidacy; the candidate reads *reason* under the name of who ends it, and what is booked ends.

    Raises ReasonTooShort, TextTooLong, NotAllowed, InvitationOver, AlreadyDone, and StepNotPossible once the
    interview has begun: from then on it ends with a decision and a letter, and by this after one more part.
    """
    if len(clean(reason)) < LEAST_REASON:
        raise ReasonTooShort(length=len(clean(reason)), least=LEAST_REASON)
    words = require_text(reason, field="reason", most=MOST_REASON)
    with run_step(services, asked, Action.WITHDRAW_INVITATION) as (unit, invitation):
        before = invitation.state
        loop = unit.loops.live(invitation.id)
        if not _was_one_more_part(unit, invitation, loop):
            _require_not_begun(unit, invitation, loop)
            if loop is not None:
                cancel_loop(services, unit, invitation, loop, why="closed")
        unit.change(
            invitation,
            state=move(before, InvitationState.CLOSED_BY_PERSON),
            closed_by=asked.by,
            closed_reason=words,
            last_step_at=unit.at,
            asked_last=None,
        )
        unit.audit.record("withdrew", invitation, before={"state": before}, after={"state": invitation.state})
        drop_unanswered(unit, invitation)
        tell_candidate(unit, invitation, "invitation_withdrawn")
        close_ways_on(unit, invitation)
        step(unit, invitation, "thread.invitation_withdrawn")
        refresh_controls(unit, invitation)


def _require_not_begun(unit: Unit, invitation: Invitation, loop: Loop | None) -> None:
    if invitation.state not in NOT_BEGUN or (loop is not None and loop.starts_at <= unit.at):
        raise StepNotPossible(thing="Invitation", current=invitation.state, wanted="closed_by_person")


def _was_one_more_part(unit: Unit, invitation: Invitation, loop: Loop | None) -> bool:
    """Say whether the candidate has been told of one more part, which a person finds with them."""
    letter = unit.forms.letter(loop.id) if loop else None
    return invitation.state == InvitationState.DECIDED and letter is not None and letter.sent_at is not None
