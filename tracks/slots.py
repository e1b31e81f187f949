"""Starts at which a whole plan can be staffed, each with the panel that would be asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate, chain, pairwise, repeat
from operator import add
from types import MappingProxyType
from typing import NamedTuple

from tracks.availability import free
from tracks.grid import CELL_MINUTES, Grid, Interval, bits, stretches
from tracks.panel import in_order_of_asking
from tracks.presence import Sitting
from tracks.second_part import SecondPart
from tracks.staffing import Panel, Pools, first_panel, seats_apart, staffed
from tracks.track import SeatId
from tracks.wanted import Wanted
from tracks.workdays import bookable, second_days

_HOUR = timedelta(hours=1)
_NOBODY: Mapping[SeatId, str] = MappingProxyType({})


class Slot(NamedTuple):
    """One offer: when each part begins (aware UTC) and who would be asked for each seat."""

    begins: tuple[datetime, ...]
    panel: Panel


@dataclass(frozen=True)
class Search:
    """What a search found; everything beyond the masks is worked out when it is asked for.

    *open_starts* holds per part the starts open to the candidate, *pools* per part and seat the people in the
    order of asking with the starts at which they could sit. Masks are over the cells of *grid*.
    """

    wanted: Wanted
    grid: Grid
    sittings: tuple[Sitting, ...]
    open_starts: tuple[int, ...]
    pools: tuple[Pools, ...]

    @cached_property
    def mask(self) -> int:
        """The first starts of the whole plan as a mask."""
        first = staffed(self.pools[0], self.wanted.teams) & self.open_starts[0]
        if self._second is None:
            return first
        return sum(1 << cell for cell in bits(first) if self._second.starts_after(cell))

    @property
    def starts(self) -> tuple[datetime, ...]:
        """Every first start, in order, as aware UTC instants."""
        step = timedelta(minutes=self.wanted.rules.step_minutes)
        found: list[datetime] = []
        for first, last in stretches(self.mask, self._step):
            further = repeat(step, (last - first) // self._step)
            found += accumulate(further, add, initial=self.grid.at(first))
        return tuple(found)

    def second_starts(self, first: datetime) -> tuple[datetime, ...]:
        """Return, for a plan of two parts, when the second may begin with the same people, in order."""
        cell = self.grid.cell(first)
        if cell is None or self._second is None:
            return ()
        return tuple(self.grid.at(second) for second in bits(self._second.starts_after(cell)))

    def panel_at(self, *begins: datetime, keeping: Mapping[SeatId, str] = _NOBODY) -> Panel | None:
        """Return the panel that would be asked when the parts begin at *begins*, None when none can be.

        *keeping* are people who have seats already: they keep them where they can.
        """
        cells = [cell for start in begins if (cell := self.grid.cell(start)) is not None]
        if len(cells) != len(self.pools) or len(cells) != len(begins):
            return None
        pools = self.pools[0] if self._second is None else self._second.pools_after(cells[0])
        there = {
            seat: _kept_first(keeping, seat, [p for p, starts in pool.items() if starts >> cells[-1] & 1])
            for seat, pool in pools.items()
        }
        return first_panel(there, self.wanted.teams)

    def slot(self, first: datetime) -> Slot | None:
        """Return the offer that begins at *first*, a second part as early as possible."""
        seconds = self.second_starts(first)[:1]
        panel = self.panel_at(first, *seconds)
        return None if panel is None else Slot((first, *seconds), panel)

    def panels(self) -> list[tuple[datetime, Panel]]:
        """Return every first start with its panel, in order; a second part as early as possible."""
        if len(self.pools) == 1 and self.wanted.teams is None and seats_apart(self.pools[0]):
            return self._panels_of_separate_seats()
        found = (self.slot(start) for start in self.starts)
        return [(slot.begins[0], slot.panel) for slot in found if slot]

    def _panels_of_separate_seats(self) -> list[tuple[datetime, Panel]]:
        """Give each seat to the first person there: nobody can be wanted twice.

        The panel changes only where, in some seat, a stretch of somebody who comes first begins.
        """
        step, cells = self._step, self.grid.cells
        changes: dict[int, Panel] = {}
        for seat, pool in self.pools[0].items():
            for person, begins in _first_comers(pool, self.mask, step):
                for cell in bits(begins):
                    changes.setdefault(cell, {})[seat] = person
        panel: Panel = {}
        row = [panel] * (cells // step)
        for cell, after in pairwise((*sorted(changes), cells)):
            panel = panel | changes[cell]
            row[cell // step : after // step] = repeat(panel, (after - cell) // step)
        by_stretch = (row[first // step : last // step + 1] for first, last in stretches(self.mask, step))
        return list(zip(self.starts, chain.from_iterable(by_stretch), strict=True))

    @property
    def _step(self) -> int:
        return self.wanted.rules.step_minutes // CELL_MINUTES

    @cached_property
    def _second(self) -> SecondPart | None:
        if len(self.pools) == 1:
            return None
        return SecondPart(self.wanted, self.grid, self.sittings, self.pools, self.open_starts[1])


def search(wanted: Wanted, *, now: datetime, between: Interval | None = None) -> Search:
    """Find every start at which all parts of *wanted* can be staffed by different, qualified, free people.

    *now* is people's time, aware UTC. *between* bounds the first start ``[start, end)``; without it the
    notice and the horizon of the rules do. The same function looks again at one start when it is booked: give
    it an interval of five minutes and ask `Search.panel_at`.
    """
    opening = between or bookable(
        now, wanted.company, notice=wanted.rules.notice, working_days=wanted.rules.horizon_days
    )
    grid = _grid(wanted, opening)
    sittings = tuple(Sitting(part, grid, wanted.rules.margin_minutes) for part in wanted.parts)
    cells, steps = free(wanted.candidate, grid), grid.every(wanted.rules.step_minutes)
    open_starts = [sitting.candidate_starts(cells) & steps for sitting in sittings]
    open_starts[0] &= grid.within(opening)
    pools = _pools(wanted, sittings, open_starts, now)
    return Search(wanted, grid, sittings, tuple(open_starts), pools)


def _grid(wanted: Wanted, opening: Interval) -> Grid:
    """Return the days that any part may touch, with an hour to spare for margins."""
    last = max(opening)
    if len(wanted.parts) > 1:
        last = second_days(last, wanted.company, within=wanted.rules.second_within_days)[-1].end
    longest = timedelta(minutes=max(part.minutes for part in wanted.parts))
    margin = timedelta(minutes=wanted.rules.margin_minutes)
    return Grid.covering(min(opening) - margin - _HOUR, last + longest + margin + _HOUR)


def _pools(
    wanted: Wanted, sittings: tuple[Sitting, ...], open_starts: list[int], now: datetime
) -> tuple[Pools, ...]:
    """Return per part and seat who could sit when, in the order of asking."""
    people = in_order_of_asking(wanted.people, now=now)
    cells = {person.id: free(person.diary, sittings[0].grid) for person in people if person.active}
    pools: tuple[dict[SeatId, dict[str, int]], ...] = tuple({} for _ in sittings)
    for seat in wanted.seats:
        fit = [person for person in people if wanted.admits(seat, person)]
        parts = [
            {person.id: sitting.starts(person, seat, cells[person.id]) & allowed for person in fit}
            for sitting, allowed in zip(sittings, open_starts, strict=True)
        ]
        ready = [person.id for person in fit if all(part[person.id] for part in parts)]
        for pool, part in zip(pools, parts, strict=True):
            pool[seat] = {person: part[person] for person in ready}
    return pools


def _kept_first(keeping: Mapping[SeatId, str], seat: SeatId, people: list[str]) -> list[str]:
    """Return *people* with the one who has *seat* in front, and those who have another seat at the end."""
    kept, others = keeping.get(seat), set(keeping.values())
    return sorted(people, key=lambda person: (person != kept, person in others))


def _first_comers(pool: Mapping[str, int], left: int, step: int) -> Iterator[tuple[str, int]]:
    """Yield who of *pool* is the first that could sit, and where stretches begin in which that is so."""
    for person, starts in pool.items():
        theirs = left & starts
        if theirs:
            yield person, theirs & ~(theirs << step)
            left ^= theirs
