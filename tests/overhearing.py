"""Lets a test hear each statement that a driver is told, whoever tells it."""

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from storage import sqlite

Listener = Callable[[str], None]


def overhear(engine: Engine, heard: Listener) -> None:
    """Call *heard* before each statement of *engine* from now on, except what prepares a connection."""
    listeners: list[Listener] = []

    def hear(statement: Any) -> None:
        for listener in listeners:
            listener(str(statement))

    def connect(dialect: Any, _record: Any, _given: Any, named: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            named["factory"] = _sqlite_connection(hear)
        else:
            named["cursor_factory"] = _cursor(psycopg.Cursor, hear)

    engine.dispose()  # the connections that follow are new ones
    event.listen(engine, "do_connect", connect, insert=True)
    with engine.connect():
        event.remove(engine, "do_connect", connect)
    listeners.append(heard)


def _cursor(kind: Any, hear: Callable[[Any], None]) -> Any:
    class Overheard(kind):  # type: ignore[misc]
        def execute(self, statement: Any, *rest: Any, **named: Any) -> Any:
            hear(statement)
            return super().execute(statement, *rest, **named)

        def executemany(self, statement: Any, *rest: Any, **named: Any) -> Any:
            hear(statement)
            return super().executemany(statement, *rest, **named)

    return Overheard


def _sqlite_connection(hear: Callable[[Any], None]) -> Any:
    cursor = _cursor(sqlite.library.Cursor, hear)

    class Overheard(sqlite.library.Connection):  # type: ignore[misc,name-defined]
        def cursor(self) -> Any:
            return super().cursor(cursor)

    return Overheard
