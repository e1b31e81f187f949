"""Time as a row of five-minute cells, one bit each: what can be asked of many people at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, count
from operator import add
from typing import NamedTuple, Self

CELL_MINUTES = 5
_SECONDS = CELL_MINUTES * 60
CELLS_PER_DAY = 24 * 60 // CELL_MINUTES
_ONES = tuple((1 << length) - 1 for length in range(CELLS_PER_DAY + 1))


class Interval(NamedTuple):
    """A half-open stretch of time ``[start, end)`` between two aware UTC instants."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Grid:
    """A row of *cells* of five minutes from *start*, a UTC midnight. Bit n of a mask is cell n."""

    start: datetime
    cells: int

    @classmethod
    def covering(cls, first: datetime, last: datetime) -> Self:
        """Return the whole UTC days that hold both instants."""
        begin = midnight(first)
        return cls(begin, ((midnight(last) - begin).days + 1) * CELLS_PER_DAY)

    @property
    def end(self) -> datetime:
        """The aware UTC instant after the last cell."""
        return self.at(self.cells)

    @property
    def full(self) -> int:
        """The mask with every cell set."""
        return (1 << self.cells) - 1

    def at(self, cell: int) -> datetime:
        """Return the UTC instant at which *cell* begins."""
        return self.start + timedelta(minutes=CELL_MINUTES * cell)

    def cell(self, instant: datetime) -> int | None:
        """Return the cell that begins at *instant*, or None off the grid or outside it."""
        since = instant - self.start
        cell, rest = divmod(since, timedelta(seconds=_SECONDS))
        return None if rest or not 0 <= cell < self.cells else cell

    def touched(self, intervals: Iterable[Interval]) -> int:
        """Return the cells of which any part lies in one of the *intervals*."""
        start, cells, mask = self.start, self.cells, 0
        ones, per_day, per_cell = _ONES, CELLS_PER_DAY, _SECONDS  # local names: this loop is most of a search
        for begin, end in intervals:
            since, before = begin - start, start - end
            low = since.days * per_day + since.seconds // per_cell
            high = -(before.days * per_day + before.seconds // per_cell)
            if 0 <= low < high <= cells and high - low <= per_day:
                mask |= ones[high - low] << low
            else:
                mask |= between(max(low, 0), min(high, cells))
        return mask

    def within(self, interval: Interval) -> int:
        """Return the cells that begin in *interval*."""
        before, until = self.start - interval.start, self.start - interval.end
        low = -(before // timedelta(seconds=_SECONDS))
        high = -(until // timedelta(seconds=_SECONDS))
        return between(max(low, 0), min(high, self.cells))

    def inside(self, start: int, end: int) -> int:
        """Return the cells that lie wholly between two numbers of seconds after the grid's start."""
        return between(max(-(-start // _SECONDS), 0), min(end // _SECONDS, self.cells))

    def every(self, minutes: int) -> int:
        """Return the cells that begin at multiples of *minutes* after UTC midnight.

        Raises ValueError unless *minutes* is a multiple of five that divides a day.
        """
        if minutes < CELL_MINUTES or minutes % CELL_MINUTES or (24 * 60) % minutes:
            raise ValueError(f"starts cannot lie every {minutes} minutes: take 5, 10, 15, 20, 30 or 60")
        return _comb(self.cells, minutes // CELL_MINUTES)


def midnight(instant: datetime) -> datetime:
    """Return the UTC midnight at or before *instant*."""
    return instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def between(low: int, high: int) -> int:
    """Return the mask of the cells *low* up to but not including *high*; 0 when there are none."""
    return ((1 << (high - low)) - 1) << low if high > low else 0


def shift(mask: int, cells: int) -> int:
    """Return the starts from which *mask* is met *cells* later (earlier when negative)."""
    return mask >> cells if cells >= 0 else mask << -cells


def runs(mask: int, cells: int) -> int:
    """Return the starts of which this cell and all of the next, *cells* together, are in *mask*.

    A busy time ``[s, e)`` outside *mask* thus blocks the starts ``s - d < t < e`` of a session of d minutes.
    """
    have = 1
    while mask and have < cells:
        step = min(have, cells - have)
        mask &= mask >> step
        have += step
    return mask


def bits(mask: int) -> Iterator[int]:
    """Return the cells of *mask*, first to last."""
    zeros = bin(mask)[:1:-1].split("1")
    zeros.pop()
    return map(add, accumulate(map(len, zeros)), count())


def stretches(mask: int, step: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of *mask* that go on in steps of *step* cells: the first cell and the last one."""
    filled = mask
    for cells in range(1, step):
        filled |= mask << cells
    row = bin(filled)[:1:-1] + "0"
    first = row.find("1")
    while first >= 0:
        past = row.find("0", first)
        yield first, past - step
        first = row.find("1", past)


@lru_cache(maxsize=64)
def _comb(cells: int, step: int) -> int:
    return sum(1 << cell for cell in range(0, cells, step))
