"""What differs between a record and what somebody wants it to be, said in the words of the company's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_IN_THE_FILE = {
    "roles": "is",
    "day_limit": "limits.day",
    "week_limit": "limits.week",
    "founding_until": "founding until",
    "host_id": "host",
    "coordinator_id": "coordinator",
    "hiring_manager_id": "hiring_manager",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a record, as it was and as it becomes."""

    field: str
    before: Any
    after: Any

    def __str__(self) -> str:
        name = _IN_THE_FILE.get(self.field, self.field)
        return f"{name}: {shown(self.before)} -> {shown(self.after)}"


def changes_of(row: Any, values: Mapping[str, Any]) -> list[Change]:
    """Return a change for each of *values* that *row* does not hold yet."""
    there = ((field, getattr(row, field), value) for field, value in values.items())
    return [Change(field, before, after) for field, before, after in there if before != after]


def shown(value: Any) -> str:
    """Return *value* as one would write it down."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown(item).replace(', ', ' and ')}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(shown, value))
    return str(value)
