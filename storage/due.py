"""The rows that must be sent: planned with the change that causes them, claimed by one worker at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    ColumnElement,
    String,
    TextClause,
    Update,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from storage.columns import Instant, table_of
from storage.lease import UNCLEAR, Claimed, Lease, Settled
from storage.memory import Memory, Wanted
from storage.prepared import Order
from storage.tables import Due, DueState

_DUE = table_of(Due)
# In the words of the index and not as parameters: only so both databases find pending rows through it, and
# SQLite would plan a statement anew each time that what it is given may decide which index serves.
_PENDING: ColumnElement[bool] = literal_column("due.state = 'pending'")
_SENT: ColumnElement[bool] = literal_column("due.state = 'sent'")
_LEASELESS = {"lease_token": None, "lease_until": None}

_PLANNED = (
    "dedupe_key",
    "kind",
    "recipient",
    "invitation_id",
    "loop_id",
    "about",
    "under",
    "replaces",
    "due_at",
    "expires_at",
    "state",
)
_PLAN = {
    "sqlite": Order(sqlite.insert(_DUE).on_conflict_do_nothing().inline(), _PLANNED),
    "postgresql": Order(postgresql.insert(_DUE).on_conflict_do_nothing().inline(), _PLANNED),
}
_IS_DUE = _PENDING, _DUE.c.due_at <= bindparam("at")
_WAITING = (
    select(_DUE.c.id)
    .where(
        *_IS_DUE,
        _DUE.c.not_before <= bindparam("now"),
        or_(_DUE.c.lease_until.is_(None), _DUE.c.lease_until <= bindparam("now")),
    )
    .order_by(_DUE.c.due_at, _DUE.c.id)
    .limit(bindparam("most"))
)
_UNTIL = func.coalesce(_DUE.c.lease_until, _DUE.c.not_before)  # what is leased had waited long enough
_HELD = select(_DUE.c.recipient, _UNTIL, _DUE.c.attempts).where(*_IS_DUE, bindparam("now") < _UNTIL)
_RIPE = _WAITING.with_for_update(skip_locked=True).cte("ripe")
_CLAIM = Order(
    update(_DUE)
    .where(_DUE.c.id.in_(select(_RIPE.c.id)))
    .values(
        lease_token=bindparam("token"),
        lease_until=bindparam("until"),
        attempts=_DUE.c.attempts + 1,
        problem=case((_DUE.c.lease_token.is_(None), _DUE.c.problem), else_=f"{UNCLEAR}its lease ran out"),
    )
    .returning(*(_DUE.c[name] for name in Claimed._fields))
)
# Only pending rows hold a lease, see the table's rules.
_MINE = _DUE.c.id == bindparam("mine"), _DUE.c.lease_token == bindparam("held")
# One statement for all rows of a batch, which come as one JSON array: tens of microseconds less for each.
_RESULTS = {
    "sqlite": "(SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.held') AS held, "
    "json_extract(value, '$.state') AS state, json_extract(value, '$.channel') AS channel, "
    "json_extract(value, '$.ts') AS ts, json_extract(value, '$.why') AS why, "
    "json_extract(value, '$.late') AS late FROM json_each(:results)) AS r",
    "postgresql": "json_to_recordset(CAST(:results AS json)) "
    "AS r(id bigint, held text, state text, channel text, ts text, why text, late boolean)",
}
_SETTLING = """
UPDATE due SET state = r.state, finished_at = :at, sent_channel = r.channel, sent_ts = r.ts, problem = r.why,
    lease_token = NULL, lease_until = NULL
