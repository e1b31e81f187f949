"""The words in which migrations describe tables and refusals, the same on both databases."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

STRUCTURE = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
WITHOUT_ROWID = {"sqlite_with_rowid": False}
#: For rows that change soon after they were added: with room beside them, PostgreSQL leaves the indexes be.
ROOM_TO_CHANGE: dict[str, Any] = {"postgresql_with": {"fillfactor": 50}}


def on_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


# --- columns


def key() -> sa.Column[Any]:
    return sa.Column("id", sa.String, primary_key=True)


def ref(name: str, target: str, *, unique: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String, sa.ForeignKey(target), nullable=False, unique=unique or None)


def texts(*names: str) -> list[sa.Column[Any]]:
    return _columns(names, sa.String())


def numbers(*names: str) -> list[sa.Column[Any]]:
    return _columns(names, sa.Integer())


def flags(*names: str) -> list[sa.Column[Any]]:
    return _columns(names, sa.Boolean())


def days(*names: str) -> list[sa.Column[Any]]:
    return _columns(names, sa.Date())


def instants(*names: str) -> list[sa.Column[Any]]:
    return _columns(names, sa.DateTime(timezone=True))


def structures(*names: str) -> list[sa.Column[Any]]:
    return _columns(names, STRUCTURE)


def maybe(columns: Iterable[sa.Column[Any]]) -> list[sa.Column[Any]]:
    """Return *columns* as ones that may be empty."""
    optional = list(columns)
    for column in optional:
        column.nullable = True
    return optional


def _columns(names: Sequence[str], kind: sa.types.TypeEngine[Any]) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


# --- what each row must be


def rule(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def only(column: str, words: str) -> sa.CheckConstraint:
    """Return the constraint that keeps *column* inside *words*, a list in SQL."""
    return rule(f"{column}_is_known", f'"{column}" IN ({words})')


def index(table: str, *columns: str) -> None:
    """Make an index for each of *columns*."""
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def one(name: str, table: str, columns: list[str], *, where: str | None = None) -> None:
    """Make a unique index over *columns* of the rows that meet *where*."""
    some(name, table, columns, where=where, unique=True)


def some(
    name: str, table: str, columns: list[str], *, where: str | None = None, unique: bool = False
) -> None:
    """Make an index over *columns* of the rows that meet *where*."""
    rows: dict[str, Any] = (
        {} if where is None else {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    )
    op.create_index(name, table, columns, unique=unique, **rows)


# --- what must not happen, whoever asks


def refuse(table: str, action: str, *, name: str, when: str, why: str, hold: str | None = None) -> None:
    """Refuse *action* (INSERT, UPDATE or DELETE) on a row *when* a condition over OLD and NEW holds.

    *hold*: what to SELECT first, to lock what the condition looks at; SQLite has one writer and needs none.
    A condition that looks at its row alone is asked before PostgreSQL calls anything, which costs next to
    nothing.
    """
    if on_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
        return
    refusal = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation';"
    if "SELECT" in when:
        asked = ""
        body = f"IF {when} THEN {refusal} END IF; RETURN {'OLD' if action == 'DELETE' else 'NEW'};"
        body = f"PERFORM {hold}; {body}" if hold else body
    else:
        asked, body = f"WHEN ({when}) ", refusal
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;"
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW {asked}EXECUTE FUNCTION {name}()"
    )


def refuse_truncate(table: str, *, name: str, why: str) -> None:
    """Refuse to empty *table* on PostgreSQL, where that asks no row's trigger."""
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
