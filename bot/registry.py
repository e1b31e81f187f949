"""Tables that each area fills with what it serves, and that ``bot.app`` merges: one thing for each name."""

from collections.abc import Callable, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def into(table: dict[K, V], name: K) -> Callable[[V], V]:
    """Return a decorator that puts what is below it into *table*. It raises ValueError for a second one."""

    def register(served: V) -> V:
        merge(table, {name: served})
        return served

    return register


def merge(table: dict[K, V], other: Mapping[K, V]) -> None:
    """Take *other* over into *table*. Raises ValueError when both serve one name."""
    if twice := table.keys() & other.keys():
        raise ValueError(f"served twice: {', '.join(sorted(map(str, twice)))}")
    table.update(other)
