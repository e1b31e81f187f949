"""Lets those who run a candidacy fill a seat by hand, or let somebody else sit there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.ports import Pressed, Services
from bot.use_cases.loop_parts import sought_left
from bot.use_cases.own_step import Asked
from bot.use_cases.panel import release, take
from bot.use_cases.panel_telling import tell_panelist
from bot.use_cases.run_step import invitation_for, run_step
from bot.use_cases.staff import HOSTS, wanted_for
from bot.use_cases.standing import named
from bot.wording import say
from storage.tables import Invitation, Loop, PanelSeat, Person
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import LoopState, SeatAnswer
from tracks.errors import NoSeatLeft, PersonNotFree, SeatAlreadyFilled, TimeGone
from tracks.gaps import reasons_at
from tracks.intake import clean, require_text
from tracks.panel import Interviewer, Why, in_order_of_asking
from tracks.staffing import clashes
from tracks.track import SeatId
from tracks.wanted import Wanted

# Rules of the program that a person may set aside, for a reason, if the one who is asked says yes.
CAN_BE_WAIVED = frozenset(
    {Why.OUTSIDE_HOURS, Why.ON_LEAVE, Why.AT_WEEK_LIMIT, Why.AT_DAY_LIMIT, Why.LEFT_OUT}
)
MOST = 100  # choices that a form can show


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """Somebody who could be asked by hand; *against* are the rules that a person would set aside."""

    person: Person
    against: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAtHand:
    """One seat of a booked loop, who has it, and who else could be asked."""

    invitation: Invitation
    loop: Loop
    seat: SeatId
    held_by: PanelSeat | None
    possible: tuple[Possible, ...]


def seat_at_hand(services: Services, *, presser: str, loop_id: str, seat: str) -> SeatAtHand:
    """Return who could be asked for a seat, the next one first.

    Raises NotAllowed, NoSeatLeft, SeatAlreadyFilled.
    """
    with services.look() as unit:
        invitation, loop = _found(unit, presser, loop_id)
        return _at_hand(unit, invitation, loop, SeatId(seat))


def seats_of(services: Services, *, presser: str, loop_id: str) -> tuple[tuple[SeatId, Person | None], ...]:
    """Return the seats that are still needed with who has each. Raises NotAllowed, NoSeatLeft."""
    with services.look() as unit:
        _, loop = _found(unit, presser, loop_id)
        sought, _ = sought_left(unit, loop)
        if not sought.seats:
            raise NoSeatLeft
        held = unit.loops.seats(loop.id)
        return tuple(
            (seat, unit.get(Person, held[seat].person_id) if seat in held else None) for seat in sought.seats
        )


def choose_panelist(
    services: Services, press: Pressed, *, loop_id: str, seat: str, person_id: str, why: str
) -> None:
    """Ask *person_id* for *seat*, in place of whoever has it; they have to say yes themselves.

    *why* is needed when a rule is set aside, and noted. Raises NotAllowed, NoSeatLeft, SeatAlreadyFilled,
    PersonNotFree, TextMissing, AlreadyDone.
    """
    with _run(services, press, loop_id) as (unit, invitation, loop):
        at_hand = _at_hand(unit, invitation, loop, SeatId(seat))
        chosen = next((each for each in at_hand.possible if each.person.id == person_id), None)
        if chosen is None:
            raise PersonNotFree(person_id=person_id, why=say(services.catalogue, "why.not_then"))
        reason = require_text(why, field="why") if chosen.against else clean(why)
        held = at_hand.held_by
        if held is not None:
            tell_panelist(services, unit, held, "panel.somebody_else")
            release(services, unit, loop, held, said=None)
        against = [str(rule) for rule in chosen.against]
        after = {"seat": seat, "person": person_id, "against": against, "why": reason}
        unit.audit.record("chose panelist", loop, after=after)
        try:
            take(services, unit, invitation, loop, seat=SeatId(seat), person_id=person_id, by_hand=True)
        except TimeGone:
            not_then = say(services.catalogue, "why.not_then")
            raise PersonNotFree(person_id=person_id, why=not_then) from None


@contextmanager
def _run(services: Services, press: Pressed, loop_id: str) -> Iterator[tuple[Unit, Invitation, Loop]]:
    with services.look() as unit:
        invitation, _ = _found(unit, press.user, loop_id)
    asked = Asked.of(press, invitation.id)
    with run_step(services, asked, Action.CHOOSE_PANELIST) as (unit, invitation):
        loop = unit.get(Loop, loop_id, lock=True)
        _require_ahead(loop)
        yield unit, invitation, loop


def _found(unit: Unit, presser: str, loop_id: str) -> tuple[Invitation, Loop]:
    loop = named(unit, Loop, loop_id, Action.CHOOSE_PANELIST)
    invitation = invitation_for(unit, presser, loop.invitation_id, Action.CHOOSE_PANELIST)
    _require_ahead(loop)
    return invitation, loop


def _require_ahead(loop: Loop) -> None:
    if loop.state not in (LoopState.PLANNING, LoopState.BOOKED, LoopState.FIRST_HALF_HELD):
        raise NoSeatLeft


def _at_hand(unit: Unit, invitation: Invitation, loop: Loop, seat: SeatId) -> SeatAtHand:
    sought, begins = sought_left(unit, loop)
    if seat not in sought.seats:
        raise SeatAlreadyFilled(seat=seat)
    held = unit.loops.seats(loop.id)
    wanted = wanted_for(unit, invitation, sought)
    others = {name: row.person_id for name, row in held.items() if name is not seat}
    possible = []
    for person in in_order_of_asking(_considered(unit, wanted, seat), now=unit.at):
        wanted_here = replace(wanted, host=person.id) if seat is SeatId.HOST else wanted
        against = reasons_at(wanted_here, person, seat, begins)
        if clashes(others, seat, person.id, wanted.teams) or not CAN_BE_WAIVED.issuperset(against):
            continue
        if _has_declined(unit, invitation, person.id):
            continue
        if seat not in held or held[seat].person_id != person.id:
            possible.append(Possible(person=unit.get(Person, person.id), against=against))
    possible.sort(key=lambda each: len(each.against))
    return SeatAtHand(
        invitation=invitation,
        loop=loop,
        seat=seat,
        held_by=held.get(seat),
        possible=tuple(possible[:MOST]),
    )


def _considered(unit: Unit, wanted: Wanted, seat: SeatId) -> list[Interviewer]:
    """Return who is looked at: for the host's seat, those who look after candidates."""
    if seat is not SeatId.HOST:
        return list(wanted.people)
    hosts = {row.id for row in unit.company.people() if row.active and not HOSTS.isdisjoint(row.roles)}
    return [person for person in wanted.people if person.id in hosts | {wanted.host}]


def _has_declined(unit: Unit, invitation: Invitation, person_id: str) -> bool:
    asked = unit.loops.asked_for(invitation.id)
    return any(row.person_id == person_id and row.answer == SeatAnswer.NO for row in asked)
