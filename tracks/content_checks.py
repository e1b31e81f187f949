"""What must hold between content files; each check yields one fault per thing that does not."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tracks import blank_checks, plan_checks, session_checks, text_checks
from tracks.contents import Catalogue
from tracks.ground import GroupSpec
from tracks.paper_text import PaperText
from tracks.plain import Fault, shown
from tracks.task import Task
from tracks.text_checks import PAPER
from tracks.track import AiModeId, DimensionId, Group, SeatId, SessionSpec

COMMON = "common.toml"
_SCORING = (SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT)
_RATERS, _GROUPS_EACH = 2, 2


def faults_of(catalogue: Catalogue) -> tuple[Fault, ...]:
    """Return every fault between the files of *catalogue*, in the order of the files."""
    between = list(plan_checks.faults_of(catalogue))
    faults = [
        *_ground_faults(catalogue),
        *(fault for spec, file in _parts_of(catalogue) for fault in session_checks.faults_of(spec, file)),
        *_task_faults(catalogue),
        *_paper_faults(catalogue.paper),
        *between,
        *text_checks.faults_of(catalogue),
        *blank_checks.small_faults_of(catalogue),
        *(() if between else _once(blank_checks.plan_faults_of(catalogue))),
    ]
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.file))


def _once(faults: Iterable[Fault]) -> Iterable[Fault]:
    """Return one fault per place: each family looks at the texts that all share."""
    return {(fault.file, fault.key, fault.found): fault for fault in faults}.values()


def _parts_of(catalogue: Catalogue) -> Iterator[tuple[SessionSpec, str]]:
    """Yield every part that content describes, with the file it stands in."""
    yield from ((spec, COMMON) for spec in catalogue.ground.shared_sessions)
    for track in catalogue.tracks.values():
        yield from ((spec, f"track_{track.id}.toml") for spec in track.sessions)
    for family in catalogue.families.values():
        yield from ((spec, f"family_{family.id}.toml") for spec in family.sessions)


def _ground_faults(catalogue: Catalogue) -> Iterator[Fault]:
    ground = catalogue.ground
    yield from _once_each("dimensions", (one.id for one in ground.dimensions), DimensionId)
    yield from _once_each("groups", (one.id for one in ground.groups), Group)
    yield from _once_each("seats", (one.id for one in ground.seats), SeatId)
    yield from _once_each("ai_modes", (one.id for one in ground.ai_modes), AiModeId)
    for dimension in ground.dimensions:
        for number, anchor in enumerate(dimension.anchors, 1):
            if not anchor.strip():
                yield _fault(
                    f"dimensions[{dimension.id}].anchor_{number}", shown(anchor.strip()), "an anchor"
                )
    yield from _group_faults(ground.groups)


def _group_faults(groups: Iterable[GroupSpec]) -> Iterator[Fault]:
    groups = tuple(groups)
    for group in groups:
        if len(set(group.raters)) != _RATERS:
            found = ", ".join(group.raters) or "nobody"
            yield _fault(f"groups[{group.id}].raters", found, "exactly two raters")
    sits = Counter(seat for group in groups for seat in set(group.raters))
    for seat in (*_SCORING, *(sits.keys() - set(_SCORING))):
        wanted = _GROUPS_EACH if seat in _SCORING else 0
        if sits[seat] != wanted:
            yield _fault("groups", f"{seat} in {sits[seat]} groups", f"{seat} in {wanted} groups")
    for half in ({Group.TRACK_HALF}, {Group.SHARED_REVIEW, Group.HOW_YOU_WORK}):
        rated = [dimension for group in groups if group.id in half for dimension in group.rates]
        key = f"groups[{' + '.join(sorted(half))}].rates"
        yield from _once_each(key, rated, DimensionId)


def _task_faults(catalogue: Catalogue) -> Iterator[Fault]:
    parts = {spec.id for spec, _ in _parts_of(catalogue)}
    for task in catalogue.tasks.values():
        file, key = catalogue.homes[task.id], f"tasks[{task.id}]"
        for session in task.sessions:
            if session not in parts:
                yield Fault(file=file, key=f"{key}.sessions", found=session, expected="a part of some track")
        if task.family != "any" and task.family not in catalogue.families:
            expected = "any, " + ", ".join(catalogue.families)
            yield Fault(file=file, key=f"{key}.family", found=task.family, expected=expected)
        yield from _material_faults(catalogue, task, file)


def _material_faults(catalogue: Catalogue, task: Task, file: str) -> Iterator[Fault]:
    if task.material not in catalogue.materials:
        return
    handed = {one.name for one in catalogue.materials[task.material] if not one.panel_only}
    for name in task.files:
        if name not in handed:
            expected = f"a file of materials/{task.material} that candidates may see"
            yield Fault(file=file, key=f"tasks[{task.id}].files", found=name, expected=expected)
    if not task.files:
        yield Fault(
            file=file, key=f"tasks[{task.id}].files", found="nothing", expected="the files to hand over"
        )


def _paper_faults(paper: PaperText) -> Iterator[Fault]:
    """Yield what the paper would show twice or never, and what it cannot show."""
    laid = (*paper.layout.first_message, *paper.layout.read_on)
    there = ("tracks", *(section.id for section in paper.sections))
    yield from _once_each("sections", there, dict.fromkeys(there), file=PAPER)
    yield from _once_each("layout", laid, dict.fromkeys(there), file=PAPER)
    for name in sorted(set(laid).difference(there)):
        yield Fault(file=PAPER, key="layout", found=name, expected=f"one of {', '.join(there)}")


def _once_each(
    key: str, found: Iterable[str], wanted: Iterable[str], *, file: str = COMMON
) -> Iterator[Fault]:
    counts = Counter(found)
    for name in wanted:
        if counts[name] != 1:
            times = f"{name} {counts[name]} times"
            yield Fault(file=file, key=key, found=times, expected=f"{name} once")


def _fault(key: str, found: str, expected: str) -> Fault:
    return Fault(file=COMMON, key=key, found=found, expected=expected)
