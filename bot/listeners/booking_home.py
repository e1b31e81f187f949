"""What panelists, hosts and candidates find on the Home tab about seats and times."""

from collections.abc import Iterator

from bot.listeners.home_parts import HomeLive, HomeParts
from bot.use_cases.offer_times import DAYS
from bot.use_cases.panel_facts import SeatSeen, facts_of, load_text, seat_seen
from bot.use_cases.times_shown import times_shown
from bot.views import booking, panel
from bot.views.paper import button
from bot.views.said import Button, Said, Section
from bot.wording import say
from storage.tables import Invitation
from tracks.candidacy import InvitationState, SeatAnswer
from tracks.track import SeatId

home = HomeParts()
MOST = 5


@home.part(200)
def own_seats(live: HomeLive) -> Said | None:
    """Show a panelist what they are asked, their next interviews, and their load."""
    if live.person is None:
        return None
    ahead = [
        (loop, row)
        for loop, row in live.unit.loops.of_panelist(live.user)
        if loop.ends_at > live.services.now and row.seat != SeatId.HOST
    ]
    if not ahead:
        return None
    seen = [seat_seen(live.unit, row) for _, row in ahead]
    asked = [each for each in seen if each.row.answer is None]
    seated = [each for each in seen if each.row.answer == SeatAnswer.YES]
    load = load_text(live.services, live.unit, live.person, seen[0].starts_at)
    return Said(sections=(*_asked(live, asked), *_seated(live, seated), Section(text=load, small=True)))


@home.part(220)
def own_times(live: HomeLive) -> Said | None:
    """Show a candidate the times on offer, or what is held for them."""
    if live.candidate is None:
        return None
    catalogue = live.catalogue
    for invitation in live.unit.candidacies.live_of(live.candidate.id):
        loop = live.unit.loops.live(invitation.id)
        offer = live.unit.candidacies.times_offered(invitation.id)
        shown = times_shown(live.services, live.unit, invitation, offer) if offer else None
        if shown is not None:
            times = [booking.time_section(catalogue, t.key, t.number, t.days) for t in shown.times]
            title = Section(text=f"*{say(catalogue, 'page.times_move' if loop else 'page.times')}*")
            return Said(sections=(title, *times), buttons=_below(live, invitation, room=shown.room))
        if loop is not None and loop.ends_at > live.services.now:
            move = button(catalogue, booking.MOVE, invitation.id)
            return Said(sections=(), buttons=(move, booking.cancel_button(catalogue, invitation.id)))
        if invitation.state == InvitationState.CHOSEN and invitation.asked_last == DAYS:
            title = Section(text=f"*{say(catalogue, 'page.days')}*")
            return Said(sections=(title,), buttons=booking.days_buttons(catalogue, invitation.id))
    return None


def _below(live: HomeLive, invitation: Invitation, *, room: int) -> tuple[Button, ...]:
    catalogue = live.catalogue
    page = live.services.link(invitation.id, invitation.link_epoch)
    split = invitation.split if live.unit.loops.live(invitation.id) is None else None
    return booking.times_buttons(catalogue, invitation.id, room=room, split=split, page=page)[:-1]


def _asked(live: HomeLive, seen: list[SeatSeen]) -> Iterator[Section]:
    if seen:
        yield Section(text=say(live.catalogue, "panel.open_asks"))
    for each in seen[:MOST]:
        text = say(live.catalogue, "panel.open_ask", **facts_of(live.services, each))
        about = f"{each.row.id}.{each.loop.starts_at.isoformat()}"
        yield Section(text=text, row=panel.answers(live.catalogue, about))


def _seated(live: HomeLive, seen: list[SeatSeen]) -> Iterator[Section]:
    if seen:
        yield Section(text=say(live.catalogue, "panel.next_interviews"))
    for each in seen[:MOST]:
        text = say(live.catalogue, "panel.next_interview", **facts_of(live.services, each))
        yield Section(text=text, button=panel.back_button(live.catalogue, each.row.id))
