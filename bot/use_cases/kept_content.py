"""Plans and rating sheets as they were when a loop was booked: they never change, so each is read once."""

from typing import TypeVar

from storage.tables import Snapshot
from storage.unit_of_work import Unit
from tracks.format import Format
from tracks.plain import from_plain
from tracks.rating_sheet import RatingSheet

MOST = 200  # in memory at once; a plan takes less than 100 kB there
T = TypeVar("T", Format, RatingSheet)  # content alone: words about people are not held in memory
_READ: dict[str, Format | RatingSheet] = {}


def read_kept(unit: Unit, kind: type[T], sha: str) -> T:
    """Return what is on record as content of *kind* under its sha256. Raises NotFound."""
    known = _READ.get(sha)
    if not isinstance(known, kind):
        known = from_plain(kind, unit.get(Snapshot, sha).body)
        if len(_READ) >= MOST:
            _READ.clear()
        _READ[sha] = known
    return known
