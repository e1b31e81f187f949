"""Puts the program together: the only module that knows every other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from pydantic import SecretStr
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot.adapters.mail import SmtpMailer
from bot.adapters.slack import SlackMessenger, SlackPeople, SlackViews, web_client
from bot.adapters.slack_files import SlackFiles
from bot.adapters.slack_identity import SlackIdentity
from bot.clocks import Clock
from bot.delivery import booking as booking_messages
from bot.delivery import calendars, homes, reminders, simple
from bot.delivery import candidate as candidate_messages
from bot.delivery import debrief as debrief_messages
from bot.delivery import forms as form_messages
from bot.delivery import panel as panel_messages
from bot.delivery import recruiter as recruiter_messages
from bot.delivery.live import Renderers
from bot.delivery.ticking import Ticking
from bot.delivery.worker import Worker
from bot.listeners import (
    asking,
    booking,
    booking_home,
    booking_words,
    candidate,
    candidate_home,
    candidate_words,
    debrief,
    debrief_home,
    decision,
    home,
    host_forms,
    letter,
    panel,
    panel_brief,
    panelist_forms,
    panelist_home,
    panelist_moments,
    recruiter,
    recruiter_home,
    slack_app,
)
from bot.listeners.home_parts import HomeParts
from bot.listeners.routes import Routes
from bot.ports import Attachment, CalendarEntry, Mailer, Services
from bot.settings import Settings
from bot.web import booking_page, calendar_page, candidate_always, candidate_page, letter_page
from bot.web.candidate_pages import CandidatePages
from bot.web.health import Health
from bot.web.links import Links
from bot.web.page_parts import PageParts
from bot.web.slack_endpoint import Dispatch, SlackEndpoint
from storage.unit_of_work import Store
from tracks import catalogue
from tracks.contents import Catalogue

if TYPE_CHECKING:
    from bot.adapters.socket_mode import SocketMode

STOP_SECONDS = 30  # that a stop waits for what is in hand: longer than any answer takes, not than any caller
LATE_SECONDS = 300  # by which the oldest due row may wait before the process is called not ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What one area of the product brings: its listeners, renderers, parts of pages and of Home tabs."""

    routes: Routes = field(default_factory=Routes)
    renderers: Renderers = field(default_factory=Renderers)
    page: PageParts = field(default_factory=PageParts)
    home: HomeParts = field(default_factory=HomeParts)


