"""A record is made from its fields: all that it needs, none that it does not know."""

import pytest

from storage.tables import Person


def person(**other: object) -> Person:
    return Person(**{"id": "U0ADA", "name": "Ada", "email": "ada@lantern.example", "timezone": "UTC"} | other)


def test_missing_or_unknown_fields_are_refused():
    with pytest.raises(TypeError, match=r"Person lacks .*'grade', 'name'"):
        Person(id="U0ADA", email="ada@lantern.example", timezone="UTC", grade=3)


def test_no_record_shares_its_lists_with_another():
    person().roles.append("recruiter")

    assert person().roles == []
    assert person(roles=["host"]).roles == ["host"]
