"""Track, role family, level and shape make the ordered plan of sessions that gets booked."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from tracks.contents import Catalogue
from tracks.family import ShapePlan
from tracks.ground import GroupSpec
from tracks.track import (
    AiModeId,
    AiRule,
    Axis,
    DimensionId,
    FollowUp,
    Group,
    Level,
    PlanStep,
    SeatId,
    SessionSpec,
    Shape,
    TrackId,
)

STEP = 5  # minutes; extra time is given in steps of this


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSession:
    """One session of a plan: *offset_minutes* counts from the start of the whole plan or of its part.

    *index* is its place in the whole plan; two breaks share an id, never an index.
    *tasks*: ids to choose from.
    """

    index: int
    offset_minutes: int
    spec: SessionSpec
    group: Group | None = None
    tasks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.spec.minutes

    @property
    def present(self) -> tuple[SeatId, ...]:
        """The seats taken in it; none while the candidate works alone."""
        return self.spec.present

    @property
    def ai(self) -> AiRule:
        """The rule about AI in it."""
        return self.spec.ai


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is held in one go; *number* is 1 or 2, offsets count from its own start."""

    number: int
    sessions: tuple[PlannedSession, ...]

    @property
    def minutes(self) -> int:
        """How long it lasts, breaks included."""
        return sum(session.minutes for session in self.sessions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """The whole plan of one candidate; two candidates of one role differ in the track only.

    *split_after*: how many sessions the first of two days has. *second_day_first*: what takes the place of
    the session at that index when a second day begins there. It may key a cache: its hash is that of the few
    words which name it.
    """

    track: TrackId
    family: str
    level: Level
    shape: Shape
    sessions: tuple[PlannedSession, ...] = field(hash=False)
    split_after: int
    second_day_first: SessionSpec = field(hash=False)
    group_specs: tuple[GroupSpec, ...] = field(hash=False)
    axes: tuple[Axis, ...] = field(hash=False)
    content_version: str
    job_bans_ai: bool = False
    extra_minutes: int = 0

    @property
    def total_minutes(self) -> int:
        """How long the whole plan lasts, breaks included."""
        return sum(session.minutes for session in self.sessions)

    @property
    def working_minutes(self) -> int:
        """Minutes in which the candidate works on something: no welcome, break or questions of their own."""
        return sum(session.minutes for session in self.sessions if session.group)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of sessions with a form each, in the order of content."""
        return tuple(spec.id for spec in self.group_specs)

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """Everybody who is taken at some time, in the order of the seats."""
        taken = {seat for session in self.sessions for seat in session.present}
        return tuple(seat for seat in SeatId if seat in taken)

    def sessions_of(self, group: Group) -> tuple[PlannedSession, ...]:
        """Return the sessions that the forms of *group* are about, in order."""
        return tuple(session for session in self.sessions if session.group == group)

    def spec(self, session: str) -> SessionSpec:
        """Return what content says of the part called *session*, also of the one that opens a second day.

        Raises LookupError.
        """
        known = (*(planned.spec for planned in self.sessions), self.second_day_first)
        found = next((spec for spec in known if spec.id == session), None)
        if found is None:
            raise LookupError(f"no part {session!r} in this plan")
        return found

    def group(self, group: Group) -> GroupSpec:
        """Return what content says of *group*."""
        return next(spec for spec in self.group_specs if spec.id == group)

    def raters_of(self, group: Group) -> tuple[SeatId, ...]:
        """Return the seats that send a form for *group*."""
        return self.group(group).raters

    def rates(self, group: Group, seat: SeatId) -> tuple[DimensionId, ...]:
        """Return what *seat* rates in *group*; nothing when it sends no form there."""
        spec = self.group(group)
        return spec.rates if seat in spec.raters else ()

    def follow_ups(self, group: Group) -> tuple[FollowUp, ...]:
        """Return the kinds of follow-up that the questions of *group* carry, in the order of the kinds."""
        asked = {
            kind
            for session in self.sessions_of(group)
            for q in session.spec.questions
            for kind in q.follow_ups
        }
        return tuple(kind for kind in FollowUp if kind in asked)

    def axes_of(self, group: Group) -> tuple[Axis, ...]:
        """Return the optional finer lines that can show in *group*."""
        held = {session.id for session in self.sessions_of(group)}
        return tuple(axis for axis in self.axes if held & set(axis.seen_in))

    def parts(self, *, split: bool) -> tuple[Part, ...]:
        """Return what is held on each day; offsets count from the start of each."""
        if not split:
            return (Part(number=1, sessions=self.sessions),)
        first, rest = self.sessions[: self.split_after], self.sessions[self.split_after :]
        hello = replace(rest[0], spec=self.second_day_first)
        second = _in_a_row((hello, *rest[1:]))
        return Part(number=1, sessions=first), Part(number=2, sessions=second)


@lru_cache(maxsize=256)
def compose(
    catalogue: Catalogue,
    *,
    track: TrackId,
    family: str,
    level: Level,
    shape: Shape = Shape.FULL,
    job_bans_ai: bool = False,
) -> Format:
    """Return the plan; raise LookupError for a family or shape that content does not have."""
    plan = catalogue.shape(shape)
    known_as = [catalogue.family(family).instead_of(session, track) for session in plan.order[track]]
    specs = [_spec_of(catalogue, plan, known, track=track, family=family) for known in known_as]
    if job_bans_ai:
        specs = [_without_ai(spec, catalogue.ground.ai_rules.job_bans_ai_reason) for spec in specs]
    planned = (
        PlannedSession(
            index=index,
            offset_minutes=0,
            spec=replace(spec, questions=tuple(q for q in spec.questions if q.asked_at(level))),
            group=_group_of(catalogue, spec),
            tasks=tuple(task.id for task in catalogue.tasks_for(spec.task_of or spec.id, family)),
        )
        for index, spec in enumerate(specs)
    )
    return Format(
        track=track,
        family=family,
        level=level,
        shape=shape,
        sessions=_in_a_row(tuple(planned)),
        split_after=known_as.index(catalogue.family(family).instead_of(plan.split_after[track], track)) + 1,
        second_day_first=catalogue.spec(plan.split_break, track, family),
        group_specs=catalogue.ground.groups,
        axes=catalogue.family(family).axes,
        content_version=catalogue.version,
        job_bans_ai=job_bans_ai,
    )


def with_extra_minutes(plan: Format, extra: int) -> Format:
    """Return *plan* with at least *extra* minutes more work, spread in steps of five over its longest parts.

    Nothing is shortened; the extra time of a part goes to its longest step, and in two modes to the time
    without an assistant.
    """
    working = sorted((s for s in plan.sessions if s.group), key=lambda session: -session.minutes)
    more: dict[int, int] = {}
    for step in range(-(-extra // STEP)):
        index = working[step % len(working)].index
        more[index] = more.get(index, 0) + STEP
    longer = tuple(replace(s, spec=_longer(s.spec, more.get(s.index, 0))) for s in plan.sessions)
    return replace(plan, sessions=_in_a_row(longer), extra_minutes=plan.extra_minutes + sum(more.values()))


def _spec_of(
    catalogue: Catalogue, plan: ShapePlan, session: str, *, track: TrackId, family: str
) -> SessionSpec:
    spec = catalogue.spec(session, track, family)
    change = plan.change(session)
    if change is None:
        return spec
    return replace(
        spec,
        minutes=change.minutes,
        plan=change.plan,
        ai_minutes_off=change.ai_minutes_off,
        ai_minutes_on=change.ai_minutes_on,
    )


def _group_of(catalogue: Catalogue, spec: SessionSpec) -> Group | None:
    if spec.id in (Group.SHARED_REVIEW, Group.HOW_YOU_WORK):
        return Group(spec.id)
    shared = any(spec.id == known.id for known in catalogue.ground.shared_sessions)
    return None if shared else Group.TRACK_HALF


def _without_ai(spec: SessionSpec, reason: str) -> SessionSpec:
    if spec.ai_mode in (AiModeId.NOT_APPLICABLE, AiModeId.BANNED):
        return spec
    return replace(spec, ai_mode=AiModeId.BANNED, ai_reason=reason, ai_minutes_off=0, ai_minutes_on=0)


def _in_a_row(sessions: tuple[PlannedSession, ...]) -> tuple[PlannedSession, ...]:
    placed, offset = [], 0
    for session in sessions:
        placed.append(replace(session, offset_minutes=offset))
        offset += session.minutes
    return tuple(placed)


def _longer(spec: SessionSpec, more: int) -> SessionSpec:
    if not more:
        return spec
    longest = max(range(len(spec.plan)), key=lambda at: spec.plan[at].minutes, default=-1)
    steps = tuple(_stretched(step, more if at == longest else 0) for at, step in enumerate(spec.plan))
    off = spec.ai_minutes_off + more if spec.ai_mode == AiModeId.BOTH else spec.ai_minutes_off
    return replace(spec, minutes=spec.minutes + more, plan=steps, ai_minutes_off=off)


def _stretched(step: PlanStep, more: int) -> PlanStep:
    return replace(step, minutes=step.minutes + more)
