"""Inviting and running a candidacy: forms, presses and commands of recruiters, hosts and coordinators."""

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from bot.listeners.press import Answer, Clear, Errors, Open, Press, Push
from bot.listeners.routes import Routes
from bot.manifest import INVITE_SHORTCUT
from bot.ports import Services
from bot.use_cases.answer_question import answer_question, question_for
from bot.use_cases.arrange import Arrangement, arrange, request_for
from bot.use_cases.hand_over import hand_over
from bot.use_cases.invite import NotAsWritten, invite, preview, roles_to_invite_for
from bot.use_cases.mend_address import mend_address
from bot.use_cases.not_held import WhyNot, not_held, parts_held
from bot.use_cases.run_step import invitation_for, refuse_when_over
from bot.use_cases.standing import actor_in_slack, facts_of
from bot.use_cases.where_it_stands import overview
from bot.use_cases.withdraw_invitation import withdraw_invitation
from bot.views import candidacy as views
from bot.views.invitation import FORM, MOST_CARRIED, PREVIEW, carried, invite_form, preview_modal
from bot.views.modals import notice_modal
from bot.wording import refusal, say
from storage.tables import Candidate
from tracks.access import Action, can
from tracks.candidacy import AdjustmentState
from tracks.errors import (
    AlreadyStarted,
    CannotHost,
    NotAllowed,
    OutOfDate,
    ReasonTooShort,
    SeveralPeople,
    TextMissing,
    TextTooLong,
)
from tracks.inviting import Typed, one_person

routes = Routes()
_TYPED_IN = {"role_id": "role", "slack_user": "person"}  # where the block is not called like the field


# --- inviting
@routes.action("invite")
@routes.shortcut(INVITE_SHORTCUT)
def wants_to_invite(services: Services, press: Press) -> Answer:
    return Open(view=_form(services, press, Typed()))


@routes.command("invite")
def invites(services: Services, press: Press) -> Answer:
    """Open the form; a person or an address that was typed stands in it already. Raises SeveralPeople."""
    try:
        one_person(press.text)
    except SeveralPeople:
        _note_several(services, press)
        raise
    return Open(view=_form(services, press, _from_words(press.text)))


@routes.form(FORM)
def shows_preview(services: Services, press: Press) -> Answer:
    typed = Typed(**{each.name: press.typed(_TYPED_IN.get(each.name, each.name)) for each in fields(Typed)})
    try:
        seen = preview(services, press.user, typed)
    except NotAsWritten as faults:
        return _beside(services, press, faults)
    if len(json.dumps(carried(seen.typed), ensure_ascii=False)) > MOST_CARRIED:
        return Errors(sentences={"why_you": say(services.catalogue, "invite.too_long")})
    view = preview_modal(
        services.catalogue,
        seen.typed,
        seen.paper,
        role=seen.role,
        external=seen.external,
        practice=seen.practice,
    )
    return Push(view=view)


@routes.form(PREVIEW)
def sends(services: Services, press: Press) -> Answer:
    try:
        invite(services, press, _carried_back(press))
    except NotAsWritten as faults:  # something has changed since the preview was looked at
        first = next(iter(faults.faults.values()))
        return Push(view=notice_modal(services.catalogue, refusal(services.catalogue, first)))
    return Clear()


def _form(services: Services, press: Press, typed: Typed) -> dict[str, Any]:
    with services.look() as unit:
        actor = actor_in_slack(unit, press.user)
        if actor.person_id is None:
            raise NotAllowed(action=Action.INVITE)
        roles = roles_to_invite_for(unit, actor)
    if not roles:
        return notice_modal(services.catalogue, say(services.catalogue, "invite.no_role"))
    return invite_form(services.catalogue, roles, typed)


def _from_words(text: str) -> Typed:
    """Return what was typed after the command: one mention or one address, as it is."""
    text = text.strip()
    if text.startswith("<@") and text.endswith(">") and text.count("<") == 1:
        return Typed(slack_user=text[2:-1].partition("|")[0])
    if text.startswith("<mailto:"):
        text = text[len("<mailto:") :].partition("|")[0].rstrip(">")
    return Typed(email=text)


def _carried_back(press: Press) -> Typed:
    """Return what travelled with the preview; whatever comes back is checked anew."""
    known = {each.name for each in fields(Typed)}
    found = press.metadata.get("typed")
    told = found if isinstance(found, dict) else {}
    return Typed(**{name: str(value) for name, value in told.items() if name in known})


def _beside(services: Services, press: Press, faults: NotAsWritten) -> Answer:
    """Say each refusal beside its field."""
    if any(isinstance(fault, SeveralPeople) for fault in faults.faults.values()):
        _note_several(services, press)
    return Errors(
        sentences={field: refusal(services.catalogue, fault) for field, fault in faults.faults.items()}
    )


