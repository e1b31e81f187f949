"""``demo``: a stand-in Slack, a mailbox, a company and the bot in one process, with a clock to move."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import typer
import uvicorn
from starlette.applications import Starlette

from bot.app import Program, build
from bot.clocks import Clock, MovableTime
from bot.company_file import read_company
from bot.manifest import manifest
from bot.settings import Settings
from bot.stand_in import keeping, page, web_api
from bot.stand_in.folder import NotPlayable, claimed, usable
from bot.stand_in.mailbox import Mailbox
from bot.stand_in.records import Installation
from bot.stand_in.server import configuration
from bot.stand_in.sockets import listening_at
from bot.stand_in.workspace import Workspace
from bot.use_cases.set_up import set_up
from storage import schema
from storage.unit_of_work import Store
from tracks import catalogue
from tracks.track import Shape

FOLDER = Path("interview-tracks-demo")
DATABASE, WORKSPACE, AHEAD = "interview-tracks.db", "workspace.json", "clock.txt"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy")
CANDIDATES = (("U0KIM", "Kim Adeyemi", "Europe/Berlin"),)
OUTSIDERS = {"ola@mail.example": "Ola Nowak"}
PATIENCE, PAUSE = 4.0, 0.05  # seconds that a press of the clock may take, and between two looks
SECRET = "the-demo-signs-links-with-this-and-nothing-else-does"  # noqa: S105 -- opens nothing but a demo


class PortTaken(Exception):  # noqa: N818 -- it says what is wrong
    """Somebody else listens on the demo's port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the page can move, and what a test looks at."""

    program: Program
    workspace: Workspace
    mailbox: Mailbox
    clock: "DemoClock"
    web: Starlette
    address: str


class DemoClock:
    """The demo's clock as the page shows it; how far it is ahead outlives a restart."""

    def __init__(self, time: MovableTime, file: Path) -> None:
        self._time = time
        self._file = file
        self.program: Program | None = None

    def now(self) -> datetime:
        """Return people's time, an aware UTC instant."""
        return self._time()

    def advance(self, by: timedelta) -> None:
        """Put people's time forward."""
        self._time.advance(by)
        self._file.write_text(str(self._time.ahead.total_seconds()))

    def next_due(self) -> datetime | None:
        """Return when the next planned message or change falls due."""
        if self.program is None:
            return None
        with self.program.services.look() as unit:
            return unit.due.next_at()


def run(*, port: int = 3000, fresh: bool = False, folder: Path = FOLDER) -> None:
    """Play until interrupted. A port or folder that cannot be had is told, and nothing is touched."""
    try:
        with listening(port) as door, assembled(door, folder=folder, fresh=fresh) as demo:
            at = demo.address
            typer.echo(f"Interview Tracks: the demo is at {at} and you play everybody. Ctrl-C ends it.")
            Server(demo).run(sockets=[door])
    except (PortTaken, NotPlayable) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None


class Server(uvicorn.Server):
    """Starts the bot once the stand-in answers, since the bot connects to it."""

    def __init__(self, demo: Demo) -> None:
        super().__init__(configuration(demo.web))
        self._demo = demo

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        threading.Thread(target=self._demo.program.start, name="start", daemon=True).start()


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Hold the demo's port on loopback. Raises PortTaken."""
    try:
        door = listening_at("127.0.0.1", port)
    except OSError as taken:
        raise PortTaken(
            f"Port {port} is taken: end the program that holds it, or choose another: demo --port {port + 1}"
        ) from taken
    with door:
        yield door


