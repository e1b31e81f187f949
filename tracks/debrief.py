"""What the panel talks about, who speaks first, and what a decision must say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracks.candidacy import DecisionOutcome
from tracks.errors import AlreadyDecided, FormsMissing, NotTheDecider, ReasonTooShort, TextMissing
from tracks.intake import clean
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
    def not_enough(self) -> bool:
        """Somebody had not enough to go by."""
        return any(seen.value is None for seen in self.seen)

    @property
    def lowest(self) -> bool:
        """Somebody saw the lowest step."""
        return any(seen.value == 1 for seen in self.seen)

    @property
    def clear(self) -> bool:
        """Nothing here has to be talked about."""
        return not (self.apart or self.not_enough or self.lowest)


def rows(ratings: Iterable[Seen]) -> tuple[Row, ...]:
    """Return what to look at: what is apart, where somebody had not enough, the lowest, then the rest.

    Among equals the form's order holds; how high anybody rated does not count.
    """
    seen: dict[tuple[DimensionId, Group], list[Seen]] = {}
    for rating in ratings:
        seen.setdefault((rating.dimension, rating.group), []).append(rating)
    in_order = [
        Row(dimension=dimension, group=group, seen=tuple(seen[dimension, group]))
        for dimension in DimensionId
        for group in Group
        if (dimension, group) in seen
    ]
    return tuple(sorted(in_order, key=lambda row: (not row.apart, not row.not_enough, not row.lowest)))


def dimensions_in_order(ratings: Iterable[Seen]) -> tuple[DimensionId, ...]:
    """Return all six dimensions in the order in which they are talked about, see ``rows``."""
    talked_about = [row.dimension for row in rows(ratings)]
    return tuple(dict.fromkeys([*talked_about, *DimensionId]))


def may_be_left_out(ratings: Iterable[Seen]) -> bool:
    """Say whether raters may agree that there is nothing to discuss; anybody can still call a meeting."""
    return all(row.clear for row in rows(ratings))


def everybody_said_so(raters: Collection[str], said: Collection[str]) -> bool:
    """Say whether each of *raters*, person ids, has said that there is nothing to discuss."""
    return bool(raters) and set(raters) <= set(said)


def speaking_order(panel: Sequence[tuple[str, Level, SeatId]]) -> tuple[str, ...]:
    """Return person ids from junior to senior; among equals the independent first and the lead last."""
    last_first = (SeatId.INDEPENDENT, SeatId.SECOND, SeatId.LEAD, SeatId.HOST)
    order = sorted(panel, key=lambda person: (person[1].rank, last_first.index(person[2])))
    return tuple(person for person, _, _ in order)


def check_decision(
    *,
    outcome: DecisionOutcome | None,
    reasons: Mapping[DimensionId, str],
    dimension_asked: DimensionId | None = None,
    level_offered: Level | None = None,
    level_reason: str = "",
) -> dict[DimensionId, str]:
    """Return the cleaned text per dimension of a decision that says all it must; see ``check_decider`` first.

    An offer names a level; one more part names the dimension that it is for. Raises ReasonTooShort below 200
    characters in all, TextMissing for whatever else is missing: its *field* is a dimension, ``outcome``,
    ``dimension_asked``, ``level_offered`` or ``level_reason``.
    """
    texts = _checked_reasons(reasons)
    if outcome is None:
        raise TextMissing(field="outcome")
    if outcome is DecisionOutcome.ONE_MORE_PART and dimension_asked is None:
        raise TextMissing(field="dimension_asked")
    if outcome is DecisionOutcome.OFFER and level_offered is None:
        raise TextMissing(field="level_offered")
    if level_offered is not None and not clean(level_reason):
        raise TextMissing(field="level_reason")
    return texts


def check_decider(
    *, decider: str, hiring_manager: str, forms: Sequence[FormFact], decided: str | None
) -> None:
    """Return when *decider* may decide now; *decided* is the outcome on record, if there is one.

    Raises NotTheDecider, AlreadyDecided, FormsMissing.
    """
    if decider != hiring_manager:
        raise NotTheDecider
    if decided is not None:
        raise AlreadyDecided(outcome=decided)
    if not all_finished(forms):
        finished, of = finished_count(forms)
        raise FormsMissing(missing=max(of - finished, 1))


def _checked_reasons(reasons: Mapping[DimensionId, str]) -> dict[DimensionId, str]:
    texts = {dimension: clean(reasons.get(dimension, "")) for dimension in DimensionId}
    for dimension, text in texts.items():
        if not text:
            raise TextMissing(field=dimension)
    length = sum(len(text) for text in texts.values())
    if length < LEAST_REASONS:
        raise ReasonTooShort(length=length, least=LEAST_REASONS)
    return texts
