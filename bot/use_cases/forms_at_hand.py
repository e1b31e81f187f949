"""Finds forms with all that belongs to them, for those who may have them; for others there are none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.use_cases.kept_content import read_once
from bot.use_cases.standing import actor_in_slack, allow, named
from bot.wording.overview import FormLine
from storage.tables import Candidate, Form, Invitation, Loop, PanelSeat, Person, Role, Session
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import DROPPED, TAKES_PLACE, FormState, SeatAnswer
from tracks.errors import FormSent, InterviewError, NotAllowed
from tracks.format import Format
from tracks.rating_sheet import RatingSheet
from tracks.rubric import FormSpec
from tracks.running import PartTimes
from tracks.track import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """One form and the records around it; *sessions* are the parts that it covers, in order."""

    form: Form
    loop: Loop
    invitation: Invitation
    candidate: Candidate
    role: Role
    rater: Person
    plan: Format
    sessions: tuple[Session, ...]

    @property
    def begins(self) -> datetime:
        """When the first of the parts begins."""
        return min((part.starts_at for part in self.sessions), default=self.form.due_at)

    @property
    def group_name(self) -> str:
        """What the group of parts is called."""
        return self.plan.group(self.form.group).name

    @property
    def line(self) -> FormLine:
        """The form as one line of a list."""
        return FormLine(
            id=self.form.id,
            rater=self.rater.name,
            candidate=self.candidate.called,
            group=self.group_name,
            due_at=self.form.due_at,
            begun=self.form.opened_at is not None,
        )


def form_for(unit: Unit, presser: str, form_id: str, action: Action, *, lock: bool = False) -> AtHand:
    """Return the form if *presser* may take *action* on it.

    One that does not exist is refused like one that is somebody else's. Raises NotAllowed.
    """
    form = named(unit, Form, form_id, action)
    if lock:
        lock_candidacy(unit, form.loop_id)
        form = unit.get(Form, form_id, lock=True)
    found = around(unit, form)
    if found.loop.state in DROPPED:
        raise NotAllowed(action=action)
    there = was_there(form, unit.loops.seat_history(form.loop_id), begins=found.begins)
    allow(unit, actor_in_slack(unit, presser), action, found.invitation, form_id=form.id, was_there=there)
    return found


def lock_candidacy(unit: Unit, loop_id: str) -> None:
    """Lock a candidacy, and its loop: every step does that first, so that no two wait for one another."""
    unit.get(Invitation, unit.get(Loop, loop_id).invitation_id, lock=True)
    unit.get(Loop, loop_id, lock=True)


def around(unit: Unit, form: Form) -> AtHand:
    """Return *form* with the records around it; whether anybody may see them is asked before."""
    loop = unit.get(Loop, form.loop_id)
    invitation = unit.get(Invitation, loop.invitation_id)
    plan = plan_of_loop(unit, loop)
    return AtHand(
        form=form,
        loop=loop,
        invitation=invitation,
        candidate=unit.get(Candidate, invitation.candidate_id),
        role=unit.get(Role, invitation.role_id),
        rater=unit.get(Person, form.rater_id),
        plan=plan,
        sessions=sessions_of(unit, loop, plan, form.group),
    )


def was_there(form: Form, asked: Iterable[PanelSeat], *, begins: datetime) -> bool:
    """Say whether the rater has the form's seat, or had it when its parts began, by all who were *asked*."""
    return any(
        (row.seat, row.person_id) == (form.seat, form.rater_id)
        and row.answer in {SeatAnswer.YES, SeatAnswer.GIVEN_BACK}
        and (row.released_at is None or row.released_at > begins)
        for row in asked
    )


def may(unit: Unit, presser: str, form: Form, action: Action) -> bool:
    """Say whether *presser* may take *action* on *form*."""
    try:
        form_for(unit, presser, form.id, action)
    except InterviewError:
        return False
    return True


def open_forms_of(unit: Unit, person_id: str) -> list[AtHand]:
    """Return the forms that a person may still fill in, in the order in which they fall due."""
    forms = unit.forms.open_for(person_id)
    return [around(unit, form) for form in forms if may(unit, person_id, form, Action.FILL_FORM)]


def require_open(form: Form) -> None:
    """Return while *form* can still be filled in. Raises FormSent."""
    if form.state != FormState.OPEN:
        raise FormSent


def plan_of_loop(unit: Unit, loop: Loop) -> Format:
    """Return the plan as it was when *loop* was booked, whatever content says today."""
    return read_once(unit, Format, loop.format_sha)


def group_of(plan: Format, session: Session) -> Group | None:
    """Return which form a part belongs to, None for welcomes and breaks."""
    return next((planned.group for planned in plan.sessions if planned.id == session.spec_id), None)


def sessions_of(unit: Unit, loop: Loop, plan: Format, group: Group) -> tuple[Session, ...]:
    """Return the parts of *loop* that take place and belong to *group*, in order."""
    return tuple(
        session
        for session in unit.loops.sessions(loop.id)
        if session.state in TAKES_PLACE and group_of(plan, session) == group
    )


def times_of(session: Session) -> PartTimes:
    """Return the times of a part as the rules know them."""
    return PartTimes(
        id=session.id,
        loop=session.loop_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        started_at=session.started_at,
    )


def sheet_of(unit: Unit, form: Form) -> RatingSheet:
    """Return what *form* asks, as it was when the loop was booked."""
    return read_once(unit, RatingSheet, form.rubric_sha)


def spec_of(sheet: RatingSheet) -> FormSpec:
    """Return what must be answered before a form with *sheet* can be sent."""
    return FormSpec(
        group=sheet.group,
        dimensions=tuple(dimension.id for dimension in sheet.dimensions),
        facets=tuple(facet.id for facet in sheet.facets),
        axes=tuple((axis.id, axis.maps_to) for axis in sheet.axes),
        follow_ups=sheet.follow_ups,
    )


def forms_that_count(unit: Unit, loop_id: str) -> list[Form]:
    """Return a loop's six forms, without what was set aside when a seat changed hands."""
    return [form for form in unit.forms.of_loop(loop_id) if form.counts]
