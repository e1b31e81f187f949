"""Keeps the promise of an answer: reminds people of it; a person tells the candidate of a delay."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.ports import Services
from bot.use_cases.own_step import Asked
from bot.use_cases.run_step import run_step
from bot.use_cases.telling import step, tell_candidate, tell_person
from bot.use_cases.unanswered import diary_of
from storage.tables import Due, DueState, Invitation, Loop, Role
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.availability import Diary, weekly_hours
from tracks.candidacy import is_final
from tracks.errors import AlreadyDone, LetterAlreadySent, NotAllowed, TimeNotLater
from tracks.office_hours import next_moment, next_morning, wait_for
from tracks.promise import answer_by, promise

TO_DECIDER = "answer_due"
TO_HOST = "answer_overdue"
TO_CANDIDATE = "answer_late"
PASSED = "promise_passed"  # the rule that tells people each working day until the candidate has heard
PROMISE = (TO_DECIDER, TO_HOST, PASSED)
LATEST = timedelta(days=21)
EVENING = time(17)


def promised_for(unit: Unit, invitation: Invitation, loop: Loop) -> datetime:
    """Return by when the candidate hears from a person (an aware instant), by what the role promises."""
    days = unit.get(Role, invitation.role_id).answer_days
    return answer_by(loop.ends_at, days=days, company=_company(unit))


def plan_promise(unit: Unit, invitation: Invitation, loop: Loop, *, by: datetime | None = None) -> None:
    """Plan who is reminded when.

    *by* is what was promised later, an aware instant; else what the role promises, unless it is planned.
    """
    if by is None and _planned(unit, loop):
        return
    role = unit.get(Role, invitation.role_id)
    reminded = promise(
        by or promised_for(unit, invitation, loop),
        now=unit.at,
        company=_company(unit),
        decider=diary_of(unit, role.hiring_manager_id),
        host=diary_of(unit, invitation.host_id),
    )
    told = reminded.by.isoformat()
    tell_person(
        unit,
        role.hiring_manager_id,
        TO_DECIDER,
        key=_next_key(unit, loop),
        invitation=invitation,
        due_at=reminded.decider_at,
        loop_id=loop.id,
        by=told,
    )
    _plan_rule(unit, loop, due_at=reminded.host_at, by=told)


def promise_passed(unit: Unit, loop: Loop, *, by: str) -> None:
    """Tell the host, and from the second day on whoever decides, that the candidate has not heard.

    It is said once each working day, until there is a letter or the candidate was told of a delay. *by* is
    what was promised, an instant in ISO form. Raises NotYet outside of the host's hours.
    """
    invitation = unit.get(Invitation, loop.invitation_id)
    if has_heard(unit, invitation, loop):
        return
    wait_until_at_work(unit, invitation.host_id)
    tomorrow = next_morning(diary_of(unit, invitation.host_id), unit.at)
    key = f"{loop.id}:{unit.at:%Y%m%d}"
    tell_person(unit, invitation.host_id, TO_HOST, key=key, invitation=invitation, loop_id=loop.id, by=by)
    decider = unit.get(Role, invitation.role_id).hiring_manager_id
    first_day = unit.at < datetime.fromisoformat(by) + timedelta(days=1)
    if not first_day and decider != invitation.host_id:
        tell_person(unit, decider, TO_DECIDER, key=key, invitation=invitation, loop_id=loop.id, by=by)
    _plan_rule(unit, loop, due_at=tomorrow, by=by)


def wait_until_at_work(unit: Unit, person_id: str) -> None:
    """Return when somebody is at work. Raises NotYet until then: what is late wakes nobody."""
    wait_for(next_moment(diary_of(unit, person_id), unit.at), unit.at)


def has_heard(unit: Unit, invitation: Invitation, loop: Loop) -> bool:
    """Say whether nobody waits for an answer any more."""
    letter = unit.forms.letter(loop.id)
    return is_final(invitation.state) or (letter is not None and letter.sent_at is not None)


def drop_promise(unit: Unit, loop: Loop) -> None:
    """Drop what is planned: the candidate has heard."""
    unit.due.drop(loop_id=loop.id, kinds=PROMISE)


def tell_late(services: Services, asked: Asked, *, until: date) -> None:
    """Tell the candidate, by a named person, that the answer takes until the end of the day *until*.

    Raises TimeNotLater unless that is after today and within three weeks, LetterAlreadySent, NotAllowed,
    InvitationOver, AlreadyDone.
    """
    with run_step(services, asked, Action.TELL_LATE) as (unit, invitation):
        loop = unit.loops.live(invitation.id)
        if loop is None:
            raise NotAllowed(action=Action.TELL_LATE)
        letter = unit.forms.letter(loop.id)
        if letter is not None and letter.sent_at is not None:
            raise LetterAlreadySent
        by = datetime.combine(until, EVENING, ZoneInfo(_company(unit).zone))
        if not unit.at < by <= unit.at + LATEST:
            raise TimeNotLater
        if any(row.about["by"] == by.isoformat() for row in _planned(unit, loop)):
            raise AlreadyDone
        drop_promise(unit, loop)
        plan_promise(unit, invitation, loop, by=by)
        unit.change(invitation, last_step_at=unit.at)
        unit.audit.record("told of a delay", invitation, after={"until": until.isoformat()})
        tell_candidate(unit, invitation, TO_CANDIDATE, loop_id=loop.id, by=by.isoformat())
        step(unit, invitation, "thread.answer_late")


def _planned(unit: Unit, loop: Loop) -> list[Due]:
    return [row for row in unit.due.of_loop(loop.id, [PASSED]) if row.state != DueState.DROPPED]


def _next_key(unit: Unit, loop: Loop) -> str:
    """Return a key that no row about this promise has had: what was dropped cannot be planned again."""
    return f"{loop.id}:{len(unit.due.of_loop(loop.id, [PASSED]))}"


def _plan_rule(unit: Unit, loop: Loop, *, due_at: datetime, by: str) -> None:
    unit.due.plan(
        PASSED,
        key=f"{PASSED}:{_next_key(unit, loop)}",
        to="rule:promise",
        invitation_id=loop.invitation_id,
        loop_id=loop.id,
        due_at=due_at,
        about={"by": by},
    )


def _company(unit: Unit) -> Diary:
    company = unit.company.company()
    return Diary(zone=company.timezone, hours=weekly_hours(company.working_hours))
