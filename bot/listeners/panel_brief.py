"""Panelists open their brief, turn its pages, agree to the rule about AI; their briefs at Home."""

from bot.listeners.home_parts import HomeLive, HomeParts
from bot.listeners.press import Answer, Open, Press, Show
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.loop_days import called, days_of_loop
from bot.use_cases.panel_facts import seat_name
from bot.use_cases.read_brief import agree_to_rules, read_brief
from bot.views.panel_brief import AGREE, OPEN, RULES_PAGE, TURN, brief_modal, open_button
from bot.views.said import Said, Section
from bot.wording import say, when
from storage.tables import Invitation, Loop, PanelSeat
from tracks.candidacy import SeatAnswer

routes = Routes()
home = HomeParts()


@routes.action(OPEN)
def opens(services: Services, press: Press) -> Answer:
    return Open(view=_page(services, press, 0))


@routes.action(TURN)
def turns(services: Services, press: Press) -> Answer:
    return Show(view=_page(services, press, press.turns_to), over=True)


@routes.action(AGREE)
def agrees(services: Services, press: Press) -> Answer:
    agree_to_rules(services, press, seat_id=press.subject, version=press.detail)
    return Show(view=_page(services, press, RULES_PAGE), over=True)


def _page(services: Services, press: Press, number: int) -> dict[str, object]:
    with services.look() as unit:
        shown = read_brief(services, unit, presser=press.user, seat_id=press.subject)
    return brief_modal(services.catalogue, shown, number)


@home.part(300)
def briefs_ahead(live: HomeLive) -> Said | None:
    """Offer the briefs of the interviews ahead, soonest first."""
    if live.person is None:
        return None
    seated = live.unit.loops.of_panelist(live.person.id)
    ahead = [
        (loop, seat)
        for loop, seat in seated
        if seat.answer == SeatAnswer.YES and loop.confirmed_at is not None and loop.ends_at > live.unit.at
    ]
    lines = [_line(live, loop, seat, live.person.timezone) for loop, seat in ahead]
    heading = Section(text=say(live.catalogue, "panel_brief.home"))
    return Said(sections=(heading, *lines)) if lines else None


def _line(live: HomeLive, loop: Loop, seat: PanelSeat, zone: str) -> Section:
    catalogue = live.catalogue
    own = [part for part in days_of_loop(live.unit, loop).own(seat.seat) if part.ends_at > live.unit.at]
    candidate = called(live.unit, live.unit.get(Invitation, loop.invitation_id))
    time = when(catalogue, own[0].starts_at if own else loop.starts_at, zone)
    text = say(
        catalogue,
        "panel_brief.home_line",
        candidate=candidate,
        seat=seat_name(catalogue, seat.seat),
        time=time,
    )
    return Section(text=text, button=open_button(catalogue, seat.id) if seat.brief_sha else None)
