"""At which starts of a sitting one person could have one seat of it, and what stops them at the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from tracks.availability import away, busy, days_of, local_day, working
from tracks.grid import CELL_MINUTES, Grid, runs, shift
from tracks.panel import Interviewer, Why, seats_by_day, seats_by_week, week_of
from tracks.track import SeatId

_TO_SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Segment:
    """A session in a sitting: *minutes* long, *offset_minutes* after its start, these *seats* present."""

    offset_minutes: int
    minutes: int
    seats: frozenset[SeatId]


@dataclass(frozen=True, slots=True)
class Part:
    """One sitting: its segments; breaks and times alone are among them with few seats or none.

    Raises ValueError when there is no segment or one has no length.
    """

    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        if not self.segments or any(each.minutes < 1 or each.offset_minutes < 0 for each in self.segments):
            raise ValueError("a sitting needs segments that lie in it and last at least a minute")

    @property
    def minutes(self) -> int:
        """How long the candidate is there."""
        return max(segment.offset_minutes + segment.minutes for segment in self.segments)

    @property
    def seats(self) -> frozenset[SeatId]:
        """Everybody who is needed at some time."""
        return frozenset().union(*(segment.seats for segment in self.segments))

    def first_session(self, seat: SeatId) -> int:
        """Return how many minutes after the start *seat* is needed first."""
        return min(segment.offset_minutes for segment in self.segments if seat in segment.seats)

    def taken(self, seat: SeatId, margin: int) -> tuple[tuple[int, int], ...]:
        """Return when the person in *seat* is taken: stretches (from, to) in minutes after the start.

        Each session where they are present plus *margin* minutes either side, widened to whole five minutes;
        stretches that touch are one.
        """
        stretches: list[tuple[int, int]] = []
        for segment in sorted(self.segments, key=lambda each: each.offset_minutes):
            if seat not in segment.seats:
                continue
            start = (segment.offset_minutes - margin) // CELL_MINUTES * CELL_MINUTES
            end = _rounded_up(segment.offset_minutes + segment.minutes + margin)
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
            else:
                stretches.append((start, end))
        return tuple(stretches)


@dataclass(frozen=True)
class Sitting:
    """One part laid on one grid, with *margin* minutes kept free around each session."""

    part: Part
    grid: Grid
    margin: int

    def starts(self, person: Interviewer, seat: SeatId, free: int) -> int:
        """Return the starts at which *person* could have *seat*; *free* are the cells they are free in."""
        starts = self._fitting(seat, free)
        if person.held or not person.day_limit or not person.week_limit:
            starts &= ~self._counted(seat, self._full_weeks(person) | self._full_days(person))
        return starts

    def candidate_starts(self, free: int) -> int:
        """Return the starts at which the whole part lies in *free*, the cells open to the candidate."""
        return runs(free, _rounded_up(self.part.minutes) // CELL_MINUTES)

    def layers(self, person: Interviewer, seat: SeatId) -> tuple[tuple[Why, int], ...]:
        """Return, reason by reason, the starts that it does not stop; what all of them hold is `starts`."""
        full, diary, grid = self.grid.full, person.diary, self.grid
        return (
            (Why.OUTSIDE_HOURS, self._fitting(seat, working(diary, grid))),
            (Why.ON_LEAVE, self._fitting(seat, full & ~away(diary, grid))),
            (Why.AT_WEEK_LIMIT, full & ~self._counted(seat, self._full_weeks(person))),
            (Why.AT_DAY_LIMIT, full & ~self._counted(seat, self._full_days(person))),
            (Why.BUSY, self._fitting(seat, full & ~busy(diary, grid))),
        )

    def counted_on(self, person: Interviewer, seat: SeatId, begins: datetime) -> date:
        """Return the local day on which *seat* counts for *person* when the part starts at *begins*."""
        return local_day(person.diary.zone, begins + timedelta(minutes=self.part.first_session(seat)))

    def again_in_week(self, person: Interviewer, seat: SeatId, first: date) -> int:
        """Return the starts with which *seat* counts in the local week of *first*, but on another day."""
        return self._counted(seat, self._weeks(person, [week_of(first)]) & ~self._days(person, [first]))

    @cached_property
    def _stretches(self) -> dict[SeatId, tuple[tuple[int, int], ...]]:
        """Per seat, the cells after the start at which somebody is taken, and how many."""
        return {
            seat: tuple(
                (start // CELL_MINUTES, (end - start) // CELL_MINUTES)
                for start, end in self.part.taken(seat, self.margin)
            )
            for seat in SeatId
        }

    def _fitting(self, seat: SeatId, cells: int) -> int:
        starts = self.grid.full
        for offset, length in self._stretches[seat]:
            starts &= shift(runs(cells, length), offset)
        return starts

    def _counted(self, seat: SeatId, days: int) -> int:
        """Return the starts with which *seat* counts on one of *days*, given as cells."""
        if not days or seat not in self.part.seats:
            return 0
        return shift(days, self.part.first_session(seat) // CELL_MINUTES)

    def _full_days(self, person: Interviewer) -> int:
        limit = person.day_limit
        if limit is None:
            return 0
        full = [day for day, count in seats_by_day(person).items() if count >= limit]
        return self._days(person, full) if limit > 0 else self.grid.full

    def _full_weeks(self, person: Interviewer) -> int:
        limit = person.week_limit
        if limit is None:
            return 0
        full = [monday for monday, count in seats_by_week(person).items() if count >= limit]
        return self._weeks(person, full) if limit > 0 else self.grid.full

    def _days(self, person: Interviewer, days: Iterable[date]) -> int:
        return self.grid.touched(days_of(person.diary.zone, day, day) for day in days)

    def _weeks(self, person: Interviewer, mondays: Iterable[date]) -> int:
        return self.grid.touched(
            days_of(person.diary.zone, monday, monday + _TO_SUNDAY) for monday in mondays
        )


def _rounded_up(minutes: int) -> int:
    return -(-minutes // CELL_MINUTES) * CELL_MINUTES
