"""Watches a change from outside before each statement that it sends, and ends processes in the middle."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, text

from bot.ports import Services
from storage.engine import open_engines
from storage.unit_of_work import Store
from tests.overhearing import overhear

HALVES = (Path(__file__).parent / "half_bookings.sql").read_text()
GRACE = 17  # the exit code of a process that ended itself on purpose
Act = Callable[[Services], object]
Rows = list[tuple[str, ...]]
Dump = dict[str, Rows]
WITHOUT_IDS = {
    "invitations": "SELECT state, asked_last IS NULL FROM invitation",
    "loops": "SELECT state, starts_at, ends_at, moves, at_risk, replacements FROM loop",
    "sessions": "SELECT position, state, starts_at, ends_at, task_id FROM session",
    "seats": "SELECT seat, person_id, answer, released_at IS NULL FROM panel_seat",
    "time": "SELECT person_id, cell FROM occupied",
    "planned": "SELECT kind, recipient, state FROM due WHERE kind <> 'card'",
    "trail": "SELECT actor, verb FROM audit_event",
    "offers": "SELECT purpose, closed_at IS NULL FROM times_offered",
}


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


def watched(scene: Scene, url: str, act: Act) -> list[Dump]:
    """Carry the change out; return what somebody else found on record before each of its statements.

    The last of them is the commit. Whatever of the change is found is what a process that dies there leaves.
    """
    services = scene.services(url)
    found: list[Dump] = []
    with onlooker(url) as look, _before_each(services.store.engine, lambda: found.append(look())):
        act(services)
    services.store.close()
    return found


def end_process_at(scene: Scene, url: str, act: Act, number: int) -> None:
    """Carry the change out in a process that ends before its statement *number*, and tidies nothing up."""
    child = os.fork()
    if child == 0:
        services = scene.services(url)
        left = iter(range(number - 1, -1, -1))
        with _before_each(services.store.engine, lambda: next(left) or os._exit(GRACE)):
            act(services)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == GRACE, f"there is no statement {number}"


@contextmanager
def onlooker(url: str) -> Iterator[Callable[[], Dump]]:
    """Give a function that returns every row of every table as it is then, read with plain SQL."""
    with _outside(url) as engine:
        tables = inspect(engine).get_table_names()

        def look() -> Dump:
            with engine.connect() as connection:
                return {table: _asked(connection, f'SELECT * FROM "{table}"') for table in tables}

        yield look


def dump(url: str) -> Dump:
    """Return every row of every table, read with plain SQL."""
    with onlooker(url) as look:
        return look()


def shape(url: str) -> dict[str, Any]:
    """Return what is on record without the ids that differ from run to run, read with plain SQL."""
    with _outside(url) as engine, engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        counts = {table: _asked(connection, f'SELECT count(*) FROM "{table}"') for table in tables}
        return counts | {name: _asked(connection, sql) for name, sql in WITHOUT_IDS.items()}


def orphans(url: str) -> Rows:
    """Return what would be half a booking: time, seats and sessions that do not belong together."""
    with _outside(url) as engine, engine.connect() as connection:
        return [row for sql in HALVES.split(";") for row in _asked(connection, sql)]


def _asked(connection: Connection, sql: str) -> Rows:
    return sorted(tuple(map(str, row)) for row in connection.execute(text(sql)))


@contextmanager
def _outside(url: str) -> Iterator[Engine]:
    engine = open_engines(url).reader
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _before_each(engine: Engine, act: Callable[[], object]) -> Iterator[None]:
    """Do *act* before each statement that the driver is told, and before each commit."""

    def commit(_connection: Connection) -> None:
        act()

    overhear(engine, lambda _statement: act())
    event.listen(engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(engine, "commit", commit)
