"""What must be sent is planned once, held by one worker, and ends in one way."""

import threading
from datetime import timedelta

import pytest

from storage.lease import Claimed, Settled
from storage.tables import DueState
from storage.unit_of_work import Store
from tests.storage import claimers, records
from tests.storage.claiming import claimed, keys, lease
from tests.storage.records import DAY, HOUR, NOW, plan

MINUTE = timedelta(minutes=1)


def planned(store: Store, *keys: str, **given: object) -> None:
    with store.change(at=NOW, actor="rule:test") as unit:
        for key in keys:
            plan(unit, key, **given)


def test_planned_message_is_claimed_as_written(furnished: Store):
    expires = NOW + DAY
    planned(
        furnished,
        "paper:kim",
        kind="paper",
        expires_at=expires,
        invitation_id="kim",
        loop_id="kim",
        about={"seat": "lead", "minute": 3, "none": None},
        under="thread",
        replaces="old",
    )

    (row,) = claimed(furnished)

    assert row == Claimed(
        id=row.id,
        dedupe_key="paper:kim",
        kind="paper",
        recipient="candidate:kim",
        invitation_id="kim",
        loop_id="kim",
        about={"seat": "lead", "minute": 3, "none": None},
        under="thread",
        replaces="old",
        due_at=NOW,
        expires_at=expires,
        attempts=1,
        problem=None,
        lease_token="ours",
        lease_until=60.0,
    )


def test_second_plan_under_one_key_changes_nothing(store: Store):
    planned(store, "paper:kim")
    planned(store, "paper:kim", kind="reminder", due_at=NOW + DAY)

    assert [(row.kind, row.due_at) for row in claimed(store)] == [("paper", NOW)]


def test_oldest_come_first_and_later_ones_wait(store: Store):
    for key, due_at in (("c", NOW), ("a", NOW - DAY), ("later", NOW + MINUTE), ("b", NOW - HOUR), ("d", NOW)):
        planned(store, key, due_at=due_at)

    assert keys(claimed(store, limit=3)) == ["a", "b", "c"]
    assert keys(claimed(store)) == ["d"]
    assert keys(claimed(store, at=NOW + MINUTE)) == ["later"]


def test_claim_outlives_its_worker_by_the_lease(store: Store):
    planned(store, "paper:kim")
    (mine,) = claimed(store, lease("mine", until=60.0))

    assert claimed(store, lease("theirs", now=59.9, until=120.0)) == []
    (theirs,) = claimed(store, lease("theirs", now=60.0, until=120.0))

    assert (theirs.id, theirs.attempts, theirs.lease_token) == (mine.id, 2, "theirs")
    assert (mine.problem, theirs.problem) == (None, "unclear: its lease ran out")


def test_worker_whose_lease_passed_gives_nothing_up(store: Store):
    planned(store, "paper:kim")
    (mine,) = claimed(store, lease("mine"))
    (theirs,) = claimed(store, lease("theirs", now=60.0, until=120.0))

    with store.change(at=NOW, actor="rule:delivery") as unit:
        assert not unit.due.dropped(mine, "late")
        assert not unit.due.dead(mine, "gone")
        assert not unit.due.postpone(mine, not_before=5.0)
        assert unit.due.sent(theirs, channel="C2", ts="2.2")
        assert not unit.due.sent(theirs, channel="C2", ts="2.2")

    with store.look(at=NOW) as unit:
        row = unit.due.by_key("paper:kim")
    assert (row.state, row.sent_channel, row.sent_ts, row.finished_at) == (DueState.SENT, "C2", "2.2", NOW)
    assert (row.lease_token, row.lease_until) == (None, None)


def test_what_was_sent_is_settled_on_any_lease(store: Store):
    planned(store, "paper:kim")
    (mine,) = claimed(store, lease("mine"))
    (theirs,) = claimed(store, lease("theirs", now=60.0, until=120.0))

    with store.change(at=NOW, actor="rule:delivery") as unit:
        assert unit.due.sent(mine, channel="C1", ts="1.1")
        assert not unit.due.sent(theirs, channel="C2", ts="2.2")
        assert not unit.due.dropped(theirs, "late")


