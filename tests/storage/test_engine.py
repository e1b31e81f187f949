"""The database is opened safely, privately, and told apart from anything else."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import engine, sqlite
from storage.tables import Candidate
from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.records import NOW


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql+pymysql://localhost/tracks", "names neither SQLite"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_other_databases_are_refused_in_words(url: str, why: str):
    with pytest.raises(ValueError, match=why):
        Store(url)


def test_unknown_way_of_syncing_is_refused(sqlite_url: str):
    with pytest.raises(ValueError, match="either full or normal"):
        Store(sqlite_url, synchronous="off")


@pytest.mark.parametrize(("setting", "level"), [("full", 2), ("normal", 1)])
def test_sqlite_is_set_up_for_safety(sqlite_url: str, setting: str, level: int):
    store = Store(sqlite_url, synchronous=setting)
    with store.engine.connect() as connection:
        told = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
            for pragma in (
                "synchronous",
                "foreign_keys",
                "recursive_triggers",
                "busy_timeout",
                "journal_mode",
            )
        }
    store.close()

    journal = sqlite.journal_mode().lower()
    wanted = {"foreign_keys": 1, "recursive_triggers": 1, "busy_timeout": 10_000, "journal_mode": journal}
    assert told == wanted | {"synchronous": level}


@pytest.mark.parametrize(
    ("version", "mode"), [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL")]
)
def test_write_ahead_log_waits_for_safe_sqlite(version: tuple[int, ...], mode: str):
    assert sqlite.journal_mode(version) == mode


@pytest.mark.parametrize("modes", [("DELETE", "WAL"), ("WAL", "DELETE")])
def test_file_takes_on_journal_of_whoever_opens_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, modes: tuple[str, str]
):
    found = []
    for number, mode in enumerate(modes):
        monkeypatch.setattr(sqlite, "journal_mode", lambda mode=mode: mode)
        store = Store(sqlite_url)
        records.keep(store, [records.candidate(f"kim{number}")])
        with store.look(at=NOW) as unit:
            found.append(unit.memory.wire.exec_driver_sql("PRAGMA journal_mode").scalar_one().upper())
            kept = [unit.get(Candidate, f"kim{each}").called for each in range(number + 1)]
        store.close()

    assert found == [*modes]
    assert kept == ["Kim0", "Kim1"]


def test_new_file_and_its_log_are_private_to_their_owner(tmp_path: Path):
    file = tmp_path / "tracks.db"
    store = Store(f"sqlite:///{file}")

    assert not file.exists()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE said (words TEXT)")
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    store.close()

    assert set(modes) >= {"tracks.db"}
    assert set(modes.values()) == {0o600}


def test_file_of_each_url_is_known(tmp_path: Path):
    assert engine.sqlite_file(f"sqlite:///{tmp_path}/a.db") == tmp_path / "a.db"
    assert engine.sqlite_file("postgresql+psycopg://host/name") is None


def test_postgres_without_driver_gets_ours(postgres_url: str):
    store = Store(postgres_url.replace("postgresql+psycopg", "postgresql"))

    with store.look(at=NOW) as unit:
        assert unit.company.people() == []
    store.close()


def test_postgres_waits_for_nothing_too_long(postgres_url: str):
    store = Store(postgres_url)
    with store.engine.connect() as connection:
        told = {
            name: connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in (
                "timezone",
                "lock_timeout",
                "statement_timeout",
                "idle_in_transaction_session_timeout",
            )
        }
        asked = connection.connection.driver_connection.info.get_parameters()
    store.close()

    assert asked["connect_timeout"] == "5"
    assert told == {
        "timezone": "UTC",
        "lock_timeout": "2s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "15s",
    }


def test_errors_never_recite_what_people_wrote(furnished: Store):
    secret = "I would rather not say"

    with pytest.raises(IntegrityError) as refused:
        records.keep(furnished, [records.evidence("second", text=secret, minute=-1)])

    assert secret not in str(refused.value) + str(refused.value.orig)


def test_looking_cannot_change_anything(furnished: Store):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), furnished.look(at=NOW) as unit:
        unit.add(records.candidate("sam"))
