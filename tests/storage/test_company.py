"""The company's people, what they may do, their leave, and its roles."""

from datetime import date

from storage.tables import Role
from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.records import NOW


def test_company_and_people_are_found(furnished: Store):
    with furnished.look(at=NOW) as unit:
        assert unit.company.company().name == "Example"
        assert unit.company.person("U0ADA").name == "U0Ada"
        assert unit.company.person("U0NOBODY") is None
        assert [person.id for person in unit.company.people()] == list(records.PEOPLE)


def test_roles_are_found_open_or_all(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        old = unit.company.role("backend").model_dump() | {"id": "ai", "open": False}
        unit.add(Role(**old))

    with furnished.look(at=NOW) as unit:
        assert [role.id for role in unit.company.roles()] == ["ai", "backend"]
        assert [role.id for role in unit.company.roles(only_open=True)] == ["backend"]
        assert unit.company.role("frontend") is None


def test_no_company_before_set_up(store: Store):
    with store.look(at=NOW) as unit:
        assert unit.company.company_on_record() is None
        assert unit.company.company().timezone == "UTC"


def test_leave_and_qualifications_are_written_anew(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        assert [row.id for row in unit.company.leave(until=date(2026, 12, 24))] == ["holiday"]
        assert unit.company.leave(until=date(2026, 12, 23)) == []
        assert [(row.person_id, row.kind, row.value) for row in unit.company.qualifications()] == [
            ("U0ADA", "seat", "lead")
        ]
        unit.company.forget_leave("U0ADA")
        unit.company.forget_qualifications("U0ADA")
        assert (unit.company.leave(until=date(2027, 1, 1)), unit.company.qualifications()) == ([], [])
