"""Every constraint, index and trigger: what it refuses, and that nothing but it does."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, MetaData, inspect, text
from sqlalchemy.exc import IntegrityError

from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.breaches import INDEXES, RULES, TRIGGERS, Records
from tests.storage.records import DAY, HOUR, NOW


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[tuple[Engine, MetaData]]:
    """One database of each kind with a candidacy in full, for all stories of this file."""
    store = Store(request.getfixturevalue(f"{request.param}_database")("refused"))
    records.keep(store, records.everything())
    tables = MetaData()
    tables.reflect(store.engine)
    yield store.engine, tables
    store.close()


@pytest.fixture
def rows(database: tuple[Engine, MetaData]) -> Iterator[Records]:
    """The records, in a transaction that is taken back after the test."""
    engine, tables = database
    with engine.connect() as connection:
        yield Records(connection, tables)
        connection.rollback()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


def on_sqlite(rows: Records) -> bool:
    return rows.connection.dialect.name == "sqlite"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_refuses_and_nothing_else_does(rows: Records, rule: str):
    table, name = rule.split(".")

    with pytest.raises(IntegrityError, match=name), rows.connection.begin_nested():
        RULES[rule](rows)

    without_rule(rows, table, name)
    RULES[rule](rows)


def without_rule(rows: Records, table: str, name: str) -> None:
    if on_sqlite(rows):
        rows.run("PRAGMA ignore_check_constraints = ON")
    else:
        rows.run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


@pytest.mark.parametrize("index", sorted(INDEXES))
def test_index_refuses_and_nothing_else_does(rows: Records, index: str):
    with pytest.raises(IntegrityError, match=r"UNIQUE|unique"), rows.connection.begin_nested():
        INDEXES[index](rows)

    rows.run(f"DROP INDEX {index}")
    INDEXES[index](rows)


@pytest.mark.parametrize("trigger", sorted(TRIGGERS))
def test_trigger_refuses_and_nothing_else_does(rows: Records, trigger: str):
    with pytest.raises(IntegrityError), rows.connection.begin_nested():
        TRIGGERS[trigger](rows)

    without_trigger(rows, trigger)
    TRIGGERS[trigger](rows)


def without_trigger(rows: Records, trigger: str) -> None:
    if on_sqlite(rows):
        rows.run(f"DROP TRIGGER {trigger}")
        rows.run("PRAGMA defer_foreign_keys = ON")  # the person who decides is a reference besides
    else:
        rows.run(f"DROP FUNCTION {trigger}() CASCADE")
        rows.run("ALTER TABLE decision DROP CONSTRAINT decision_decided_by_fkey")


def test_trail_cannot_be_emptied_or_replaced(rows: Records):
    rows.trail()
    if on_sqlite(rows):
        rows.run("PRAGMA recursive_triggers = OFF")
    wipe = (
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event"
        if on_sqlite(rows)
        else "TRUNCATE audit_event"
    )

    with pytest.raises(IntegrityError, match="append-only"), rows.connection.begin_nested():
        rows.run(wipe)


def test_revised_rating_may_follow_sent_form(rows: Records):
    rows.send_form()

    rows.again(
        records.rating(
            "again", value=4, original=False, revised_from="rating", revised_reason="the log was read"
        )
    )


def test_calendar_entry_may_change_under_higher_sequence(rows: Records):
    rows.change("calendar_invite", sequence=2, starts_at=NOW + 3 * DAY + HOUR, cancelled=True)


def test_nothing_refuses_without_a_story(rows: Records):
    found = inspect(rows.connection)
    tables = [name for name in found.get_table_names() if name != "alembic_version"]
    rules = {f"{table}.{rule['name']}" for table in tables for rule in found.get_check_constraints(table)}
    indexes = {str(i["name"]) for table in tables for i in found.get_indexes(table) if i["unique"]}
    constraints = {str(i["name"]) for table in tables for i in found.get_unique_constraints(table)}
    only_here = {"the_trail_is_not_replaced"} if on_sqlite(rows) else {"the_trail_is_not_emptied"}

    assert rules == RULES.keys()
    assert indexes - constraints == INDEXES.keys()
    assert triggers(rows) == TRIGGERS.keys() | only_here


def triggers(rows: Records) -> set[str]:
    if on_sqlite(rows):
        listed = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        listed = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return set(rows.connection.scalars(listed))
