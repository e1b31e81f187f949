"""What one form shows to its rater: dimensions with anchors, examples, finer lines, questions."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracks.contents import Catalogue
from tracks.format import Format
from tracks.ground import Scale
from tracks.track import AnchorExample, Axis, Dimension, FollowUp, Group, Level, LevelFacet, Question, SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingSheet:
    """Everything a rating was made with; kept as plain data so that old forms can be read with old anchors.

    *examples*: what the anchors look like in the sessions of this group. *level_notes*: for the level aimed
    at. *facets* is empty unless the group reads the level.
    """

    group: Group
    name: str
    seat: SeatId
    level: Level
    dimensions: tuple[Dimension, ...]
    scale: Scale
    examples: tuple[AnchorExample, ...]
    axes: tuple[Axis, ...]
    facets: tuple[LevelFacet, ...]
    questions: tuple[Question, ...]
    follow_ups: tuple[FollowUp, ...]
    level_notes: tuple[str, ...]
    content_version: str


def sheet_for(catalogue: Catalogue, plan: Format, *, group: Group, seat: SeatId) -> RatingSheet:
    """Return the sheet of *seat* for *group* of *plan*."""
    sessions = plan.sessions_of(group)
    reads_level = any(session.spec.reads_level for session in sessions)
    return RatingSheet(
        group=group,
        name=catalogue.ground.group(group).name,
        seat=seat,
        level=plan.level,
        dimensions=tuple(catalogue.ground.dimension(rated) for rated in plan.rates(group, seat)),
        scale=catalogue.ground.scale,
        examples=_examples(catalogue, plan, {session.id for session in sessions}),
        axes=plan.axes_of(group),
        facets=catalogue.ground.level_facets if reads_level else (),
        questions=tuple(question for session in sessions for question in session.spec.questions),
        follow_ups=plan.follow_ups(group),
        level_notes=tuple(_level_notes(catalogue, plan, group)),
        content_version=plan.content_version,
    )


def _examples(catalogue: Catalogue, plan: Format, held: set[str]) -> tuple[AnchorExample, ...]:
    examples = catalogue.tracks[plan.track].examples
    return tuple(one for one in examples if one.seen_in in held and one.family in {"", plan.family})


def _level_notes(catalogue: Catalogue, plan: Format, group: Group) -> Iterable[str]:
    if group == Group.TRACK_HALF:
        family = catalogue.family(plan.family).level_notes
        notes = [family or catalogue.tracks[plan.track].level_notes]
        yield from (note.at(plan.level) for note in notes)
        yield from (note.for_senior_and_staff for note in notes if plan.level != Level.MID)
