"""Threads that start together, to see what becomes of those who want the same."""

import threading
from collections.abc import Callable
from time import monotonic

from storage.unit_of_work import Store

LONGEST = 5.0  # seconds until something must have happened
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
RACERS = 8


def race(run: Callable[[int], object], *, racers: int = RACERS) -> list[object]:
    """Run *run* in threads that start together; return what each returned or raised, in order."""
    ready, results = threading.Barrier(racers), [None] * racers

    def start(number: int) -> None:
        ready.wait()
        try:
            results[number] = run(number)
        except Exception as error:  # noqa: BLE001 -- the story looks at whatever came
            results[number] = error

    threads = [threading.Thread(target=start, args=(number,)) for number in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def outcomes(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


class GaveWay(Exception):  # noqa: N818 -- it says what happened
    """What PostgreSQL's driver tells of a deadlock."""

    sqlstate = "40P01"


def until_somebody_waits(store: Store) -> None:
    """Return once a transaction waits for a lock that another one holds."""
    until = monotonic() + LONGEST
    with store.engine.connect() as beside:
        while not beside.exec_driver_sql(WAITING).scalar_one():
            assert monotonic() < until, "nobody waits"
            beside.rollback()  # the view is fixed for a transaction
