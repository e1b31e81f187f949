"""What must hold in every plan: equal time, every dimension once in each half, raters, follow-ups, breaks."""

from collections import Counter
from collections.abc import Iterator, Mapping

from tracks import session_checks
from tracks.contents import Catalogue
from tracks.family import Family, ShapePlan
from tracks.format import Format, compose
from tracks.plain import Fault
from tracks.track import DimensionId, Group, Kind, Level, SessionSpec, Shape, TrackId

SHAPES = "shapes.toml"


def faults_of(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield what does not hold in some plan of *catalogue*."""
    if not any(plan.id == Shape.FULL for plan in catalogue.shapes):
        yield Fault(file=SHAPES, key="shapes", found="nothing", expected="the shape full")
    for shape in catalogue.shapes:
        yield from (fault for track in TrackId for fault in _order_faults(catalogue, shape, track))
    for family in map(catalogue.family, catalogue.families_that_differ):
        yield from _swap_faults(catalogue, family)
        for shape in catalogue.shapes:
            yield from (fault for track in TrackId for fault in _plan_faults(catalogue, shape, family, track))


def _order_faults(catalogue: Catalogue, shape: ShapePlan, track: TrackId) -> Iterator[Fault]:
    known = {spec.id: spec for spec in (*catalogue.tracks[track].sessions, *catalogue.ground.shared_sessions)}
    order, at = shape.order.get(track, ()), f"shapes[{shape.id}]"
    for session in order:
        if session not in known:
            yield Fault(
                file=SHAPES, key=f"{at}.order.{track}", found=session, expected="one of " + ", ".join(known)
            )
    last = shape.split_after.get(track, "")
    if last not in order or _kind_after(order, last, known) != Kind.BREAK:
        found = last or "nothing"
        expected = "a part of the order with a break after it"
        yield Fault(file=SHAPES, key=f"{at}.split_after.{track}", found=found, expected=expected)
    for session in {*order, shape.split_break} & known.keys():
        pause = known[session].kind == Kind.BREAK or session == shape.split_break
        if pause and known[session].minutes != shape.break_minutes:
            yield Fault(
                file="common.toml",
                key=f"{session}.minutes",
                found=str(known[session].minutes),
                expected=f"{shape.break_minutes}, the length of a break",
            )
    if shape.split_break not in known:
        yield Fault(file=SHAPES, key=f"{at}.split_break", found=shape.split_break, expected="a shared part")


def _kind_after(order: tuple[str, ...], last: str, known: Mapping[str, SessionSpec]) -> Kind | None:
    following = order[order.index(last) + 1 :] if last in order else ()
    return known[following[0]].kind if following and following[0] in known else None


def _swap_faults(catalogue: Catalogue, family: Family) -> Iterator[Fault]:
    own = {spec.id for spec in family.sessions}
    file = f"family_{family.id}.toml"
    for at, swap in enumerate(family.swaps):
        theirs = {spec.id for spec in catalogue.tracks[swap.track].sessions}
        if swap.session not in theirs:
            yield Fault(file=file, key=f"swaps[{at}].session", found=swap.session, expected=_one_of(theirs))
        if swap.instead not in own:
            yield Fault(file=file, key=f"swaps[{at}].instead", found=swap.instead, expected=_one_of(own))
    parts = own | {spec.id for track in catalogue.tracks.values() for spec in track.sessions}
    for axis in family.axes:
        for session in set(axis.seen_in) - parts:
            yield Fault(file=file, key=f"axes[{axis.id}].seen_in", found=session, expected=_one_of(parts))


def _plan_faults(catalogue: Catalogue, shape: ShapePlan, family: Family, track: TrackId) -> Iterator[Fault]:
    try:
        plan = compose(catalogue, track=track, family=family.id, level=Level.SENIOR, shape=shape.id)
    except (LookupError, ValueError):
        return  # an unknown part; the order or the swaps have told it
    swapped = any(swap.track == track for swap in family.swaps)
    file = f"family_{family.id}.toml" if swapped else f"track_{track}.toml"
    where = f"{family.id}, {shape.id}: " if swapped else ""
    if plan.total_minutes != shape.total_minutes:
        found, expected = f"{plan.total_minutes} minutes", f"{shape.total_minutes} minutes, as in every track"
        yield Fault(file=file, key=f"{where}sum of {track}", found=found, expected=expected)
    for change in shape.changes:
        for session in plan.sessions:
            if session.id == change.session:
                yield from session_checks.faults_of(session.spec, SHAPES)
    yield from _grid_faults(plan, file, where)
    yield from _rater_faults(catalogue, plan)
    minimum = catalogue.ground.authorship.minimum_per_track_half
    for kind in sorted(set(minimum) - set(plan.follow_ups(Group.TRACK_HALF))):
        key = f"{where}follow_ups of {track}"
        yield Fault(file=file, key=key, found=f"no {kind}", expected="at least " + ", ".join(minimum))


def _grid_faults(plan: Format, file: str, where: str) -> Iterator[Fault]:
    halves = {"track half": (Group.TRACK_HALF,), "shared half": (Group.SHARED_REVIEW, Group.HOW_YOU_WORK)}
    for half, groups in halves.items():
        rated = Counter(d for session in plan.sessions if session.group in groups for d in session.spec.rates)
        for dimension in DimensionId:
            if rated[dimension] != 1:
                found, expected = f"{dimension} {rated[dimension]} times", f"{dimension} once"
                yield Fault(file=file, key=f"{where}{half} of {plan.track}", found=found, expected=expected)


def _rater_faults(catalogue: Catalogue, plan: Format) -> Iterator[Fault]:
    for session in plan.sessions:
        if session.group and session.spec.scored:
            wanted = plan.raters_of(session.group)
            if set(session.spec.raters) != set(wanted):
                file = catalogue.file_of(session.id, plan.track, plan.family)
                found = ", ".join(session.spec.raters)
                key, expected = f"{session.id}.raters", ", ".join(wanted)
                yield Fault(file=file, key=key, found=found, expected=expected)


def _one_of(names: set[str]) -> str:
    return "one of " + ", ".join(sorted(names)) if names else "nothing"
