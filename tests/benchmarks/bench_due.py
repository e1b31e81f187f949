"""R1: messages that fall due in a crowd, claimed and settled, beside APScheduler with its SQL store."""

import pickle
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.events import EVENT_JOB_REMOVED, JobEvent
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import Engine, String, bindparam, create_engine, text

from storage import schema
from storage.columns import Instant
from storage.lease import Claimed, Lease, Settled
from storage.tables import DueState
from storage.unit_of_work import Store
from tests import postgres
from tests.benchmarks.rows import Row, interleaved

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # APScheduler looks at the real clock
FAR_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)
DUE = 10_000
BATCH = 1_000
TARGET = 20.0


def run(
    *, rounds: int = 3, due: int = DUE, on_sqlite: int = 1_000_000, on_postgres: int = 100_000
) -> list[Row]:
    """Measure R1 on both databases; *on_sqlite* and *on_postgres* are how many messages wait besides."""
    with tempfile.TemporaryDirectory() as folder, postgres.running(durable=True) as server:
        for name in ("ours", "theirs"):
            postgres.run(server, f"CREATE DATABASE {name}")
        return [
            measured(
                "SQLite",
                lambda name: f"sqlite:///{Path(folder) / name}.db",
                on_sqlite,
                due=due,
                rounds=rounds,
            ),
            measured(
                "PostgreSQL", lambda name: postgres.url_of(server, name), on_postgres, due=due, rounds=rounds
            ),
        ]


def measured(kind: str, url: Callable[[str], str], waiting: int, *, due: int, rounds: int) -> Row:
    with (
        our_worker(url("ours"), waiting, due=due, rounds=rounds) as ours,
        their_scheduler(url("theirs"), waiting, due=due, rounds=rounds) as theirs,
    ):
        mine, reference = interleaved(ours, theirs, rounds=rounds)
    what = f"{due:,} messages due among {waiting:,}, claimed and settled, {kind}"
    return Row(
        "R1", what, f"{due / mine:,.0f}/s", f"{due / reference:,.0f}/s", reference / mine, target=TARGET
    )


NUMBERS = {
    "sqlite": "(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :count) "
    "SELECT n FROM counted)",
    "postgresql": "generate_series(1, :count) AS n",
}


# --- ours


@contextmanager
def our_worker(url: str, waiting: int, *, due: int, rounds: int) -> Iterator[Callable[[], None]]:
    """Give what claims and settles the next *due* messages; each round has a day of its own."""
    schema.upgrade(url)
    store = Store(url)
    days = [NOW + timedelta(days=number) for number in range(rounds)]
    for day in days:
        plan(store, due, at=day)
    plan(store, waiting, at=FAR_AHEAD)
    left = iter(days)

    def work() -> None:
        if send_all(store, next(left)) != due:
            raise AssertionError("a message was left")

    yield work
    store.close()


def plan(store: Store, count: int, *, at: datetime) -> None:
    with store.change(at=NOW, actor="rule:benchmark") as unit:
        numbers = NUMBERS[store.engine.dialect.name]
        statement = text(
            "INSERT INTO due (dedupe_key, kind, recipient, about, due_at, state) "
            f"SELECT :day || ':' || n, 'reminder', 'person:U0ADA', '{{}}', :at, 'pending' FROM {numbers}"
        ).bindparams(bindparam("at", type_=Instant), bindparam("day", type_=String))
        unit.memory.orm.execute(statement, {"count": count, "at": at, "day": f"{at:%Y-%m-%d}"})


def send_all(store: Store, now: datetime) -> int:
    """Claim until nothing is due, while another thread settles what was claimed, as the worker's do."""
    with ThreadPoolExecutor(1) as lane:
        settled = []
        while claimed := claim(store, now):
            settled.append(lane.submit(settle, store, now, claimed))
        return sum(each.result() for each in settled)


def claim(store: Store, now: datetime) -> Sequence[Claimed]:
    lease = Lease(token=secrets.token_hex(8), now=0.0, until=60.0)
    with store.change(at=now, actor="rule:delivery") as unit:
        return unit.due.claim(lease, limit=BATCH)


def settle(store: Store, now: datetime, claimed: Sequence[Claimed]) -> int:
    sent = [Settled(row=row, state=DueState.SENT, channel="C0", ts="1.2") for row in claimed]
    with store.change(at=now, actor="rule:delivery") as unit:
        return unit.due.settle(sent)


# --- theirs


def nothing() -> None:
    """Do what every job of theirs does."""


@contextmanager
def their_scheduler(url: str, waiting: int, *, due: int, rounds: int) -> Iterator[Callable[[], None]]:
    """Give what lets the scheduler run the next *due* jobs; until their round they are paused ones."""
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url=url)}, timezone=UTC)
    scheduler.start(paused=True)
    engine = create_engine(url)
    for number in range(rounds):
        add_jobs(engine, scheduler, [f"{number}:{job}" for job in range(due)])
    add_waiting(engine, scheduler, waiting)
    left = iter(range(rounds))

    def work() -> None:
        finished = count_removed(scheduler, due)
        with engine.begin() as connection:
            awake = "UPDATE apscheduler_jobs SET next_run_time = :now WHERE id LIKE :round"
            connection.execute(text(awake), {"now": LONG_AGO.timestamp(), "round": f"{next(left)}:%"})
        scheduler.resume()
        finished.wait()
        scheduler.pause()

    yield work
    scheduler.shutdown()
    engine.dispose()


def count_removed(scheduler: BackgroundScheduler, count: int) -> threading.Event:
    """Return what is set when *count* jobs have been run and removed."""
    finished, left = threading.Event(), iter(range(count - 1))

    def removed(_event: JobEvent) -> None:
        if next(left, None) is None:
            scheduler.remove_listener(removed)
            finished.set()

    scheduler.add_listener(removed, EVENT_JOB_REMOVED)
    return finished


def add_jobs(engine: Engine, scheduler: BackgroundScheduler, names: list[str]) -> None:
    rows = [{"id": name, "state": pickled(scheduler, name, LONG_AGO)} for name in names]
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO apscheduler_jobs (id, job_state) VALUES (:id, :state)"), rows)


def add_waiting(engine: Engine, scheduler: BackgroundScheduler, count: int) -> None:
    """Add jobs that are never looked at; they may share their state."""
    statement = text(
        "INSERT INTO apscheduler_jobs (id, next_run_time, job_state) "
        f"SELECT 'w' || n, :at, :state FROM {NUMBERS[engine.dialect.name]}"
    )
    state = pickled(scheduler, "w", FAR_AHEAD)
    with engine.begin() as connection:
        connection.execute(statement, {"count": count, "at": FAR_AHEAD.timestamp(), "state": state})


def pickled(scheduler: BackgroundScheduler, name: str, at: datetime) -> bytes:
    job = Job(
        scheduler,
        id=name,
        name=name,
        func=nothing,
        args=(),
        kwargs={},
        trigger=DateTrigger(at),
        executor="default",
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
        next_run_time=at,
    )
    return pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    for row in run():
        print(row)  # noqa: T201 -- this is what it is for
