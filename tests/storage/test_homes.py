"""Home tabs that were opened are due again after each change, and once for several."""

from storage import homes
from storage.unit_of_work import Store
from tests.storage.claiming import claimed, keys, lease
from tests.storage.records import HOUR, NOW

SOON = NOW + HOUR


def followed(store: Store, *users: str) -> None:
    with store.change(at=NOW, actor="rule:test") as unit:
        for user in users:
            homes.follow(unit, user)


def renewed(store: Store, *users: str) -> None:
    with store.change(at=SOON, actor="rule:delivery") as unit:
        homes.renew(unit, users)


def shown(store: Store, *rows) -> list[bool]:
    with store.change(at=NOW, actor="rule:delivery") as unit:
        return [unit.due.done(row) for row in rows]


def test_home_once_opened_is_followed_for_good(store: Store):
    followed(store, "U0ADA")
    followed(store, "U0ADA")

    (row,) = claimed(store)

    assert (row.kind, row.dedupe_key, row.recipient) == ("home", "home:U0ADA", "rule:home:U0ADA")
    with store.look(at=NOW) as unit:
        assert [homes.is_followed(unit, user) for user in ("U0ADA", "U0BEN")] == [True, False]


def test_home_is_due_again_once_after_many_changes(store: Store):
    followed(store, "U0ADA", "U0BEN")
    shown(store, *claimed(store))

    renewed(store, "U0ADA", "U0NEVER")
    renewed(store, "U0ADA")

    again = claimed(store, at=SOON)
    assert (keys(again), again[0].due_at, again[0].attempts) == (["home:U0ADA"], SOON, 1)
    assert shown(store, *again) == [True]
    assert claimed(store, at=SOON) == []


def test_home_that_changed_while_being_shown_is_shown_again(store: Store):
    followed(store, "U0ADA")
    (early,) = claimed(store)

    renewed(store, "U0ADA")

    assert shown(store, early) == [False]
    assert keys(claimed(store, lease("other"), at=SOON)) == ["home:U0ADA"]


def test_home_that_could_not_be_shown_gets_another_chance(store: Store):
    followed(store, "U0ADA")
    (row,) = claimed(store)
    with store.change(at=NOW, actor="rule:delivery") as unit:
        unit.due.dead(row, "user_not_found")

    renewed(store, "U0ADA")

    assert keys(claimed(store, at=SOON)) == ["home:U0ADA"]
