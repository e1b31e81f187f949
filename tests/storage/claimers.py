"""A worker in a process of its own, for stories in which several claim at once."""

import multiprocessing
from collections.abc import Sequence

from storage.lease import Lease
from storage.unit_of_work import Store
from tests.storage.records import NOW

LEASE = 60.0


def claim_all(url: str, name: str, *, machine: float = 0.0, limit: int = 7) -> list[str]:
    """Claim until nothing is left; return the keys."""
    store, keys = Store(url), []
    while True:
        with store.change(at=NOW, actor="rule:delivery") as unit:
            lease = Lease(token=name, now=machine, until=machine + LEASE)
            claimed = unit.due.claim(lease, limit=limit)
        if not claimed:
            store.close()
            return keys
        keys += [row.dedupe_key for row in claimed]


def claim_in_processes(url: str, names: Sequence[str]) -> list[list[str]]:
    """Return what each of several processes, started together, has claimed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with context.Pool(len(names)) as processes:
        return processes.starmap(claim_all, [(url, name) for name in names])
