"""Kills a change at each statement that it sends, and looks from outside at what is left."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, inspect, text

from bot.ports import Services
from storage.engine import open_engines
from storage.unit_of_work import Store
from tests.overhearing import overhear

HALVES = (Path(__file__).parent / "half_bookings.sql").read_text()
COMMIT = "COMMIT"
GRACE = 17  # the exit code of a process that ended itself on purpose
Act = Callable[[Services], object]
Dump = dict[str, list[tuple[str, ...]]]


class Killed(BaseException):
    """The process ends here, as far as the program can tell."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A database as it was before the change; *copy* makes another one just like it and gives its URL."""

    before: str
    copy: Callable[[str], str]
    program: Services

    def services(self, url: str) -> Services:
        """Return the program's own services on another database."""
        return replace(self.program, store=Store(url))


def run(scene: Scene, url: str, act: Act) -> None:
    """Carry the change out on the database *url*."""
    services = scene.services(url)
    try:
        act(services)
    finally:
        services.store.close()


def statements_of(scene: Scene, act: Act) -> int:
    """Return how many statements the change sends, its commits included."""
    services = scene.services(scene.copy("counted"))
    with _counting(services.store.engine, at=None) as sent:
        act(services)
    services.store.close()
    return len(sent)


class Rehearsal:
    """One copy on which the change is begun over and over, and never gets to its end."""

    def __init__(self, scene: Scene) -> None:
        self.url = scene.copy("rehearsed")
        self._services = scene.services(self.url)

    def killed_at(self, act: Act, number: int) -> str:
        """Carry the change out until just before its statement *number*; return the copy's URL."""
        with _counting(self._services.store.engine, at=number):
            try:
                act(self._services)
            except Killed as killed:
                at_the_end = killed.args == (COMMIT,)
            else:
                raise AssertionError(f"there is no statement {number}")
        if at_the_end:  # the connection is where a dead process would have left it
            self._services.store.engine.dispose(close=False)
            gc.collect()
        return self.url

    def close(self) -> None:
        self._services.store.close()


def process_killed_at(scene: Scene, act: Act, number: int) -> str:
    """Do the same on a copy of its own, in a process that ends without tidying anything up."""
    url = scene.copy(f"ended{number}")
    child = os.fork()
    if child == 0:
        services = scene.services(url)
        with _counting(services.store.engine, at=number, end=True):
            act(services)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == GRACE, f"there is no statement {number}"
    return url


def dump(url: str) -> Dump:
    """Return every row of every table, read with plain SQL."""
    engine = open_engines(url).reader
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = {table: connection.execute(text(f'SELECT * FROM "{table}"')).all() for table in tables}
    engine.dispose()
    return {table: sorted(tuple(map(str, row)) for row in found) for table, found in rows.items()}


def shape(url: str) -> dict[str, Any]:
    """Return what is on record without the ids that differ from run to run, read with plain SQL."""
    engine = open_engines(url).reader
    with engine.connect() as connection:

        def asked(sql: str) -> list[tuple[str, ...]]:
            return sorted(tuple(map(str, row)) for row in connection.execute(text(sql)))

        found: dict[str, Any] = {
            table: asked(f'SELECT count(*) FROM "{table}"') for table in inspect(connection).get_table_names()
        }
        found |= {
            "invitations": asked("SELECT state, asked_last IS NULL FROM invitation"),
            "loops": asked("SELECT state, starts_at, ends_at, moves, at_risk, replacements FROM loop"),
            "sessions": asked("SELECT position, state, starts_at, ends_at, task_id FROM session"),
            "seats": asked("SELECT seat, person_id, answer, released_at IS NULL FROM panel_seat"),
            "time": asked("SELECT person_id, cell FROM occupied"),
            "planned": asked("SELECT kind, recipient, state FROM due WHERE kind <> 'card'"),
            "trail": asked("SELECT actor, verb FROM audit_event"),
            "offers": asked("SELECT purpose, closed_at IS NULL FROM times_offered"),
        }
    engine.dispose()
    return found


def orphans(url: str) -> list[tuple[str, ...]]:
    """Return what would be half a booking: time, seats and sessions that do not belong together."""
    engine = open_engines(url).reader
    with engine.connect() as connection:
        found = [tuple(map(str, row)) for sql in HALVES.split(";") for row in connection.execute(text(sql))]
    engine.dispose()
    return found


@contextmanager
def _counting(engine: Engine, *, at: int | None, end: bool = False) -> Iterator[list[str]]:
    """Count what the driver is told, and commits; before number *at*, raise Killed, or *end* the process."""
    sent: list[str] = []

    def count(what: str) -> None:
        sent.append(what)
        if len(sent) == at:
            if end:
                os._exit(GRACE)
            raise Killed(what)

    def commit(_connection: Any) -> None:
        count(COMMIT)

    overhear(engine, count)
    event.listen(engine, "commit", commit)
    try:
        yield sent
    finally:
        event.remove(engine, "commit", commit)
