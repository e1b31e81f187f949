"""What every table's record is: its fields, put in place at once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from sqlmodel import SQLModel


class Record(SQLModel):
    """A row of a table, or one that is to become a row.

    It takes its fields as they are, like any SQLModel that is a table, but sets all of them in one go: the
    library asks pydantic and the ORM about each. Raises TypeError when one is missing or unknown.
    """

    def __init__(self, **given: Any) -> None:
        fields = _fields_of(type(self))
        made = {name: make() for name, make in fields.made.items() if name not in given}
        values = fields.fixed | made | given
        if values.keys() != fields.names:
            wrong = sorted(values.keys() ^ fields.names)
            raise TypeError(f"{type(self).__name__} lacks these fields, or does not know them: {wrong}")
        vars(self).update(values)


class _Fields(NamedTuple):
    """The fields of a table: those with a *fixed* default, and those whose default is *made* anew."""

    names: frozenset[str]
    fixed: dict[str, Any]
    made: dict[str, Callable[[], Any]]


@lru_cache
def _fields_of(kind: type[SQLModel]) -> _Fields:
    fields = kind.model_fields
    made: dict[str, Any] = {
        name: field.default_factory for name, field in fields.items() if field.default_factory
    }
    fixed = {
        name: field.default for name, field in fields.items() if not field.is_required() and name not in made
    }
    return _Fields(frozenset(fields), fixed, made)
