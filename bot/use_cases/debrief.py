"""Brings a loop from its forms to the talk over them: counts, opens, and notes how the talk ended."""

from bot.ports import Pressed, Services
from bot.use_cases.debrief_at_hand import Opened, hiring_manager_of, opened_for
from bot.use_cases.hold import hold_parts
from bot.use_cases.promised_answer import plan_promise
from bot.use_cases.standing import form_fact
from bot.use_cases.telling import card_key, refresh_card, rewrite_sent, step, tell_person
from storage.tables import Debrief, Form, Invitation, Loop
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import FormState, LoopState, move
from tracks.debrief import everybody_said_so, may_be_left_out
from tracks.errors import AlreadyDone, NotAllowed, StepNotPossible
from tracks.sealing import all_finished, finished_count

COUNT = "forms_in"  # the one line in the channel that says how many forms are in
READY = "decision_waits"  # to the hiring manager, when all are in
OPEN = "debrief_open"  # to each rater, when all are in
CALLED = "debrief_called"
OVER = "debrief_over"  # to the hiring manager, when somebody else has closed it


def forms_changed(unit: Unit, loop: Loop) -> None:
    """Note that a form of *loop* was sent or waived; called in the transaction of that change.

    The count in the channel is brought up to date. When every form is in, the debrief opens: the hiring
    manager and the raters are told.
    """
    invitation = unit.get(Invitation, loop.invitation_id, lock=True)  # the candidacy first, as everywhere
    loop = unit.get(Loop, loop.id, lock=True)  # two last forms at once: one of them sees both
    forms = [form for form in unit.forms.of_loop(loop.id, anew=True) if form.counts]
    facts = [form_fact(form) for form in forms]
    _count(unit, invitation, loop, finished=finished_count(facts)[0])
    plan_promise(unit, invitation, loop)
    if all_finished(facts) and unit.forms.debrief(loop.id) is None:
        _open(unit, invitation, loop, forms)


def nothing_to_discuss(services: Services, press: Pressed, *, loop_id: str) -> None:
    """Note that a rater has nothing to discuss; when all of them say so, no meeting is needed.

    Raises NotAllowed for people without a form, StepNotPossible when there is something to talk about or a
    debrief was called, FormSealed, AlreadyDone.
    """
    with services.change_by(press) as unit:
        opened = opened_for(unit, press.user, loop_id, Action.OPEN_DEBRIEF, lock=True)
        raters = raters_of(opened.forms)
        if press.user not in raters:
            raise NotAllowed(action="nothing_to_discuss")
        debrief = opened.debrief
        if press.user in debrief.nothing_to_discuss:
            raise AlreadyDone
        _require_undecided(unit, opened)
        if debrief.closed_at or debrief.called_by or not may_be_left_out(opened.seen):
            raise StepNotPossible(thing="Debrief", current="open", wanted="left_out")
        unit.change(debrief, nothing_to_discuss=[*debrief.nothing_to_discuss, press.user])
        unit.audit.record("had nothing to discuss", debrief)
        if everybody_said_so(raters, debrief.nothing_to_discuss):
            _close(unit, opened, press.user, "thread.nothing_to_discuss")


def call_debrief(services: Services, press: Pressed, *, loop_id: str) -> None:
    """Call a meeting, which anybody may who sees the forms; everybody concerned is told.

    Raises NotAllowed, FormSealed, AlreadyDone when one has been called or is over, StepNotPossible once it
    is decided.
    """
    with services.change_by(press) as unit:
        opened = opened_for(unit, press.user, loop_id, Action.OPEN_DEBRIEF, lock=True)
        debrief, invitation = opened.debrief, opened.invitation
        if debrief.called_by or debrief.closed_at:
            raise AlreadyDone
        _require_undecided(unit, opened)
        unit.change(debrief, called_by=press.user)
        unit.audit.record("called", debrief)
        hiring_manager = hiring_manager_of(unit, invitation)
        for person in sorted({*raters_of(opened.forms), invitation.host_id, hiring_manager} - {press.user}):
            tell_person(
                unit, person, CALLED, key=opened.loop.id, invitation=invitation, loop_id=opened.loop.id
            )
        step(unit, invitation, "thread.debrief_called", key=opened.loop.id)


