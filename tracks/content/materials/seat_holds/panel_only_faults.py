"""Each test says what the box office may rely on, and fails with the service as it is handed out."""

import pytest
from holds import Holds


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def holds(now):
    return Holds(lambda: now[0])


def test_a_paid_seat_is_never_sold_again(holds, now):
    holds.place("h1", "A1", "ana")
    holds.confirm("h1")
    now[0] = 601
    with pytest.raises(ValueError):
        holds.place("h2", "A1", "ben")


def test_a_hold_that_ran_out_cannot_be_paid_for_any_more(holds, now):
    holds.place("h1", "A1", "ana")
    now[0] = 601
    holds.place("h2", "A1", "ben")
    with pytest.raises(Exception):
        holds.confirm("h1")


def test_giving_back_an_old_hold_leaves_the_new_one(holds, now):
    holds.place("h1", "A1", "ana")
    now[0] = 601
    holds.place("h2", "A1", "ben")
    holds.release("h1")
    assert holds.by_seat["A1"].user == "ben"


def test_a_hold_name_in_use_is_refused(holds):
    holds.place("h1", "A1", "ana")
    with pytest.raises(ValueError):
        holds.place("h1", "B2", "ben")
