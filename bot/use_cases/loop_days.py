"""A booked loop as people live through it: who is there in which part, on which day, from when to when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.ports import Services
from bot.use_cases.forms_at_hand import plan_of_loop
from bot.wording import span
from storage.tables import Candidate, Invitation, Loop, PanelSeat, Role, Session
from storage.unit_of_work import Unit
from tracks.candidacy import DROPPED, TAKES_PLACE, SeatAnswer, SessionState
from tracks.fill import fill_some
from tracks.format import Format
from tracks.track import SeatId, SessionSpec

Sitting = tuple[Session, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopDays:
    """The parts that take place, in order, with what content says of each; *seats*: who holds them now."""

    loop: Loop
    plan: Format
    sessions: Sitting
    seats: Mapping[SeatId, PanelSeat]

    def spec(self, session: Session) -> SessionSpec:
        """Return what content says of a part. Raises LookupError."""
        return self.plan.spec(session.spec_id)

    def present(self, session: Session) -> frozenset[SeatId]:
        """Return which seats are in a part."""
        return frozenset(self.spec(session).present)

    def sittings(self) -> list[Sitting]:
        """Return the parts by day."""
        return sittings_of(self.sessions)

    def own(self, *seats: SeatId) -> Sitting:
        """Return the parts in which one of *seats* is present."""
        return tuple(session for session in self.sessions if not self.present(session).isdisjoint(seats))

    def own_since(self, asked_at: datetime, *seats: SeatId) -> Sitting:
        """Return the same for somebody asked then: a day that had begun by then is not theirs."""
        begins = {sitting[0].day: sitting[0].starts_at for sitting in self.sittings()}
        return tuple(session for session in self.own(*seats) if begins[session.day] > asked_at)

    def seated(self) -> dict[SeatId, PanelSeat]:
        """Return who has said yes, by seat."""
        return {seat: row for seat, row in self.seats.items() if row.answer == SeatAnswer.YES}

    def seats_of(self, person_id: str) -> tuple[SeatId, ...]:
        """Return where somebody sits who has said yes; a host may hold another seat as well."""
        return tuple(seat for seat, row in self.seated().items() if row.person_id == person_id)

    def day_with(self, session_id: str, *seats: SeatId) -> Sitting:
        """Return the day that holds a part: all of it, or what *seats* have of it."""
        parts = self.own(*seats) if seats else self.sessions
        day = next((session.day for session in self.sessions if session.id == session_id), None)
        return tuple(session for session in parts if session.day == day)


def days_of_loop(unit: Unit, loop: Loop) -> LoopDays:
    """Return the live parts and seats of *loop*."""
    sessions = (session for session in unit.loops.sessions(loop.id) if session.state in TAKES_PLACE)
    return LoopDays(
        loop=loop,
        plan=plan_of_loop(unit, loop),
        sessions=tuple(sorted(sessions, key=lambda session: session.starts_at)),
        seats=unit.loops.seats(loop.id),
    )


def standing(unit: Unit, loop: Loop) -> list[Session]:
    """Return the sessions that take place, of two days those of the days that are not over yet.

    Those of a cancelled loop are as they were last.
    """
    states = TAKES_PLACE | {SessionState.CANCELLED} if loop.state in DROPPED else TAKES_PLACE
    there = [session for session in unit.loops.sessions(loop.id) if session.state in states]
    ahead = {session.day for session in there if session.ends_at > unit.at}
    return [session for session in there if session.day in ahead or not ahead]


def loop_time(services: Services, unit: Unit, loop: Loop, *, zone: str) -> str:
    """Return when *loop* takes place, day by day."""
    sittings = sittings_of(standing(unit, loop))
    days = [(sitting[0].starts_at, ends_at(sitting)) for sitting in sittings]
    return "; ".join(
        span(services.catalogue, start, end, zone=zone)
        for start, end in days or [(loop.starts_at, loop.ends_at)]
    )


def sittings_of(sessions: Iterable[Session]) -> list[Sitting]:
    """Return parts by day; they come in order."""
    return [tuple(sitting) for _, sitting in groupby(sessions, key=lambda session: session.day)]


def seats_by_person(days: LoopDays) -> dict[str, tuple[SeatId, ...]]:
    """Return the seats of everybody who has said yes, by person."""
    return {row.person_id: days.seats_of(row.person_id) for row in days.seated().values()}


def ends_at(sitting: Sequence[Session]) -> datetime:
    """Return when the last part of a day ends."""
    return max(session.ends_at for session in sitting)


def meeting_link(unit: Unit, loop: Loop) -> str:
    """Return the address at which everybody meets."""
    invitation = unit.get(Invitation, loop.invitation_id)
    return fill_some(unit.get(Role, invitation.role_id).meeting_link, loop=loop.id)


def called(unit: Unit, invitation: Invitation) -> str:
    """Return how the candidate likes to be called."""
    return unit.get(Candidate, invitation.candidate_id).called
