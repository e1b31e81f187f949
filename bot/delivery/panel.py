"""What panels and hosts are sent about seats and times; and what follows when nobody answers."""

from collections.abc import Iterable
from dataclasses import replace

from bot.delivery.live import Live, Renderers
from bot.ports import Services
from bot.use_cases.answer_seat import silence
from bot.use_cases.arrange import TO_PANEL
from bot.use_cases.find_panel import empty_seats, is_complete, who_could
from bot.use_cases.loop_days import loop_time
from bot.use_cases.loop_parts import sought_elsewhere, sought_new
from bot.use_cases.open_offer import gaps
from bot.use_cases.panel_facts import facts_of, load_text, parts_text, seat_name, seat_seen
from bot.use_cases.panel_telling import EMPTY
from bot.views import panel as views
from bot.views.panel_brief import open_button
from bot.views.said import Said, Section, one
from bot.wording import when
from bot.wording.sentences import Markup, mention
from storage.lease import Claimed
from storage.tables import DueState, Loop, PanelSeat, Person
from storage.unit_of_work import Unit
from tracks.candidacy import DROPPED, InvitationState, SeatAnswer
from tracks.gaps import SeatGap
from tracks.panel import Why
from tracks.track import SeatId

renderers = Renderers()
MOST_NAMES = 12  # of one seat, in the reasons why there is no time
LEFT_EMPTY: dict[SeatAnswer | None, str] = {
    SeatAnswer.NO: "no",
    SeatAnswer.NO_ANSWER: "no_answer",
    SeatAnswer.GIVEN_BACK: "given_back",
}
LEFT: dict[SeatAnswer | None, str] = {
    SeatAnswer.NO: "said_no",
    SeatAnswer.NO_ANSWER: "said_no_answer",
    SeatAnswer.GIVEN_BACK: "gave_back",
}


@renderers.renders("seat_asked")
def seat_asked(live: Live) -> Said | None:
    row = live.unit.get(PanelSeat, live.about("seat"))
    seen = seat_seen(live.unit, row)
    told = facts_of(live.services, seen)
    gone = row.released_at is not None or seen.loop.state in DROPPED
    other_time = live.about("starts") != seen.loop.starts_at.isoformat()
    if gone or other_time:
        key = LEFT.get(row.answer, "not_needed") if gone else "older"
        return one(live.say(f"panel.{key}", **told)) if live.row.replaces else None
    catalogue = live.catalogue
    moved = [Section(text=live.say("panel.seat_moved"))] if live.about("moved") else []
    own = f"{live.say('panel.own_parts')}\n{parts_text(live.services, seen)}"
    if row.answer == SeatAnswer.YES:
        standing = seen.person.standing_yes and row.answer_by is None
        key = "seated_confirmed" if seen.loop.confirmed_at else "seated_standing" if standing else "seated"
        sections = [*moved, Section(text=live.say(f"panel.{key}", **told)), Section(text=own)]
        return Said(sections=tuple(sections), buttons=(views.back_button(catalogue, row.id),))
    does = live.say("panel.does", does=catalogue.ground.seat(row.seat).does)
    load = load_text(live.services, live.unit, seen.person, seen.starts_at)
    small = "\n".join((does, load, live.say("panel.answer_until", **told)))
    return Said(
        sections=(
            *moved,
            Section(text=live.say("panel.asked", **told)),
            Section(text=own),
            Section(text=small, small=True),
        ),
        buttons=views.answers(catalogue, f"{row.id}.{seen.loop.starts_at.isoformat()}"),
    )


@renderers.renders(TO_PANEL)
def arrangement_changed(live: Live) -> Said | None:
    """Lead to the brief once more; the words that are arranged stand there only."""
    row = live.unit.get(PanelSeat, live.about("seat"))
    seen = seat_seen(live.unit, row)
    if row.released_at is not None or seen.loop.state in DROPPED:
        return None
    text = live.say("panel_brief.arranged_anew", **facts_of(live.services, seen))
    return one(text, open_button(live.catalogue, row.id))


