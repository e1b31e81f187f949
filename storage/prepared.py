"""Statements that are compiled once: half, or a third, of what the library takes for each otherwise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError

from storage.refusals import without_the_row

Step = Callable[[Any], Any]
Values = Mapping[str, Any]


class _Prepared:
    """A statement in the words of each database that was asked, put to the driver itself.

    It fails with SQLAlchemy's errors.
    """

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def _on(self, wire: Connection) -> "_Compiled":
        name = wire.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _Compiled(self._statement, wire.dialect, self._columns)
        return self._compiled[name]

    def _put(self, wire: Connection, given: Values) -> Any:
        """Return the driver's cursor, on which the statement has been carried out."""
        compiled, driver = self._on(wire), _driver(wire)
        try:
            return driver.execute(compiled.sql, compiled.values(given))
        except compiled.error as refused:
            raise compiled.told(refused) from refused

    def _answered(self, wire: Connection, given: Values) -> list[list[Any]]:
        cursor = self._put(wire, given)
        return self._on(wire).read(cursor.description, cursor.fetchall())


class Question(_Prepared):
    """A SELECT with named blanks."""

    def __init__(self, statement: Select[Any]) -> None:
        super().__init__(statement)

    def ask(self, wire: Connection, given: Values) -> list[list[Any]]:
        """Return the rows that answer it with *given* in its blanks, in the open transaction of *wire*."""
        return self._answered(wire, given)


class Order(_Prepared):
    """An INSERT of *columns*, or an UPDATE, with named blanks."""

    def __init__(self, statement: Insert | Update, columns: Sequence[str] | None = None) -> None:
        super().__init__(statement, columns)

    def carry_out(self, wire: Connection, given: Values) -> int:
        """Do it with *given* in its blanks; return how many rows it met."""
        met: int = self._put(wire, given).rowcount
        return met

    def carry_out_all(self, wire: Connection, given: Iterable[Values]) -> None:
        """Do it once for each of *given*, in one go."""
        compiled, driver = self._on(wire), _driver(wire)
        try:
            driver.cursor().executemany(compiled.sql, [compiled.values(one) for one in given])
        except compiled.error as refused:
            raise compiled.told(refused) from refused

    def answer(self, wire: Connection, given: Values) -> list[list[Any]]:
        """Do it with *given* in its blanks; return what it says of the rows that it met."""
        return self._answered(wire, given)


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
        self._names = [name for name, *_ in self._blanks]
        self._types = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
        self._dialect = dialect
        self.error: type[Exception] = dialect.loaded_dbapi.Error
        self._steps: list[tuple[int, Step]] | None = None

    def values(self, given: Values) -> Any:
        """Return *given* as the driver wants it; a blank that is not given keeps its own value."""
        values = [
            given.get(name, own) if step is None else step(given.get(name, own))
            for name, own, step in self._blanks
        ]
        return dict(zip(self._names, values, strict=True)) if self._named else values

    def told(self, refused: Any) -> BaseException:
        """Return the driver's error as SQLAlchemy raises it."""
        without_the_row(refused)
        error: BaseException = DBAPIError.instance(
            self.sql, (), refused, self.error, hide_parameters=True, dialect=self._dialect
        )
        return error

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


def _driver(wire: Connection) -> Any:
    return wire.connection.driver_connection


def _stored(kind: Any, dialect: Dialect) -> Step | None:
    step: Step | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return step
