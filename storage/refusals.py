"""Tells what the database meant when it refused a row, and no more than that."""

from typing import Final

from sqlalchemy.exc import IntegrityError

_TAKEN: Final = "UNIQUE constraint failed"  # SQLite's words; not every driver tells its finer error codes
_TAKEN_STATE: Final = "23505"  # PostgreSQL's


def is_taken(error: IntegrityError) -> bool:
    """Say whether somebody else holds what was asked for: a unique index refused a second row."""
    refused = error.orig
    return getattr(refused, "sqlstate", None) == _TAKEN_STATE or str(refused).startswith(_TAKEN)


def without_the_row(refused: BaseException) -> str | None:
    """Cut PostgreSQL's detail from an error: it recites the refused row, words that people wrote included.

    Return what is left of it, None for an error that has no such detail.
    """
    primary: str | None = getattr(getattr(refused, "diag", None), "message_primary", None)
    if primary:
        refused.args = (primary,)
    return primary
