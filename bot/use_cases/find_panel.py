"""Finds who can sit where in one loop: for a booking, for a move, and for a seat that became empty."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.use_cases.loop_parts import sought_left
from bot.use_cases.staff import Sought, looked_at_again, wanted_for
from storage.loops import CELL
from storage.tables import Invitation, Loop
from storage.unit_of_work import Unit
from tracks.candidacy import SeatAnswer
from tracks.errors import TimeGone
from tracks.gaps import replacements
from tracks.grid import Interval
from tracks.slots import search
from tracks.staffing import Panel
from tracks.track import SeatId
from tracks.wanted import Wanted
from tracks.workdays import bookable

NOBODY: Mapping[SeatId, str] = MappingProxyType({})


def panel_for(
    unit: Unit,
    invitation: Invitation,
    sought: Sought,
    begins: Sequence[datetime],
    *,
    keeping: Mapping[SeatId, str] = NOBODY,
) -> Panel:
    """Return who sits where if the parts begin at *begins*; nobody else books these people meanwhile.

    The search that made the offers looks again, and once more when the people are locked. *keeping* have
    seats and keep them where they can. Raises TimeGone.
    """
    wanted = wanted_for(unit, invitation, sought)
    panel = _panel_at(wanted, begins, unit.at, keeping)
    if panel is None:
        raise TimeGone
    unit.company.lock_people(sorted(panel.values()))
    again = looked_at_again(unit, wanted, sought.loop, panel.values())
    if _panel_at(again, begins, unit.at, panel) is None:
        raise TimeGone
    return panel


def is_complete(unit: Unit, loop: Loop) -> bool:
    """Say whether somebody who said yes sits in each seat that is still needed."""
    sought, _ = sought_left(unit, loop)
    taken = unit.loops.seats(loop.id)
    everybody = all(row.answer == SeatAnswer.YES for row in taken.values())
    return everybody and taken.keys() >= set(sought.seats)


def who_could(unit: Unit, invitation: Invitation, loop: Loop, seat: SeatId) -> tuple[str, ...]:
    """Return who could take *seat* of a booked loop, in the order of asking, by the search's own rules."""
    sought, begins = sought_left(unit, loop)
    wanted = wanted_for(unit, invitation, sought)
    others = {taken: row.person_id for taken, row in unit.loops.seats(loop.id).items()}
    return replacements(wanted, seat, begins, others=others, now=unit.at)


def empty_seats(unit: Unit, loop: Loop) -> tuple[SeatId, ...]:
    """Return the seats that are still needed and that nobody has."""
    sought, _ = sought_left(unit, loop)
    taken = unit.loops.seats(loop.id)
    return tuple(seat for seat in sought.seats if seat not in taken)


def _panel_at(
    wanted: Wanted, begins: Sequence[datetime], now: datetime, keeping: Mapping[SeatId, str]
) -> Panel | None:
    rules = wanted.rules
    opening = bookable(now, wanted.company, notice=rules.notice, working_days=rules.horizon_days)
    first = begins[0]
    if not opening.start <= first < opening.end:
        return None
    found = search(wanted, now=now, between=Interval(first, first + CELL))
    return found.panel_at(*begins, keeping=keeping)
