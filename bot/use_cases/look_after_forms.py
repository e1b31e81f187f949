"""What can be done about a form that does not come: more time, somebody else who was there, or do without."""

from datetime import datetime, timedelta

from bot.ports import Pressed, Services
from bot.use_cases.debrief import forms_changed
from bot.use_cases.forms_at_hand import AtHand, around, form_for, forms_that_count, may, require_open
from bot.use_cases.open_forms import pass_on
from bot.use_cases.remind import plan_reminders
from bot.use_cases.staff import MARGIN, in_conflict, interviewers
from bot.use_cases.tell_about_forms import NOT_ATTENDED, not_attended_key, rewrite_form_messages
from bot.use_cases.telling import notice
from bot.use_cases.what_i_see import candidacies_of
from bot.wording.sentences import mention
from storage.tables import Form, PanelSeat
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import FormState, SeatAnswer, move
from tracks.errors import (
    FormNotMissing,
    NotQualified,
    PersonNotFree,
    ReasonTooShort,
    SeatAlreadyFilled,
    TimeNotLater,
)
from tracks.intake import clean
from tracks.panel import eligible
from tracks.track import SeatId

LEAST_REASON = 10  # characters
MOST_REASON = 600
LATEST = timedelta(days=21)  # from now: a candidate is waiting


def missing_form(unit: Unit, presser: str, form_id: str, action: Action, *, lock: bool = False) -> AtHand:
    """Return a form that is missing, for whoever may take *action* on it.

    Raises NotAllowed, FormSent, FormNotMissing before its last part has ended.
    """
    at_hand = form_for(unit, presser, form_id, action, lock=lock)
    require_open(at_hand.form)
    if not at_hand.form.counts or unit.at < max((one.ends_at for one in at_hand.sessions), default=unit.at):
        raise FormNotMissing
    return at_hand


def extend_form(services: Services, press: Pressed, *, form_id: str, until: datetime | None) -> None:
    """Let a form be due at *until*, an aware instant; nudges follow it.

    Raises TimeNotLater when that is past or more than three weeks away, what ``missing_form`` raises,
    AlreadyDone.
    """
    with services.change_by(press) as unit:
        at_hand = missing_form(unit, press.user, form_id, Action.EXTEND_FORM, lock=True)
        if until is None or not unit.at < until <= unit.at + LATEST:
            raise TimeNotLater
        before = at_hand.form.due_at
        unit.change(at_hand.form, due_at=until)
        told = {"due_at": before.isoformat()}, {"due_at": until.isoformat()}
        unit.audit.record("extended", at_hand.form, before=told[0], after=told[1])
        _tell_rater(unit, at_hand, "extended")
        plan_reminders(services, unit, at_hand.loop)


def waive_form(services: Services, press: Pressed, *, form_id: str, reason: str) -> None:
    """Do without a form: by name and with a reason that the debrief shows.

    Raises ReasonTooShort, what ``missing_form`` raises, AlreadyDone.
    """
    reason = _checked_reason(reason)
    with services.change_by(press) as unit:
        at_hand = missing_form(unit, press.user, form_id, Action.WAIVE_FORM, lock=True)
        waive(unit, at_hand, reason=reason)


def waive(unit: Unit, at_hand: AtHand, *, reason: str) -> None:
    """Do without a form that is open; whether the person whom *unit* acts for may was asked before."""
    form = at_hand.form
    state = move(form.state, FormState.MISSING_WITH_REASON)
    unit.change(form, state=state, waived_by=unit.person_id, waived_reason=reason)
    unit.audit.record("waived", form)
    rewrite_form_messages(unit, at_hand)
    _tell_rater(unit, at_hand, "waived")
    forms_changed(unit, at_hand.loop)


def reassign_form(services: Services, press: Pressed, *, form_id: str, to: str) -> None:
    """Let somebody who was there in the rater's place fill in this form, and no other one of the seat.

    That they were there is the host's word. They must be able to have the seat. What the first rater wrote
    stays sealed and theirs. Raises NotQualified, SeatAlreadyFilled for somebody who rates in this panel,
    PersonNotFree for somebody who was in another interview, what ``missing_form`` raises, AlreadyDone.
    """
    with services.change_by(press) as unit:
        at_hand = missing_form(unit, press.user, form_id, Action.EXTEND_FORM, lock=True)
        _require_able(unit, at_hand, to)
        rewrite_form_messages(unit, at_hand)
        _tell_rater(unit, at_hand, "reassigned")
        _note_in_the_seat(unit, at_hand.form, to)
        pass_on(unit, at_hand.form, to=to)
        plan_reminders(services, unit, at_hand.loop)


