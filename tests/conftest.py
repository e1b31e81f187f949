"""What every test starts from: no environment, no network, and a database of its own."""
# ruff: noqa: PLC0415 -- tests of the rules need no database, and the server reads its environment on import

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

# --- the order of the tests

LONG = ("tests/test_tour.py", "tests/journeys/test_killed.py", "tests/journeys/test_whole.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Play what takes longest first, so that no process waits for another at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


# --- no property is a timed test

settings.register_profile(
    "untimed", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


# --- no environment, no network


@pytest.fixture(scope="session", autouse=True)
def bare_environment() -> Iterator[pytest.MonkeyPatch]:
    """Take away what an operator's shell may hold: settings, tokens, proxies."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            ours = name.startswith(("SLACK_", "TRACKS_")) or name == "DATABASE_URL"
            if ours or name.lower().endswith("_proxy"):
                patch.delenv(name)
        yield patch


@pytest.fixture(scope="session", autouse=True)
def loopback_only(bare_environment: pytest.MonkeyPatch) -> None:
    """Refuse every connection and look-up that leaves this machine."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self, address):
        _refuse_outside(self.family, address)
        return connect(self, address)

    def guarded_connect_ex(self, address):
        _refuse_outside(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(host, *args, **kwargs):
        _refuse_outside(socket.AF_INET, (host,))
        return look_up(host, *args, **kwargs)

    bare_environment.setattr(socket.socket, "connect", guarded_connect)
    bare_environment.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    bare_environment.setattr(socket, "getaddrinfo", guarded_look_up)


def _refuse_outside(family: int, address: object) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        raise AssertionError(f"a test reached for {address[0]}")


def _is_here(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
    except ValueError:
        return False


# --- a database of its own, copied from one that was migrated once


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from storage import schema

    file = tmp_path_factory.mktemp("template") / "tracks.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def sqlite_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Makes a SQLite database, migrated and empty or like another one, and gives its URL."""

    def make(name: str, *, like: str | None = None) -> str:
        model = sqlite_template if like is None else Path(like.removeprefix("sqlite:///"))
        return f"sqlite:///{shutil.copy(model, tmp_path_factory.mktemp(name) / 'tracks.db')}"

    return make


@pytest.fixture
def sqlite_url(sqlite_database: Callable[..., str]) -> str:
    """A migrated, empty SQLite database of this test's own."""
    return sqlite_database("sqlite")


@pytest.fixture(scope="session")
def postgres_server(bare_environment: pytest.MonkeyPatch) -> Iterator[str]:
    """A PostgreSQL from a wheel, for this session; gives the URL of its first database."""
    from tests import postgres

    with postgres.running(durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    from storage import schema
    from tests import postgres

    postgres.run(postgres_server, "CREATE DATABASE template_tracks")
    schema.upgrade(postgres.url_of(postgres_server, "template_tracks"))
    return "template_tracks"


@pytest.fixture(scope="session")
def postgres_empty(postgres_server: str) -> Callable[[str], str]:
    """Makes a PostgreSQL database in which nothing is and gives its URL; *name* is for the reader."""
    from tests import postgres

    def make(name: str) -> str:
        database = f"{name}_{uuid4().hex}"
        postgres.run(postgres_server, f"CREATE DATABASE {database}")
        return postgres.url_of(postgres_server, database)

    return make


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str, postgres_template: str) -> Callable[..., str]:
    """Makes a PostgreSQL database, migrated and empty or like another one, and gives its URL."""
    from tests import postgres

    def make(name: str, *, like: str | None = None) -> str:
        database = f"{name}_{uuid4().hex}"
        model = postgres_template if like is None else postgres.name_in(like)
        postgres.run(postgres_server, f"CREATE DATABASE {database} TEMPLATE {model}")
        return postgres.url_of(postgres_server, database)

    return make


@pytest.fixture
def postgres_url(
    postgres_database: Callable[..., str], drop_postgres: Callable[[str], None]
) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of this test's own."""
    url = postgres_database("test")
    yield url
    drop_postgres(url)


@pytest.fixture(scope="session")
def drop_postgres(postgres_server: str) -> Callable[[str], None]:
    """Drops the database that a URL names, to save disk before the server is gone."""
    from tests import postgres

    return lambda url: postgres.run(postgres_server, f"DROP DATABASE {postgres.name_in(url)} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The test runs once on each kind of database."""
    return request.param


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of this test's own; the test runs once on each kind."""
    return request.getfixturevalue(f"{database_kind}_url")


@pytest.fixture
def copy_database(database_kind: str, request: pytest.FixtureRequest) -> Callable[..., str]:
    """Makes databases of the kind that the test runs on, migrated and empty or like another one."""
    return request.getfixturevalue(f"{database_kind}_database")


@pytest.fixture
def store(database_url: str):
    """The memory on a migrated, empty database; the test runs once on each kind."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_store(sqlite_url: str):
    """The memory on a migrated, empty SQLite database."""
    yield from _opened(sqlite_url)


def _opened(url: str):
    from storage.unit_of_work import Store

    store = Store(url)
    yield store
    store.close()


# --- a browser, where there is one

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIETLY = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """The installed Chromium, driven by Playwright; it ends with the module, for it holds an event loop."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: Debian's package is called chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield browser
        browser.close()