def close_debrief(services: Services, press: Pressed, *, loop_id: str) -> None:
    """Note that the talk has taken place. Raises NotAllowed, FormSealed, AlreadyDone, StepNotPossible."""
    with services.change_by(press) as unit:
        opened = opened_for(unit, press.user, loop_id, Action.CLOSE_DEBRIEF, lock=True)
        if opened.debrief.closed_at:
            raise AlreadyDone
        _require_undecided(unit, opened)
        _close(unit, opened, press.user, "thread.debriefed")


def _require_undecided(unit: Unit, opened: Opened) -> None:
    if unit.forms.decision(opened.loop.id) is not None:
        raise StepNotPossible(thing="Debrief", current=opened.loop.state, wanted="talked_about")


def raters_of(forms: list[Form]) -> frozenset[str]:
    """Return who has sent a form; whoever's were all waived has nothing to say here."""
    return frozenset(form.rater_id for form in forms if form.state == FormState.SENT)


def rewrite_told(unit: Unit, invitation: Invitation, loop: Loop, *kinds: str) -> None:
    """Plan to rewrite, in place, what people were told about a loop's debrief, as things stand now."""
    forms = unit.forms.of_loop(loop.id)
    people = {form.rater_id for form in forms} | {invitation.host_id, hiring_manager_of(unit, invitation)}
    told = (unit.due.by_key(f"{kind}:{loop.id}:{person}") for kind in kinds for person in sorted(people))
    for original in told:
        if original is not None:
            key = f"{original.dedupe_key}:again:{loop.revision}:{invitation.revision}"
            rewrite_sent(unit, original, key=key, loop_id=loop.id)


def end_told(unit: Unit, invitation: Invitation, loop: Loop) -> None:
    """Let what was told about a debrief, and the count in the channel, lead nowhere any more."""
    rewrite_told(unit, invitation, loop, OPEN, CALLED, READY, OVER)
    counted = unit.due.newest_sent(f"{COUNT}:{loop.id}")
    if counted is not None:
        rewrite_sent(unit, counted, key=f"{COUNT}:{loop.id}:ended", loop_id=loop.id)


def _count(unit: Unit, invitation: Invitation, loop: Loop, *, finished: int) -> None:
    parent, first = unit.due.by_key(card_key(invitation)), f"{COUNT}:{loop.id}"
    if parent is None:
        return
    known = unit.due.by_key(first) is not None
    unit.due.plan(
        COUNT,
        key=f"{first}:{finished}" if known else first,
        to=parent.recipient,
        invitation_id=invitation.id,
        loop_id=loop.id,
        under=None if known else parent.dedupe_key,
        replaces=first if known else None,
    )
    refresh_card(unit, invitation, because=f"{COUNT}:{finished}")


def _open(unit: Unit, invitation: Invitation, loop: Loop, forms: list[Form]) -> None:
    hold_parts(unit, invitation, loop, until=max(loop.ends_at, unit.at))  # whoever wrote about them was there
    unit.change(loop, state=move(loop.state, LoopState.FORMS_IN))
    debrief = unit.add(Debrief(loop_id=loop.id, opened_at=unit.at))
    unit.audit.record("opened", debrief, after={"loop": loop.id})
    step(unit, invitation, "thread.forms_complete", key=loop.id)
    hiring_manager = hiring_manager_of(unit, invitation)
    tell_person(unit, hiring_manager, READY, key=loop.id, invitation=invitation, loop_id=loop.id)
    for rater in sorted(raters_of(forms) - {hiring_manager}):
        tell_person(unit, rater, OPEN, key=loop.id, invitation=invitation, loop_id=loop.id)


def _close(unit: Unit, opened: Opened, presser: str, sentence: str) -> None:
    loop, invitation, debrief = opened.loop, opened.invitation, opened.debrief
    unit.change(debrief, closed_at=unit.at)
    if loop.state == LoopState.FORMS_IN:
        unit.change(loop, state=move(loop.state, LoopState.DEBRIEFED))
    unit.audit.record("closed", debrief)
    step(unit, invitation, sentence, key=loop.id)
    rewrite_told(unit, invitation, loop, OPEN, CALLED, READY)
    hiring_manager = hiring_manager_of(unit, invitation)
    if presser != hiring_manager and unit.forms.decision(loop.id) is None:
        tell_person(unit, hiring_manager, OVER, key=loop.id, invitation=invitation, loop_id=loop.id)
