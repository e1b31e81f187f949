"""The parts of a loop: which are to be held, and the sessions that stand for them on record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.use_cases import papers
from bot.use_cases.candidacy_facts import candidate_zone
from bot.use_cases.forms_at_hand import plan_of_loop, times_of
from bot.use_cases.staff import Sought
from storage.tables import AdjustmentRequest, Invitation, Loop, Session
from storage.unit_of_work import Unit
from tracks.candidacy import TAKES_PLACE, AdjustmentState, SessionState
from tracks.catalogue import Catalogue
from tracks.errors import ChoiceClosed
from tracks.format import Format, Part, PlannedSession, compose, with_extra_minutes
from tracks.task_choice import choose_tasks

CARDS_LAID = 3  # of a deck, for the candidate to pick one


def whole_plan(unit: Unit, catalogue: Catalogue, invitation: Invitation) -> Format:
    """Return the plan of the choice in force with the time that was arranged. Raises ChoiceClosed."""
    chosen = papers.plan_chosen(unit, catalogue, invitation)
    if chosen is None:
        raise ChoiceClosed(state=invitation.state)
    return _with_extra(chosen[1], arranged_minutes(unit, invitation))


def arranged_minutes(unit: Unit, invitation: Invitation) -> int:
    """Return by how many minutes the work is to be longer for this candidate."""
    return minutes_of(unit.candidacies.adjustments(invitation.id))


def is_too_short(unit: Unit, invitation: Invitation, loop: Loop) -> bool:
    """Say whether what is booked does not have the time that is arranged by now."""
    return plan_of_loop(unit, loop).extra_minutes < arranged_minutes(unit, invitation)


def minutes_of(adjustments: Iterable[AdjustmentRequest]) -> int:
    """Return the minutes that are arranged in all."""
    arranged = (asked for asked in adjustments if asked.state == AdjustmentState.ARRANGED)
    return sum(sum(asked.extra_minutes.values()) for asked in arranged)


def _with_extra(plan: Format, minutes: int) -> Format:
    """Return *plan* with at least *minutes* more in all; what it has already counts."""
    more = minutes - plan.extra_minutes
    return with_extra_minutes(plan, more) if more > 0 else plan


def sought_new(unit: Unit, catalogue: Catalogue, invitation: Invitation, *, split: bool) -> Sought:
    """Return what is to be booked for a candidacy, on one day or two. Raises ChoiceClosed."""
    plan = whole_plan(unit, catalogue, invitation)
    return Sought(plan=plan, parts=plan.parts(split=split))


def sought_left(unit: Unit, loop: Loop) -> tuple[Sought, tuple[datetime, ...]]:
    """Return the parts of *loop* that are ahead, and when each begins; none that do not take place."""
    sessions = (session for session in unit.loops.sessions(loop.id) if session.state in TAKES_PLACE)
    began = starts_of(sessions)
    plan = plan_of_loop(unit, loop)
    left = [part for part in plan.parts(split=loop.split) if began.get(part.number, unit.at) > unit.at]
    begins = tuple(began[part.number] for part in left)
    return Sought(plan=plan, parts=tuple(left), loop=loop, begins=begins), begins


def sought_elsewhere(unit: Unit, invitation: Invitation, loop: Loop) -> tuple[Sought, tuple[datetime, ...]]:
    """Return the same for another time; time that was arranged since the booking is added then."""
    sought, begins = sought_left(unit, loop)
    if loop.starts_at <= unit.at:
        return sought, begins
    plan = _with_extra(sought.plan, arranged_minutes(unit, invitation))
    return Sought(plan=plan, parts=plan.parts(split=loop.split), loop=loop, begins=begins), begins


def starts_of(sessions: Iterable[Session]) -> dict[int, datetime]:
    """Return when each part begins, by its number."""
    begins: dict[int, datetime] = {}
    for session in sessions:
        begins[session.day] = min(begins.get(session.day, session.starts_at), session.starts_at)
    return begins


def ends_at(sought: Sought, begins: Sequence[datetime]) -> datetime:
    """Return when the last part ends."""
    return max(
        start + timedelta(minutes=part.minutes) for part, start in zip(sought.parts, begins, strict=True)
    )


def new_sessions(
    unit: Unit,
    catalogue: Catalogue,
    sought: Sought,
    *,
    loop: Loop,
    begins: Sequence[datetime],
    before: Mapping[int, Session],
) -> list[Session]:
    """Return the sessions of the parts at their times; they keep the tasks of those *before*, by position."""
    zone = candidate_zone(unit, unit.get(Invitation, loop.invitation_id))
    tasks = {} if before else _tasks(unit, catalogue, sought.plan)
    made = []
    for part, start in zip(sought.parts, begins, strict=True):
        for planned in part.sessions:
            old = before.get(planned.index)
            task, cards = (old.task_id, old.change_card) if old else tasks.get(planned.id, (None, None))
            made.append(_session(loop, part, planned, start, zone=zone, task=task, cards=cards))
            made[-1].work_sha = old.work_sha if old else None
    _add_extra(catalogue, sought.plan, made)
    return made


def _session(
    loop: Loop,
    part: Part,
    planned: PlannedSession,
    start: datetime,
    *,
    zone: str,
    task: str | None,
    cards: str | None,
) -> Session:
    begins = start + timedelta(minutes=planned.offset_minutes)
    return Session(
        loop_id=loop.id,
        spec_id=planned.id,
        position=planned.index,
        day=part.number,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=planned.minutes),
        wall_start=f"{begins.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}",
        timezone=zone,
        state=SessionState.PLANNED,
        task_id=task,
        change_card=cards,
        ai_mode=planned.ai.mode,
        ai_reason=planned.ai.reason,
    )


def _add_extra(catalogue: Catalogue, plan: Format, sessions: Iterable[Session]) -> None:
    """Note by how much each session is longer than content has it."""
    if not plan.extra_minutes:
        return
    without = compose(catalogue, track=plan.track, family=plan.family, level=plan.level, shape=plan.shape)
    usual = {planned.index: planned.minutes for planned in without.sessions if planned.group}
    for session in sessions:
        minutes = times_of(session).minutes
        session.extra_minutes = max(0, minutes - usual.get(session.position, minutes))


def _tasks(unit: Unit, catalogue: Catalogue, plan: Format) -> dict[str, tuple[str | None, str | None]]:
    """Return the task of each session that works on one, and the cards that are laid out for it."""
    used = unit.loops.tasks_used()
    chosen = choose_tasks(plan, used=used)
    return {
        session: (task, ",".join(_laid(catalogue, task, used.get(task, 0))) or None)
        for session, task in chosen.items()
    }


def _laid(catalogue: Catalogue, task: str, used: int) -> Iterator[str]:
    """Yield the cards of a deck that this loop sees; the next one sees the next."""
    deck = catalogue.tasks[task].cards
    for place in range(min(CARDS_LAID, len(deck))):
        yield deck[(used * CARDS_LAID + place) % len(deck)].id
