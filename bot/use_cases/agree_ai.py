"""Keeps which AI rules a candidate agreed to, in which version; then the search for a time can begin."""

from enum import StrEnum

from bot.ports import Services
from bot.use_cases import papers
from bot.use_cases.ai_rules import has_agreed, keep_rules
from bot.use_cases.offer_times import offer_times
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.questions import pass_on_question
from bot.use_cases.telling import step, tell_candidate
from storage.tables import AiAgreement, Candidate, Invitation
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import is_final
from tracks.errors import ChoiceClosed
from tracks.intake import require_text

ZONE = "zone"  # what is asked last while the candidate's time zone is not known
MOST_WORDS = 2000


class Agreed(StrEnum):
    """What came of it."""

    NOW = "agreed_ai"
    ALREADY = "agreed_already"
    CHANGED = "ai_rule_changed"  # the rules are not those that were shown; they have to be read again


def agree_to_ai_rules(services: Services, asked: Asked, *, version: str) -> Agreed:
    """Record that the candidate has read and agrees to each part's rule, in the *version* that was shown.

    *version* may be the beginning of the rules' sha256. Raises NotAllowed, ChoiceClosed before a choice and
    when it is over.
    """
    with own_step(services, asked, Action.AGREE_AI) as (unit, invitation):
        chosen = papers.plan_chosen(unit, services.catalogue, invitation)
        if chosen is None or is_final(invitation.state):
            raise ChoiceClosed(state=invitation.state)
        if has_agreed(unit, services.catalogue, invitation):
            return Agreed.ALREADY
        choice, plan = chosen
        sha = keep_rules(unit, services.catalogue, plan)
        if not sha.startswith(version) or not version:
            papers.rewrite(unit, invitation, "ai_rules")
            return Agreed.CHANGED
        agreement = AiAgreement(
            invitation_id=invitation.id,
            by=f"candidate:{invitation.candidate_id}",
            track_id=choice.track_id,
            rules_sha=sha,
            agreed_at=services.now,
        )
        unit.add(agreement)
        unit.audit.record("agreed_ai", invitation, after={"rules": sha})
        take_step(unit, invitation, asked_last=None)
        papers.rewrite(unit, invitation, "ai_rules")
        step(unit, invitation, "thread.agreed_ai", key="once")
        tell_candidate(unit, invitation, "candidate_brief", key=choice.id, choice=choice.id)
        go_on(unit, invitation, on_page=asked.on_page)
    return Agreed.NOW


def go_on(unit: Unit, invitation: Invitation, *, on_page: bool) -> None:
    """Ask for the time zone when nobody knows it, else begin to look for times."""
    if unit.get(Candidate, invitation.candidate_id).timezone is not None:
        offer_times(unit, invitation, on_page=on_page)
        return
    unit.change(invitation, asked_last=ZONE)
    tell_candidate(unit, invitation, "ask_zone", key="first", on_page=on_page)


def question_ai_rules(services: Services, asked: Asked, *, text: str) -> None:
    """Pass a question about the AI rules, or a no to them, on to the host; nothing else changes.

    Raises NotAllowed, TextMissing, TextTooLong.
    """
    words = require_text(text, field="question", most=MOST_WORDS)
    with own_step(services, asked, Action.AGREE_AI) as (unit, invitation):
        question = pass_on_question(unit, invitation, words, about="ai_rule")
        take_step(unit, invitation)
        unit.audit.record("questioned_ai_rules", invitation, after={"question": question.id})
        answer(unit, invitation, "candidate.ai_question", key=question.id, on_page=asked.on_page)