FROM {results}
WHERE due.id = r.id AND (due.lease_token = r.held OR r.late AND due.state = 'pending')
"""
_SETTLE = {
    dialect: text(_SETTLING.format(results=results)).bindparams(
        bindparam("at", type_=Instant), bindparam("results", type_=String)
    )
    for dialect, results in _RESULTS.items()
}
_POSTPONE = (
    update(_DUE)
    .where(*_MINE)
    .values(
        not_before=bindparam("later"),
        attempts=_DUE.c.attempts - bindparam("uncounted"),
        problem=bindparam("why"),
        **_LEASELESS,
    )
)
_PUT_OFF = (
    update(_DUE).where(*_MINE).values(due_at=bindparam("until"), attempts=_DUE.c.attempts - 1, **_LEASELESS)
)
_BY_KEY = Wanted(Due, _DUE.c.dedupe_key == bindparam("key"))
_SENT_AS = Wanted(
    Due,
    _DUE.c.dedupe_key >= bindparam("prefix"),
    _DUE.c.dedupe_key < bindparam("after"),
    _SENT,
    _DUE.c.sent_ts.is_not(None),
)


class DueRows:
    """Plans, claims and settles due rows; *at* is people's time."""

    def __init__(self, memory: Memory, *, at: datetime) -> None:
        self._memory = memory
        self._at = at
        self._planned: list[dict[str, Any]] = []

    @property
    def _current(self) -> Memory:
        """The memory, once it knows what has been planned."""
        self.write_down()
        return self._memory

    def write_down(self) -> None:
        """Put what has been planned on record, with one statement; the unit does it at its end."""
        if self._planned:
            rows, self._planned = self._planned, []
            wire = self._memory.wire
            _PLAN[wire.dialect.name].carry_out_all(wire, rows)

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
        """Plan one message, now unless *due_at* says later; a second plan under one *key* changes nothing.

        *to*: ``person:<id>``, ``candidate:<id>`` or ``channel:<id>``. *under*, *replaces*: keys of the
        message whose thread this joins, and of the one that it rewrites in place.
        """
        planned = {
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
        self._planned.append(planned)

    def drop(
        self,
        *,
        loop_id: str | None = None,
        invitation_id: str | None = None,
        kinds: Sequence[str] = (),
        but: Collection[str] = (),
    ) -> int:
        """Drop what is pending for a loop or an invitation (of *kinds*, or all); return how many rows.

        *but*: keys of rows that go on waiting. Raises ValueError when neither loop nor invitation is named.
        """
        if loop_id is None and invitation_id is None:
            raise ValueError("only what belongs to a loop or an invitation is dropped")
        chosen: list[ColumnElement[bool]] = [_PENDING]
        if loop_id is not None:
            chosen.append(col(Due.loop_id) == loop_id)
        if invitation_id is not None:
            chosen.append(col(Due.invitation_id) == invitation_id)
        if kinds:
            chosen.append(col(Due.kind).in_(kinds))
        if but:
            chosen.append(col(Due.dedupe_key).not_in(but))
        dropped = {"state": DueState.DROPPED, "finished_at": self._at, "problem": "no longer wanted"}
        return self._count(update(_DUE).where(*chosen).values(**dropped, **_LEASELESS))

    def anything_ripe(self, machine_now: float) -> bool:
        """Say whether a row could be claimed at *machine_now*, seconds since 1970; reads only."""
        found = self._current.wire.execute(_WAITING, {"at": self._at, "now": machine_now, "most": 1})
        return found.first() is not None

    def held(self, machine_now: float) -> list[tuple[str, float, int]]:
        """Return of each row that is due, but waits or is in hand, its recipient, until when, and its tries.

        *machine_now* and the end are machine time in seconds since 1970.
        """
        found = self._current.wire.execute(_HELD, {"at": self._at, "now": machine_now})
        return [(recipient, until, attempts) for recipient, until, attempts in found]

    def claim(self, lease: Lease, *, limit: int) -> Sequence[Claimed]:
        """Lease the oldest rows that are due at *at*, so that no other process sends them.

        One statement on both databases: PostgreSQL skips rows that another process is claiming, SQLite has
        one writer at a time. A claim outlives its process by the lease; then anybody may take it over.
        """
        asked = {"at": self._at, "now": lease.now, "most": limit, "token": lease.token, "until": lease.until}
        claimed = map(Claimed._make, _CLAIM.answer(self._current.wire, asked))
        return sorted(claimed, key=attrgetter("due_at", "id"))

    def settle(self, results: Iterable[Settled]) -> int:
        """Settle claimed rows; return how many. The others' leases had passed to somebody else."""
        settled = [
            {
                "id": result.row.id,
                "held": result.row.lease_token,
                "state": result.state.value,  # an enumeration takes ten times as long
                "channel": result.channel,
                "ts": result.ts,
                "why": result.why,
                "late": result.late,
            }
            for result in results
        ]
        if not settled:
            return 0
        dialect = self._current.wire.dialect.name
        return self._count(_SETTLE[dialect], {"results": to_json(settled).decode(), "at": self._at})

    def sent(self, row: Claimed, *, channel: str | None, ts: str | None) -> bool:
        """Settle a message as sent, on any lease, for it must not go out again; False when it is settled."""
        return self.settle([Settled(row=row, state=DueState.SENT, channel=channel, ts=ts, late=True)]) == 1

    def done(self, row: Claimed) -> bool:
        """Settle what is no message as done; False when the lease has passed on or was taken away."""
        return self.settle([Settled(row=row, state=DueState.SENT)]) == 1

    def dropped(self, row: Claimed, why: str) -> bool:
        """Settle *row* as no longer useful, *why* in a word for the log."""
        return self.settle([Settled(row=row, state=DueState.DROPPED, why=why)]) == 1

    def dead(self, row: Claimed, why: str) -> bool:
        """Settle *row* as something that can never arrive, with Slack's or the mail server's reason."""
        return self.settle([Settled(row=row, state=DueState.DEAD, why=why)]) == 1

    def postpone(
        self, row: Claimed, *, not_before: float, why: str | None = None, counted: bool = True
    ) -> bool:
        """Give *row* back until *not_before*, machine time in seconds.

        A try that is not *counted* does not grow *attempts*. False when the lease has passed on.
        """
        given = {"mine": row.id, "held": row.lease_token, "later": not_before, "why": why}
        return self._count(_POSTPONE, given | {"uncounted": 0 if counted else 1}) == 1

    def put_off(self, row: Claimed, *, until: datetime) -> bool:
        """Let *row* be due later, at *until*; this try does not count. False when the lease has passed on."""
        return self._count(_PUT_OFF, {"mine": row.id, "held": row.lease_token, "until": until}) == 1

    def by_key(self, key: str) -> Due | None:
        """Return the row planned under *key*, or None."""
        planned = any(row["dedupe_key"] == key for row in self._planned)
        memory = self._current if planned else self._memory
        return memory.one(_BY_KEY, anew=True, key=key)

    def of_loop(self, loop_id: str, kinds: Sequence[str]) -> Sequence[Due]:
        """Return what was ever planned of *kinds* for a loop, sent or not, in the order of planning."""
        rows = select(Due).where(col(Due.loop_id) == loop_id, col(Due.kind).in_(kinds))
        return self._current.orm.scalars(rows.order_by(col(Due.id))).all()

    def newest_sent(self, prefix: str) -> Due | None:
        """Return the row sent last among those whose key starts with *prefix*, or None."""
        sent = self._memory.every(_SENT_AS, prefix=prefix, after=prefix + "\U0010ffff")
        return max(sent, key=lambda row: (row.finished_at, row.id), default=None)

    def next_at(self) -> datetime | None:
        """Return when the next pending row is due, an aware UTC instant, or None when nothing is planned."""
        rows = select(col(Due.due_at)).where(_PENDING).order_by(col(Due.due_at), col(Due.id)).limit(1)
        return self._current.orm.scalars(rows).one_or_none()

    def pending(self) -> int:
        """Return how many rows wait, due or not."""
        return self._current.orm.scalars(select(func.count()).select_from(Due).where(_PENDING)).one()

    def _count(self, statement: Update | TextClause, values: Mapping[str, Any] | None = None) -> int:
        return self._current.wire.execute(statement, values).rowcount