def _note_several(services: Services, press: Press) -> None:
    """Note an attempt to name several people."""
    with services.change(f"person:{press.user}") as unit:
        unit.audit.record("refused", FORM, after={"rule": SeveralPeople.key()})


# --- running a candidacy
@routes.action(views.LOOK)
def looks(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        invitation = invitation_for(unit, press.user, press.about, Action.SEE_STATUS)
        actor, facts = actor_in_slack(unit, press.user), facts_of(unit, invitation)
        knows = can(actor, Action.SEE_INTRODUCER, facts)
        view = views.look_modal(
            services.catalogue,
            overview(services, unit, invitation),
            may_change=can(actor, Action.MEND_ADDRESS, facts),
            may_correct=can(actor, Action.CORRECT_SESSION, facts) and bool(parts_held(unit, invitation)),
            introducer=invitation.introduced_by if knows else None,
        )
    return Open(view=view)


@routes.action(views.MEND)
def wants_to_mend(services: Services, press: Press) -> Answer:
    return _open(services, press, Action.MEND_ADDRESS, views.mend_form)


@routes.form(views.MEND)
def mends(services: Services, press: Press) -> Answer:
    try:
        mend_address(services, press.asked, slack_user=press.typed("person"), email=press.typed("email"))
    except NotAsWritten as faults:
        return _beside(services, press, faults)
    return Clear()


@routes.action(views.WITHDRAW)
def wants_to_withdraw(services: Services, press: Press) -> Answer:
    return _open(services, press, Action.WITHDRAW_INVITATION, views.withdraw_form)


@routes.form(views.WITHDRAW, at={ReasonTooShort: "reason", TextTooLong: "reason"})
def withdraws(services: Services, press: Press) -> Answer:
    withdraw_invitation(services, press.asked, reason=press.typed("reason"))
    return Clear()


@routes.action(views.HAND)
def wants_to_hand_over(services: Services, press: Press) -> Answer:
    return _open(services, press, Action.HAND_OVER, views.hand_form)


@routes.form(views.HAND, at={CannotHost: "to"})
def hands_over(services: Services, press: Press) -> Answer:
    hand_over(services, press.asked, to=press.typed("to"))
    return Clear()


@routes.action(views.NOT_HELD)
def wants_to_correct(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        invitation = invitation_for(unit, press.user, press.about, Action.CORRECT_SESSION)
        parts = parts_held(unit, invitation)
        if not parts:
            raise OutOfDate
        return Open(
            view=views.not_held_form(
                services.catalogue, overview(services, unit, invitation), parts, list(WhyNot)
            )
        )


@routes.form(views.NOT_HELD)
def corrects(services: Services, press: Press) -> Answer:
    why = press.typed("why")
    if why not in set(WhyNot):
        raise OutOfDate
    not_held(services, press.asked, part=press.typed("part"), why=WhyNot(why))
    return Clear()


def _open(services: Services, press: Press, action: Action, form: Callable[..., dict[str, Any]]) -> Answer:
    """Open *form* for whoever may take *action*; nobody else learns that there is such a candidacy."""
    with services.look() as unit:
        invitation = invitation_for(unit, press.user, press.about, action)
        refuse_when_over(invitation)
        return Open(view=form(services.catalogue, overview(services, unit, invitation)))


# --- answers to the candidate
@routes.action(views.ANSWER)
def wants_to_answer(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        question, invitation = question_for(unit, press.user, press.about)
        if question.answered_at is not None:
            raise OutOfDate
        return Open(
            view=views.answer_form(services.catalogue, overview(services, unit, invitation), question)
        )


@routes.form(views.ANSWER, at={TextMissing: "answer", TextTooLong: "answer"})
def answers(services: Services, press: Press) -> Answer:
    answer_question(services, press, question_id=press.about, text=press.typed("answer"))
    return Clear()


@routes.action("read_adjustment")
def reads_adjustment(services: Services, press: Press) -> Answer:
    asked, invitation = request_for(services, press.user, press.about)
    with services.look() as unit:
        candidate = unit.get(Candidate, invitation.candidate_id)
    return Open(view=views.arrange_form(services.catalogue, asked, candidate))


@routes.form(views.ARRANGE, at={TextTooLong: "reply", AlreadyStarted: "extra"})
def arranges(services: Services, press: Press) -> Answer:
    extra = press.typed("extra")
    arrangement = Arrangement(
        outcome=_outcome(press.typed("outcome")),
        reply=press.typed("reply"),
        line=press.typed("line"),
        extra_minutes=int(extra) if extra.isdecimal() else 0,
    )
    try:
        arrange(services, press, request_id=press.about, arrangement=arrangement)
    except TextMissing as missing:
        return Errors(sentences={missing.field: refusal(services.catalogue, missing)})
    return Clear()


def _outcome(word: str) -> AdjustmentState:
    if word not in set(AdjustmentState):
        raise OutOfDate
    return AdjustmentState(word)
