"""The trail names actors and records; requests are remembered and, much later, forgotten."""

import pytest

from storage.audit import name_of
from storage.tables import Company, Qualification
from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.records import DAY, NOW
from tracks.errors import AlreadyDone


def test_records_are_named_by_table_and_key():
    qualification = Qualification(
        person_id="U0ADA", kind="seat", value="lead", granted_by="U0RITA", granted_at=NOW
    )

    assert name_of(records.invitation()) == "invitation:kim"
    assert name_of(Company(name="Example", timezone="UTC")) == "company:1"
    assert name_of(qualification) == "qualification:U0ADA,seat,lead"
    assert name_of("form:f1") == "form:f1"


def test_trail_of_one_record_is_in_order(store: Store):
    with store.change(at=NOW, actor="person:U0ADA") as unit:
        unit.audit.record("opened", "form:f1")
        unit.audit.record("opened", "form:f2")
    with store.change(at=NOW + DAY, actor="rule:delivery") as unit:
        unit.audit.record("sent", "form:f1", before={"state": "open"}, after={"state": "sent"})

    with store.look(at=NOW) as unit:
        events = unit.audit.of("form:f1")
    assert [(event.at, event.actor, event.verb, event.before, event.after) for event in events] == [
        (NOW, "person:U0ADA", "opened", None, None),
        (NOW + DAY, "rule:delivery", "sent", {"state": "open"}, {"state": "sent"}),
    ]


def test_old_requests_are_forgotten(store: Store):
    for key, at in (("old", NOW), ("new", NOW + DAY)):
        with store.change(at=at, actor="rule:test", request=key):
            pass

    with store.change(at=NOW + DAY, actor="rule:cleaning") as unit:
        assert unit.inbox.forget(before=NOW + DAY) == 1
        unit.inbox.receive("old")
        with pytest.raises(AlreadyDone):
            unit.inbox.receive("new")
