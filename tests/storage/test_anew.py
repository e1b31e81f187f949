"""Two steps that wait for one another both get through; what fails for another reason fails at once."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.anew import AGAIN, anew
from storage.tables import Person
from storage.unit_of_work import Store
from tests.storage.racing import GaveWay, race
from tests.storage.records import NOW, company, keep
from tracks.errors import AlreadyDone


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[Store]:
    store = Store(postgres_url)
    keep(store, company())
    yield store
    store.close()


def test_two_that_wait_for_one_another_both_get_through(postgres_store: Store):
    both_hold_one, tries = threading.Barrier(2), [0, 0]

    def move(number: int) -> None:
        tries[number] += 1
        with postgres_store.change(at=NOW, actor="rule:test", request=f"move {number}") as unit:
            unit.memory.orm.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            first, second = ("U0ADA", "U0BEN")[:: 1 if number else -1]
            unit.get(Person, first, lock=True)
            if tries[number] == 1:
                both_hold_one.wait()
            other = unit.get(Person, second, lock=True)
            unit.change(other, day_limit=other.day_limit + 1)

    assert race(lambda number: anew(lambda: move(number)), racers=2) == [None, None]
    assert sum(tries) > len(tries)  # one gave way, or on a busy machine both, one after the other
    with postgres_store.look(at=NOW) as unit:
        assert [unit.get(Person, person).day_limit for person in ("U0ADA", "U0BEN")] == [2, 2]


def failing(error: Exception, *, times: int = 100) -> tuple[list[str], object]:
    """Return the tries made so far, and an act that fails so often before it gets through."""
    tried: list[str] = []

    def act() -> str:
        tried.append("again")
        if len(tried) <= times:
            raise error
        return "done"

    return tried, act


def test_what_always_gives_way_is_given_up():
    gave_way = OperationalError("", {}, GaveWay())
    tried, act = failing(gave_way)

    with pytest.raises(OperationalError):
        anew(act)

    assert len(tried) == 1 + AGAIN


@pytest.mark.parametrize("error", [OperationalError("", {}, Exception("disk full")), AlreadyDone()])
def test_any_other_failure_is_told_at_once(error: Exception):
    tried, act = failing(error)

    with pytest.raises(type(error)):
        anew(act)

    assert tried == ["again"]


def test_half_of_a_step_is_never_called_done():
    failures = iter([OperationalError("", {}, GaveWay()), AlreadyDone()])

    def act() -> None:
        raise next(failures)

    with pytest.raises(OperationalError):
        anew(act)