AREAS: tuple[Area, ...] = (
    Area(renderers=simple.renderers),
    Area(routes=candidate.routes, renderers=candidate_messages.renderers, page=candidate_page.page),
    Area(routes=candidate_words.routes, page=candidate_always.page, home=candidate_home.home),
    Area(routes=recruiter.routes, renderers=recruiter_messages.renderers, home=recruiter_home.home),
    Area(routes=asking.routes),
    Area(
        routes=booking.routes,
        renderers=booking_messages.renderers,
        page=booking_page.page,
        home=booking_home.home,
    ),
    Area(routes=booking_words.routes),
    Area(routes=panel.routes, renderers=panel_messages.renderers),
    Area(renderers=calendars.renderers, page=calendar_page.page),
    Area(routes=panel_brief.routes, renderers=reminders.renderers, home=panel_brief.home),
    Area(routes=panelist_moments.routes, home=panelist_home.home),
    Area(routes=panelist_forms.routes, renderers=form_messages.renderers),
    Area(routes=host_forms.routes),
    Area(routes=debrief.routes, renderers=debrief_messages.renderers, home=debrief_home.home),
    Area(routes=decision.routes),
    Area(routes=letter.routes, page=letter_page.page),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Everything that runs; ``start`` and ``stop`` are for the process, the parts are for tests."""

    services: Services
    web: Starlette
    worker: Worker
    ticking: Ticking
    socket: "SocketMode | None"
    identity: SlackIdentity

    def start(self) -> None:
        """Start to send what is due, and to listen where Slack does not call us."""
        self.identity.start()
        self.worker.resume()
        self.ticking.start()
        if self.socket is not None:
            self.socket.start()

    def stop(self) -> None:
        """Stop listening, finish what is in hand, close the database."""
        self.identity.stop()
        if self.socket is not None:
            self.socket.stop()
        self.ticking.stop()
        self.services.store.close()


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    client: WebClient | None = None,
    mailer: Mailer | None = None,
    content: Catalogue | None = None,
    send_threads: int = 8,
) -> Program:
    """Return the program for *settings*; the demo and tests give it their own clock."""
    clock = clock or Clock()
    client = client or web_client(_secret(settings.slack_bot_token), settings.slack_api_url)
    identity = SlackIdentity(client)
    links = Links(_secret(settings.secret_key) or "", settings.public_url)
    services = Services(
        settings=settings,
        store=Store(settings.database_url, synchronous=settings.sqlite_synchronous),
        catalogue=content or catalogue.load(settings.content_dir),
        clock=clock,
        people=SlackPeople(client, identity.known),
        link=links.address,
        calendar_file=_calendar_file,
        files=SlackFiles(client),
    )
    views = SlackViews(client)
    bolt = slack_app.build(services, every_route(), views, token=client.token)
    renderers = every_renderer()
    renderers.include(homes.renderers_for(partial(home.home_view, every_home_part()), views))
    worker = Worker(
        services, renderers, SlackMessenger(client), mailer or _mailer(settings), threads=send_threads
    )
    ticking = Ticking(worker, steady=clock.steady)
    dispatch = slack_app.dispatcher(bolt, services, team=identity.team)
    socket = _socket(settings, dispatch)
    web = Starlette(
        routes=[
            *_health(services, ticking, socket),
            *_slack(settings, dispatch, clock),
            *pages(services, links),
        ]
    )
    return Program(
        services=services,
        web=web,
        worker=worker,
        ticking=ticking,
        socket=socket,
        identity=identity,
    )


def every_route() -> Routes:
    """Return the listeners of all modules in one table."""
    routes = Routes()
    for area in AREAS:
        routes.include(area.routes)
    routes.include(home.routes_for(every_home_part()))
    return routes


def every_home_part() -> HomeParts:
    """Return what all modules show on Home tabs."""
    parts = HomeParts()
    for area in AREAS:
        parts.include(area.home)
    return parts


def every_renderer() -> Renderers:
    """Return the renderers of all modules in one table."""
    renderers = Renderers()
    for area in AREAS:
        renderers.include(area.renderers)
    return renderers


def _every_page() -> PageParts:
    """Return the parts of candidates' pages of all modules in one table."""
    page = PageParts()
    for area in AREAS:
        page.include(area.page)
    return page


def pages(services: Services, links: Links) -> list[BaseRoute]:
    """Return the routes of the candidates' pages."""
    return CandidatePages(services, links, _every_page()).routes()


def _slack(settings: Settings, dispatch: Dispatch, clock: Clock) -> list[BaseRoute]:
    secret = _secret(settings.slack_signing_secret)
    if settings.socket_mode or secret is None:
        return []
    endpoint = SlackEndpoint(dispatch, signing_secret=secret, machine=clock.machine)
    return [Route("/slack/events", endpoint.events, methods=["POST"])]


def _health(services: Services, ticking: Ticking, socket: "SocketMode | None") -> list[BaseRoute]:
    ready: dict[str, Callable[[], str | None]] = {
        "database": lambda: _database(services),
        "due": lambda: _lateness(services),
        "clock": ticking.stalled,
    }
    if socket is not None:
        ready["slack"] = socket.problem
    return [
        Route("/healthz", Health({"clock": ticking.stalled}).answer),
        Route("/readyz", Health(ready).answer),
    ]


def _database(services: Services) -> str | None:
    try:
        with services.look() as unit:
            unit.due.next_at()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the probe tells it
        return f"not reachable: {type(error).__name__}"
    return None


def _lateness(services: Services) -> str | None:
    with services.look() as unit:
        oldest = unit.due.next_at()
    late = (services.now - oldest).total_seconds() if oldest else 0.0
    return f"the oldest due row is {late:.0f} seconds late" if late > LATE_SECONDS else None


def _mailer(settings: Settings) -> Mailer | None:
    url = _secret(settings.smtp_url)
    return SmtpMailer(url, settings.mail_from or "") if url else None


def _socket(settings: Settings, dispatch: Dispatch) -> "SocketMode | None":
    token = _secret(settings.slack_app_token)
    if token is None:
        return None
    from bot.adapters.socket_mode import SocketMode  # noqa: PLC0415 -- aiohttp, for those who need it

    return SocketMode(dispatch, app_token=token, api_url=settings.slack_api_url, stop_seconds=STOP_SECONDS)


def _calendar_file(entry: CalendarEntry, now: datetime) -> Attachment:
    from bot.calendars.entry import calendar_file  # noqa: PLC0415 -- icalendar is slow to load, and can wait

    return calendar_file(entry, now)


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None
