"""Reads back what was kept as it was then: papers, briefs and work, plans and rating sheets."""

from typing import TypeVar

from storage.tables import Snapshot
from storage.unit_of_work import Unit
from tracks.format import Format
from tracks.plain import from_plain
from tracks.rating_sheet import RatingSheet
from tracks.task import Work

MOST = 200  # in memory at once; a plan takes less than 100 kB there
T = TypeVar("T")
Content = TypeVar("Content", Format, RatingSheet, Work)  # words about people are not held in memory
_READ: dict[str, Format | RatingSheet | Work] = {}


def kept(unit: Unit, kind: type[T], sha: str) -> T:
    """Return what is on record as *kind* under its sha256. Raises NotFound."""
    return from_plain(kind, unit.get(Snapshot, sha).body)


def read_once(unit: Unit, kind: type[Content], sha: str) -> Content:
    """Return content as ``kept`` does; it never changes, so that it stays in memory. Raises NotFound."""
    known = _READ.get(sha)
    if not isinstance(known, kind):
        known = kept(unit, kind, sha)
        if len(_READ) >= MOST:
            _READ.clear()
        _READ[sha] = known
    return known