@contextmanager
def assembled(door: socket.socket, *, folder: Path, fresh: bool = False) -> Iterator[Demo]:
    """Put the demo together in *folder*, unserved as yet; tokens, ``.env`` and proxies do not matter.

    What was played there before is there again. Raises NotPlayable.
    """
    for name in PROXIES:
        os.environ.pop(name, None)
    with ExitStack() as stack:
        stack.enter_context(claimed(folder, fresh=fresh))
        with usable(folder):
            schema.upgrade(f"sqlite:///{folder / DATABASE}")
            clock = DemoClock(MovableTime(ahead(folder / AHEAD)), folder / AHEAD)
        app = Installation.from_manifest(manifest())
        workspace = Workspace(now=clock.now, machine=Clock().machine, app=app)
        workspace.address = address = "http://{}:{}".format(*door.getsockname())
        workspace.mailbox = mailbox = Mailbox(now=clock.now, arrived=workspace.touch)
        with usable(folder):
            keeping.read(folder / WORKSPACE, workspace, mailbox)
        stack.enter_context(keeping.Keeper(workspace, mailbox, folder / WORKSPACE))
        stack.enter_context(mailbox)
        settings = settings_for(workspace, mailbox, folder / DATABASE)
        found(settings, workspace, now=clock.now())
        program = build(settings, clock=Clock(now=clock.now))
        stack.callback(program.stop)
        clock.program = program
        web = Starlette(
            routes=[
                *web_api.routes(workspace),
                *program.web.routes,
                *page.routes(workspace, mailbox, clock, settle=lambda: settle(program), outsiders=OUTSIDERS),
            ]
        )
        workspace.connect(workspace.link)
        workspace.events.start()
        stack.callback(workspace.events.stop)
        yield Demo(
            program=program, workspace=workspace, mailbox=mailbox, clock=clock, web=web, address=address
        )


def settings_for(workspace: Workspace, mailbox: Mailbox, database: Path) -> Settings:
    """Return the demo's settings; nothing outside it has a say."""
    given: dict[str, Any] = {
        "slack_bot_token": workspace.app.bot_token,
        "slack_app_token": workspace.app.app_token,
        "slack_signing_secret": workspace.app.signing_secret,
        "slack_api_url": f"{workspace.address}/api/",
        "database_url": f"sqlite:///{database}",
        "public_url": workspace.address,
        "secret_key": SECRET,
        "smtp_url": mailbox.url,
        "mail_from": "interviews@lantern-ferries.example",
    }
    return Settings.model_validate(given)


def found(settings: Settings, workspace: Workspace, *, now: datetime) -> None:
    """Let the demo's people into the workspace and put the company on record."""
    content = catalogue.load()
    text = resources.files("bot").joinpath("demo_company.toml").read_text(encoding="utf-8")
    file = read_company(text, families=content.families, shapes=tuple(Shape), today=now.date())
    workspace.team = replace(workspace.team, name=file.company.name)
    for person in file.people:
        workspace.add_person(
            person.slack,
            str(person.name),
            tz=str(person.timezone),
            email=person.email,
            title=", ".join(role.replace("_", " ") for role in person.roles).capitalize(),
        )
    for slack, name, zone in CANDIDATES:
        workspace.add_person(slack, name, tz=zone, guest="single_channel", title="Candidate")
    for role in file.roles:
        runs_it = [role.host, role.coordinator, role.hiring_manager]
        if role.channel not in workspace.conversations.channels:
            workspace.add_channel(role.channel, f"hiring-{role.id}", runs_it, private=True)
    with closing(Store(settings.database_url)) as store:
        set_up(store, file, people=None, now=now)


def settle(program: Program, *, patience: float = PATIENCE) -> None:
    """Send what is due, now that the clock was moved; what Slack's pace holds back is waited for a while."""
    clock = program.services.clock
    until = clock.steady() + patience
    while clock.steady() < until:
        if not program.worker.tick():
            with program.services.look() as unit:
                due = unit.due.next_at()
            if due is None or due > program.services.now:
                return
            threading.Event().wait(PAUSE)


def ahead(file: Path) -> timedelta:
    """Return how far the clock was put forward before."""
    try:
        return timedelta(seconds=float(file.read_text())) if file.exists() else timedelta(0)
    except (ValueError, OverflowError) as damaged:
        raise keeping.NotReadable(f"{file} is damaged") from damaged
