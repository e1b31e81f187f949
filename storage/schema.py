"""Which shape the database has, which one this program needs, and the way from one to the other."""
# ruff: noqa: N818 -- a refusal is named after what it found

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.engine import open_engines, sqlite_file

_STEPS = Path(__file__).parent / "migrations" / "versions"
_ONE_AT_A_TIME = 7_220_513  # the advisory lock under which processes on PostgreSQL take turns to migrate


class SchemaMismatch(Exception):
    """The database is not in the shape that this program needs; ``str()`` says what to do."""


class SchemaBehind(SchemaMismatch):
    """The database waits for a migration."""


class SchemaAhead(SchemaMismatch):
    """The database was migrated by a newer version of this program."""


def known() -> tuple[str, ...]:
    """Return the revisions that this program knows, oldest first; the names of the steps begin with them."""
    return tuple(sorted(step.name.partition("_")[0] for step in _STEPS.glob("[0-9]*_*.py")))


def head() -> str:
    """Return the revision that this program needs."""
    return known()[-1]


def current(url: str) -> str | None:
    """Return the revision of the database, or None when it is empty; makes no file."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    engine = open_engines(url).reader
    try:
        with engine.connect() as connection:
            return _revision(connection)
    finally:
        engine.dispose()


def require_current(url: str) -> None:
    """Raise SchemaBehind or SchemaAhead unless the database has the shape that this program needs."""
    revision = current(url)
    if revision == head():
        return
    if revision is None or revision in known():
        raise SchemaBehind(
            f"the database is at {revision or 'nothing yet'} and this version needs {head()}: "
            "run `interview-tracks migrate` (with `serve` stopped, after a backup), then start again"
        )
    raise SchemaAhead(
        f"the database is at {revision}, which this version does not know (it knows {head()} at most): "
        "start the newer version that migrated it, or restore the backup made before that"
    )


def upgrade(url: str) -> tuple[str, ...]:
    """Bring the database to the shape that this program needs; return what was done, a line per migration.

    All of it happens, or nothing. Several processes may try at once: one does it. Raises SchemaAhead.
    """
    engine = open_engines(url).writer
    try:
        with engine.begin() as connection:
            return _upgrade(connection)
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> tuple[str, ...]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
    before = _revision(connection)
    if before is not None and before not in known():
        raise SchemaAhead(
            f"the database is at {before}, which this version does not know; nothing was changed"
        )
    from storage.migrations.running import run  # noqa: PLC0415 -- Alembic costs each start a tenth of a second

    return run(connection, before)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
