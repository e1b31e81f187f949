"""Migrations: from nothing to the present shape, the same as the tables say, and never a shape too far."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlmodel import SQLModel

from storage import schema
from storage.engine import open_engines


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which nothing is."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return request.getfixturevalue("postgres_empty")("empty")


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = open_engines(url).writer
    yield engine
    engine.dispose()


def shape(engine: Engine) -> dict[str, object]:
    """Return all that a database tells of its tables but triggers, by table."""
    found = inspect(engine)
    return {
        table: (
            {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in found.get_columns(table)
            },
            found.get_pk_constraint(table)["constrained_columns"],
            {rule["name"]: rule["sqltext"] for rule in found.get_check_constraints(table)},
            {
                str(index["name"]): (index["column_names"], index["unique"], condition(index))
                for index in found.get_indexes(table)
            },
            sorted(str(unique["column_names"]) for unique in found.get_unique_constraints(table)),
            sorted(
                f"{key['constrained_columns']} {key['referred_table']} {key['referred_columns']}"
                for key in found.get_foreign_keys(table)
            ),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def condition(index: ReflectedIndex) -> str | None:
    options = index.get("dialect_options", {})
    where = options.get("sqlite_where", options.get("postgresql_where"))
    return None if where is None else str(where)


def test_empty_database_is_migrated_to_head(empty_url: str):
    done = schema.upgrade(empty_url)

    assert [line.split()[0] for line in done] == ["0001", "0002", "0003", "0004", "0005"]
    assert schema.current(empty_url) == schema.head() == "0005"
    schema.require_current(empty_url)


def test_steps_are_named_by_their_revisions():
    folder = Path(str(schema.__file__)).parent / "migrations"

    assert schema.known() == tuple(
        step.revision for step in reversed(list(ScriptDirectory(str(folder)).walk_revisions()))
    )


def test_second_migration_has_nothing_to_do(database_url: str):
    assert schema.upgrade(database_url) == ()


def test_two_processes_migrating_do_it_once(empty_url: str):
    done: list[tuple[str, ...]] = []
    both = [threading.Thread(target=lambda: done.append(schema.upgrade(empty_url))) for _ in range(2)]

    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(len(steps) for steps in done) == [0, 5]


def test_tables_say_what_migrations_make(database_url: str, empty_url: str):
    with opened(database_url) as migrated, opened(empty_url) as declared:
        SQLModel.metadata.create_all(declared)

        assert shape(migrated) == shape(declared)
        with migrated.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_empty_database_is_behind_and_says_the_remedy(empty_url: str):
    with pytest.raises(
        schema.SchemaBehind, match=r"nothing yet .* needs 0005: run `interview-tracks migrate`"
    ):
        schema.require_current(empty_url)


def test_asking_makes_no_file(tmp_path: Path):
    assert schema.current(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert list(tmp_path.iterdir()) == []


def test_older_database_is_behind_and_says_where(database_url: str):
    set_revision(database_url, "0002")

    with pytest.raises(schema.SchemaBehind, match="is at 0002 and this version needs 0005"):
        schema.require_current(database_url)


def test_newer_database_is_refused_and_left_alone(database_url: str):
    set_revision(database_url, "0099")

    with pytest.raises(schema.SchemaAhead, match="is at 0099, which this version does not know"):
        schema.require_current(database_url)
    with pytest.raises(
        schema.SchemaAhead, match="is at 0099, which this version does not know; nothing was changed"
    ):
        schema.upgrade(database_url)
    assert schema.current(database_url) == "0099"


def test_failing_migration_leaves_nothing_behind(empty_url: str, monkeypatch: pytest.MonkeyPatch):
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("storage.migrations.ddl.refuse_truncate", fail)
    monkeypatch.setattr("storage.migrations.ddl.on_sqlite", fail)

    with pytest.raises(OSError, match="disk full"):
        schema.upgrade(empty_url)
    assert schema.current(empty_url) is None
    with opened(empty_url) as engine:
        assert inspect(engine).get_table_names() == []


def set_revision(url: str, revision: str) -> None:
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
