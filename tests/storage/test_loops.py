"""Who sits where and when; nobody in two places, no two bookings waiting for one another."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.loops import cell_of, cells_between
from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.racing import outcomes, race
from tests.storage.records import DAY, HOUR, NOW
from tracks.candidacy import LoopState
from tracks.errors import TimeGone
from tracks.track import SeatId

MINUTE = timedelta(minutes=1)
THREE = ("U0ADA", "U0BEN", "U0CHO")


def furnish_loops(store: Store, count: int) -> list[str]:
    """Put candidacies with a live loop each on record and return the ids."""
    names = [f"loop{number}" for number in range(count)]
    with store.change(at=NOW, actor="rule:setup") as unit:
        unit.add_all(records.candidate(name) for name in names)
        unit.add_all(records.invitation(name, candidate_id=name) for name in names)
        unit.add_all(records.loop(name, invitation_id=name) for name in names)
    return names


def occupy(store: Store, loop_id: str, *people: str, start: datetime = NOW, lasts: timedelta = HOUR) -> None:
    with store.change(at=NOW, actor="rule:test") as unit:
        unit.company.lock_people(people)
        cells = cells_between(start, start + lasts)
        unit.loops.occupy(loop_id, [(person, cell) for person in people for cell in cells])


def test_cells_are_five_minutes_half_open():
    at_nine = cell_of(NOW)

    assert cell_of(NOW + 4 * MINUTE) == at_nine
    assert cell_of(NOW + 5 * MINUTE) == at_nine + 1
    assert list(cells_between(NOW, NOW + 10 * MINUTE)) == [at_nine, at_nine + 1]
    assert list(cells_between(NOW + MINUTE, NOW + 6 * MINUTE)) == [at_nine, at_nine + 1]
    assert cells_between(NOW, NOW) == range(at_nine, at_nine)
    assert cell_of(datetime(1970, 1, 1, tzinfo=UTC)) == 0


def test_only_one_of_racing_bookings_gets_the_person(furnished: Store):
    loops = furnish_loops(furnished, 8)

    results = race(lambda number: occupy(furnished, loops[number], "U0ADA"))

    assert outcomes(results) == ["NoneType"] + ["TimeGone"] * 7
    with furnished.look(at=NOW) as unit:
        assert unit.loops.busy(start=NOW, end=NOW + DAY) == {"U0ADA": list(cells_between(NOW, NOW + HOUR))}


def test_bookings_in_any_order_never_deadlock(furnished: Store):
    loops = furnish_loops(furnished, 8)

    def book(number: int) -> None:
        order = THREE[number % 3 :] + THREE[: number % 3]
        occupy(furnished, loops[number], *order, start=NOW + number // 4 * HOUR)

    assert outcomes(race(book)) == ["NoneType"] * 2 + ["TimeGone"] * 6


def test_taken_time_takes_the_whole_booking_back(furnished: Store):
    occupy(furnished, "kim", "U0BEN")
    (other,) = furnish_loops(furnished, 1)

    with pytest.raises(TimeGone):
        occupy(furnished, other, "U0ADA", "U0BEN")

    with furnished.look(at=NOW) as unit:
        assert unit.loops.busy(start=NOW, end=NOW + DAY).keys() == {"U0BEN"}


def test_time_for_unknown_loop_is_a_fault(furnished: Store):
    with pytest.raises(IntegrityError):
        occupy(furnished, "nothing", "U0ADA")


def test_no_cells_take_no_time(furnished: Store):
    occupy(furnished, "kim", "U0ADA", lasts=timedelta(0))

    with furnished.look(at=NOW) as unit:
        assert unit.loops.busy(start=NOW, end=NOW + DAY) == {}


def test_busy_leaves_out_a_loop_and_what_lies_outside(furnished: Store):
    (other,) = furnish_loops(furnished, 1)
    occupy(furnished, "kim", "U0ADA", lasts=10 * MINUTE)
    occupy(furnished, other, "U0ADA", start=NOW + HOUR, lasts=10 * MINUTE)

    with furnished.look(at=NOW) as unit:
        inside = unit.loops.busy(start=NOW + 5 * MINUTE, end=NOW + HOUR)
        without = unit.loops.busy(start=NOW, end=NOW + DAY, but="kim")
    assert inside == {"U0ADA": [cell_of(NOW) + 1]}
    assert without == {"U0ADA": [cell_of(NOW + HOUR), cell_of(NOW + HOUR) + 1]}


def test_vacated_time_is_free_again(furnished: Store):
    occupy(furnished, "kim", "U0ADA", "U0BEN")

    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.loops.vacate("kim", person_id="U0ADA")
        assert unit.loops.busy(start=NOW, end=NOW + DAY).keys() == {"U0BEN"}
        unit.loops.vacate("kim")
        assert unit.loops.busy(start=NOW, end=NOW + DAY) == {}


def test_people_locked_by_one_booking_make_another_wait(postgres_url: str):
    store = Store(postgres_url)
    records.keep(store, records.everything())
    (other,) = furnish_loops(store, 1)
    refused: list[BaseException] = []

    def book_too() -> None:
        with pytest.raises(TimeGone) as error:
            occupy(store, other, "U0BEN", "U0ADA")
        refused.append(error.value)

    with store.change(at=NOW, actor="rule:test") as unit:
        unit.company.lock_people(["U0ADA"])
        second = threading.Thread(target=book_too)
        second.start()
        second.join(timeout=0.2)
        waited = second.is_alive()
        unit.loops.occupy("kim", [("U0ADA", cell_of(NOW))])
    second.join()

    assert waited
    assert outcomes(list(refused)) == ["TimeGone"]
    store.close()


def test_live_loop_is_the_one_not_ended(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        first = unit.loops.live("kim")
        unit.change(first, state=LoopState.RESTARTED)
        assert unit.loops.live("kim") is None
        unit.add(records.loop("again", restart_of="kim"))

    with furnished.look(at=NOW) as unit:
        assert unit.loops.live("kim").id == "again"


def test_seats_tell_holders_and_history(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.change(unit.loops.seats("kim")["lead"], released_at=NOW)
        unit.add(records.seat("new", person_id="U0BEN", asked_at=NOW + MINUTE))
        unit.add(records.seat("host", seat=SeatId.HOST, person_id="U0BEN", asked_at=NOW + HOUR))

    with furnished.look(at=NOW) as unit:
        assert {name: seat.id for name, seat in unit.loops.seats("kim").items()} == {
            "lead": "new",
            "host": "host",
        }
        assert [seat.id for seat in unit.loops.seat_history("kim")] == ["lead", "new", "host"]


def test_held_tells_from_when_each_day_is_taken(furnished: Store):
    (other,) = furnish_loops(furnished, 1)
    occupy(furnished, "kim", "U0ADA")
    occupy(furnished, "kim", "U0ADA", start=NOW + 2 * HOUR)
    occupy(furnished, "kim", "U0ADA", start=NOW + DAY)
    occupy(furnished, other, "U0BEN", start=NOW + 3 * HOUR)

    with furnished.look(at=NOW) as unit:
        assert unit.loops.held(start=NOW - DAY, end=NOW + 3 * DAY) == [
            ("U0ADA", "kim", NOW),
            ("U0BEN", other, NOW + 3 * HOUR),
            ("U0ADA", "kim", NOW + DAY),
        ]
        assert unit.loops.held(start=NOW, end=NOW + DAY, but="kim") == [("U0BEN", other, NOW + 3 * HOUR)]
        assert unit.loops.held(start=NOW, end=NOW + HOUR, person_id="U0ADA") == [("U0ADA", "kim", NOW)]


def test_two_local_days_in_one_utc_day_are_both_held(furnished: Store):
    evening = NOW.replace(hour=0)  # 16:00 in Los Angeles
    morning = NOW.replace(hour=17)  # 09:00 there on the next day
    for start in (evening, morning):
        occupy(furnished, "kim", "U0ADA", start=start)

    with furnished.look(at=NOW) as unit:
        held = unit.loops.held(start=NOW - DAY, end=NOW + DAY)

    assert held == [("U0ADA", "kim", evening), ("U0ADA", "kim", morning)]


def test_vacating_what_is_ahead_keeps_what_was(furnished: Store):
    occupy(furnished, "kim", "U0ADA", lasts=15 * MINUTE)

    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.loops.vacate("kim", after=NOW + 5 * MINUTE)
        assert unit.loops.busy(start=NOW, end=NOW + DAY) == {"U0ADA": [cell_of(NOW), cell_of(NOW) + 1]}


def test_everybody_asked_for_a_candidacy_over_its_loops(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.change(unit.loops.live("kim"), state=LoopState.CANCELLED)
        unit.add(records.loop("again"))
        unit.add(records.seat("again", loop_id="again", person_id="U0BEN", asked_at=NOW + MINUTE))

    with furnished.look(at=NOW) as unit:
        assert [seat.id for seat in unit.loops.asked_for("kim")] == ["lead", "again"]
        assert unit.loops.asked_for("nobody") == []


def test_tasks_are_counted_once_a_loop(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add_all(records.session(f"task{n}", position=n, task_id="queue") for n in (2, 3))

    with furnished.look(at=NOW) as unit:
        assert unit.loops.tasks_used() == {"queue": 1}


def test_panelist_sees_live_loops_soonest_first(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add(records.candidate("sam"))
        unit.add(records.invitation("sam", candidate_id="sam"))
        unit.add(records.loop("sam", invitation_id="sam", starts_at=NOW + DAY))
        unit.add(records.seat("sooner", loop_id="sam"))

    with furnished.look(at=NOW) as unit:
        assert [(loop.id, seat.id) for loop, seat in unit.loops.of_panelist("U0ADA")] == [
            ("sam", "sooner"),
            ("kim", "lead"),
        ]
        assert unit.loops.of_panelist("U0BEN") == []


def test_sessions_and_entries_come_in_order(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add(records.session("opening", position=0))

    with furnished.look(at=NOW) as unit:
        assert [session.id for session in unit.loops.sessions("kim")] == ["opening", "talk"]
        assert [entry.uid for entry in unit.loops.invites("kim")] == ["uid"]
