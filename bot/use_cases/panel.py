"""Asks people to sit somewhere, fills seats again by rule, and confirms when everybody has said yes."""

from datetime import datetime
from typing import Any

from bot.ports import Services
from bot.use_cases.bring_page import share_page
from bot.use_cases.calendar_entries import cancel_invites, plan_invites
from bot.use_cases.find_panel import empty_seats, is_complete, who_could
from bot.use_cases.hand_over_material import plan_material
from bot.use_cases.loop_parts import sought_left
from bot.use_cases.open_forms import open_forms, pass_on_forms
from bot.use_cases.own_step import answer
from bot.use_cases.panel_telling import refresh_board, rewrite_empty, rewrite_seat, seat_is_empty, tell_seat
from bot.use_cases.papers import rewrite
from bot.use_cases.remind import plan_reminders
from bot.use_cases.staff import cells_of, first_start
from bot.use_cases.telling import refresh_card, step, tell_candidate
from bot.use_cases.unanswered import diary_of
from bot.use_cases.where_it_stands import channel_time
from storage.audit import AuditTrail
from storage.tables import Invitation, Loop, PanelSeat, Person
from storage.unit_of_work import Unit
from tracks import changes
from tracks.candidacy import LoopState, SeatAnswer, move
from tracks.track import SeatId

STANDING_YES = "rule:standing_yes"
SILENCE = "seat_silence"  # the row that falls due when the time to answer has passed


def ask(
    unit: Unit,
    invitation: Invitation,
    loop: Loop,
    *,
    seat: SeatId,
    person_id: str,
    starts_at: datetime,
    by_hand: bool = False,
) -> PanelSeat:
    """Ask somebody to take *seat*, first needed at *starts_at*; their time is held meanwhile.

    The host of the candidacy need not answer, and whoever has said yes in advance has answered, unless they
    were picked *by_hand*.
    """
    person = unit.get(Person, person_id)
    is_host = seat is SeatId.HOST and person_id == invitation.host_id
    at_once = is_host or (person.standing_yes and not by_hand)
    until = None if at_once else changes.answer_by(unit.at, diary_of(unit, person_id), starts_at=starts_at)
    row = PanelSeat(
        loop_id=loop.id,
        seat=seat,
        person_id=person_id,
        asked_at=unit.at,
        answer_by=until,
        answer=SeatAnswer.YES if at_once else None,
        answered_at=unit.at if at_once else None,
        qualified_checked_at=unit.at,
    )
    unit.add(row)
    unit.audit.record("asked", row, after={"seat": seat, "person": person_id})
    if at_once and not is_host:
        by_rule = AuditTrail(unit.memory, at=unit.at, actor=STANDING_YES)
        by_rule.record("accepted", row, after={"person": person_id, "standing_yes_of": person_id})
    if not is_host:
        tell_seat(unit, invitation, loop, row)
    if until is not None:
        watch_silence(unit, invitation, row, until)
    return row


def watch_silence(unit: Unit, invitation: Invitation, row: PanelSeat, until: datetime) -> None:
    """Plan what follows when nobody has answered *until* then."""
    unit.due.plan(
        SILENCE,
        key=f"{SILENCE}:{row.id}:{until:%Y%m%dT%H%M%S}",
        to="rule:panel",
        due_at=until,
        invitation_id=invitation.id,
        loop_id=row.loop_id,
        about={"seat": row.id},
    )


def accepted(services: Services, unit: Unit, invitation: Invitation, loop: Loop, row: PanelSeat) -> None:
    """Carry on after somebody's yes: with the last one the interview is confirmed."""
    if row.seat != SeatId.HOST:
        pass_on_forms(unit, loop, row)
    if loop.confirmed_at is None:
        confirm_if_complete(services, unit, invitation, loop)
        if loop.confirmed_at is None:
            refresh_card(unit, invitation, because=row.id)
        return
    _tell_new_name(services, unit, invitation, row)
    share_page(unit, invitation, loop)
    plan_invites(services, unit, loop)
    plan_reminders(services, unit, loop)
    refresh_board(unit, invitation, loop)
    step(unit, invitation, "thread.seat_filled", key=row.id)


