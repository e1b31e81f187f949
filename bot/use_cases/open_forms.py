"""Opens the forms of a booked loop, and hands them on when somebody else takes a seat."""

from datetime import datetime

from bot.ports import Services
from bot.use_cases.forms_at_hand import forms_that_count, group_of, plan_of_loop, sessions_of
from storage.tables import Form, Loop, PanelSeat
from storage.unit_of_work import Unit
from tracks.candidacy import FormState
from tracks.format import Format
from tracks.plain import to_plain
from tracks.rating_sheet import sheet_for
from tracks.reminders import SessionFacts, form_due_at
from tracks.track import Group, SeatId


def open_forms(services: Services, unit: Unit, loop: Loop) -> None:
    """Open one form per rater and group, due when the last part of its group ends.

    Call it when everybody has accepted, and again whenever the parts get other times: a form that is open
    then falls due with them. What a form asks is kept as content says it now. The form of an empty seat is
    in the name of whoever was asked last.
    """
    plan = plan_of_loop(unit, loop)
    due = {group: _due_at(unit, loop, plan, group) for group in plan.groups}
    known = {(form.group, form.seat): form for form in forms_that_count(unit, loop.id)}
    for group, due_at in due.items():
        for seat in plan.raters_of(group):
            form = known.get((group, seat))
            if due_at is None:
                continue
            if form is None:
                unit.add(_form(services, unit, loop, plan=plan, group=group, seat=seat, due_at=due_at))
            elif form.state == FormState.OPEN and form.due_at != due_at and unit.at < due_at:
                unit.change(form, due_at=due_at)


def pass_on_forms(unit: Unit, loop: Loop, row: PanelSeat) -> None:
    """Give the seat's forms about what is still ahead to the person in *row*, who has it now.

    A form about parts that have begun stays with whoever was there.
    """
    plan = plan_of_loop(unit, loop)
    for form in forms_that_count(unit, loop.id):
        parts = sessions_of(unit, loop, plan, form.group)
        ahead = all(part.starts_at > unit.at for part in parts)
        if form.seat == row.seat and form.state == FormState.OPEN and ahead:
            pass_on(unit, form, to=row.person_id)


def pass_on(unit: Unit, form: Form, *, to: str) -> None:
    """Give an open form to the person *to*; it asks what it asked before.

    What somebody else has written in it stays sealed and theirs: it is set aside and a fresh one opened.
    """
    before, fresh = form.rater_id, form
    if before == to:
        return
    if _is_untouched(unit, form):
        unit.change(form, rater_id=to, opened_at=None, page=0)
    else:
        unit.change(form, counts=False)
        kept = {"loop_id", "group", "seat", "due_at", "rubric_sha"}
        fresh = unit.add(Form(**form.model_dump(include=kept), rater_id=to, state=FormState.OPEN))
    unit.audit.record("reassigned", fresh, before={"rater": before}, after={"rater": to})


def _form(
    services: Services,
    unit: Unit,
    loop: Loop,
    *,
    plan: Format,
    group: Group,
    seat: SeatId,
    due_at: datetime,
) -> Form:
    sheet = sheet_for(services.catalogue, plan, group=group, seat=seat)
    return Form(
        loop_id=loop.id,
        group=group,
        rater_id=_asked_last(unit, loop, seat),
        seat=seat,
        state=FormState.OPEN,
        due_at=due_at,
        rubric_sha=unit.candidacies.keep("rubric", to_plain(sheet)),
    )


def _asked_last(unit: Unit, loop: Loop, seat: SeatId) -> str:
    asked = [row for row in unit.loops.seat_history(loop.id) if row.seat == seat]
    return max(asked, key=lambda row: (row.asked_at, row.released_at is None)).person_id


def _due_at(unit: Unit, loop: Loop, plan: Format, group: Group) -> datetime | None:
    facts = [
        SessionFacts(
            id=session.id,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            present=frozenset(),
            state=session.state,
            group=group_of(plan, session),
            day=session.day,
        )
        for session in unit.loops.sessions(loop.id)
    ]
    return form_due_at(group, facts)


def _is_untouched(unit: Unit, form: Form) -> bool:
    return not (unit.forms.ever_marked(form.id) or unit.forms.ratings([form.id]) or form.opened_at)
