"""``setup``: reads the company's file, asks Slack who people are, and applies it."""

import time
from contextlib import closing
from pathlib import Path

import typer

from bot.adapters.slack import SlackPeople, web_client
from bot.adapters.slack_identity import SlackIdentity
from bot.checks import database_fault
from bot.clocks import people_time
from bot.commands.stopping import Stopped, settings_or_stop, stop_at
from bot.company_file import CompanyFaults, CompanyFile, read_company
from bot.ports import People, SendFailed, SlackPerson, TryLater
from bot.settings import Settings
from bot.use_cases.set_up import Applied, set_up
from storage.unit_of_work import Store
from tracks.catalogue import ContentFaults, load

TRIES = 5
LONGEST_PAUSE = 60.0  # seconds


def run(path: Path) -> None:
    """Apply the file and say what changed. Raises Stopped with every fault; nothing has changed then."""
    settings = settings_or_stop()
    file = _read(path, settings)
    stop_at(filter(None, [database_fault(settings.database_url)]))
    applied = _applied(path, file, settings)
    for line in applied.changes:
        typer.echo(line)
    for notice in applied.notices:
        typer.echo(f"note: {notice}")
    typer.echo(f"{len(applied.changes)} changed, {applied.unchanged} as they were")


def _read(path: Path, settings: Settings) -> CompanyFile:
    try:
        catalogue = load(settings.content_dir)
        return read_company(
            path.read_text(encoding="utf-8-sig"),
            families=catalogue.families,
            shapes=[plan.id for plan in catalogue.shapes],
            today=people_time().date(),
            admins=settings.admins,
        )
    except ContentFaults as wrong:
        raise Stopped(map(str, wrong.faults)) from None
    except CompanyFaults as wrong:
        raise Stopped(f"{path}, {fault}" for fault in wrong.faults) from None
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        raise Stopped([f"{path}, line {line}: this is no UTF-8; save the file as UTF-8"]) from None
    except OSError as wrong:
        raise Stopped([f"{path} cannot be read: {wrong.strerror}"]) from None


def _applied(path: Path, file: CompanyFile, settings: Settings) -> Applied:
    try:
        with closing(Store(settings.database_url, synchronous=settings.sqlite_synchronous)) as store:
            return set_up(store, file, people=_people(settings), now=people_time())
    except CompanyFaults as wrong:
        raise Stopped(f"{path}, {fault}" for fault in wrong.faults) from None
    except SendFailed as failed:
        says = f"Slack could not be asked who people are ({failed.reason})"
        raise Stopped([f"{says}: run `interview-tracks check --serve`"]) from None


def _people(settings: Settings) -> People | None:
    if settings.slack_bot_token is None:
        return None
    client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return _Patient(SlackPeople(client, SlackIdentity(client).known))


class _Patient:
    """Asks Slack again when it wants a pause, so that a long file can be read to its end."""

    def __init__(self, people: People) -> None:
        self._people = people

    def look_up(self, slack_user: str) -> SlackPerson | None:
        for _ in range(TRIES - 1):
            try:
                return self._people.look_up(slack_user)
            except TryLater as later:
                time.sleep(min(later.after or 1.0, LONGEST_PAUSE))
        return self._people.look_up(slack_user)
