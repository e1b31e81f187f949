"""Why a seat cannot be filled, person by person, and who could take one seat of a booked loop."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracks.grid import Grid
from tracks.panel import Interviewer, Why, in_order_of_asking, over_limit
from tracks.presence import Sitting
from tracks.slots import Search
from tracks.staffing import clashes
from tracks.track import SeatId
from tracks.wanted import Wanted

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SeatGap:
    """Everybody looked at for one seat, by id, with what stops them; no reason means they could sit."""

    seat: SeatId
    people: tuple[tuple[str, tuple[Why, ...]], ...]

    @property
    def counts(self) -> tuple[tuple[Why, int], ...]:
        """How many people each first reason stops, the most frequent first."""
        return tuple(Counter(reasons[0] for _, reasons in self.people if reasons).most_common())


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why there is no start, or no panel at one.

    *candidate_has_time* is false when the candidate's own hours leave no start at all; the seats are then
    looked at as if every hour were open.
    """

    candidate_has_time: bool
    seats: tuple[SeatGap, ...]


def why_not(found: Search) -> WhyNot:
    """Return for each seat and person what stops them in the whole search.

    Reasons that hold at any time come all together; else the one that took the person's last start, looked at
    in the order of `Why`.
    """
    has_time = all(found.open_starts)
    wanted = found.wanted
    gaps = (
        SeatGap(seat, tuple((person.id, _ever(found, person, seat)) for person in _considered(wanted, seat)))
        for seat in wanted.seats
    )
    return WhyNot(has_time, tuple(gaps))


def replacements(
    wanted: Wanted,
    seat: SeatId,
    begins: tuple[datetime, ...],
    *,
    others: Mapping[SeatId, str],
    now: datetime,
) -> tuple[str, ...]:
    """Return who could take *seat* of a loop whose parts begin at *begins*, in the order of asking, by id.

    *others* are the people of the loop's seats, who keep theirs; who holds *seat* itself is not proposed.
    Whoever declined belongs into *wanted.left_out*. Notice, horizon and the candidate's hours do not matter.
    """
    kept = {taken: person for taken, person in others.items() if taken is not seat}
    return tuple(
        person.id
        for person in in_order_of_asking(_considered(wanted, seat), now=now)
        if person.id != others.get(seat)
        and not clashes(kept, seat, person.id, wanted.teams)
        and not reasons_at(wanted, person, seat, begins)
    )


def reasons_at(
    wanted: Wanted, person: Interviewer, seat: SeatId, begins: tuple[datetime, ...]
) -> tuple[Why, ...]:
    """Return every reason why *person* cannot have *seat* when the parts begin at *begins* (aware UTC).

    Raises ValueError when a start is not on the five-minute grid or there are not as many as parts.
    """
    reasons = set(wanted.reasons(person, seat))
    days = set()
    for part, start in zip(wanted.parts, begins, strict=True):
        if seat not in part.seats:
            continue
        grid = Grid.covering(start - _HOUR, start + timedelta(minutes=part.minutes) + _HOUR)
        sitting = Sitting(part, grid, wanted.rules.margin_minutes)
        reasons |= {why for why, starts in sitting.layers(person, seat) if not _holds(grid, starts, start)}
        days.add(sitting.counted_on(person, seat, start))
    reasons |= set(over_limit(person, days))  # over both parts together
    return tuple(why for why in Why if why in reasons)


def _considered(wanted: Wanted, seat: SeatId) -> list[Interviewer]:
    return [person for person in wanted.people if wanted.considers(seat, person)]


def _ever(found: Search, person: Interviewer, seat: SeatId) -> tuple[Why, ...]:
    """Return what stops *person* from having *seat* at any start of the search."""
    if always := found.wanted.reasons(person, seat):
        return always
    for sitting, allowed in zip(found.sittings, _open(found), strict=True):
        left = allowed
        for why, starts in sitting.layers(person, seat) if seat in sitting.part.seats else ():
            left &= starts
            if not left:
                return (why,)
    together = found.pools[0][seat].get(person.id, 0) & found.mask
    return () if together else (Why.NOT_WITH_THE_OTHERS,)


def _open(found: Search) -> tuple[int, ...]:
    if all(found.open_starts):
        return found.open_starts
    return tuple(found.grid.every(found.wanted.rules.step_minutes) for _ in found.sittings)


def _holds(grid: Grid, starts: int, start: datetime) -> bool:
    cell = grid.cell(start)
    if cell is None:
        raise ValueError(f"{start} is not on the five-minute grid")
    return bool(starts >> cell & 1)
