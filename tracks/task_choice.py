"""Which task a loop works on, and what is missing before anybody can be invited."""

from collections.abc import Iterator, Mapping

from tracks.contents import Catalogue
from tracks.format import Format, PlannedSession, compose
from tracks.task import Task
from tracks.track import Level, Shape, TrackId


def choose_tasks(plan: Format, *, used: Mapping[str, int]) -> dict[str, str]:
    """Return session id -> task id for all sessions that work on one; the least used comes first.

    *used*: task id -> how often it has been used. A session that speaks of another's task shares it.
    """
    chosen = {
        session.id: min(session.tasks, key=lambda task: (used.get(task, 0), task))
        for session in plan.sessions
        if session.tasks and session.spec.needs_task
    }
    shared = {s.id: chosen[s.spec.task_of] for s in plan.sessions if s.spec.task_of in chosen}
    return chosen | shared


def practice_tasks(catalogue: Catalogue, plan: Format) -> tuple[Task, ...]:
    """Return the tasks of *plan* whose keys everybody can read: good for practice and demos only."""
    ids = dict.fromkeys(task for session in plan.sessions for task in session.tasks)
    return tuple(task for task in map(catalogue.tasks.__getitem__, ids) if task.key_is_public)


def shortcomings(
    catalogue: Catalogue, *, family: str, level: Level, track: TrackId, shape: Shape = Shape.FULL
) -> tuple[str, ...]:
    """Return what is missing before this combination can be held, a line each; empty when complete."""
    try:
        plan = compose(catalogue, track=track, family=family, level=level, shape=shape)
    except LookupError as unknown:
        return (str(unknown),)
    return tuple(line for session in plan.sessions for line in _missing(catalogue, plan, session))


def _missing(catalogue: Catalogue, plan: Format, session: PlannedSession) -> Iterator[str]:
    if session.spec.scored and not session.spec.questions:
        yield f"{session.id}: no question for {plan.level}"
    if not session.spec.needs_task:
        return
    if not session.tasks:
        yield f"{session.id}: no task for {plan.family}"
    for task in map(catalogue.tasks.__getitem__, session.tasks):
        yield from (f"{session.id}: {task.id} {lack}" for lack in _lacking(catalogue, plan, task))


def _lacking(catalogue: Catalogue, plan: Format, task: Task) -> Iterator[str]:
    if task.material and task.material not in catalogue.materials:
        yield f"names the material {task.material!r}, which is not there"
    if _speaks_of_a_change(plan, task) and not task.change(plan.level):
        yield f"has no change for {plan.level}"


def _speaks_of_a_change(plan: Format, task: Task) -> bool:
    sessions = [session for session in plan.sessions if task.id in session.tasks]
    return any("{change}" in question.ask for session in sessions for question in session.spec.questions)
