"""What people look at together in a debrief: numbers beside their evidence, nothing added up."""

from dataclasses import dataclass

from tracks.evidence import EvidenceKind, FollowUpOutcome
from tracks.rubric import LevelReading
from tracks.track import DimensionId, FollowUp, Group


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """Something that was said or done at *minute* of *part*; by the plan when not *exact*."""

    part: str
    minute: int
    exact: bool
    kind: EvidenceKind
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Revised:
    """What a rater says after the talk, once and with a reason; *value* is None for "not enough"."""

    value: int | None
    meaning: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opinion:
    """One rater's first rating with what it rests on; *value* is None for "not enough", with its *reason*.

    *id* is the rating's, *rater_id* the person's. *meaning* names the step, *anchor* describes it.
    """

    id: str
    rater_id: str
    rater: str
    value: int | None
    meaning: str
    anchor: str
    why: str
    reason: str
    moments: tuple[Moment, ...] = ()
    axes: tuple[str, ...] = ()
    revised: Revised | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Waived:
    """A form that is missing, by whose decision and why."""

    rater: str
    group: Group
    group_name: str
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InGroup:
    """One dimension in one group of parts, as both raters saw it; *waived*: whose form is missing there."""

    group: Group
    name: str
    apart: bool
    opinions: tuple[Opinion, ...]
    waived: tuple[Waived, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class OnDimension:
    """One dimension in both halves, side by side."""

    id: DimensionId
    name: str
    what: str
    halves: tuple[InGroup, ...]

    @property
    def apart(self) -> bool:
        """Two raters of one half are two steps or more from one another."""
        return any(half.apart for half in self.halves)

    @property
    def not_enough(self) -> bool:
        """Somebody had not enough to go by."""
        return any(opinion.value is None for half in self.halves for opinion in half.opinions)

    @property
    def lowest(self) -> bool:
        """Somebody saw the lowest step."""
        return any(opinion.value == 1 for half in self.halves for opinion in half.opinions)


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetRead:
    """At which level one rater reads a facet."""

    rater: str
    reads: LevelReading
    moments: tuple[Moment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OnFacet:
    """One facet of the level, as its raters read it."""

    name: str
    asks: str
    read: tuple[FacetRead, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A follow-up question and what came of it; *outcome* is None when nobody said."""

    rater: str
    kind: FollowUp
    outcome: FollowUpOutcome | None
    moment: Moment


@dataclass(frozen=True, kw_only=True, slots=True)
class DebriefSheet:
    """Everything about one loop, once its forms are in.

    *dimensions* begin with what is to be talked about. *order* names who speaks, first to last. *clear*:
    raters may agree that there is nothing to discuss. *said_nothing* names who has.
    """

    candidate: str
    role: str
    track: str
    dimensions: tuple[OnDimension, ...]
    facets: tuple[OnFacet, ...]
    follow_ups: tuple[Asked, ...]
    waived: tuple[Waived, ...]
    order: tuple[str, ...]
    clear: bool
    said_nothing: tuple[str, ...] = ()
    called_by: str | None = None
    closed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MayDo:
    """What the person who looks may do about a debrief now; *revise*: ids of ratings."""

    say_nothing: bool = False
    call: bool = False
    close: bool = False
    decide: bool = False
    write: bool = False
    revise: frozenset[str] = frozenset()