@renderers.does("seat_silence")
def no_answer_in_time(services: Services, unit: Unit, row: Claimed) -> None:
    """Carry on without somebody who has not answered."""
    silence(services, unit, str(row.about["seat"]))


@renderers.renders("loop_board")
def loop_board(live: Live) -> Said:
    loop = live.unit.get(Loop, live.about("loop"))
    told = _told(live, loop)
    if loop.state in DROPPED:
        return one(live.say("recruiter.board_over", **told))
    state, empty = "booked" if loop.confirmed_at else "held", len(empty_seats(live.unit, loop))
    if loop.at_risk:
        state = "at_risk_many" if empty > 1 else "at_risk"
    elif loop.confirmed_at and not is_complete(live.unit, loop):
        state = "asking_again"
    lines = "\n".join(_seat_lines(live, loop))
    buttons = views.host_buttons(live.catalogue, live.invitation.id, loop.id)
    return Said(
        sections=(
            Section(text=live.say(f"recruiter.board_{state}", count=empty, **told)),
            Section(text=lines),
        ),
        buttons=buttons if loop.ends_at > live.services.now else (),
    )


@renderers.renders(EMPTY)
def seat_empty(live: Live) -> Said | None:
    """Name every seat that is empty; of several such messages the last one does, the others point to it."""
    loop = live.unit.get(Loop, live.unit.get(PanelSeat, live.about("seat")).loop_id)
    left = _last_to_leave(live.unit, loop)
    if loop.state in DROPPED or not left:
        filled = live.say("recruiter.seats_filled", **_told(live, loop))
        return one(filled) if live.row.replaces else None
    if live.row.recipient != f"person:{live.invitation.host_id}":
        with_host = live.say("recruiter.seats_with_host", host=mention(live.invitation.host_id))
        return one(with_host) if live.row.replaces else None
    sent = [row for row in live.unit.due.of_loop(loop.id, [EMPTY]) if row.state != DueState.DROPPED]
    if sent[-1].about["seat"] != live.about("seat"):
        return one(live.say("recruiter.seats_in_newer")) if live.row.replaces else None
    seats = [_empty_seat(live, loop, row) for row in left]
    state = "seat_empty" if len(seats) == 1 else "seats_empty"
    return Said(
        sections=(
            Section(text=live.say(f"recruiter.{state}", count=len(seats), **_told(live, loop))),
            *seats,
            Section(text=live.say("recruiter.empty_by_hand"), small=True),
        ),
        buttons=(views.other_times_button(live.catalogue, live.invitation.id),),
    )


def _last_to_leave(unit: Unit, loop: Loop) -> list[PanelSeat]:
    """Return who left each seat of *loop* that is empty now."""
    gone = {row.seat: row for row in unit.loops.seat_history(loop.id) if row.released_at is not None}
    return [gone[seat] for seat in empty_seats(unit, loop) if seat in gone]


def _empty_seat(live: Live, loop: Loop, row: PanelSeat) -> Section:
    """Return why a seat is empty and who could take it, with the button to choose somebody."""
    key = LEFT_EMPTY.get(row.answer, "left")
    what = live.say(f"recruiter.empty_{key}", person=mention(row.person_id))
    able = who_could(live.unit, live.invitation, loop, row.seat)
    people = Markup(", ".join(mention(person) for person in able))
    who = live.say("recruiter.empty_able", people=people) if able else live.say("recruiter.empty_nobody")
    seat = seat_name(live.catalogue, row.seat)
    text = live.say("recruiter.empty_line", seat=seat, what=Markup(what), who=Markup(who))
    choose = views.choose_button(live.catalogue, loop.id, row.seat)
    return Section(text=text, button=replace(choose, label=f"{choose.text}: {seat}"))


