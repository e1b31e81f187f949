"""Which SQLite keeps the file: the newer of Python's own and, where there is one, the wheel's."""

import sqlite3
from types import ModuleType

try:
    import pysqlite3.dbapi2 as bundled
except ImportError:  # no wheel for this machine
    bundled = sqlite3

#: The first SQLite whose write-ahead log several connections can reset safely (released 2026-03-13).
SAFE_WAL = (3, 51, 3)


def _version(build: ModuleType) -> tuple[int, ...]:
    told: tuple[int, ...] = build.sqlite_version_info
    return told


#: Whatever opens the file while the program runs has to open it with this.
library: ModuleType = max(sqlite3, bundled, key=_version)


def journal_mode(version: tuple[int, ...] = _version(library)) -> str:
    """Return the journal mode that SQLite of this *version* may use with several connections."""
    return "WAL" if version >= SAFE_WAL else "DELETE"
