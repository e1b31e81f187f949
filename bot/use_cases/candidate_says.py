"""What candidates can say at any time: not now, a question, an adjustment, a time zone, a farewell."""

from bot.ports import Services
from bot.use_cases import papers
from bot.use_cases.agree_ai import ZONE, go_on
from bot.use_cases.ai_rules import has_agreed
from bot.use_cases.cancel_loop import cancel_loop
from bot.use_cases.controls import refresh_controls
from bot.use_cases.debrief import end_told
from bot.use_cases.loop_days import called
from bot.use_cases.open_offer import close_ways_on
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.questions import ask_for_arrangement, pass_on_question, who_answers
from bot.use_cases.telling import step, tell_host
from bot.use_cases.unanswered import is_away
from storage.tables import AdjustmentRequest, Candidate, Role
from tracks.access import Action
from tracks.candidacy import AdjustmentState, InvitationState, LoopState, following, is_final, move
from tracks.errors import AlreadyDone
from tracks.intake import require_text
from tracks.zones import zone_meant

MOST_WORDS = 8_000  # characters of a message, which Slack takes in one with the answer; a form takes fewer


def not_now(services: Services, asked: Asked) -> None:
    """Stop reminding and tell the host; no state changes. Raises NotAllowed, AlreadyDone."""
    with own_step(services, asked, Action.NOT_NOW) as (unit, invitation):
        if invitation.reminders_off or is_final(invitation.state):
            raise AlreadyDone
        take_step(unit, invitation, reminders_off=True)
        unit.audit.record("said_not_now", invitation)
        step(unit, invitation, "thread.not_now", candidate=called(unit, invitation))
        tell_host(
            unit,
            invitation,
            "recruiter.not_now",
            key=f"recruiter.not_now:{invitation.id}:{invitation.revision}",
        )
        answer(
            unit,
            invitation,
            "candidate.not_now",
            key=f"not_now:{invitation.revision}",
            on_page=asked.on_page,
        )


def withdraw(services: Services, asked: Asked) -> None:
    """End the candidacy at the candidate's wish; no reason is asked for. Raises NotAllowed, AlreadyDone."""
    with own_step(services, asked, Action.WITHDRAW) as (unit, invitation):
        if is_final(invitation.state):
            raise AlreadyDone
        unit.due.drop(invitation_id=invitation.id)
        loop = unit.loops.live(invitation.id)
        if loop is not None and LoopState.CANCELLED in following(loop.state):
            cancel_loop(services, unit, invitation, loop, why="withdrawn")
        before = invitation.state
        take_step(unit, invitation, state=move(invitation.state, InvitationState.WITHDRAWN), asked_last=None)
        unit.change(unit.get(Candidate, invitation.candidate_id), withdrawn_at=unit.at)
        unit.audit.record("withdrew", invitation, before={"state": before}, after={"state": invitation.state})
        close_ways_on(unit, invitation)
        if loop is not None:
            end_told(unit, invitation, loop)
        step(unit, invitation, "thread.withdrew", candidate=called(unit, invitation))
        refresh_controls(unit, invitation)
        tell_host(
            unit,
            invitation,
            "recruiter.withdrew",
            key=f"recruiter.withdrew:{invitation.id}:{invitation.revision}",
        )
        answer(unit, invitation, "candidate.withdraw", key="withdrawn", on_page=asked.on_page)


def ask_person(services: Services, asked: Asked, *, text: str) -> str:
    """Pass a question on to the host; return the key of the sentence that says so.

    Raises NotAllowed, TextMissing, TextTooLong.
    """
    words = require_text(text, field="question", most=MOST_WORDS)
    with own_step(services, asked, Action.ASK_PERSON) as (unit, invitation):
        question = pass_on_question(unit, invitation, words)
        take_step(unit, invitation)
        unit.audit.record("asked_a_person", invitation, after={"question": question.id})
        step(unit, invitation, "thread.question", key=question.id, candidate=called(unit, invitation))
        away = all(is_away(unit, person_id) for person_id in who_answers(unit, invitation))
        said = "candidate.question_waits" if away else "candidate.question_passed_on"
        answer(unit, invitation, said, key=question.id, on_page=asked.on_page)
    return said


def not_understood(services: Services, asked: Asked, *, text: str, asked_last: str | None) -> None:
    """Pass words that stayed unclear on to the host, and tell the candidate so. Raises NotAllowed."""
    with own_step(services, asked, Action.ASK_PERSON) as (unit, invitation):
        question = pass_on_question(unit, invitation, text, about="unclear")
        take_step(unit, invitation, asked_last=asked_last)
        unit.audit.record("not_understood", invitation, after={"question": question.id})
        answer(unit, invitation, "candidate.still_unclear", key=question.id, on_page=False)


def ask_adjustment(services: Services, asked: Asked, *, text: str) -> str:
    """Bring what the candidate needs to be different to the coordinator, and to nobody else.

    Returns the key of the sentence that says so. Raises NotAllowed, TextMissing, TextTooLong.
    """
    words = require_text(text, field="adjustment", most=MOST_WORDS)
    with own_step(services, asked, Action.ASK_ADJUSTMENT) as (unit, invitation):
        wanted = AdjustmentRequest(
            invitation_id=invitation.id, text=words, asked_at=unit.at, state=AdjustmentState.OPEN
        )
        unit.add(wanted)
        take_step(unit, invitation)
        unit.audit.record("asked_adjustment", wanted, after={"state": wanted.state})
        ask_for_arrangement(unit, invitation, wanted)
        coordinator = unit.get(Role, invitation.role_id).coordinator_id
        said = f"candidate.adjustment_{'waits' if is_away(unit, coordinator) else 'received'}"
        answer(unit, invitation, said, key=wanted.id, on_page=asked.on_page)
    return said


def set_timezone(services: Services, asked: Asked, *, zone: str) -> None:
    """Keep the zone in which the candidate is told every time.

    *zone* is a city or a zone's name. When a search for times was waiting for it, that begins now.
    Raises NotAllowed, UnknownZone, TextMissing.
    """
    meant = zone_meant(require_text(zone, field="zone"))
    with own_step(services, asked, Action.SEE_OWN) as (unit, invitation):
        candidate = unit.get(Candidate, invitation.candidate_id)
        chosen = invitation.state == InvitationState.CHOSEN
        was_waiting = (
            chosen and candidate.timezone is None and has_agreed(unit, services.catalogue, invitation)
        )
        unit.change(candidate, timezone=meant)
        take_step(
            unit, invitation, asked_last=None if invitation.asked_last == ZONE else invitation.asked_last
        )
        unit.audit.record("set_timezone", candidate, after={"timezone": meant})
        papers.rewrite(unit, invitation, "ask_zone")
        if was_waiting:
            go_on(unit, invitation, on_page=asked.on_page)
