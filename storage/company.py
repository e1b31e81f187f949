"""The company's people and roles."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlmodel import col

from storage.memory import Memory
from storage.tables import Company, Leave, Person, Qualification, Role


class CompanyRecords:
    """Reads and writes the company's side of the memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._leave: dict[date, Sequence[Leave]] = {}  # reminders and panels ask once a person

    def company(self) -> Company:
        """Return the company; before the first set-up one without name or hours, in UTC."""
        return self.company_on_record() or Company(name="", timezone="UTC", working_hours={})

    def company_on_record(self) -> Company | None:
        """Return the company, or None before the first set-up."""
        return self._memory.at(Company, 1)

    def person(self, person_id: str) -> Person | None:
        """Return the person with that Slack id, or None."""
        return self._memory.at(Person, person_id)

    def zone_of(self, person_id: str) -> str:
        """Return the name of the zone in which somebody in Slack is told times, UTC for a stranger."""
        person = self.person(person_id)
        return person.timezone if person else "UTC"

    def people(self) -> Sequence[Person]:
        """Return everybody on record, in the order of their ids."""
        return self._memory.orm.scalars(select(Person).order_by(col(Person.id))).all()

    def lock_people(self, person_ids: Sequence[str] | None = None) -> None:
        """Lock people, or everybody, in the order of their ids: no two bookings wait for one another so."""
        rows = select(col(Person.id)).order_by(col(Person.id))
        if person_ids is not None:
            rows = rows.where(col(Person.id).in_(person_ids))
        self._memory.orm.execute(rows.with_for_update(key_share=True)).all()

    def qualifications(self) -> Sequence[Qualification]:
        """Return everything that anybody may do."""
        return self._memory.orm.scalars(select(Qualification).order_by(col(Qualification.person_id))).all()

    def leave(self, *, until: date) -> Sequence[Leave]:
        """Return the leave that starts on or before *until*; the database is asked once a transaction."""
        if until not in self._leave:
            rows = select(Leave).where(col(Leave.first_day) <= until)
            self._leave[until] = self._memory.orm.scalars(rows).all()
        return self._leave[until]

    def role(self, role_id: str) -> Role | None:
        """Return the role, or None."""
        return self._memory.at(Role, role_id)

    def roles(self, *, only_open: bool = False) -> Sequence[Role]:
        """Return the roles in the order of their ids."""
        rows = select(Role).order_by(col(Role.id))
        return self._memory.orm.scalars(rows.where(col(Role.open)) if only_open else rows).all()

    def forget_leave(self, person_id: str) -> None:
        """Drop a person's leave, before it is written anew."""
        self._leave.clear()
        self._memory.orm.execute(delete(Leave).where(col(Leave.person_id) == person_id))

    def forget_qualifications(self, person_id: str) -> None:
        """Drop what a person may do, before it is written anew."""
        self._memory.orm.execute(delete(Qualification).where(col(Qualification.person_id) == person_id))
