"""A change happens whole or not at all, once, and over nobody else's."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.tables import Candidate, Debrief, Invitation, Person
from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.racing import RACERS, outcomes, race
from tests.storage.records import NOW, plan
from tracks.candidacy import InvitationState
from tracks.errors import AlreadyDone, NotFound, OutOfDate


def withdraw(store: Store, *, request: str) -> None:
    with store.change(at=NOW, actor="candidate:kim", request=request) as unit:
        invitation = unit.get(Invitation, "kim")
        unit.change(invitation, state=InvitationState.WITHDRAWN)
        unit.audit.record("withdrew", invitation, before={"state": "sent"}, after={"state": "withdrawn"})
        plan(unit, "withdrawn:kim")


def test_change_trail_and_message_are_kept_together(furnished: Store):
    withdraw(furnished, request="click-1")

    with furnished.look(at=NOW) as unit:
        invitation = unit.get(Invitation, "kim")
        (event,) = unit.audit.of(invitation)
        assert (invitation.state, invitation.revision) == (InvitationState.WITHDRAWN, 1)
        assert (event.actor, event.verb, event.record) == ("candidate:kim", "withdrew", "invitation:kim")
        assert (event.before, event.after) == ({"state": "sent"}, {"state": "withdrawn"})
        assert unit.due.pending() == 1


def test_second_arrival_leaves_nothing_behind(furnished: Store):
    withdraw(furnished, request="click-1")

    with pytest.raises(AlreadyDone):
        withdraw(furnished, request="click-1")

    with furnished.look(at=NOW) as unit:
        assert len(unit.audit.of("invitation:kim")) == 1
        assert unit.get(Invitation, "kim").revision == 1


def test_ten_clicks_at_once_are_one(furnished: Store):
    results = race(lambda _number: withdraw(furnished, request="click-1"))

    assert outcomes(results) == ["AlreadyDone"] * (RACERS - 1) + ["NoneType"]


@pytest.mark.parametrize("stop", [OutOfDate, RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_any_exception_takes_all_back(furnished: Store, stop: type[BaseException]):
    def change_of_mind() -> None:
        with furnished.change(at=NOW, actor="rule:test", request="click-2") as unit:
            unit.add(records.candidate("sam"))
            unit.audit.record("added", "candidate:sam")
            plan(unit, "hello:sam")
            raise stop

    with pytest.raises(stop):
        change_of_mind()

    with furnished.change(at=NOW, actor="rule:test", request="click-2") as unit:  # nobody holds the lock
        assert unit.due.pending() == 0
        assert unit.audit.of("candidate:sam") == []
        assert unit.candidacies.candidate_at("sam@example.org") is None


def test_one_of_many_racing_changes_wins(furnished: Store):
    with furnished.look(at=NOW) as unit:
        seen = [unit.get(Invitation, "kim").model_copy() for _ in range(RACERS)]

    def choose(number: int) -> None:
        with furnished.change(at=NOW, actor="rule:test") as unit:
            unit.change(seen[number], asked_last=f"question {number}")

    assert outcomes(race(choose)) == ["NoneType"] + ["OutOfDate"] * (RACERS - 1)
    with furnished.look(at=NOW) as unit:
        assert unit.get(Invitation, "kim").revision == 1


def test_no_added_name_is_lost_in_race(furnished: Store):
    def agree(number: int) -> None:
        with furnished.change(at=NOW, actor="rule:test") as unit:
            debrief = unit.get(Debrief, "debrief", lock=True)
            unit.change(debrief, nothing_to_discuss=[*debrief.nothing_to_discuss, f"rater {number}"])

    assert outcomes(race(agree)) == ["NoneType"] * RACERS
    with furnished.look(at=NOW) as unit:
        names = unit.get(Debrief, "debrief").nothing_to_discuss
    assert sorted(names) == [f"rater {number}" for number in range(RACERS)]


def test_record_without_revision_is_compared_by_value(furnished: Store):
    with furnished.look(at=NOW) as unit:
        mine, theirs = unit.get(Debrief, "debrief"), unit.get(Debrief, "debrief").model_copy()
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.change(mine, nothing_to_discuss=["ada"])

    with pytest.raises(OutOfDate), furnished.change(at=NOW, actor="rule:test") as unit:
        unit.change(theirs, nothing_to_discuss=["ben"])
    with furnished.change(at=NOW, actor="rule:test") as unit:  # another value of the same record is free
        unit.change(theirs, called_by="U0BEN")

    assert (theirs.nothing_to_discuss, theirs.called_by) == (["ada"], "U0BEN")


def test_changed_record_is_up_to_date_at_once(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        invitation = unit.get(Invitation, "kim")
        unit.change(invitation, sent_at=NOW)
        unit.change(invitation, state=InvitationState.CHOSEN)

    assert (invitation.sent_at, invitation.state, invitation.revision) == (NOW, InvitationState.CHOSEN, 2)


def test_record_changed_past_the_unit_is_refused(furnished: Store):
    def rename() -> None:
        with furnished.change(at=NOW, actor="rule:test") as unit:
            unit.get(Person, "U0ADA").name = "Eve"

    with pytest.raises(RuntimeError, match=r"Person: .* Unit\.change only"):
        rename()

    with furnished.look(at=NOW) as unit:
        assert unit.get(Person, "U0ADA").name == "U0Ada"


def test_taken_place_is_out_of_date(furnished: Store):
    with pytest.raises(OutOfDate), furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add(records.loop("second"))


def test_broken_rule_stays_a_fault(furnished: Store):
    with pytest.raises(IntegrityError), furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add(records.invitation("second", why_you="short"))


def test_unknown_record_is_named(furnished: Store):
    with pytest.raises(NotFound) as missing, furnished.look(at=NOW) as unit:
        unit.get(Candidate, "nobody")

    assert missing.value.facts == {"what": "Candidate"}


def test_change_inside_a_change_is_refused(furnished: Store):
    with (
        furnished.change(at=NOW, actor="rule:test"),
        pytest.raises(RuntimeError, match="wait for itself"),
        furnished.change(at=NOW, actor="rule:test"),
    ):
        pass

    with furnished.change(at=NOW, actor="rule:test") as unit:
        assert unit.actor == "rule:test"


def test_waiting_for_the_database_ends(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("storage.turns.BUSY_SECONDS", 0.01)
    refused: list[object] = []

    with sqlite_store.change(at=NOW, actor="rule:slow"):
        refused += race(lambda _number: withdraw(sqlite_store, request="click"), racers=1)

    assert outcomes(refused) == ["TimeoutError"]
    with sqlite_store.change(at=NOW, actor="rule:test") as unit:
        assert unit.due.pending() == 0


def test_change_that_could_not_be_kept_is_in_nobodys_way(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("storage.sqlite.journal_mode", lambda: "DELETE")  # in which readers hold up a commit
    monkeypatch.setattr("storage.engine.BUSY_SECONDS", 0)
    store = Store(sqlite_url)
    with store.look(at=NOW) as reading:
        reading.company.people()
        with pytest.raises(OperationalError, match="locked"):
            records.keep(store, [records.candidate("kim")])

    records.keep(store, [records.candidate("sam")])

    with store.look(at=NOW) as unit:
        kept = [unit.candidacies.candidate_at(f"{name}@example.org") is not None for name in ("kim", "sam")]
    store.close()
    assert kept == [False, True]


def test_closing_waits_for_the_change_in_hand(sqlite_store: Store):
    closing = threading.Thread(target=sqlite_store.close)
    with sqlite_store.change(at=NOW, actor="rule:test") as unit:
        closing.start()
        closing.join(timeout=0.05)
        unit.add(records.candidate("sam"))
    closing.join()

    with sqlite_store.look(at=NOW) as unit:
        assert unit.candidacies.candidate_at("sam@example.org") is not None


def test_looking_sees_one_state_throughout(furnished: Store):
    with furnished.look(at=NOW) as unit:
        before = len(unit.company.people())
        if furnished.engine.dialect.name == "postgresql":  # SQLite lets nobody write meanwhile
            records.keep(furnished, [Person(id="U0EVE", name="Eve", timezone="UTC")])
        assert len(unit.company.people()) == before
