"""Statements that are compiled once: half, or a third, of what the library takes for each otherwise."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Insert, Select, Update

Step = Callable[[Any], Any]
Values = Mapping[str, Any]


class Question:
    """A SELECT with named blanks, put to the driver itself; it fails with the driver's errors."""

    def __init__(self, statement: Select[Any]) -> None:
        self._words = _Words(statement)

    def ask(self, wire: Connection, given: Values) -> list[list[Any]]:
        """Return the rows that answer it with *given* in its blanks, in the open transaction of *wire*."""
        compiled = self._words.on(wire)
        driver: Any = wire.connection.driver_connection
        cursor = driver.execute(compiled.sql, compiled.values(given))
        rows = compiled.read(cursor.description, cursor.fetchall())
        cursor.close()
        return rows


class Order:
    """An INSERT of *columns*, or an UPDATE, with named blanks; it fails with SQLAlchemy's errors."""

    def __init__(self, statement: Insert | Update, columns: Sequence[str] | None = None) -> None:
        self._words = _Words(statement, columns)

    def carry_out(self, wire: Connection, given: Values) -> int:
        """Do it with *given* in its blanks; return how many rows it met."""
        compiled = self._words.on(wire)
        return wire.exec_driver_sql(compiled.sql, compiled.values(given)).rowcount

    def carry_out_all(self, wire: Connection, given: Sequence[Values]) -> None:
        """Do it once for each of *given*, in one go."""
        compiled = self._words.on(wire)
        wire.exec_driver_sql(compiled.sql, [compiled.values(one) for one in given])

    def answer(self, wire: Connection, given: Values) -> list[list[Any]]:
        """Do it with *given* in its blanks; return what it says of the rows that it met."""
        compiled = self._words.on(wire)
        result: CursorResult[Any] = wire.exec_driver_sql(compiled.sql, compiled.values(given))
        return compiled.read(result.cursor.description, result.fetchall())


class _Words:
    """A statement in the words of each database that was asked."""

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def on(self, wire: Connection) -> "_Compiled":
        name = wire.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _Compiled(self._statement, wire.dialect, self._columns)
        return self._compiled[name]


class _Compiled:
    """A statement in the words of one database, and the way of its values there and back."""

    def __init__(self, statement: Any, dialect: Dialect, columns: Sequence[str] | None) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        self._named = not compiled.positional
        self._blanks = [
            (name, compiled.params[name], _stored(compiled.binds[name].type, dialect))
            for name in compiled.positiontup or compiled.params
        ]
        self._types = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
        self._dialect = dialect
        self._steps: list[tuple[int, Step]] | None = None

    def values(self, given: Values) -> Any:
        """Return *given* as the driver wants it; a blank that is not given keeps its own value."""
        values = {name: _through(step, given.get(name, own)) for name, own, step in self._blanks}
        return values if self._named else tuple(values.values())

    def read(self, description: Any, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """Return *rows* with their values as the program knows them."""
        if self._steps is None:
            self._steps = self._reading(description)
        found = [list(row) for row in rows]
        for place, step in self._steps:
            for row in found:
                row[place] = step(row[place])
        return found

    def _reading(self, description: Any) -> list[tuple[int, Step]]:
        """Return how the values of which columns are read, now that the driver has named their types."""
        steps = [
            (place, kind.result_processor(self._dialect, told[1]))
            for place, (kind, told) in enumerate(zip(self._types, description, strict=True))
        ]
        return [(place, step) for place, step in steps if step is not None]


def _stored(kind: Any, dialect: Dialect) -> Step | None:
    step: Step | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return step


def _through(step: Step | None, value: Any) -> Any:
    return value if step is None else step(value)
