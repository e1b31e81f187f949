"""Which shape the database has, which one this program needs, and the way from one to the other."""
# ruff: noqa: N818 -- a refusal is named after what it found

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.engine import open_engines, sqlite_file

_FOLDER = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_220_513  # the advisory lock under which processes on PostgreSQL take turns to migrate


class SchemaMismatch(Exception):
    """The database is not in the shape that this program needs; ``str()`` says what to do."""


class SchemaBehind(SchemaMismatch):
    """The database waits for a migration."""


class SchemaAhead(SchemaMismatch):
    """The database was migrated by a newer version of this program."""


def head() -> str:
    """Return the revision that this program needs."""
    return str(_scripts().get_current_head())


def current(url: str) -> str | None:
    """Return the revision of the database, or None when it is empty; makes no file."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    engine = open_engines(url).reader
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def require_current(url: str) -> None:
    """Raise SchemaBehind or SchemaAhead unless the database has the shape that this program needs."""
    revision = current(url)
    if revision == head():
        return
    if revision is None or revision in _known():
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
    before = MigrationContext.configure(connection).get_current_revision()
    if before is not None and before not in _known():
        raise SchemaAhead(
            f"the database is at {before}, which this version does not know; nothing was changed"
        )
    command.upgrade(_config(connection), "head")
    steps = _scripts().iterate_revisions(head(), before)
    return tuple(f"{step.revision} {step.doc}" for step in reversed(list(steps)))


def _known() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config
