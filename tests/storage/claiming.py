"""One worker, its lease, and the rows that it gets by it."""

from storage.lease import Claimed, Lease
from storage.unit_of_work import Store
from tests.storage.records import NOW


def lease(token: str = "ours", *, now: float = 0.0, until: float = 60.0) -> Lease:
    return Lease(token=token, now=now, until=until)


def claimed(store: Store, asked: Lease | None = None, *, at: object = NOW, limit: int = 100) -> list[Claimed]:
    with store.change(at=at, actor="rule:delivery") as unit:
        return list(unit.due.claim(asked or lease(), limit=limit))


def keys(rows: list[Claimed]) -> list[str]:
    return [row.dedupe_key for row in rows]
