"""Role families and shapes: what differs from the tracks as they stand, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracks.paper_text import FamilyTrackText
from tracks.track import Axis, DimensionId, LevelNotes, PlanStep, SessionSpec, Shape, TrackId


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """In *track*, the part *session* gives way to the family's own part *instead*."""

    track: TrackId
    session: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where the work with a tool shows, and under which dimension it counts."""

    what: str
    dimension: DimensionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One role family: swaps, own parts, finer lines and words; without any, the tracks stand as they are."""

    id: str
    name: str
    version: int
    languages: str
    swaps: tuple[Swap, ...] = ()
    sessions: tuple[SessionSpec, ...] = ()
    axes: tuple[Axis, ...] = ()
    paper: tuple[FamilyTrackText, ...] = ()
    level_notes: LevelNotes | None = None
    looks: tuple[Look, ...] = ()

    def instead_of(self, session: str, track: TrackId) -> str:
        """Return the part that takes the place of *session* in *track*; itself when nothing does."""
        mine = (swap.instead for swap in self.swaps if (swap.track, swap.session) == (track, session))
        return next(mine, session)

    def text(self, track: TrackId) -> FamilyTrackText:
        """Return what the paper says of *track* for this family; empty texts where nothing differs."""
        return next((text for text in self.paper if text.track == track), FamilyTrackText(track=track))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeChange:
    """What one part is in this shape: other minutes, and with them its plan."""

    session: str
    minutes: int
    plan: tuple[PlanStep, ...]
    ai_minutes_off: int = 0
    ai_minutes_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapePlan:
    """The order of parts in each track, and how long all of it is.

    *split_after*: the part after which a second day may begin. *split_break*: the part that then takes the
    place of the break.
    """

    id: Shape
    name: str
    total_minutes: int
    break_minutes: int
    split_break: str
    order: Mapping[TrackId, tuple[str, ...]]
    split_after: Mapping[TrackId, str]
    changes: tuple[ShapeChange, ...] = ()

    def change(self, session: str) -> ShapeChange | None:
        """Return what *session* is in this shape, None when it stays as it is."""
        return next((change for change in self.changes if change.session == session), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """The file ``shapes.toml``."""

    version: int
    shapes: tuple[ShapePlan, ...]
