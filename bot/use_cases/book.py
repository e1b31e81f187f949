"""Takes one of the times on offer: everything is held in one transaction, or nothing is."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.ports import Services
from bot.use_cases.find_panel import panel_for
from bot.use_cases.hold import watch_ends
from bot.use_cases.loop_parts import ends_at, new_sessions, sought_new
from bot.use_cases.move_loop import move_loop
from bot.use_cases.offer_times import ask_host, require_ready, sought_for
from bot.use_cases.open_offer import INSTEAD, Purpose, begins_of, close_offer, open_offer
from bot.use_cases.own_step import Asked, own_step, take_step
from bot.use_cases.panel import ask, confirm_if_complete
from bot.use_cases.staff import Sought, cells_of, first_start
from bot.use_cases.telling import step, tell_candidate
from bot.use_cases.where_it_stands import channel_time
from storage.tables import Invitation, Loop, TimesOffered
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import InvitationState, LoopState, move
from tracks.errors import AlreadyDone, NoSuchTime, NotFound, TimeGone
from tracks.plain import to_plain
from tracks.staffing import Panel

TRIES = 2  # somebody may have taken one person of the panel while another could still sit


class Taken(StrEnum):
    """What came of taking a time."""

    BOOKED = "time_held"
    MOVED = "time_moved"
    OTHERS = "time_gone"  # others are on offer now
    NONE_LEFT = "time_gone_none_left"  # the host has been asked


def take_time(services: Services, asked: Asked, *, offer_id: str, number: str) -> Taken:
    """Hold the start *number* of an offer for the candidate; when it has just gone, offer others.

    Raises NotAllowed, NoSuchTime, AlreadyBooked, ChoiceClosed, AiRuleNotAgreed, AlreadyDone; for a move also
    MoveTooLate, NoMovesLeft, AlreadyStarted.
    """
    for _ in range(TRIES):
        try:
            with own_step(services, asked, Action.CHOOSE_TIME) as (unit, invitation):
                offer = _offer(unit, invitation, offer_id)
                begins = begins_of(offer, number)
                return _take(services, unit, invitation, offer, begins, on_page=asked.on_page)
        except TimeGone:
            continue
    with own_step(services, asked, Action.CHOOSE_TIME) as (unit, invitation):
        return _offer_others(services, unit, invitation, offer_id, on_page=asked.on_page)


def book(services: Services, unit: Unit, invitation: Invitation, begins: Sequence[datetime]) -> Loop:
    """Book the whole plan with its parts at *begins*: sessions, seats, everybody's time, all that is due.

    Raises TimeGone.
    """
    sought = sought_new(unit, services.catalogue, invitation, split=len(begins) > 1)
    panel = panel_for(unit, invitation, sought, begins)
    loop = unit.add(_loop(unit, invitation, sought, begins))
    unit.loops.occupy(loop.id, cells_of(sought, begins, panel))
    unit.add_all(new_sessions(unit, services.catalogue, sought, loop=loop, begins=begins, before={}))
    state = move(invitation.state, InvitationState.PLANNED)
    take_step(unit, invitation, state=state, asked_last=None, split=loop.split)
    close_offer(unit, invitation)
    unit.audit.record("booked", loop, after={"starts": [start.isoformat() for start in begins]})
    watch_ends(unit, loop)
    _ask_all(unit, invitation, loop, sought=sought, begins=begins, panel=panel)
    return loop


def _take(
    services: Services,
    unit: Unit,
    invitation: Invitation,
    offer: TimesOffered,
    begins: Sequence[datetime],
    *,
    on_page: bool,
) -> Taken:
    loop = unit.loops.live(invitation.id)
    if offer.closed_at is not None:
        if loop is not None and loop.starts_at == begins[0]:
            raise AlreadyDone
        raise NoSuchTime
    if offer.purpose == Purpose.BOOK:
        require_ready(services, unit, invitation)
        loop = book(services, unit, invitation, begins)
        _tell_held(services, unit, invitation, loop, on_page=on_page)
        confirm_if_complete(services, unit, invitation, loop)
        return Taken.BOOKED
    if loop is None:
        raise NoSuchTime
    by_host = offer.purpose == Purpose.MOVE_BY_HOST
    move_loop(services, unit, invitation, loop, begins, by_host=by_host, on_page=on_page)
    return Taken.MOVED


def _offer(unit: Unit, invitation: Invitation, offer_id: str) -> TimesOffered:
    try:
        offer = unit.get(TimesOffered, offer_id, lock=True)
    except NotFound:
        raise NoSuchTime from None
    if offer.invitation_id != invitation.id:
        raise NoSuchTime
    return offer


def _offer_others(
    services: Services, unit: Unit, invitation: Invitation, offer_id: str, *, on_page: bool
) -> Taken:
    gone = _offer(unit, invitation, offer_id)
    if gone.closed_at is not None:
        raise NoSuchTime
    sought = sought_for(services, unit, invitation, gone)
    unit.audit.record("time gone", gone)
    offer = open_offer(
        unit, invitation, sought, purpose=Purpose(gone.purpose), number=INSTEAD, on_page=on_page
    )
    if offer is not None:
        return Taken.OTHERS
    ask_host(unit, invitation, why="none")
    return Taken.NONE_LEFT


def _loop(unit: Unit, invitation: Invitation, sought: Sought, begins: Sequence[datetime]) -> Loop:
    return Loop(
        invitation_id=invitation.id,
        track_id=sought.plan.track,
        format_sha=unit.candidacies.keep("format", to_plain(sought.plan)),
        content_version=sought.plan.content_version,
        level_aimed=sought.plan.level,
        split=len(begins) > 1,
        state=LoopState.PLANNING,
        starts_at=begins[0],
        ends_at=ends_at(sought, begins),
        booked_at=unit.at,
    )


def _ask_all(
    unit: Unit,
    invitation: Invitation,
    loop: Loop,
    *,
    sought: Sought,
    begins: Sequence[datetime],
    panel: Panel,
) -> None:
    for seat, person_id in panel.items():
        starts_at = first_start(sought, begins, seat) or begins[0]
        ask(unit, invitation, loop, seat=seat, person_id=person_id, starts_at=starts_at)


def _tell_held(services: Services, unit: Unit, invitation: Invitation, loop: Loop, *, on_page: bool) -> None:
    key, starts = f"{loop.id}:{loop.moves}", loop.starts_at.isoformat()
    tell_candidate(unit, invitation, "time_held", key=key, loop_id=loop.id, on_page=on_page, starts=starts)
    time = channel_time(services, unit, loop.starts_at)
    step(unit, invitation, "thread.time_held", key=loop.id, time=time)
