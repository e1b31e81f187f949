"""The facts that texts about a plan may name, all computed: minutes, counts, names of parts, AI lines."""

from tracks.ai_policy import AiLine, lines_of, said_to_candidate
from tracks.contents import Catalogue
from tracks.fill import fill
from tracks.format import Format, Part, PlannedSession
from tracks.task import Task
from tracks.track import Group, SeatId, TrackId


def facts_of(catalogue: Catalogue, plan: Format) -> dict[str, str]:
    """Return the facts by name, for every text that speaks of *plan*; minutes in digits, counts in words."""
    words, specs = catalogue.ground.words, [session.spec for session in plan.sessions]
    minutes = {f"{spec.id}_minutes": spec.minutes for spec in specs}
    minutes |= {f"{s.id}_{step.id}_minutes": step.minutes for s in specs for step in s.plan if step.id}
    minutes |= {
        "total_minutes": plan.total_minutes,
        "working_minutes": plan.working_minutes,
        "first_half_minutes": sum(session.minutes for session in plan.sessions_of(Group.TRACK_HALF)),
    }
    days = [words.duration(part.minutes) for part in plan.parts(split=True)]
    prepare = catalogue.tracks[plan.track].prepare.candidate.minutes_at_most
    return {
        **{name: str(value) for name, value in minutes.items()},
        **{f"{spec.id}_name": spec.name for spec in specs},
        **_counts(catalogue, plan),
        "total_time": words.duration(plan.total_minutes),
        "first_day": days[0],
        "second_day": days[1],
        "prepare_time": words.duration(prepare),
        "languages": catalogue.family(plan.family).languages,
        "ai_line": in_short(catalogue, lines_of(catalogue, plan), first_half=True),
    }


def session_facts(catalogue: Catalogue, plan: Format, session: PlannedSession) -> dict[str, str]:
    """Return what the opening words of *session* may name: the plan's facts, its own steps, its AI rule."""
    return facts_of(catalogue, plan) | own_facts(catalogue, session)


def own_facts(catalogue: Catalogue, session: PlannedSession) -> dict[str, str]:
    """Return what only *session* adds to the facts of its plan: minutes, those of its steps, its AI rule."""
    steps = {f"{step.id}_minutes": str(step.minutes) for step in session.spec.plan if step.id}
    own = {"minutes": str(session.minutes), "ai_line": said_to_candidate(catalogue.ground, session.ai)}
    return steps | own


def spoken(
    catalogue: Catalogue,
    plan: Format,
    session: PlannedSession,
    *,
    part: Part,
    task: Task | None,
    **facts: object,
) -> str:
    """Return the opening words of *session*, those of its *task* where it has some.

    *part*: what is held that day, for the agenda. *facts*: the names of the panel by seat, ``stack`` and
    ``job_less_liked`` of the role. Raises BlankError for one that is missing.
    """
    script = (task.script_in(session.id) if task else "") or session.spec.script
    known = session_facts(catalogue, plan, session) | {"agenda": _agenda(catalogue, part.sessions)}
    return fill(script.strip(), **(known | facts))


def asked(catalogue: Catalogue, plan: Format, session: PlannedSession, task: Task | None) -> tuple[str, ...]:
    """Return the questions of *session* in order, with what changes halfway put in from *task*."""
    facts = session_facts(catalogue, plan, session) | {"change": task.change(plan.level) if task else ""}
    return tuple(fill(question.ask, **facts) for question in session.spec.questions)


def in_short(catalogue: Catalogue, lines: tuple[AiLine, ...], *, first_half: bool) -> str:
    """Return the AI rule of one half as one line: once when it is the same throughout, else part by part."""
    phrases, half = catalogue.paper.phrases, [line for line in lines if line.first_half == first_half]
    rules = {line.short for line in half}
    if len(rules) == 1:
        return fill(phrases.rule_throughout, rule=rules.pop())
    told = (fill(phrases.rule_of_part, part=line.name, rule=line.short) for line in half)
    return "; ".join(told) + "."


def _counts(catalogue: Catalogue, plan: Format) -> dict[str, str]:
    raters = {seat for group in plan.groups for seat in plan.raters_of(group)}
    how_you_work = plan.sessions_of(Group.HOW_YOU_WORK)
    counts = {
        "panel_count": len(raters - {SeatId.HOST}),
        "rater_count": len(plan.raters_of(Group.TRACK_HALF)),
        "dimension_count": len(catalogue.ground.dimensions),
        "track_count": len(TrackId),
        "past_work_count": sum(len(session.spec.questions) for session in how_you_work),
    }
    return {name: catalogue.ground.words.count(n) for name, n in counts.items()}


def _agenda(catalogue: Catalogue, sessions: tuple[PlannedSession, ...]) -> str:
    """Return the parts of a day after its first, in order and without breaks, as one line."""
    names = [session.name for session in sessions[1:] if session.present or session.group]
    return catalogue.ground.words.then.join(names)
