"""Moves a booked loop: the old time stays until the new one is held, and then everything goes with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from bot.ports import Services
from bot.use_cases.calendar_entries import plan_invites
from bot.use_cases.find_panel import panel_for
from bot.use_cases.hand_over_material import plan_material
from bot.use_cases.hold import watch_ends
from bot.use_cases.loop_parts import ends_at, new_sessions, sought_elsewhere
from bot.use_cases.offer_times import ask_host
from bot.use_cases.open_forms import open_forms
from bot.use_cases.open_offer import Purpose, close_offer, just_offered, open_offer
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.panel import ask, confirm_if_complete, release, watch_silence
from bot.use_cases.panel_telling import refresh_board, rewrite_empty, rewrite_newest, tell_panelist, tell_seat
from bot.use_cases.promised_answer import PROMISE
from bot.use_cases.questions import who_answers
from bot.use_cases.remind import plan_reminders
from bot.use_cases.staff import Sought, cells_of, first_start
from bot.use_cases.telling import step, tell_candidate, tell_person
from bot.use_cases.unanswered import diary_of
from bot.use_cases.where_it_stands import channel_time
from storage.tables import Invitation, Loop, PanelSeat
from storage.unit_of_work import Unit
from tracks import changes
from tracks.access import Action
from tracks.candidacy import SessionState
from tracks.errors import AlreadyStarted, NoSuchTime
from tracks.plain import to_plain
from tracks.staffing import Panel
from tracks.track import SeatId

OF_THE_OLD_TIME = ("seat_asked", "seat_empty", "hand_over", *PROMISE)  # silence looks at the record itself


class Moving(StrEnum):
    """What came of the wish for another time."""

    OFFERED = "move_offered"
    NONE = "no_times_to_move"  # the host has been asked; the old time stays
    HOST_ASKED = "move_asked"  # a rule brings it to a person; the old time stays
    NOTHING_BOOKED = "nothing_to_move"


def ask_to_move(services: Services, asked: Asked) -> Moving:
    """Offer the candidate other times, or bring the wish to the host; what is booked stays as it is.

    Those who run the candidacy may ask for it until the start. Raises NotAllowed, AlreadyStarted.
    """
    with own_step(services, asked, Action.MOVE) as (unit, invitation):
        loop = unit.loops.live(invitation.id)
        if loop is None:
            return Moving.NOTHING_BOOKED
        by_host = unit.person_id is not None
        verdict = _verdict_on(unit, invitation, loop, by_host=by_host)
        if not verdict.alone:
            return _bring_to_host(unit, invitation, loop, verdict, on_page=asked.on_page)
        sought, _ = sought_elsewhere(unit, invitation, loop)
        purpose = Purpose.MOVE_BY_HOST if by_host else Purpose.MOVE
        if just_offered(unit, invitation, purpose):
            return Moving.OFFERED
        take_step(unit, invitation)
        offer = open_offer(unit, invitation, sought, purpose=purpose, on_page=asked.on_page)
        unit.audit.record("asked to move", loop, after={"by_host": by_host, "offered": offer is not None})
        if offer is not None:
            return Moving.OFFERED
        ask_host(unit, invitation, why="none")
        if not by_host:
            key = f"no_times:{invitation.revision}"
            answer(unit, invitation, "candidate.no_times_to_move", key=key, on_page=asked.on_page)
        return Moving.NONE


def keep_time(services: Services, asked: Asked) -> None:
    """Keep the time that is booked: the others are off the table. Raises NotAllowed, NoSuchTime."""
    with own_step(services, asked, Action.CHOOSE_TIME) as (unit, invitation):
        offer = unit.candidacies.times_offered(invitation.id)
        if offer is None or offer.purpose == Purpose.BOOK:
            raise NoSuchTime
        take_step(unit, invitation, asked_last=None)
        close_offer(unit, invitation)
        unit.audit.record("kept the time", offer)


def _verdict_on(unit: Unit, invitation: Invitation, loop: Loop, *, by_host: bool) -> changes.Verdict:
    """Say whether the parts that have not begun may be moved at once. Raises AlreadyStarted."""
    _, begins = sought_elsewhere(unit, invitation, loop)
    if not begins:
        raise AlreadyStarted(started_at=loop.starts_at)
    return changes.move_time(moves_made=loop.moves, starts_at=begins[0], now=unit.at, by_host=by_host)


def move_loop(
    services: Services,
    unit: Unit,
    invitation: Invitation,
    loop: Loop,
    begins: Sequence[datetime],
    *,
    by_host: bool,
    on_page: bool,
) -> None:
    """Book the parts that have not begun at *begins* instead; whoever can keeps their seat.

    Raises TimeGone, AlreadyStarted, and MoveTooLate or NoMovesLeft when it has become a matter for the host.
    """
    verdict = _verdict_on(unit, invitation, loop, by_host=by_host)
    if verdict.because is not None:
        raise verdict.because
    sought, _ = sought_elsewhere(unit, invitation, loop)
    if len(sought.parts) != len(begins):
        raise NoSuchTime  # a part has begun since the times were offered
    seats = unit.loops.seats(loop.id)
    keeping = {seat: row.person_id for seat, row in seats.items()}
    panel = panel_for(unit, invitation, sought, begins, keeping=keeping)
    unit.due.drop(loop_id=loop.id, kinds=OF_THE_OLD_TIME)
    unit.loops.vacate(loop.id, after=unit.at)
    _leave(services, unit, loop, seats=seats, panel=panel)
    before = loop.starts_at
    _other_times(services, unit, loop, sought=sought, begins=begins, by_host=by_host)
    unit.loops.occupy(loop.id, cells_of(sought, begins, panel))
    close_offer(unit, invitation)
    take_step(unit, invitation, asked_last=None)
    after = {"starts": [start.isoformat() for start in begins], "by_host": by_host}
    unit.audit.record("moved", loop, before={"starts": before.isoformat()}, after=after)
    _tell_moved(services, unit, invitation, loop, begins[0], on_page=on_page)
    _seat_all(unit, invitation, loop, sought=sought, begins=begins, seats=seats, panel=panel)
    _plan_all(services, unit, invitation, loop)


def _bring_to_host(
    unit: Unit, invitation: Invitation, loop: Loop, verdict: changes.Verdict, *, on_page: bool
) -> Moving:
    """Turn the wish into a request; nothing that is booked changes."""
    take_step(unit, invitation)
    rule = verdict.because.key() if verdict.because else ""
    unit.audit.record("asked to move", loop, after={"to_host": rule})
    key = f"{loop.id}:{rule}:{unit.at:%Y-%m-%dT%H}"  # a second press within the hour says nothing new
    for person_id in who_answers(unit, invitation):
        tell_person(unit, person_id, "move_asked", key=key, invitation=invitation, rule=rule)
    answer(unit, invitation, "candidate.move_asked", key=f"move_asked:{key}", on_page=on_page)
    return Moving.HOST_ASKED


def _leave(
    services: Services,
    unit: Unit,
    loop: Loop,
    *,
    seats: Mapping[SeatId, PanelSeat],
    panel: Panel,
) -> None:
    """Let those go who cannot be there at the new time."""
    for seat, row in seats.items():
        if panel.get(seat, row.person_id) != row.person_id:
            tell_panelist(services, unit, row, "panel.moved_without_you")
            release(services, unit, loop, row, said=None, plan_anew=False)


def _other_times(
    services: Services,
    unit: Unit,
    loop: Loop,
    *,
    sought: Sought,
    begins: Sequence[datetime],
    by_host: bool,
) -> None:
    """Put new sessions in the place of the old ones, with the same tasks."""
    numbers = {part.number for part in sought.parts}
    old = {
        session.position: session
        for session in unit.loops.sessions(loop.id)
        if session.day in numbers and session.state == SessionState.PLANNED
    }
    for session in old.values():
        unit.change(session, state=SessionState.MOVED)
    unit.add_all(new_sessions(unit, services.catalogue, sought, loop=loop, begins=begins, before=old))
    whole = 1 in numbers
    unit.change(
        loop,
        starts_at=begins[0] if whole else loop.starts_at,
        ends_at=ends_at(sought, begins),
        booked_at=unit.at,
        moves=loop.moves + (0 if by_host else 1),
        at_risk=False,
        format_sha=unit.candidacies.keep("format", to_plain(sought.plan)),
    )
    watch_ends(unit, loop)


def _seat_all(
    unit: Unit,
    invitation: Invitation,
    loop: Loop,
    *,
    sought: Sought,
    begins: Sequence[datetime],
    seats: Mapping[SeatId, PanelSeat],
    panel: Panel,
) -> None:
    """Tell those who keep their seats, ask those who are new."""
    for seat, person_id in panel.items():
        starts_at = first_start(sought, begins, seat) or begins[0]
        row = seats.get(seat)
        if row is None or row.released_at is not None:
            ask(unit, invitation, loop, seat=seat, person_id=person_id, starts_at=starts_at)
            continue
        if row.answer is None:
            until = changes.answer_by(unit.at, diary_of(unit, person_id), starts_at=starts_at)
            unit.change(row, answer_by=until)
            watch_silence(unit, invitation, row, until)
        if seat is not SeatId.HOST or person_id != invitation.host_id:
            tell_seat(unit, invitation, loop, row, moved=True)


def _plan_all(services: Services, unit: Unit, invitation: Invitation, loop: Loop) -> None:
    """Plan anew what hangs on the times; what was planned for the old ones is gone."""
    rewrite_empty(unit, loop)
    if loop.confirmed_at is None:
        confirm_if_complete(services, unit, invitation, loop)
        return
    open_forms(services, unit, loop)
    plan_invites(services, unit, loop)
    plan_reminders(services, unit, loop)
    plan_material(services, unit, loop)
    refresh_board(unit, invitation, loop)


def _tell_moved(
    services: Services, unit: Unit, invitation: Invitation, loop: Loop, begins: datetime, *, on_page: bool
) -> None:
    for kind in ("time_held", "names", "time_moved"):
        rewrite_newest(unit, kind, invitation.id)
    key, starts = f"{loop.id}:{loop.revision}", loop.starts_at.isoformat()
    tell_candidate(unit, invitation, "time_moved", key=key, loop_id=loop.id, on_page=on_page, starts=starts)
    step(unit, invitation, "thread.moved", key=key, time=channel_time(services, unit, begins))
