"""The letter to a candidate: a person writes and sends it, it can be answered once, a person reads that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.ports import Pressed, Services
from bot.use_cases.controls import refresh_controls
from bot.use_cases.debrief import OVER, READY, rewrite_told
from bot.use_cases.debrief_at_hand import hiring_manager_of, names
from bot.use_cases.loop_days import called
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.promised_answer import drop_promise
from bot.use_cases.run_step import invitation_for, refuse_when_over
from bot.use_cases.standing import allow, named
from bot.use_cases.telling import step, tell_candidate, tell_person
from storage.candidacies import sha_of
from storage.tables import CandidateFeedback, Decision, Invitation, Loop, Person
from storage.unit_of_work import Unit
from tracks.access import Action, Actor
from tracks.candidacy import DecisionOutcome, InvitationState, move
from tracks.errors import (
    AlreadyDone,
    LetterAlreadySent,
    LetterChanged,
    NotAllowed,
    NotDecidedYet,
    OneReplyOnly,
    OutOfDate,
)
from tracks.intake import require_text
from tracks.letter import Letter, checked_letter, names_in, require_something_seen
from tracks.track import DimensionId

KIND = "letter"
ANSWERED = "letter_answered"
MOST_REPLY = 3_000
TOKEN = 16  # characters of a sha256 that tell which words were looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A letter in work: *token* tells its words apart, *named* are interviewers whose names stand in it."""

    invitation_id: str
    called: str
    outcome: DecisionOutcome
    body: str
    parts: Mapping[DimensionId, str]
    token: str
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter as the candidate has it; *reply* is theirs, "" until it has come."""

    invitation: Invitation
    letter: Letter
    sender: str
    reply: str


# --- writing and sending


def writing_for(services: Services, *, presser: str, invitation_id: str) -> Writing:
    """Return the letter as far as it is written.

    Raises NotAllowed, NotDecidedYet, LetterAlreadySent, InvitationOver when the candidate has withdrawn.
    """
    with services.look() as unit:
        invitation, loop, decision = _decided(unit, presser, invitation_id, Action.WRITE_LETTER)
        return _writing(unit, invitation, loop, decision)


def save_letter(
    services: Services,
    press: Pressed,
    *,
    invitation_id: str,
    body: str | None,
    parts: Mapping[DimensionId, str],
    seen: str,
) -> Writing:
    """Save one page of the letter and return all of it. *body* is None where the page has none.

    Raises LetterChanged when somebody else has saved since *seen*, TextMissing, TextTooLong, what
    ``writing_for`` raises, AlreadyDone.
    """
    with services.change_by(press) as unit:
        invitation, loop, decision = _decided(unit, press.user, invitation_id, Action.WRITE_LETTER, lock=True)
        before = _writing(unit, invitation, loop, decision)
        if before.token != seen:
            raise LetterChanged
        words = checked_letter(before.body if body is None else body, {**before.parts, **parts})
        written: dict[str, Any] = {
            "body": words.body,
            "text_by_dimension": {str(dimension): text for dimension, text in words.parts.items()},
            "written_by": press.user,
            "written_at": unit.at,
        }
        letter = unit.forms.letter(loop.id)
        if letter is None:
            letter = unit.add(CandidateFeedback(loop_id=loop.id, **written))
        else:
            unit.change(letter, **written)
        unit.audit.record("wrote", letter)
        return _writing(unit, invitation, loop, decision)


def send_letter(services: Services, press: Pressed, *, invitation_id: str, seen: str) -> None:
    """Send the letter under the name of whoever pressed, in the words of the token *seen*.

    With an offer or none the candidacy is closed by it; with one more part it goes on. Raises OutOfDate when
    the words have changed, TextMissing when it tells nothing of any dimension, what ``writing_for`` raises,
    AlreadyDone.
    """
    with services.change_by(press) as unit:
        invitation, loop, decision = _decided(unit, press.user, invitation_id, Action.SEND_LETTER, lock=True)
        letter, writing = unit.forms.letter(loop.id), _writing(unit, invitation, loop, decision)
        if letter is None or writing.token != seen:
            raise OutOfDate
        require_something_seen(Letter(body=writing.body, parts=writing.parts))
        unit.change(decision, told_candidate_at=unit.at, told_by=press.user)
        unit.change(letter, sent_at=unit.at, sent_by=press.user)
        before = invitation.state
        goes_on = decision.outcome == DecisionOutcome.ONE_MORE_PART
        after = before if goes_on else move(before, InvitationState.CLOSED)
        unit.change(invitation, state=after, last_step_at=unit.at)
        unit.audit.record("sent", letter, before={"state": before}, after={"state": after})
        drop_promise(unit, loop)
        tell_candidate(unit, invitation, KIND, key=letter.id, loop_id=loop.id)
        step(unit, invitation, "thread.letter_sent", key=letter.id)
        rewrite_told(unit, invitation, loop, READY, OVER)
        refresh_controls(unit, invitation)


# --- reading and answering


def read_letter(services: Services, *, actor: Actor, invitation_id: str) -> Sent:
    """Return the letter that was sent, to the candidate or to those who run it; the look is on record.

    Raises NotAllowed, also when there is none.
    """
    who = f"candidate:{actor.candidate_id}" if actor.candidate_id else f"person:{actor.person_id}"
    with services.change(who) as unit:
        return _read(unit, actor, invitation_id, Action.READ_LETTER, "read")


def reply_letter(services: Services, asked: Asked, *, text: str) -> None:
    """Keep the candidate's one answer and tell whoever sent the letter.

    Raises OneReplyOnly, NotAllowed, TextMissing, TextTooLong, AlreadyDone.
    """
    words = require_text(text, field="words", most=MOST_REPLY)
    with own_step(services, asked, Action.REPLY_LETTER) as (unit, invitation):
        loop = unit.loops.live(invitation.id)
        letter = unit.forms.letter(loop.id) if loop else None
        if loop is None or letter is None:
            raise NotAllowed(action=Action.REPLY_LETTER)
        letter = unit.get(CandidateFeedback, letter.id, lock=True)
        if letter.reply is not None:
            raise OneReplyOnly
        unit.change(letter, reply=words, replied_at=unit.at)
        take_step(unit, invitation)
        unit.audit.record("answered", letter)
        runs = {invitation.host_id, hiring_manager_of(unit, invitation)}
        reader = letter.sent_by if letter.sent_by in runs else invitation.host_id
        tell_person(unit, str(reader), ANSWERED, key=letter.id, invitation=invitation, loop_id=loop.id)
        answer(
            unit,
            invitation,
            "candidate.letter_answered",
            key=letter.id,
            on_page=asked.on_page,
            sender=unit.get(Person, str(reader)).name,
        )


def read_reply(services: Services, *, actor: Actor, invitation_id: str) -> Sent:
    """Return the candidate's answer, to those who run the candidacy; the look is on record.

    Raises NotAllowed, also when there is none.
    """
    with services.change(f"person:{actor.person_id}") as unit:
        sent = _read(unit, actor, invitation_id, Action.READ_REPLY, "read the answer to")
        if not sent.reply:
            raise NotAllowed(action=Action.READ_REPLY)
        return sent


def sent_letter(unit: Unit, invitation: Invitation) -> Sent | None:
    """Return the letter of a candidacy if it has been sent; whether anybody may see it is asked before."""
    loop = unit.loops.live(invitation.id)
    letter = unit.forms.letter(loop.id) if loop else None
    if letter is None or letter.sent_at is None:
        return None
    return Sent(
        invitation=invitation,
        letter=_words(letter),
        sender=unit.get(Person, str(letter.sent_by)).name,
        reply=letter.reply or "",
    )


def _read(unit: Unit, actor: Actor, invitation_id: str, action: Action, verb: str) -> Sent:
    invitation = named(unit, Invitation, invitation_id, action)
    allow(unit, actor, action, invitation)
    sent, loop = sent_letter(unit, invitation), unit.loops.live(invitation.id)
    if sent is None or loop is None:
        raise NotAllowed(action=action)
    letter = unit.forms.letter(loop.id)
    assert letter is not None
    unit.audit.record(verb, letter)
    return sent


def _decided(
    unit: Unit, presser: str, invitation_id: str, action: Action, *, lock: bool = False
) -> tuple[Invitation, Loop, Decision]:
    invitation = invitation_for(unit, presser, invitation_id, action, lock=lock)
    loop = unit.loops.live(invitation.id)
    decision = unit.forms.decision(loop.id) if loop else None
    if loop is None or decision is None:
        raise NotDecidedYet
    letter = unit.forms.letter(loop.id)
    if letter is not None and letter.sent_at is not None:
        if lock and letter.sent_by == presser:
            raise AlreadyDone
        raise LetterAlreadySent
    refuse_when_over(invitation)
    return invitation, loop, decision


def _writing(unit: Unit, invitation: Invitation, loop: Loop, decision: Decision) -> Writing:
    letter = unit.forms.letter(loop.id)
    body, parts = (letter.body, _words(letter).parts) if letter else ("", {})
    people = {form.rater_id for form in unit.forms.of_loop(loop.id)}
    return Writing(
        invitation_id=invitation.id,
        called=called(unit, invitation),
        outcome=decision.outcome,
        body=body,
        parts=parts,
        token=sha_of({"body": body, "parts": {str(key): text for key, text in parts.items()}})[:TOKEN],
        named=names_in(Letter(body=body, parts=parts).text, names(unit, sorted(people))),
    )


def _words(letter: CandidateFeedback) -> Letter:
    told = letter.text_by_dimension
    parts = {dimension: told[dimension] for dimension in DimensionId if told.get(dimension)}
    return Letter(body=letter.body, parts=parts)
