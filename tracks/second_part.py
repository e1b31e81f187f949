"""When the second part of a loop can follow the first, with the same people."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from tracks.availability import local_day
from tracks.grid import Grid, Interval
from tracks.panel import Interviewer, seats_by_week, week_of
from tracks.presence import Sitting
from tracks.staffing import Pools, staffed
from tracks.track import SeatId
from tracks.wanted import Wanted
from tracks.workdays import second_days

_Present = tuple[tuple[SeatId, tuple[str, ...]], ...]


@dataclass(frozen=True)
class SecondPart:
    """The second part of a search, asked once for each first start.

    *pools* are those of both parts, *open_starts* the second starts open to the candidate. Neighbouring first
    starts mostly have the same people on the same days, so answers are kept by that.
    """

    wanted: Wanted
    grid: Grid
    sittings: tuple[Sitting, ...]
    pools: tuple[Pools, ...]
    open_starts: int
    _known: dict[object, int] = field(default_factory=dict)

    def starts_after(self, first: int) -> int:
        """Return when the second part may begin if the first begins in cell *first*, as a mask."""
        start = self.grid.at(first)
        present = self._present(first)
        seen = (present, local_day(self.wanted.company.zone, start), self._own_days(start))
        if seen not in self._known:
            days = self._days_after(start)
            skipped = max((days & -days).bit_length() - 1, 0)  # the row before those days is long and empty
            pools = self._pools(present, start, days=days, skipped=skipped)
            self._known[seen] = (staffed(pools, self.wanted.teams) << skipped) & self.open_starts
        return self._known[seen] & self._when_over(start)

    def pools_after(self, first: int) -> Pools:
        """Return who of those there in cell *first* could also sit in the second part, and when."""
        start = self.grid.at(first)
        days = self._days_after(start) & self._when_over(start)
        return self._pools(self._present(first), start, days=days, skipped=0)

    def _present(self, first: int) -> _Present:
        byte, bit = first >> 3, first & 7
        return tuple(
            (seat, tuple(person for person, starts in pool if starts[byte] >> bit & 1))
            for seat, pool in self._first_pools
        )

    def _pools(self, present: _Present, start: datetime, *, days: int, skipped: int) -> Pools:
        return {
            seat: {
                person: (self.pools[1][seat][person] & days & ~self._over_week(person, seat, start))
                >> skipped
                for person in people
            }
            for seat, people in present
        }

    def _when_over(self, start: datetime) -> int:
        """Return the cells after the first part and the margins between the two."""
        minutes = self.wanted.parts[0].minutes + 2 * self.wanted.rules.margin_minutes
        return self.grid.within(Interval(start + timedelta(minutes=minutes), self.grid.end))

    def _days_after(self, start: datetime) -> int:
        within = self.wanted.rules.second_within_days
        return sum(map(self.grid.within, second_days(start, self.wanted.company, within=within)))

    def _over_week(self, person: str, seat: SeatId, start: datetime) -> int:
        """Return the second starts that would take *person* over the week's limit after the first part."""
        if person not in self._nearly_full or any(seat not in part.seats for part in self.wanted.parts):
            return 0
        who, limit, by_week = self._nearly_full[person]
        day = self.sittings[0].counted_on(who, seat, start)
        return self.sittings[1].again_in_week(who, seat, day) if by_week[week_of(day)] + 2 > limit else 0

    def _own_days(self, start: datetime) -> tuple[date, ...]:
        """Return the local days on which those near their limit would count the first part."""
        return tuple(local_day(zone, start + timedelta(minutes=offset)) for zone, offset in self._clocks)

    @cached_property
    def _clocks(self) -> tuple[tuple[str, int], ...]:
        """The zones of those near their limit, with the offsets at which their seats begin."""
        first = self.wanted.parts[0]
        zones = {person.diary.zone for person, _, _ in self._nearly_full.values()}
        return tuple((zone, first.first_session(seat)) for zone in sorted(zones) for seat in first.seats)

    @cached_property
    def _first_pools(self) -> tuple[tuple[SeatId, tuple[tuple[str, bytes], ...]], ...]:
        """Return who could sit when in the first part; in bytes one bit is found at once."""
        length = self.grid.cells // 8
        return tuple(
            (seat, tuple((person, starts.to_bytes(length, "little")) for person, starts in pool.items()))
            for seat, pool in self.pools[0].items()
        )

    @cached_property
    def _nearly_full(self) -> dict[str, tuple[Interviewer, int, Counter[date]]]:
        """Those who have a week without room for two more days, with their limit and seats by week."""
        nearly = {}
        for person in self.wanted.people:
            by_week = seats_by_week(person)
            if person.week_limit is not None and max(by_week.values(), default=0) + 2 > person.week_limit:
                nearly[person.id] = (person, person.week_limit, by_week)
        return nearly
