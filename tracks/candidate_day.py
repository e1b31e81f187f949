"""When the parts of a candidate's plan take place, and what is arranged for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedPart:
    """One part at its time: *starts_at* is an aware UTC instant, *number* counts the days from 1."""

    name: str
    minutes: int
    number: int
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDay:
    """What a candidate needs to know of the day itself; nothing is booked when *parts* is empty.

    *zone* is the one in which they are told times. *arrangements* are the lines that the panel reads too.
    """

    zone: str
    parts: Sequence[BookedPart] = ()
    arrangements: Sequence[str] = ()
