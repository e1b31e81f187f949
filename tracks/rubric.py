"""What a complete form holds: a rating or a reason for each dimension, evidence, one sentence why."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracks.errors import FormIncomplete, RatingOutside
from tracks.evidence import FollowUpOutcome
from tracks.track import DimensionId, FollowUp, Group

VALUES = (1, 2, 3, 4)
NEED_TWO = frozenset({1, 4})  # the ends of the scale need two pieces of evidence


class LevelReading(StrEnum):
    """At which level one facet of somebody's past work reads."""

    BELOW = "below"
    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"
    ABOVE = "above"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormSpec:
    """What one form asks for.

    *facets* are the level facets, empty unless the group reads the level. *axes* maps an optional tick to its
    dimension. *follow_ups* are the kinds that should be asked in this group, by whichever rater asks them.
    """

    group: Group
    dimensions: tuple[DimensionId, ...]
    facets: tuple[str, ...] = ()
    axes: tuple[tuple[str, DimensionId], ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """One dimension in a draft: *value* 1 to 4, or *not_enough* with *reason*; *evidence* are ids of marks.

    Raises RatingOutside for any other value, and for a number beside *not_enough*.
    """

    value: int | None = None
    not_enough: bool = False
    reason: str = ""
    evidence: tuple[str, ...] = ()
    why: str = ""
    axes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.value is not None and (self.not_enough or self.value not in VALUES):
            raise RatingOutside(value=self.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelRead:
    """How one facet reads, with the ticked marks that say so."""

    reads: LevelReading
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedFollowUp:
    """A mark that was a follow-up question; *outcome* is None until the rater has said it."""

    mark: str
    kind: FollowUp
    outcome: FollowUpOutcome | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What has been filled in so far. *marks* are the ids of the rater's own marks that still stand."""

    ratings: Mapping[DimensionId, Rating] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    levels: Mapping[str, LevelRead] = field(default_factory=dict)
    follow_ups: tuple[AskedFollowUp, ...] = ()


class Missing(StrEnum):
    """What a gap is about, in the words of the form."""

    RATING = "rating"
    EVIDENCE = "evidence"
    SECOND_EVIDENCE = "second_evidence"
    WHY = "why"
    REASON = "reason"
    FACET = "facet"
    FACET_EVIDENCE = "facet_evidence"
    OUTCOME = "outcome"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """One thing that is missing, and where: a dimension, a facet, or a mark that was a follow-up."""

    missing: Missing
    dimension: DimensionId | None = None
    facet: str | None = None
    mark: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One screen of the form."""

    dimensions: tuple[DimensionId, ...] = ()
    facets: tuple[str, ...] = ()

    def holds(self, gap: Gap) -> bool:
        """Say whether *gap* can be mended on this page."""
        return gap.dimension in self.dimensions or gap.facet in self.facets


def gaps(spec: FormSpec, draft: Draft) -> tuple[Gap, ...]:
    """Return exactly what is missing before *draft* may be sent, in the order of the form.

    Only marks that still stand count as evidence, and each of them once.
    """
    return (
        *(gap for dimension in spec.dimensions for gap in _rating_gaps(dimension, draft)),
        *(gap for facet in spec.facets for gap in _facet_gaps(facet, draft)),
        *(
            Gap(missing=Missing.OUTCOME, mark=asked.mark)
            for asked in draft.follow_ups
            if asked.outcome is None and asked.mark in draft.marks
        ),
    )


def require_complete(spec: FormSpec, draft: Draft) -> None:
    """Raise FormIncomplete, naming every gap, unless *draft* may be sent."""
    if missing := gaps(spec, draft):
        raise FormIncomplete(gaps=missing)


def follow_ups_left(spec: FormSpec, asked: Collection[FollowUp]) -> tuple[FollowUp, ...]:
    """Return the kinds of follow-up that neither rater of the group has marked; a hint, never a gap."""
    return tuple(kind for kind in spec.follow_ups if kind not in asked)


def pages(spec: FormSpec) -> tuple[Page, ...]:
    """Return the form's screens: one for each dimension, then one for the facets if there are any."""
    rated = tuple(Page(dimensions=(dimension,)) for dimension in spec.dimensions)
    return (*rated, Page(facets=spec.facets)) if spec.facets else rated


def page_of(gap: Gap, screens: tuple[Page, ...]) -> int:
    """Return the number, from 0, of the screen on which *gap* can be mended; the first for a follow-up."""
    return next((number for number, page in enumerate(screens) if page.holds(gap)), 0)


def _rating_gaps(dimension: DimensionId, draft: Draft) -> Iterator[Gap]:
    rating = draft.ratings.get(dimension, Rating())
    if rating.not_enough:
        if not rating.reason.strip():
            yield Gap(missing=Missing.REASON, dimension=dimension)
        return
    if rating.value is None:
        yield Gap(missing=Missing.RATING, dimension=dimension)
    standing = len(draft.marks.intersection(rating.evidence))
    if not standing:
        yield Gap(missing=Missing.EVIDENCE, dimension=dimension)
    elif standing == 1 and rating.value in NEED_TWO:
        yield Gap(missing=Missing.SECOND_EVIDENCE, dimension=dimension)
    if not rating.why.strip():
        yield Gap(missing=Missing.WHY, dimension=dimension)


def _facet_gaps(facet: str, draft: Draft) -> Iterator[Gap]:
    read = draft.levels.get(facet)
    if read is None:
        yield Gap(missing=Missing.FACET, facet=facet)
    elif read.reads is not LevelReading.NOT_ENOUGH and not draft.marks.intersection(read.evidence):
        yield Gap(missing=Missing.FACET_EVIDENCE, facet=facet)
