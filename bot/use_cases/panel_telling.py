"""Keeps the messages about a panel current: each person's own, and the host's with all seats."""

from bot.ports import Services
from bot.use_cases.panel_facts import seat_seen
from bot.use_cases.telling import notice, rewrite_sent, step, tell_person
from bot.wording import when
from storage.columns import new_id
from storage.tables import DueState, Invitation, Loop, PanelSeat
from storage.unit_of_work import Unit

ASKED, BOARD, EMPTY = "seat_asked", "loop_board", "seat_empty"


def tell_seat(unit: Unit, invitation: Invitation, loop: Loop, row: PanelSeat, *, moved: bool = False) -> None:
    """Plan the message that asks somebody, or says that they sit there; an earlier one ends."""
    rewrite_seat(unit, row)
    tell_person(
        unit,
        row.person_id,
        ASKED,
        key=f"{row.id}:{loop.revision}",
        invitation=invitation,
        loop_id=loop.id,
        seat=row.id,
        starts=loop.starts_at.isoformat(),
        moved="yes" if moved else None,
    )


def rewrite_seat(unit: Unit, row: PanelSeat) -> None:
    """Plan to bring the newest message about a seat up to date."""
    rewrite_newest(unit, ASKED, row.id)


def refresh_board(unit: Unit, invitation: Invitation, loop: Loop) -> None:
    """Plan to bring what the host sees of a loop up to date, or to send it when they have nothing yet."""
    original = f"{BOARD}:{loop.id}:{invitation.host_id}"
    if unit.due.by_key(original) is None:
        unit.due.plan(
            BOARD,
            key=original,
            to=f"person:{invitation.host_id}",
            invitation_id=invitation.id,
            about={"loop": loop.id},
        )
        return
    rewrite_newest(unit, BOARD, f"{loop.id}:{invitation.host_id}")


def seat_is_empty(unit: Unit, invitation: Invitation, loop: Loop, row: PanelSeat) -> None:
    """Ask the host to choose somebody for the seat that *row* held, or to move the interview.

    The message names every seat that is empty, so one that has not been sent yet is not sent any more.
    """
    unit.due.drop(loop_id=loop.id, kinds=[EMPTY])
    tell_person(
        unit,
        invitation.host_id,
        EMPTY,
        key=row.id,
        invitation=invitation,
        loop_id=loop.id,
        seat=row.id,
    )
    rewrite_empty(unit, loop)
    refresh_board(unit, invitation, loop)
    step(unit, invitation, "thread.at_risk", key=row.id)


def pass_on_empty(unit: Unit, invitation: Invitation, loop: Loop) -> None:
    """Bring what is open about empty seats to a new host; the old one's messages say who that is."""
    told = [row for row in unit.due.of_loop(loop.id, [EMPTY]) if row.state != DueState.DROPPED]
    if not loop.at_risk or not told:
        return
    rewrite_empty(unit, loop)
    unit.due.drop(loop_id=loop.id, kinds=[EMPTY])
    tell_person(
        unit,
        invitation.host_id,
        EMPTY,
        key=f"{told[-1].about['seat']}:{invitation.revision}",
        invitation=invitation,
        loop_id=loop.id,
        seat=str(told[-1].about["seat"]),
    )


def rewrite_empty(unit: Unit, loop: Loop) -> None:
    """Plan to bring the messages about empty seats up to date."""
    for row in unit.loops.seat_history(loop.id):
        if row.released_at is not None:
            rewrite_newest(unit, EMPTY, row.id)


def rewrite_newest(unit: Unit, kind: str, key: str) -> None:
    """Plan to rewrite the message of *kind* about *key* that was sent last, if one was."""
    newest = unit.due.newest_sent(f"{kind}:{key}")
    if newest is not None:
        rewrite_sent(unit, newest, key=f"{kind}:{key}:again:{new_id()}")


def tell_panelist(services: Services, unit: Unit, row: PanelSeat, sentence: str) -> None:
    """Plan one sentence for somebody of the panel, with the candidate's name and when they were needed."""
    seen = seat_seen(unit, row)
    notice(
        unit,
        row.person_id,
        sentence,
        key=f"{sentence}:{row.id}:{seen.loop.revision}",
        candidate=seen.candidate.called,
        time=when(services.catalogue, seen.starts_at, seen.person.timezone),
    )
