"""Brings what a candidate asks or wishes to the host, and while they are away to the coordinator as well."""

from bot.use_cases.telling import tell_person
from bot.use_cases.unanswered import is_away
from storage.tables import AdjustmentRequest, AskedQuestion, Invitation, Role
from storage.unit_of_work import Unit


def pass_on_question(
    unit: Unit, invitation: Invitation, text: str, *, about: str = "question"
) -> AskedQuestion:
    """Keep the candidate's *text* and ask for an answer."""
    question = unit.add(AskedQuestion(invitation_id=invitation.id, about=about, text=text, asked_at=unit.at))
    _ask_for_answer(unit, invitation, question)
    return question


def pass_on_questions(unit: Unit, invitation: Invitation) -> None:
    """Ask whoever answers now for an answer to what is open."""
    for question in unit.candidacies.questions(invitation.id):
        if question.answered_at is None:
            _ask_for_answer(unit, invitation, question)


def ask_for_arrangement(unit: Unit, invitation: Invitation, asked: AdjustmentRequest) -> None:
    """Ask the role's coordinator, and nobody else, to see to *asked*."""
    coordinator = unit.get(Role, invitation.role_id).coordinator_id
    tell_person(
        unit, coordinator, "adjustment_asked", key=asked.id, invitation=invitation, adjustment=asked.id
    )


def _ask_for_answer(unit: Unit, invitation: Invitation, question: AskedQuestion) -> None:
    """Ask whoever answers for the host to answer *question*."""
    for person_id in who_answers(unit, invitation):
        tell_person(
            unit,
            person_id,
            "question_asked",
            key=question.id,
            invitation=invitation,
            question=question.id,
        )


def who_answers(unit: Unit, invitation: Invitation) -> tuple[str, ...]:
    """Return who is asked what the host decides: the host; while they are away, the coordinator as well."""
    host, coordinator = invitation.host_id, unit.get(Role, invitation.role_id).coordinator_id
    return (host, coordinator) if host != coordinator and is_away(unit, host) else (host,)