def test_each_end_says_what_became_of_it(store: Store):
    planned(store, "a", "b", "c")
    first, second, third = claimed(store)

    with store.change(at=NOW + HOUR, actor="rule:delivery") as unit:
        assert unit.due.sent(first, channel=None, ts=None)  # a mail has neither
        assert unit.due.dropped(second, "moved")
        assert unit.due.dead(third, "channel_not_found")

    with store.look(at=NOW) as unit:
        rows = [unit.due.by_key(key) for key in "abc"]
    assert [(row.state, row.problem, row.finished_at) for row in rows] == [
        (DueState.SENT, None, NOW + HOUR),
        (DueState.DROPPED, "moved", NOW + HOUR),
        (DueState.DEAD, "channel_not_found", NOW + HOUR),
    ]


def test_many_are_settled_at_once_by_token(store: Store):
    planned(store, "a", "b", "c")
    rows = claimed(store, lease("mine"))
    planned(store, "d")
    claimed(store, lease("theirs", now=60.0, until=120.0), limit=1)  # takes the oldest over

    with store.change(at=NOW, actor="rule:delivery") as unit:
        settled = unit.due.settle(Settled(row=row, state=DueState.DEAD, why=row.dedupe_key) for row in rows)
        assert unit.due.settle([]) == 0

    with store.look(at=NOW) as unit:
        assert settled == 2
        problems = [unit.due.by_key(key).problem for key in "abcd"]
        assert problems == ["unclear: its lease ran out", "b", "c", None]


def test_postponed_message_waits_for_machine_time(store: Store):
    planned(store, "paper:kim")
    (row,) = claimed(store)

    with store.change(at=NOW, actor="rule:delivery") as unit:
        assert unit.due.postpone(row, not_before=30.0, why="ratelimited")

    assert claimed(store, lease(now=29.9)) == []
    (again,) = claimed(store, lease(now=30.0))
    assert (again.attempts, again.problem) == (2, "ratelimited")


def test_what_waits_or_is_in_hand_is_held(store: Store):
    planned(store, "waits", "in hand")
    planned(store, "later", due_at=NOW + DAY)
    waits, _ = claimed(store)
    with store.change(at=NOW, actor="rule:delivery") as unit:
        unit.due.postpone(waits, not_before=90.0)
    planned(store, "ripe")

    with store.look(at=NOW) as unit:
        assert sorted(unit.due.held(59.9)) == [("candidate:kim", 60.0, 1), ("candidate:kim", 90.0, 1)]
        assert unit.due.held(60.0) == [("candidate:kim", 90.0, 1)]


def test_uncounted_try_does_not_grow_attempts(store: Store):
    planned(store, "paper:kim")
    (row,) = claimed(store)

    with store.change(at=NOW, actor="rule:delivery") as unit:
        unit.due.postpone(row, not_before=0.0, counted=False)

    assert [again.attempts for again in claimed(store)] == [1]


def test_row_that_was_put_off_is_due_later_and_uncounted(store: Store):
    planned(store, "paper:kim")
    (row,) = claimed(store)

    with store.change(at=NOW, actor="rule:delivery") as unit:
        assert unit.due.put_off(row, until=NOW + HOUR)
        assert not unit.due.put_off(row, until=NOW + DAY)
        assert unit.due.next_at() == NOW + HOUR

    assert claimed(store) == []
    assert [again.attempts for again in claimed(store, at=NOW + HOUR)] == [1]


def test_dropping_takes_only_what_was_named(furnished: Store):
    planned(furnished, "a", loop_id="kim", kind="reminder")
    planned(furnished, "b", loop_id="kim", kind="brief")
    planned(furnished, "c", invitation_id="kim", kind="reminder")
    planned(furnished, "d")
    with furnished.change(at=NOW, actor="rule:test") as unit:
        assert unit.due.drop(loop_id="kim", kinds=["reminder"]) == 1
        assert unit.due.drop(loop_id="kim") == 1
        assert unit.due.drop(invitation_id="kim", loop_id="kim") == 0
        assert unit.due.drop(invitation_id="kim") == 1
        with pytest.raises(ValueError, match="only what belongs to"):
            unit.due.drop()

    assert keys(claimed(furnished)) == ["d"]
    with furnished.look(at=NOW) as unit:
        assert unit.due.by_key("a").problem == "no longer wanted"


