"""What somebody asked to sit in a panel says: yes, no, somebody else, nothing in time, or not any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.ports import Pressed, Services
from bot.use_cases.find_panel import who_could
from bot.use_cases.loop_parts import sought_left
from bot.use_cases.panel import accepted, fill, release
from bot.use_cases.panel_telling import rewrite_seat, tell_panelist
from bot.use_cases.staff import first_start, wanted_for
from bot.use_cases.standing import actor_in_slack, allow, named
from bot.wording import say
from storage.tables import Invitation, Loop, PanelSeat
from storage.unit_of_work import Unit
from tracks import changes
from tracks.access import Action
from tracks.candidacy import DROPPED, SeatAnswer
from tracks.errors import (
    AlreadyStarted,
    NotAllowed,
    NotQualified,
    OutOfDate,
    PersonNotFree,
    SeatNotYours,
    TimeGone,
)
from tracks.panel import Why

TRIES = 3  # another booking may take the next person while they are asked
FITNESS = (Why.SEAT_NOT_LISTED, Why.TRACK, Why.FAMILY, Why.TOO_JUNIOR, Why.SAME_TEAM, Why.INACTIVE)


def say_yes(services: Services, press: Pressed, *, seat_id: str, seen: str) -> None:
    """Accept a seat at the time that was *seen*: the loop's start as text.

    Raises NotAllowed, SeatNotYours, SeatAlreadyFilled, AlreadyAnswered, AlreadyStarted, AlreadyDone, and
    OutOfDate when the time has changed.
    """
    with seat_step(services, press, seat_id) as (unit, invitation, loop, row):
        _check(row, loop, SeatAnswer.YES)
        if seen and seen != loop.starts_at.isoformat():
            raise OutOfDate
        if unit.at >= _starts(unit, loop, row):
            raise AlreadyStarted(started_at=loop.starts_at)
        unit.change(row, answer=SeatAnswer.YES, answered_at=unit.at)
        unit.audit.record("accepted", row, after={"seat": row.seat})
        rewrite_seat(unit, row)
        accepted(services, unit, invitation, loop, row)


def say_no(
    services: Services, press: Pressed, *, seat_id: str, conflict: bool = False, suggested: str | None = None
) -> None:
    """Decline a seat; no reason is needed. The next person is asked, *suggested* before all others.

    *conflict*: the presser knows the candidate, and is not asked again for this candidacy. Raises NotAllowed,
    SeatNotYours, SeatAlreadyFilled, AlreadyAnswered, AlreadyDone; NotQualified and PersonNotFree about the
    one who was suggested.
    """
    for tried in range(1, TRIES + 1):
        try:
            with seat_step(services, press, seat_id) as (unit, invitation, loop, row):
                _check(row, loop, SeatAnswer.NO)
                if suggested is not None:
                    _require_able(services, unit, loop, row, suggested)
                    unit.change(row, suggested=suggested)
                release(services, unit, loop, row, said=SeatAnswer.NO, conflict=conflict)
                fill(services, unit, invitation, loop, empty=row, first=suggested)
                return
        except TimeGone:
            if tried == TRIES:
                raise


def give_back(services: Services, press: Pressed, *, seat_id: str) -> None:
    """Return a seat that was accepted; no reason is asked for.

    Raises NotAllowed, SeatNotYours, AlreadyStarted, AlreadyDone.
    """
    for tried in range(1, TRIES + 1):
        try:
            with seat_step(services, press, seat_id) as (unit, invitation, loop, row):
                if row.person_id != press.user or loop.state in DROPPED:
                    raise SeatNotYours
                said = changes.give_back(
                    row.answer,
                    released=row.released_at is not None,
                    starts_at=_starts(unit, loop, row),
                    now=unit.at,
                )
                release(services, unit, loop, row, said=said)
                fill(services, unit, invitation, loop, empty=row)
                return
        except TimeGone:
            if tried == TRIES:
                raise


def silence(services: Services, unit: Unit, seat_id: str) -> None:
    """Take it as no answer when the time to answer has passed: both sides are told, the seat is filled again.

    Raises TimeGone when the next person was taken meanwhile: try once more.
    """
    row = unit.get(PanelSeat, seat_id)
    loop = unit.get(Loop, row.loop_id)
    invitation = unit.get(Invitation, loop.invitation_id, lock=True)
    loop, row = unit.get(Loop, loop.id, lock=True), unit.get(PanelSeat, seat_id, lock=True)
    released = row.released_at is not None
    overdue = changes.answer_is_overdue(row.answer, released=released, until=row.answer_by, now=unit.at)
    if loop.state in DROPPED or not overdue:
        return
    tell_panelist(services, unit, row, "panel.no_answer")
    release(services, unit, loop, row, said=SeatAnswer.NO_ANSWER)
    fill(services, unit, invitation, loop, empty=row)


@contextmanager
def seat_step(
    services: Services, press: Pressed, seat_id: str
) -> Iterator[tuple[Unit, Invitation, Loop, PanelSeat]]:
    """Open a transaction for somebody's word about a seat that nobody else changes meanwhile.

    A seat that does not exist is refused like somebody else's. Raises NotAllowed, AlreadyDone.
    """
    with services.change_by(press) as unit:
        loop = unit.get(Loop, named(unit, PanelSeat, seat_id, Action.ANSWER_SEAT).loop_id)
        invitation = unit.get(Invitation, loop.invitation_id, lock=True)
        loop, row = unit.get(Loop, loop.id, lock=True), unit.get(PanelSeat, seat_id, lock=True)
        if row.person_id != press.user:
            raise NotAllowed(action=Action.ANSWER_SEAT)
        if loop.state not in DROPPED:
            allow(unit, actor_in_slack(unit, press.user), Action.ANSWER_SEAT, invitation)
        yield unit, invitation, loop, row


def _check(row: PanelSeat, loop: Loop, said: SeatAnswer) -> None:
    gone = row.released_at is not None or loop.state in DROPPED
    changes.check_answer(row.answer, said, seat=row.seat, released=gone and row.answer is not said)


def _starts(unit: Unit, loop: Loop, row: PanelSeat) -> datetime:
    """Return when the person in *row* is needed next; the loop's start when they are not any more."""
    sought, begins = sought_left(unit, loop)
    return first_start(sought, begins, row.seat) or loop.starts_at


def _require_able(services: Services, unit: Unit, loop: Loop, row: PanelSeat, suggested: str) -> None:
    invitation = unit.get(Invitation, loop.invitation_id)
    if suggested in who_could(unit, invitation, loop, row.seat):
        return
    sought, _ = sought_left(unit, loop)
    wanted = wanted_for(unit, invitation, sought)
    person = next((each for each in wanted.people if each.id == suggested), None)
    lacks = wanted.reasons(person, row.seat) if person else (Why.SEAT_NOT_LISTED,)
    unfit = [why for why in lacks if why in FITNESS]
    if unfit:
        told = tuple(say(services.catalogue, f"why.{why}") for why in unfit)
        raise NotQualified(person_id=suggested, seat=row.seat, lacks=told)
    # Why else is nobody's business but theirs.
    raise PersonNotFree(person_id=suggested, why=say(services.catalogue, "why.not_then"))