def did_not_attend(services: Services, press: Pressed, *, form_id: str) -> None:
    """Tell the host that the rater was not there; nudges end, a person decides.

    Raises NotAllowed, FormSent, AlreadyDone.
    """
    with services.change_by(press) as unit:
        at_hand = form_for(unit, press.user, form_id, Action.FILL_FORM, lock=True)
        require_open(at_hand.form)
        unit.audit.record("not attended", at_hand.form)
        unit.due.plan(
            NOT_ATTENDED,
            key=not_attended_key(at_hand.form),
            to=f"person:{at_hand.invitation.host_id}",
            invitation_id=at_hand.invitation.id,
            loop_id=at_hand.loop.id,
            about={"form": at_hand.form.id},
        )
        rewrite_form_messages(unit, at_hand)


def _checked_reason(reason: str) -> str:
    """Return *reason* cleaned. Raises ReasonTooShort."""
    cleaned = clean(reason)[:MOST_REASON]
    if len(cleaned) < LEAST_REASON:
        raise ReasonTooShort(length=len(cleaned), least=LEAST_REASON)
    return cleaned


def _tell_rater(unit: Unit, at_hand: AtHand, what: str) -> None:
    form = at_hand.form
    notice(
        unit,
        form.rater_id,
        f"forms.told_{what}",
        key=f"form:{what}:{form.id}:{form.revision}",
        group=at_hand.group_name,
        candidate=at_hand.candidate.called,
        host=mention(at_hand.invitation.host_id),
    )


def _require_able(unit: Unit, at_hand: AtHand, to: str) -> None:
    person, form = unit.company.person(to), at_hand.form
    seated = {
        seat.person_id
        for name, seat in unit.loops.seats(at_hand.loop.id).items()
        if name not in {SeatId.HOST, form.seat}
    }
    rating = {each.rater_id for each in forms_that_count(unit, at_hand.loop.id) if each.seat != form.seat}
    if to in seated | rating | {form.rater_id}:
        raise SeatAlreadyFilled(seat=form.seat)
    if _was_elsewhere(unit, at_hand, to):
        raise PersonNotFree(person_id=to, why="busy")
    if person is None:
        raise NotQualified(person_id=to, seat=at_hand.form.seat, lacks=("stranger",))
    asked = unit.loops.asked_for(at_hand.invitation.id)
    conflicts = in_conflict(at_hand.invitation, at_hand.candidate, [person], asked)
    lacks = eligible(
        interviewers(unit)[to],
        at_hand.form.seat,
        track=at_hand.loop.track_id,
        family=at_hand.role.family,
        level=at_hand.role.level,
        role_team=at_hand.role.team,
        conflicts=conflicts | {at_hand.role.coordinator_id},
    )
    if lacks:
        raise NotQualified(person_id=to, seat=at_hand.form.seat, lacks=lacks)


def _note_in_the_seat(unit: Unit, form: Form, to: str) -> None:
    """Note that somebody had the form's seat in the meantime; whoever has it now keeps it."""
    row = PanelSeat(
        loop_id=form.loop_id,
        seat=form.seat,
        person_id=to,
        asked_at=unit.at,
        answer=SeatAnswer.YES,
        answered_at=unit.at,
        qualified_checked_at=unit.at,
        released_at=unit.at,
    )
    unit.add(row)
    unit.audit.record("stood in", row, after={"person": to, "seat": row.seat})


def _was_elsewhere(unit: Unit, at_hand: AtHand, person_id: str) -> bool:
    """Say whether somebody was booked for another interview during one of the form's parts."""
    return any(
        person_id
        in unit.loops.busy(start=part.starts_at + MARGIN, end=part.ends_at - MARGIN, but=at_hand.loop.id)
        for part in at_hand.sessions
    )


def missing_forms_of(services: Services, unit: Unit, person_id: str) -> list[tuple[AtHand, bool]]:
    """Return the forms that are overdue in interviews which a person runs or decides.

    With each: whether more time and somebody else are theirs to give as well; doing without is.
    """
    found = []
    for seen in candidacies_of(services, unit, person_id):
        loop = unit.loops.live(seen.invitation.id)
        for form in forms_that_count(unit, loop.id) if loop else ():
            overdue = form.state == FormState.OPEN and form.due_at <= unit.at
            if overdue and may(unit, person_id, form, Action.WAIVE_FORM):
                found.append((around(unit, form), may(unit, person_id, form, Action.EXTEND_FORM)))
    return found