def test_newest_sent_is_found_by_beginning(store: Store):
    planned(store, "home:kim:1", "home:kim:2", "home:kim:3", "home:kimberly:9", "home_kim:9")
    rows = {row.dedupe_key: row for row in claimed(store)}
    with store.change(at=NOW + HOUR, actor="rule:delivery") as unit:
        unit.due.sent(rows["home:kim:1"], channel="C", ts="later")
        unit.due.sent(rows["home:kimberly:9"], channel="C", ts="other")
        unit.due.sent(rows["home:kim:3"], channel=None, ts=None)
    with store.change(at=NOW, actor="rule:delivery") as unit:
        unit.due.sent(rows["home:kim:2"], channel="C", ts="earlier")

    with store.look(at=NOW) as unit:
        assert unit.due.newest_sent("home:kim:").sent_ts == "later"
        assert unit.due.newest_sent("home:%") is None


def test_next_instant_and_count_are_told(store: Store):
    with store.look(at=NOW) as unit:
        assert (unit.due.next_at(), unit.due.pending(), unit.due.by_key("a")) == (None, 0, None)
    planned(store, "a", due_at=NOW + DAY)
    planned(store, "b", due_at=NOW + HOUR)

    with store.look(at=NOW) as unit:
        assert (unit.due.next_at(), unit.due.pending()) == (NOW + HOUR, 2)


def test_looking_tells_whether_anything_is_ripe(store: Store):
    planned(store, "a", due_at=NOW + HOUR)

    with store.look(at=NOW) as unit:
        assert not unit.due.anything_ripe(0.0)
    with store.look(at=NOW + HOUR) as unit:
        assert unit.due.anything_ripe(0.0)
    claimed(store, at=NOW + HOUR)
    with store.look(at=NOW + HOUR) as unit:
        assert not unit.due.anything_ripe(59.9)
        assert unit.due.anything_ripe(60.0)


def test_processes_claim_each_message_once(store: Store, database_url: str):
    wanted = [f"message:{number:03}" for number in range(100)]
    planned(store, *wanted)

    taken = claimers.claim_in_processes(database_url, ["one", "two", "three"])

    assert sorted(key for keys_of_one in taken for key in keys_of_one) == wanted


def test_claiming_does_not_wait_for_others(postgres_url: str):
    store = Store(postgres_url)
    planned(store, "a", "b")

    with store.change(at=NOW, actor="rule:delivery") as unit:
        held = unit.due.claim(lease("mine"), limit=1)
        beside: list[Claimed] = []
        other = threading.Thread(target=lambda: beside.extend(claimed(store, lease("theirs"))))
        other.start()
        other.join()

    assert (keys(list(held)), keys(beside)) == (["a"], ["b"])
    store.close()


@pytest.mark.parametrize("query", ["claim", "of_loop", "of_invitation", "newest_sent"])
def test_pending_rows_are_found_by_index(sqlite_store: Store, query: str):
    ways = {
        "claim": "due_pending (due_at<?)",
        "of_loop": "due_of_loop (loop_id=?)",
        "of_invitation": "due_of_invitation (invitation_id=?)",
        "newest_sent": "sqlite_autoindex_due_1 (dedupe_key>? AND dedupe_key<?)",
    }
    told: list[str] = []
    records.explain(sqlite_store, told)

    with sqlite_store.change(at=NOW, actor="rule:test") as unit:
        {
            "claim": lambda: unit.due.claim(lease(), limit=1),
            "of_loop": lambda: unit.due.drop(loop_id="kim"),
            "of_invitation": lambda: unit.due.drop(invitation_id="kim"),
            "newest_sent": lambda: unit.due.newest_sent("home:"),
        }[query]()

    assert any(ways[query] in line for line in told), told


def test_all_but_what_is_asked_for_is_dropped(furnished: Store):
    planned(furnished, "old", "kept", kind="nudge", loop_id="kim", due_at=NOW + DAY)
    planned(furnished, "another kind", kind="brief", loop_id="kim", due_at=NOW + DAY)

    with furnished.change(at=NOW, actor="rule:test") as unit:
        dropped = unit.due.drop(loop_id="kim", kinds=["nudge"], but=["kept"])
        ever = [(row.dedupe_key, row.state) for row in unit.due.of_loop("kim", ["nudge"])]

    assert dropped == 1
    assert ever == [("old", DueState.DROPPED), ("kept", DueState.PENDING)]
    assert keys(claimed(furnished, at=NOW + DAY)) == ["kept", "another kind"]
