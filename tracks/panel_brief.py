"""What one panelist prepares with: own parts, opening words, questions, tasks with their keys, anchors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from tracks.ai_policy import said_to_panel
from tracks.contents import Catalogue
from tracks.fill import fill
from tracks.format import Format, Part, PlannedSession
from tracks.ground import ProbeKind, QuestionLint
from tracks.plan_facts import asked, facts_of, spoken
from tracks.preparation import PanelPreparation
from tracks.rating_sheet import RatingSheet, sheet_for
from tracks.task import KeyLine, Task, TraceStep
from tracks.track import FollowUp, Level, PlanStep, Question, SeatId

#: People whom the words may name; who they are is put in when the words are shown, since seats change hands.
NAMES = ("host", "lead", "second", "independent", "called")
_BLANK = re.compile(r"\{(" + "|".join(NAMES) + r")\}")
B = TypeVar("B")


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTask:
    """A task as the panel has it, its key included; *cards* are those laid out for this candidate.

    *hints*: the three steps, filled. *change* and *reading* are those of the level aimed at.
    """

    id: str
    name: str
    card: str
    report: str
    cards: tuple[str, ...]
    trace: tuple[TraceStep, ...]
    files: tuple[str, ...]
    hands_on: str
    change: str
    stand_in: str
    told_if_asked: tuple[str, ...]
    smallest_test: str
    look_for: tuple[str, ...]
    key: tuple[KeyLine, ...]
    reading: str
    reading_nobody: str
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefQuestion:
    """A question as it is asked; *dimensions* are the names of what it rates."""

    id: str
    ask: str
    dimensions: tuple[str, ...]
    probes: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPart:
    """One part in which the panelist is present; *script* only for whoever leads it.

    *number* is the sitting, from 1; *minutes* its length.
    """

    session: str
    name: str
    number: int
    minutes: int
    leads: bool
    rates: bool
    steps: tuple[PlanStep, ...]
    ai: str
    script: str
    closing: str
    questions: tuple[BriefQuestion, ...]
    leaves: tuple[str, ...]
    task: BriefTask | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelBrief:
    """Everything one seat needs; kept as plain data, so that it stays as it was when content changes.

    Hints, follow-ups and the rules of evidence are for whoever rates.
    *format_sha*: the plan that it was made from.
    """

    seat: SeatId
    seat_name: str
    does: str
    track: str
    level: Level
    prepare: str
    prepare_minutes: int
    parts: tuple[BriefPart, ...]
    sheets: tuple[RatingSheet, ...]
    hint_rule: str
    follow_ups: tuple[ProbeKind, ...]
    rules: tuple[str, ...]
    if_an_ai_rule_seems_broken: str
    never_ai: str
    not_asked: tuple[QuestionLint, ...]
    no_rater_may: tuple[str, ...]
    content_version: str
    format_sha: str


def compose(
    catalogue: Catalogue,
    plan: Format,
    *,
    seat: SeatId,
    split: bool,
    tasks: Mapping[str, str],
    cards: Mapping[str, Iterable[str]],
    stack: str,
    job_less_liked: str,
    format_sha: str,
) -> PanelBrief:
    """Return the brief of *seat* for *plan*, held on one day or, when *split*, on two.

    *tasks*: session -> task id. *cards*: session -> ids of the cards laid out. Names of people stay blank,
    see ``with_names``.
    """
    ground, told = catalogue.ground, preparation(catalogue, plan, seat)
    chair = ground.seat(seat)
    sheets = tuple(
        sheet_for(catalogue, plan, group=group, seat=seat)
        for group in plan.groups
        if seat in plan.raters_of(group)
    )
    facts = {"stack": stack, "job_less_liked": job_less_liked}
    work = _Work(catalogue, plan, seat, tasks, {name: tuple(laid) for name, laid in cards.items()}, facts)
    kinds = {kind for sheet in sheets for kind in sheet.follow_ups}
    return PanelBrief(
        seat=seat,
        seat_name=chair.name,
        does=chair.does,
        track=catalogue.tracks[plan.track].name,
        level=plan.level,
        prepare=fill(told.text.strip(), **facts_of(catalogue, plan), **_blank()) if sheets else "",
        prepare_minutes=told.minutes_needed if sheets else 0,
        parts=tuple(work.parts(split=split)),
        sheets=sheets,
        hint_rule=ground.hint_ladder.rule if sheets else "",
        follow_ups=tuple(kind for kind in ground.probe_kinds if kind.id in kinds),
        rules=ground.scale.rules if sheets else (),
        if_an_ai_rule_seems_broken=ground.ai_rules.if_a_rule_seems_broken,
        never_ai=ground.ai_rules.never_ai,
        not_asked=ground.question_lint,
        no_rater_may=ground.seat_rules.no_rater_may,
        content_version=plan.content_version,
        format_sha=format_sha,
    )


def preparation(catalogue: Catalogue, plan: Format, seat: SeatId) -> PanelPreparation:
    """Return what *seat* prepares: what is its own, else the track's, in the words of the role family."""
    own = catalogue.ground.seat(seat).prepare
    told = catalogue.tracks[plan.track].prepare.panel
    words = catalogue.family(plan.family).text(plan.track).panel
    return own or replace(told, text=words or told.text)