@renderers.renders("no_time_fits")
def no_time_fits(live: Live) -> Said | None:
    loop = live.unit.loops.live(live.invitation.id)
    if live.invitation.state not in (InvitationState.CHOSEN, InvitationState.PLANNED):
        return None
    if loop is not None:
        sought, _ = sought_elsewhere(live.unit, live.invitation, loop)
    else:
        split = bool(live.invitation.split)
        sought = sought_new(live.unit, live.catalogue, live.invitation, split=split)
    if not sought.parts:
        return None
    key = "no_time_suits" if live.about("why") == "refused" else "no_time"
    found = gaps(live.unit, live.invitation, sought)
    sections = [Section(text=live.asking(live.say(f"recruiter.{key}", **live.who)))]
    if not found.candidate_has_time:
        sections.append(Section(text=live.say("recruiter.no_candidate_hours", zone=live.candidate_zone)))
    sections.append(Section(text="\n".join(_gap_line(live, gap) for gap in found.seats)))
    sections.append(Section(text=live.say("recruiter.what_now"), small=True))
    again = (
        views.other_times_button(live.catalogue, live.invitation.id)
        if loop
        else views.again_button(live.catalogue, live.invitation.id)
    )
    return Said(sections=tuple(sections), buttons=(again,))


@renderers.renders("move_asked")
def move_asked(live: Live) -> Said | None:
    loop = live.unit.loops.live(live.invitation.id)
    if loop is None:
        return None
    rule = live.about("rule") if live.about("rule") == "no_moves_left" else "move_too_late"
    why = live.say(f"recruiter.{rule}")
    said = one(live.asking(live.say("recruiter.move_asked", why=Markup(why), **_told(live, loop))))
    return said.having(*views.host_buttons(live.catalogue, live.invitation.id, loop.id))


@renderers.renders("cancel_asked")
def cancel_asked(live: Live) -> Said | None:
    loop = live.unit.loops.live(live.invitation.id)
    if loop is None:
        return None
    said = one(live.asking(live.say("recruiter.cancel_asked", **_told(live, loop))))
    return said.having(*views.host_buttons(live.catalogue, live.invitation.id, loop.id))


def _told(live: Live, loop: Loop) -> dict[str, object]:
    host = live.unit.get(Person, live.row.recipient.rpartition(":")[2])
    time = loop_time(live.services, live.unit, loop, zone=host.timezone)
    return live.who | {"time": time}


def _seat_lines(live: Live, loop: Loop) -> Iterable[str]:
    held = live.unit.loops.seats(loop.id)
    zone = live.unit.get(Person, live.row.recipient.rpartition(":")[2]).timezone
    empty = empty_seats(live.unit, loop)
    for seat in SeatId:
        name = seat_name(live.catalogue, seat)
        if seat in empty:
            yield live.say("recruiter.board_empty", seat=name)
        row = held.get(seat)
        if row is None:
            continue
        person = mention(row.person_id)
        if seat is SeatId.HOST and row.answer == SeatAnswer.YES:
            yield live.say("recruiter.board_host", seat=name, person=person)
        elif row.answer == SeatAnswer.YES:
            yield live.say("recruiter.board_yes", seat=name, person=person)
        else:
            until = when(live.catalogue, row.answer_by, zone) if row.answer_by else ""
            yield live.say("recruiter.board_asked", seat=name, person=person, until=until)


def _gap_line(live: Live, gap: SeatGap) -> str:
    seat = seat_name(live.catalogue, gap.seat)
    people = [(person, reasons) for person, reasons in gap.people if Why.SEAT_NOT_LISTED not in reasons]
    told = [
        live.say("recruiter.gap_person", name=mention(person), why=_reasons(live, reasons))
        for person, reasons in people[:MOST_NAMES]
    ]
    if len(people) > MOST_NAMES:
        told.append(live.say("recruiter.gap_more", count=len(people) - MOST_NAMES))
    names = ", ".join(told) or live.say("recruiter.gap_nobody")
    return live.say("recruiter.gap_seat", seat=seat, people=Markup(names))


def _reasons(live: Live, reasons: tuple[Why, ...]) -> str:
    return ", ".join(live.say(f"why.{why}") for why in reasons) or live.say("recruiter.gap_able")
