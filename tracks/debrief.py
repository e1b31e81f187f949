"""What the panel talks about, who speaks first, and what a decision must say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracks.errors import AlreadyDecided, FormsMissing, NotTheDecider, ReasonTooShort, TextMissing
from tracks.evidence import clean
from tracks.sealing import FormFact, all_finished, finished_count
from tracks.track import DimensionId, Group, Level, SeatId

APART = 2  # steps on the scale from which two raters should talk
LEAST_REASONS = 200  # characters, over all dimensions


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One rater's first rating of one dimension in one group; *value* is None for "not enough"."""

    dimension: DimensionId
    group: Group
    rater: str
    value: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One dimension in one half, as its raters saw it side by side; nothing is added up."""

    dimension: DimensionId
    group: Group
    seen: tuple[Seen, ...]

    @property
    def apart(self) -> bool:
        """Two raters are two steps or more from one another."""
        values = [seen.value for seen in self.seen if seen.value is not None]
        return bool(values) and max(values) - min(values) >= APART

    @property
    def unclear(self) -> bool:
        """Somebody had not enough to go by, or saw the lowest step."""
        return any(seen.value in {None, 1} for seen in self.seen)


def rows(ratings: Iterable[Seen]) -> tuple[Row, ...]:
    """Return what to look at: what is apart first, then the unclear, then the rest in the form's order."""
    seen: dict[tuple[DimensionId, Group], list[Seen]] = {}
    for rating in ratings:
        seen.setdefault((rating.dimension, rating.group), []).append(rating)
    in_order = [
        Row(dimension=dimension, group=group, seen=tuple(seen[dimension, group]))
        for dimension in DimensionId
        for group in Group
        if (dimension, group) in seen
    ]
    return tuple(sorted(in_order, key=lambda row: (not row.apart, not row.unclear)))


def may_be_left_out(ratings: Iterable[Seen]) -> bool:
    """Say whether raters may agree that there is nothing to discuss; anybody can still call a meeting."""
    return not any(row.apart or row.unclear for row in rows(ratings))


def speaking_order(panel: Sequence[tuple[str, Level, SeatId]]) -> tuple[str, ...]:
    """Return person ids from junior to senior; among equals the independent first and the lead last."""
    last_first = (SeatId.INDEPENDENT, SeatId.SECOND, SeatId.LEAD, SeatId.HOST)
    order = sorted(panel, key=lambda person: (person[1].rank, last_first.index(person[2])))
    return tuple(person for person, _, _ in order)


def check_decision(
    *,
    decider: str,
    hiring_manager: str,
    forms: Sequence[FormFact],
    reasons: Mapping[DimensionId, str],
    level_offered: Level | None = None,
    level_reason: str = "",
    decided: str | None = None,
) -> dict[DimensionId, str]:
    """Return the cleaned text per dimension of a decision that may be recorded.

    *decided* is the outcome on record, if there is one. Raises NotTheDecider, AlreadyDecided, FormsMissing,
    TextMissing for a dimension or the level's reason, ReasonTooShort below 200 characters in all.
    """
    if decider != hiring_manager:
        raise NotTheDecider
    if decided is not None:
        raise AlreadyDecided(outcome=decided)
    if not all_finished(forms):
        finished, of = finished_count(forms)
        raise FormsMissing(missing=max(of - finished, 1))
    return _checked_reasons(reasons, level_reason=level_reason, needs_level=level_offered is not None)


def _checked_reasons(
    reasons: Mapping[DimensionId, str], *, level_reason: str, needs_level: bool
) -> dict[DimensionId, str]:
    texts = {dimension: clean(reasons.get(dimension, "")) for dimension in DimensionId}
    for dimension, text in texts.items():
        if not text:
            raise TextMissing(field=dimension)
    length = sum(len(text) for text in texts.values())
    if length < LEAST_REASONS:
        raise ReasonTooShort(length=length, least=LEAST_REASONS)
    if needs_level and not clean(level_reason):
        raise TextMissing(field="level_reason")
    return texts
