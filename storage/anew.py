"""Begins a step again when the database took it back so that another one could go on."""

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError

from tracks.errors import AlreadyDone

#: PostgreSQL's words for two that wait for one another, and for two that cannot be put one after the other.
_GAVE_WAY: Final = frozenset({"40P01", "40001"})
AGAIN: Final = 5
T = TypeVar("T")


def anew(act: Callable[[], T], *, again: int = AGAIN) -> T:
    """Return what *act* returns; it is begun again up to *again* times when it had to give way.

    It opens its transactions itself. Raises what it raises, and the database's own error when it gave way
    once too often, or after a part of it had been carried out.
    """
    try:
        return act()
    except DBAPIError as error:
        if not again or getattr(error.orig, "sqlstate", None) not in _GAVE_WAY:
            raise
        try:
            return anew(act, again=again - 1)
        except AlreadyDone:
            raise error from None