def confirm_if_complete(services: Services, unit: Unit, invitation: Invitation, loop: Loop) -> None:
    """Confirm the interview once everybody has said yes: names, calendar entries, forms, reminders."""
    refresh_board(unit, invitation, loop)
    if loop.confirmed_at is not None or not is_complete(unit, loop):
        return
    state = move(loop.state, LoopState.BOOKED) if loop.state == LoopState.PLANNING else loop.state
    unit.change(loop, state=state, confirmed_at=unit.at)
    unit.audit.record("confirmed", loop, after={"state": state})
    rewrite(unit, invitation, "time_held")
    tell_candidate(unit, invitation, "names", key=loop.id, loop_id=loop.id)
    open_forms(services, unit, loop)
    plan_invites(services, unit, loop)
    plan_reminders(services, unit, loop)
    plan_material(services, unit, loop)
    time = channel_time(services, unit, loop.starts_at)
    step(unit, invitation, "thread.booked", key=loop.id, time=time)


def release(
    services: Services,
    unit: Unit,
    loop: Loop,
    row: PanelSeat,
    *,
    said: SeatAnswer | None,
    conflict: bool = False,
    plan_anew: bool = True,
) -> None:
    """Take *row* out of the panel: its time is free again, its calendar entry is taken back.

    *said* is what was answered; None when nobody asked the person. Reminders are planned anew, unless
    everything will be.
    """
    before = row.answer
    values: dict[str, Any] = {"answer": said, "answered_at": unit.at} if said else {}
    unit.change(row, released_at=unit.at, conflict_declared=row.conflict_declared or conflict, **values)
    unit.loops.vacate(loop.id, person_id=row.person_id, after=unit.at)
    unit.audit.record("released", row, before={"answer": before}, after={"answer": row.answer})
    rewrite_seat(unit, row)
    if loop.confirmed_at is not None:
        cancel_invites(services, unit, loop, recipients=[f"person:{row.person_id}"])
    if loop.confirmed_at is not None and plan_anew:
        plan_reminders(services, unit, loop)


def fill(
    services: Services,
    unit: Unit,
    invitation: Invitation,
    loop: Loop,
    *,
    empty: PanelSeat,
    first: str | None = None,
) -> None:
    """Ask the next person for a seat that was given up; where the rule ends, the host is asked to choose.

    *first* was suggested and is asked before everybody else, if they can.
    """
    seat = empty.seat
    sought, begins = sought_left(unit, loop)
    starts_at = first_start(sought, begins, seat)
    if starts_at is None:
        return
    unit.company.lock_people()  # nobody counts on them besides
    able = list(who_could(unit, invitation, loop, seat))
    if first in able:
        able.sort(key=lambda person: person != first)
    verdict = changes.replace(able, replacements_made=loop.replacements, starts_at=starts_at, now=unit.at)
    if verdict.ask is None:
        unit.change(loop, at_risk=True)
        unit.audit.record("at risk", loop, after={"seat": seat, "able": len(verdict.choices)})
        seat_is_empty(unit, invitation, loop, empty)
        return
    unit.change(loop, replacements=loop.replacements + 1)
    take(services, unit, invitation, loop, seat=seat, person_id=verdict.ask)


def take(
    services: Services,
    unit: Unit,
    invitation: Invitation,
    loop: Loop,
    *,
    seat: SeatId,
    person_id: str,
    by_hand: bool = False,
) -> PanelSeat:
    """Give an empty seat to somebody: their time is taken, and they are asked. Raises TimeGone."""
    sought, begins = sought_left(unit, loop)
    unit.company.lock_people([person_id])
    unit.loops.occupy(loop.id, cells_of(sought, begins, {seat: person_id}))
    starts_at = first_start(sought, begins, seat) or loop.starts_at
    row = ask(unit, invitation, loop, seat=seat, person_id=person_id, starts_at=starts_at, by_hand=by_hand)
    if loop.at_risk and not empty_seats(unit, loop):
        unit.change(loop, at_risk=False)
    rewrite_empty(unit, loop)
    if row.answer == SeatAnswer.YES:
        accepted(services, unit, invitation, loop, row)
    else:
        refresh_board(unit, invitation, loop)
        step(unit, invitation, "thread.seat_asked_again", key=row.id)
    return row


def _tell_new_name(services: Services, unit: Unit, invitation: Invitation, row: PanelSeat) -> None:
    """Tell the candidate at once, as they know the names already."""
    answer(
        unit,
        invitation,
        "candidate.new_name",
        key=f"new_name:{row.id}",
        on_page=False,
        new=unit.get(Person, row.person_id).name,
        seat=services.catalogue.ground.seat(row.seat).to_candidates,
    )