def with_names(brief: B, names: Mapping[str, str]) -> B:
    """Return *brief* with people's names put in for those *names*, by seat or ``called``, that are known."""
    named: B = _named(brief, {name: names[name] for name in NAMES if name in names})
    return named


@dataclass(frozen=True, slots=True)
class _Work:
    """What the parts of one brief are made from."""

    catalogue: Catalogue
    plan: Format
    seat: SeatId
    tasks: Mapping[str, str]
    cards: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str]

    def parts(self, *, split: bool) -> Iterator[BriefPart]:
        """Yield the sessions that the seat takes part in, in order; *split* over two days or not."""
        for held in self.plan.parts(split=split):
            for session in held.sessions:
                if self.seat in session.present:
                    yield self._part(held, session)

    def _part(self, held: Part, session: PlannedSession) -> BriefPart:
        spec, task = session.spec, self.catalogue.tasks.get(self.tasks.get(session.id, ""))
        leads = spec.lead_seat == self.seat
        return BriefPart(
            session=spec.id,
            name=spec.name,
            number=held.number,
            minutes=spec.minutes,
            leads=leads,
            rates=self.seat in spec.raters,
            steps=spec.plan,
            ai=said_to_panel(self.catalogue.ground, spec.ai),
            script=self._spoken(held, session, task) if leads else "",
            closing=fill(spec.closing, **_blank()) if leads else "",
            questions=tuple(self._questions(session, task)),
            leaves=spec.leaves,
            task=self._task(session, task) if task else None,
        )

    def _spoken(self, held: Part, session: PlannedSession, task: Task | None) -> str:
        names = _blank() | dict(self.facts)
        return spoken(self.catalogue, self.plan, session, part=held, task=task, **names)

    def _questions(self, session: PlannedSession, task: Task | None) -> Iterator[BriefQuestion]:
        asks = asked(self.catalogue, self.plan, session, task)
        for question, ask in zip(session.spec.questions, asks, strict=True):
            yield BriefQuestion(
                id=question.id,
                ask=ask,
                dimensions=self._rated(question),
                probes=question.probes,
                follow_ups=question.follow_ups,
            )

    def _rated(self, question: Question) -> tuple[str, ...]:
        return tuple(self.catalogue.ground.dimension(rated).name for rated in question.rates)

    def _task(self, session: PlannedSession, task: Task) -> BriefTask:
        ladder, level, laid = self.catalogue.ground.hint_ladder, self.plan.level, self.cards.get(session.id)
        steps = (ladder.step_1, ladder.step_2, ladder.step_3) if task.hint_area else ()
        return BriefTask(
            id=task.id,
            name=task.name,
            card=task.card,
            report=task.report,
            cards=tuple(card.text for card in task.cards if laid is None or card.id in laid),
            trace=task.trace,
            files=tuple(file.name for file in self.catalogue.work(task).handed),
            hands_on=task.hands_on,
            change=task.change(level),
            stand_in=task.stand_in,
            told_if_asked=task.told_if_asked,
            smallest_test=task.smallest_test,
            look_for=task.look_for,
            key=task.key,
            reading=task.reading.at(level) if task.reading else "",
            reading_nobody=task.reading.nobody if task.reading else "",
            hints=tuple(fill(step.says, area=task.hint_area) for step in steps),
        )


def _blank() -> dict[str, str]:
    return {name: f"{{{name}}}" for name in NAMES}


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if type(value) is str:
        return _BLANK.sub(lambda blank: names.get(blank[1], blank[0]), value)
    if isinstance(value, tuple):
        return tuple(_named(item, names) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _named(getattr(value, field.name), names) for field in fields(value)}
        return type(value)(**changed)
    return value
