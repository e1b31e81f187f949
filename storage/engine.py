"""Opens the database that a URL names: pragmas for SQLite, a pool for PostgreSQL."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event, make_url

from storage import sqlite
from storage.refusals import without_the_row

BUSY_SECONDS = 10
CONNECT_SECONDS = 5  # to a PostgreSQL that is there; the driver would wait over two minutes for a silent one
PRAGMAS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",  # what was deleted is overwritten, not only forgotten; a build's default may be OFF
    "temp_store=MEMORY",
    "cache_size=-8000",
    # What a big change leaves of its write-ahead log: twice what it grows to between checkpoints. A log
    # that is cut back grows anew with each commit, which takes a tenth of a millisecond longer.
    "journal_size_limit=8388608",
)
POSTGRES_OPTIONS = " ".join(
    f"-c {setting}"
    for setting in (
        "timezone=UTC",
        "lock_timeout=2s",
        "statement_timeout=10s",
        "idle_in_transaction_session_timeout=15s",
        "random_page_cost=1.1",  # no disk turns any more; so what is due comes from its index as it is sorted
    )
)


class Engines(NamedTuple):
    """Two ways into one database: transactions of *reader* cannot change anything."""

    writer: Engine
    reader: Engine


def open_engines(url: str, *, synchronous: str = "FULL") -> Engines:
    """Return the engines for *url*, ``sqlite:///file`` or ``postgresql+psycopg://...``.

    *synchronous* is SQLite's setting of that name: ``FULL`` survives a power cut, ``NORMAL`` may lose the
    last commits in one (never in a crash of the program). Nothing is connected yet. Raises ValueError for any
    other database or setting. Errors of the engines never show values: those may be somebody's words.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(url, synchronous=synchronous.upper())
    if address.get_backend_name() == "postgresql":
        return _open_postgres(address)
    raise ValueError(
        "DATABASE_URL names neither SQLite (sqlite:///file.db) nor PostgreSQL (postgresql+psycopg://...)"
    )


def sqlite_file(url: str) -> Path | None:
    """Return the file that a SQLite *url* names, or None for another database or one in memory."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def _read(stored: str | bytes) -> Any:
    """Return what is *stored* as JSON, eight times as fast as the standard library takes for it."""
    try:
        return from_json(stored)
    except ValueError:  # half of a character that has two halves, which only the standard library reads
        return json.loads(stored)


def _open_postgres(address: URL) -> Engines:
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        json_deserializer=_read,
        hide_parameters=True,
        connect_args={
            "options": POSTGRES_OPTIONS,
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "interview-tracks",
        },
    )
    event.listen(engine, "handle_error", _without_the_row)
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(writer=engine, reader=reader)


def _without_the_row(context: ExceptionContext) -> None:
    refused, told = context.original_exception, context.sqlalchemy_exception
    primary = without_the_row(refused)
    if told is not None and primary:
        told.args = (f"({type(refused).__name__}) {primary}",)


def _open_sqlite(url: str, *, synchronous: str) -> Engines:
    if synchronous not in ("FULL", "NORMAL"):
        raise ValueError("TRACKS_SQLITE_SYNCHRONOUS is either full or normal")
    file = sqlite_file(url)
    if file is None:
        raise ValueError(
            "DATABASE_URL names no file, so nothing would be remembered (sqlite:///file.db does)"
        )
    common = (f"journal_mode={sqlite.journal_mode()}", f"synchronous={synchronous}", *PRAGMAS)
    return Engines(
        # The write lock is taken before the first read: a late upgrade fails at once.
        writer=_sqlite_engine(url, file, pragmas=common, begin="BEGIN IMMEDIATE"),
        reader=_sqlite_engine(url, file, pragmas=(*common, "query_only=ON"), begin="BEGIN"),
    )


def _sqlite_engine(url: str, file: Path, *, pragmas: Iterable[str], begin: str) -> Engine:
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the "begin" event says BEGIN, nobody else
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    engine = create_engine(
        url,
        module=sqlite.library,
        json_deserializer=_read,
        pool_size=10,
        max_overflow=20,
        pool_use_lifo=True,  # the connection used last knows most of the pages
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "cached_statements": 512},
    )
    event.listen(engine, "do_connect", _privately(file))
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda wire: wire.connection.driver_connection.execute(begin))
    return engine


def _privately(file: Path) -> Callable[..., None]:
    def prepare(*_connecting: Any) -> None:
        """Make the file readable by its owner alone before SQLite makes it readable by everybody."""
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))

    return prepare
