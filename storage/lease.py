"""A worker's hold on due rows: the lease, the rows claimed under it, how each of them ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.tables import DueState

UNCLEAR = "unclear: "  # begins the problem of a row that may have gone out


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A worker's hold on rows: *until* and *now* are machine time in seconds since 1970."""

    token: str
    now: float
    until: float


class Claimed(NamedTuple):
    """A due row that one worker holds until *lease_until*; the fields are those of ``Due``.

    *attempts* counts this one.
    """

    id: int
    dedupe_key: str
    kind: str
    recipient: str
    invitation_id: str | None
    loop_id: str | None
    about: Mapping[str, str | int | None]
    under: str | None
    replaces: str | None
    due_at: datetime
    expires_at: datetime | None
    attempts: int
    problem: str | None
    lease_token: str
    lease_until: float


class Settled(NamedTuple):
    """How a claimed row ended: *sent* (where, and under which timestamp), *dropped* or *dead* (*why*).

    *late*: also when its lease has passed to somebody else.
    """

    row: Claimed
    state: DueState
    channel: str | None = None
    ts: str | None = None
    why: str | None = None
    late: bool = False
