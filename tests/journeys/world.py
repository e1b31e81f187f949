"""The world of a story: the real program, a stand-in workspace, a mailbox, two clocks moved by hand."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.app import Program, build
from bot.clocks import Clock
from bot.listeners.press import Press
from bot.manifest import manifest
from bot.settings import Settings
from bot.stand_in.delivery import HttpRoad
from bot.stand_in.mailbox import Mailbox
from bot.stand_in.people import Person
from bot.stand_in.records import Installation
from bot.stand_in.web_api import build_app
from bot.stand_in.workspace import Workspace
from storage import sqlite
from storage.engine import sqlite_file
from storage.unit_of_work import Store
from tests.journeys import company
from tests.journeys.chapters import Book, chapter
from tests.journeys.doors import door, shipped_content

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
SLACK = Installation.from_manifest(manifest())
PATIENCE = 60.0  # seconds; Slack waits for three, and a busy machine would tell another story


@dataclass
class Clocks:
    """People's time and the machine's; both only move when a story says so."""

    now: datetime = MONDAY
    machine: float = field(default_factory=MONDAY.timestamp)

    def people(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.machine

    def forward(self, by: timedelta) -> None:
        self.now += by
        self.machine += by.total_seconds()


@dataclass
class World:
    """Who is in the story, and what moves it on."""

    clocks: Clocks
    workspace: Workspace
    mailbox: Mailbox
    program: Program
    address: str  # where the program is served
    book: Book | None = None  # on SQLite only

    def __getattr__(self, name: str) -> Person:
        """Return the person of that first name: ``world.rita``."""
        for person in self.workspace.people:
            if person.name.split()[0].lower() == name:
                return person
        raise AttributeError(name)

    @property
    def store(self) -> Store:
        return self.program.services.store

    def settle(self) -> None:
        """Send everything that is due, at the pace that Slack allows."""
        for _ in range(2000):
            if self.program.worker.tick():
                continue
            if not self._waits_for_the_machine():
                return
            self.clocks.machine += 1.0
        raise AssertionError("there is no end to what is due")

    def forward(self, by: timedelta) -> None:
        """Let time pass, sending what falls due on the way at its time."""
        until = self.clocks.now + by
        self.settle()
        while (due := self._next_due()) is not None and due <= until:
            self.clocks.forward(max(due - self.clocks.now, timedelta(0)))
            self.settle()
        self.clocks.forward(max(until - self.clocks.now, timedelta(0)))
        self.settle()

    def until(self, instant: datetime) -> None:
        """Let time pass until *instant*."""
        self.forward(instant - self.clocks.now)

    def complaints(self) -> list[str]:
        """Return what Slack refused or would have warned about."""
        calls = self.workspace.journal
        refused = [f"{call.method}: {call.error} {call.args}" for call in calls.refused]
        return refused + [f"{call.method}: {call.warnings}" for call in calls.warned]

    def _next_due(self) -> datetime | None:
        with self.program.services.look() as unit:
            return unit.due.next_at()

    def _waits_for_the_machine(self) -> bool:
        due = self._next_due()
        return due is not None and due <= self.clocks.now


@contextmanager
def world(database_url: str, *, clocks: Clocks | None = None, mail: bool = True) -> Iterator[World]:
    """Build a world on a migrated, empty database; it ends with everything stopped."""
    clocks = clocks or Clocks()
    workspace = Workspace(now=clocks.people, machine=clocks.seconds, app=SLACK)
    populate(workspace)
    slack, bot = door("slack"), door("bot")
    slack.behind, workspace.address = build_app(workspace), slack.address
    with ExitStack() as stack:
        mailbox = stack.enter_context(Mailbox(now=clocks.people))
        settings = settings_for(workspace, database_url, mailbox if mail else None, port=bot.port)
        clock = Clock(now=clocks.people, machine=clocks.seconds, steady=clocks.seconds)
        program = build(settings, clock=clock, content=shipped_content(), send_threads=0)
        stack.callback(program.services.store.close)
        bot.behind = program.web
        road = HttpRoad(
            url=f"{bot.address}/slack/events",
            secret=workspace.app.signing_secret,
            machine=clocks.seconds,
            patience=PATIENCE,
        )
        workspace.connect(road)
        made = World(
            clocks=clocks, workspace=workspace, mailbox=mailbox, program=program, address=bot.address
        )
        if (file := sqlite_file(database_url)) is not None:
            made.book = Book(made, stack.enter_context(closing(sqlite.library.connect(file))))
        found_company(made)
        yield made


@chapter
def found_company(world: World) -> None:
    company.found(world.store)


def populate(workspace: Workspace) -> None:
    """Let everybody in: the company, a candidate in the workspace, one from another one."""
    for person_id, name, zone, *_ in (*company.STAFF, *company.INTERVIEWERS):
        workspace.add_person(person_id, name, tz=zone, email=company.mail_of(name))
    workspace.add_person("U0KIM", "Kim Candidate", tz="Europe/Berlin", guest="single_channel")
    workspace.add_person("U0OLA", "Ola Outside", external_team="T0OTHER")
    for _, _, _, channel in company.ROLES:
        workspace.add_channel(channel, f"hiring-{channel.lower()[2:]}", ["U0RITA", "U0CARO", "U0HANS"])


def settings_for(workspace: Workspace, database_url: str, mailbox: Mailbox | None, *, port: int) -> Settings:
    """Return settings as an operator would write them."""
    return Settings.model_validate(
        {
            "slack_bot_token": workspace.app.bot_token,
            "slack_signing_secret": workspace.app.signing_secret,
            "slack_api_url": f"{workspace.address}/api/",
            "database_url": database_url,
            "public_url": f"http://127.0.0.1:{port}",
            "secret_key": "a-secret-key-for-stories-only-1234567890",
            "smtp_url": mailbox.url if mailbox else None,
            "mail_from": "interviews@example.com" if mailbox else None,
        }
    )


def pressed(user: str, request: str) -> Press:
    """Return a press for a story that goes past the front door, straight to a use case."""
    return Press(user=user, team="", request=request, verb="")
