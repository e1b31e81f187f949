"""Brings a person's answer to a candidate's question to where the candidate is."""

from bot.ports import Pressed, Services
from bot.use_cases.own_step import Asked, own_step
from bot.use_cases.panel_telling import rewrite_newest
from bot.use_cases.run_step import invitation_for
from bot.use_cases.standing import named
from bot.use_cases.telling import step, tell_candidate
from storage.tables import AskedQuestion, Invitation, Role
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.errors import OutOfDate
from tracks.intake import require_text

MOST_ANSWER = 2_500


def question_for(unit: Unit, presser: str, question_id: str) -> tuple[AskedQuestion, Invitation]:
    """Return a question and its candidacy, for whoever may answer it. Raises NotAllowed."""
    question = named(unit, AskedQuestion, question_id, Action.ANSWER_QUESTION)
    return question, invitation_for(unit, presser, question.invitation_id, Action.ANSWER_QUESTION)


def answer_question(services: Services, press: Pressed, *, question_id: str, text: str) -> None:
    """Keep the answer and send it, also after a candidacy has ended: a question gets an answer.

    Raises TextMissing, TextTooLong, NotAllowed, AlreadyDone, OutOfDate when it has been answered already.
    """
    answer = require_text(text, field="answer", most=MOST_ANSWER)
    with services.look() as unit:
        question, invitation = question_for(unit, press.user, question_id)
    asked = Asked.of(press, invitation.id)
    with own_step(services, asked, Action.ANSWER_QUESTION) as (unit, invitation):
        question = unit.get(AskedQuestion, question_id, lock=True)
        if question.answered_at is not None:
            raise OutOfDate
        unit.change(question, answer=answer, answered_by=press.user, answered_at=unit.at)
        unit.audit.record("answered", question)
        tell_candidate(unit, invitation, "answer", key=question.id, question=question.id)
        for person_id in sorted({invitation.host_id, unit.get(Role, invitation.role_id).coordinator_id}):
            rewrite_newest(unit, "question_asked", f"{question.id}:{person_id}")
        step(unit, invitation, "thread.question_answered", key=question.id)
