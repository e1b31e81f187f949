"""The rows that must be sent: planned with the change that causes them, claimed by one worker at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.tables import Due, DueState

_PENDING = col(Due.state) == DueState.PENDING
_SETTLED = {"lease_token": None, "lease_until": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A worker's hold on rows: *until* and *now* are machine time in seconds since 1970."""

    token: str
    now: float
    until: float


class DueRows:
    """Plans, claims and settles due rows; *at* is people's time."""

    def __init__(self, session: Session, *, at: datetime) -> None:
        self._session = session
        self._at = at

    def plan(
        self,
        kind: str,
        *,
        key: str,
        to: str,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        invitation_id: str | None = None,
        loop_id: str | None = None,
        about: Mapping[str, str | int | None] | None = None,
        under: str | None = None,
        replaces: str | None = None,
    ) -> None:
        """Plan one message, now unless *due_at* says later; a second plan under the same *key* changes nothing.

        *to*: ``person:<id>``, ``candidate:<id>`` or ``channel:<id>``. *under*, *replaces*: keys of the message whose
        thread this joins, and of the one that it rewrites in place.
        """
        values: dict[str, Any] = {
            "dedupe_key": key,
            "kind": kind,
            "recipient": to,
            "invitation_id": invitation_id,
            "loop_id": loop_id,
            "about": dict(about or {}),
            "under": under,
            "replaces": replaces,
            "due_at": due_at or self._at,
            "expires_at": expires_at,
            "state": DueState.PENDING,
        }
        dialect = postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite
        self._session.execute(dialect.insert(Due).values(**values).on_conflict_do_nothing())

    def drop(self, *, loop_id: str | None = None, invitation_id: str | None = None, kinds: Sequence[str] = ()) -> int:
        """Drop what is pending for a loop or an invitation (of *kinds*, or all); return how many rows."""
        chosen = [_PENDING]
        if loop_id is not None:
            chosen.append(col(Due.loop_id) == loop_id)
        if invitation_id is not None:
            chosen.append(col(Due.invitation_id) == invitation_id)
        if kinds:
            chosen.append(col(Due.kind).in_(kinds))
        settled = {"state": DueState.DROPPED, "finished_at": self._at, "problem": "no longer wanted", **_SETTLED}
        return self._count(update(Due).where(*chosen).values(**settled))

    def claim(self, lease: Lease, *, limit: int) -> Sequence[Due]:
        """Lease the oldest rows that are due at *at*, so that no other process sends them.

        One statement on both databases: PostgreSQL skips rows that another process is claiming, SQLite has one
        writer at a time. A claim outlives its process by the lease; then anybody may take it over.
        """
        free = or_(col(Due.lease_until).is_(None), col(Due.lease_until) <= lease.now)
        ripe = (
            select(Due.id)
            .where(_PENDING, col(Due.due_at) <= self._at, col(Due.not_before) <= lease.now, free)
            .order_by(col(Due.due_at), col(Due.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claim = (
            update(Due)
            .where(col(Due.id).in_(ripe.scalar_subquery()))
            .values(lease_token=lease.token, lease_until=lease.until, attempts=col(Due.attempts) + 1)
            .returning(Due)
            .execution_options(synchronize_session=False)
        )
        return sorted(self._session.scalars(claim), key=lambda row: (row.due_at, row.id))

    def sent(self, row: Due, *, channel: str | None, ts: str | None) -> bool:
        """Settle *row* as sent; False when the lease has passed to somebody else."""
        return self._settle(row, state=DueState.SENT, sent_channel=channel, sent_ts=ts)

    def dropped(self, row: Due, why: str) -> bool:
        """Settle *row* as no longer useful, *why* in a word for the log."""
        return self._settle(row, state=DueState.DROPPED, problem=why)

    def dead(self, row: Due, why: str) -> bool:
        """Settle *row* as something that can never arrive, with Slack's or the mail server's reason."""
        return self._settle(row, state=DueState.DEAD, problem=why)

    def postpone(self, row: Due, *, not_before: float, why: str | None = None, counted: bool = True) -> bool:
        """Give *row* back until *not_before*, machine time in seconds; uncounted tries do not grow *attempts*."""
        values: dict[str, Any] = {"not_before": not_before, "problem": why, **_SETTLED}
        if not counted:
            values["attempts"] = col(Due.attempts) - 1
        return self._count(update(Due).where(*self._mine(row)).values(**values)) == 1

    def by_key(self, key: str) -> Due | None:
        """Return the row planned under *key*, or None."""
        return self._session.scalars(select(Due).where(col(Due.dedupe_key) == key)).one_or_none()

    def newest_sent(self, prefix: str) -> Due | None:
        """Return the row sent last among those whose key starts with *prefix*, or None."""
        rows = select(Due).where(col(Due.dedupe_key).startswith(prefix, autoescape=True), _is_sent())
        return self._session.scalars(rows.order_by(col(Due.id).desc()).limit(1)).one_or_none()

    def next_at(self) -> datetime | None:
        """Return when the next pending row is due, an aware UTC instant, or None when nothing is planned."""
        return self._session.scalars(
            select(Due.due_at).where(_PENDING).order_by(col(Due.due_at), col(Due.id)).limit(1)
        ).one_or_none()

    def pending(self) -> int:
        """Return how many rows wait, due or not."""
        return self._session.scalars(select(func.count()).select_from(Due).where(_PENDING)).one()

    def _settle(self, row: Due, **values: Any) -> bool:
        settled = {"finished_at": self._at, **_SETTLED, **values}
        return self._count(update(Due).where(*self._mine(row)).values(**settled)) == 1

    def _mine(self, row: Due) -> Sequence[Any]:
        return col(Due.id) == row.id, _PENDING, col(Due.lease_token) == row.lease_token

    def _count(self, statement: Update) -> int:
        return int(self._session.execute(statement).rowcount)  # type: ignore[attr-defined]  # an UPDATE counts rows


def _is_sent() -> Any:
    return and_(col(Due.state) == DueState.SENT, col(Due.sent_ts).is_not(None))


