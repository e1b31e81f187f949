"""Tells what the database meant when it refused a row."""

from typing import Final

from sqlalchemy.exc import IntegrityError

_TAKEN: Final = "UNIQUE constraint failed"  # SQLite's words; not every driver tells its finer error codes
_TAKEN_STATE: Final = "23505"  # PostgreSQL's


def is_taken(error: IntegrityError) -> bool:
    """Say whether somebody else holds what was asked for: a unique index refused a second row."""
    refused = error.orig
    return getattr(refused, "sqlstate", None) == _TAKEN_STATE or str(refused).startswith(_TAKEN)
