"""What is read by prebuilt questions is what the ORM would have read, and is the same object."""

import subprocess
import sys

import pytest
from sqlalchemy import bindparam, inspect, select, text
from sqlmodel import SQLModel

from storage import tables
from storage.columns import table_of
from storage.memory import Wanted
from storage.tables import Company, Invitation, Person
from storage.unit_of_work import Store
from tests.overhearing import overhear
from tests.storage import records
from tests.storage.records import NOW

KINDS = [kind for kind in vars(tables).values() if isinstance(kind, type) and issubclass(kind, SQLModel)]
HOSTED = Wanted(
    Invitation,
    table_of(Invitation).c.host_id == bindparam("host"),
    order=[table_of(Invitation).c.created_at],
)


def statements(store: Store) -> list[str]:
    told: list[str] = []
    store.close()  # what it kept open was not overheard
    for engine in store.engine, store.reader:
        overhear(engine, told.append)
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_records_are_those_of_the_orm(furnished: Store, kind: type[SQLModel]):
    everything = Wanted(kind, order=list(table_of(kind).primary_key))

    with furnished.look(at=NOW) as ours, furnished.look(at=NOW) as theirs:
        mine = ours.memory.every(everything)
        others = theirs.memory.orm.scalars(select(kind).order_by(*table_of(kind).primary_key)).all()

        assert mine == list(others)
        assert [row.model_dump() for row in mine] == [row.model_dump() for row in others]
        assert all(not inspect(row).unloaded for row in mine)
        assert all(row in ours.memory.orm for row in mine)


def test_one_record_is_one_object_however_read(furnished: Store):
    with furnished.look(at=NOW) as unit:
        by_orm = unit.memory.orm.scalars(select(Invitation).where(Invitation.id == "kim")).one()
        by_key = unit.get(Invitation, "kim")
        by_question = unit.memory.one(HOSTED, host=by_orm.host_id)

    assert by_orm is by_key is by_question


def test_record_is_asked_for_once(furnished: Store):
    told = statements(furnished)
    with furnished.look(at=NOW) as unit:
        unit.get(Person, "U0ADA")
        assert told.pop().startswith("SELECT person.id")
        told.clear()
        unit.get(Person, "U0ADA")
        unit.company.person("U0ADA")

    assert told == []


def test_locking_reads_the_record_anew(furnished: Store):
    rename = text("UPDATE person SET name = 'Eve' WHERE id = 'U0ADA'")

    with furnished.change(at=NOW, actor="rule:test") as unit:
        person = unit.get(Person, "U0ADA")
        unit.memory.wire.execute(rename)
        seen = [unit.get(Person, "U0ADA", lock=lock).name for lock in (False, True)]

    assert seen == ["U0Ada", "Eve"]
    assert person.name == "Eve"


def test_many_records_are_added_in_one_statement(furnished: Store):
    told = statements(furnished)
    added = [records.candidate(name) for name in ("sam", "tom", "ulla")]

    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add_all(added)
        assert unit.candidacies.candidate_at("tom@example.org") is added[1]

    assert [said.partition(" (")[0] for said in told if said.startswith("INSERT")] == [
        "INSERT INTO candidate"
    ]


def test_first_thing_that_a_process_does_may_be_to_read(sqlite_url: str):
    with Store(sqlite_url).change(at=NOW, actor="rule:test") as unit:
        unit.add(Company(name="Example GmbH", timezone="Europe/Berlin", working_hours={}))
    reading = f"""
from datetime import UTC, datetime
from storage.unit_of_work import Store
with Store({sqlite_url!r}).look(at=datetime.now(UTC)) as unit:
    print(unit.company.company().name)
"""
    assert subprocess.check_output([sys.executable, "-c", reading], text=True) == "Example GmbH\n"
