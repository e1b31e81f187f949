"""Loops, their sessions and seats, and the time that they take from people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from storage.columns import table_of
from storage.memory import Memory, Wanted
from storage.refusals import is_taken
from storage.tables import CalendarInvite, Loop, Occupied, PanelSeat, Session
from storage.tables.loop import LIVE
from tracks.candidacy import DROPPED
from tracks.errors import TimeGone
from tracks.track import SeatId

CELL = timedelta(minutes=5)
CELLS_A_NIGHT = 72  # six hours: nobody has an evening and the next morning in one stretch of them
_SESSION, _SEAT, _INVITE = table_of(Session).c, table_of(PanelSeat).c, table_of(CalendarInvite).c
_LIVE = Wanted(Loop, table_of(Loop).c.invitation_id == bindparam("invitation"), text(LIVE))
_SESSIONS = Wanted(Session, _SESSION.loop_id == bindparam("loop"), order=[_SESSION.position])
_ASKED = Wanted(PanelSeat, _SEAT.loop_id == bindparam("loop"), order=[_SEAT.asked_at])
_SEATED = Wanted(
    PanelSeat, _SEAT.loop_id == bindparam("loop"), _SEAT.released_at.is_(None), order=[_SEAT.asked_at]
)
_INVITES = Wanted(
    CalendarInvite, _INVITE.loop_id == bindparam("loop"), order=[_INVITE.day, _INVITE.recipient]
)
_OCCUPY = insert(table_of(Occupied))


class Loops:
    """Reads and books loops."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def live(self, invitation_id: str) -> Loop | None:
        """Return the loop of an invitation that has not been cancelled, or None."""
        return self._memory.one(_LIVE, invitation=invitation_id)

    def sessions(self, loop_id: str) -> Sequence[Session]:
        """Return a loop's sessions in their order."""
        return self._memory.every(_SESSIONS, loop=loop_id)

    def seats(self, loop_id: str) -> Mapping[SeatId, PanelSeat]:
        """Return who holds each seat now, by seat."""
        return {row.seat: row for row in self._memory.every(_SEATED, loop=loop_id)}

    def seat_history(self, loop_id: str) -> Sequence[PanelSeat]:
        """Return everybody who was ever asked to a loop, oldest first."""
        return self._memory.every(_ASKED, loop=loop_id)

    def asked_for(self, invitation_id: str) -> Sequence[PanelSeat]:
        """Return everybody who was ever asked for a candidacy, over all its loops, oldest first."""
        rows = (
            select(PanelSeat)
            .join(Loop, col(Loop.id) == col(PanelSeat.loop_id))
            .where(col(Loop.invitation_id) == invitation_id)
        )
        return self._memory.orm.scalars(rows.order_by(col(PanelSeat.asked_at), col(PanelSeat.id))).all()

    def tasks_used(self) -> Mapping[str, int]:
        """Return how often each task was taken for a loop."""
        rows = select(col(Session.task_id), func.count(col(Session.loop_id).distinct()))
        counted = rows.where(col(Session.task_id).is_not(None)).group_by(col(Session.task_id))
        return {str(task): count for task, count in self._memory.orm.execute(counted)}

    def of_panelist(self, person_id: str) -> Sequence[tuple[Loop, PanelSeat]]:
        """Return the live loops in which a person holds a seat, soonest first."""
        rows = (
            select(Loop, PanelSeat)
            .join(PanelSeat, col(PanelSeat.loop_id) == col(Loop.id))
            .where(
                col(PanelSeat.person_id) == person_id,
                col(PanelSeat.released_at).is_(None),
                col(Loop.state).not_in(DROPPED),
            )
            .order_by(col(Loop.starts_at))
        )
        return [(loop, seat) for loop, seat in self._memory.orm.execute(rows)]

    def invites(self, loop_id: str) -> Sequence[CalendarInvite]:
        """Return the calendar entries that people hold for a loop."""
        return self._memory.every(_INVITES, loop=loop_id)

    def busy(self, *, start: datetime, end: datetime, but: str | None = None) -> Mapping[str, list[int]]:
        """Return the five-minute cells taken from each person in [start, end), two aware instants.

        *but* names a loop to leave out.
        """
        cells = select(col(Occupied.person_id), col(Occupied.cell)).where(
            col(Occupied.cell) >= cell_of(start), col(Occupied.cell) < cell_of(end)
        )
        if but is not None:
            cells = cells.where(col(Occupied.loop_id) != but)
        busy: dict[str, list[int]] = {}
        for person_id, cell in self._memory.orm.execute(cells.order_by(col(Occupied.cell))):
            busy.setdefault(person_id, []).append(cell)
        return busy

    def occupy(self, loop_id: str, cells: Iterable[tuple[str, int]]) -> None:
        """Take (person, cell) pairs for a loop; lock the people first, see ``CompanyRecords.lock_people``.

        Raises TimeGone when somebody is taken; the transaction is over then.
        """
        rows = [
            {"person_id": person, "cell": cell, "loop_id": loop_id} for person, cell in sorted(set(cells))
        ]
        if not rows:
            return
        try:
            self._memory.wire.execute(_OCCUPY, rows)
        except IntegrityError as refused:
            self._memory.rollback()
            if is_taken(refused):
                raise TimeGone from refused
            raise

    def held(
        self, *, start: datetime, end: datetime, but: str | None = None, person_id: str | None = None
    ) -> Sequence[tuple[str, str, datetime]]:
        """Return who is taken by which loop in [start, end), two aware instants, and from when.

        One row per person, loop and six hours of UTC, with the instant at which their time begins to be
        taken: each local day of each zone shows. *but* names a loop to leave out, *person_id* the only person
        to look at.
        """
        first = func.min(col(Occupied.cell))
        rows = (
            select(col(Occupied.person_id), col(Occupied.loop_id), first)
            .where(col(Occupied.cell) >= cell_of(start), col(Occupied.cell) < cell_of(end))
            .group_by(col(Occupied.person_id), col(Occupied.loop_id), col(Occupied.cell) // CELLS_A_NIGHT)
            .order_by(first, col(Occupied.person_id))
        )
        if but is not None:
            rows = rows.where(col(Occupied.loop_id) != but)
        if person_id is not None:
            rows = rows.where(col(Occupied.person_id) == person_id)
        return [(person, loop, instant_of(cell)) for person, loop, cell in self._memory.orm.execute(rows)]

    def vacate(self, loop_id: str, *, person_id: str | None = None, after: datetime | None = None) -> None:
        """Give back the time that a loop takes, of one person or of all; with *after* only what is later."""
        mine = delete(Occupied).where(col(Occupied.loop_id) == loop_id)
        if person_id is not None:
            mine = mine.where(col(Occupied.person_id) == person_id)
        if after is not None:
            mine = mine.where(col(Occupied.cell) > cell_of(after))
        self._memory.orm.execute(mine)


def cell_of(instant: datetime) -> int:
    """Return the number of the five minutes that hold *instant* (aware), counted from 1970."""
    return int(instant.astimezone(UTC).timestamp() // CELL.total_seconds())


def instant_of(cell: int) -> datetime:
    """Return the aware UTC instant at which *cell* begins."""
    return datetime.fromtimestamp(cell * CELL.total_seconds(), UTC)


def cells_between(start: datetime, end: datetime) -> range:
    """Return the cells that [start, end), two aware instants, touches."""
    return range(cell_of(start), -int(-end.timestamp() // CELL.total_seconds()))
