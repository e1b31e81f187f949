"""Tells what the database meant when it refused a row."""

from typing import Final

from sqlalchemy.exc import IntegrityError

_TAKEN: Final = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"})


def is_taken(error: IntegrityError) -> bool:
    """Say whether somebody else holds what was asked for: a unique index refused a second row."""
    told = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return told in _TAKEN
