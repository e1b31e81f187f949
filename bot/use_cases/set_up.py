"""Applies a company's file: people, roles, leave and limits in one transaction, and says what it changed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.company_file import CompanyFile, PersonTable, RoleTable
from bot.ports import People
from bot.use_cases.differences import Change, changes_of
from bot.use_cases.known_people import Known, known_people
from bot.use_cases.pass_on_role import pass_on_role
from bot.use_cases.staff import AHEAD
from storage.tables import Company, Leave, Person, Qualification, Role
from storage.unit_of_work import Store, Unit
from tracks.availability import local_day
from tracks.candidacy import DROPPED, LoopState
from tracks.panel import FOUNDING_FOR

ACTOR = "rule:setup"
#: Each kind of qualification with the key of the file that lists it.
_KINDS = {"seat": "seats", "track": "tracks", "family": "families"}
_DONE = DROPPED | {LoopState.DECIDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was done: *changes* one sentence each, how many things stayed as they were, and *notices*."""

    changes: tuple[str, ...]
    unchanged: int
    notices: tuple[str, ...]


def set_up(store: Store, file: CompanyFile, *, people: People | None, now: datetime) -> Applied:
    """Bring the records in line with *file*; applying it again changes nothing. Candidates are never touched.

    *people* is None while there is no token for Slack; the file then names people itself. *now*: aware UTC.
    Raises CompanyFaults when somebody is unknown, a ``SendFailed`` kind when Slack cannot be asked.
    """
    known = known_people(file, people)
    with store.change(at=now, actor=ACTOR) as unit:
        unit.company.lock_people()  # nobody is booked meanwhile whom this lets go or sends on leave
        work = _SetUp(unit, file, now)
        work.company()
        for person in file.people:
            work.person(person, known[person.slack])
        for role in file.roles:
            work.role(role)
        work.those_no_longer_named()
        return Applied(
            changes=tuple(work.changes),
            unchanged=work.unchanged,
            notices=(*map(str, file.notices), *work.notices),
        )


class _SetUp:
    """One application of a file inside of one transaction."""

    def __init__(self, unit: Unit, file: CompanyFile, now: datetime) -> None:
        self.unit = unit
        self.file = file
        self.now = now
        self.changes: list[str] = []
        self.notices: list[str] = []
        self.unchanged = 0
        self.may: dict[str, list[Qualification]] = defaultdict(list)
        for qualification in unit.company.qualifications():
            self.may[qualification.person_id].append(qualification)
        self.leave: dict[str, list[Leave]] = defaultdict(list)
        for leave in unit.company.leave(until=date.max):
            self.leave[leave.person_id].append(leave)

    def company(self) -> None:
        table = self.file.company
        hours = table.working_hours.by_day()
        values: dict[str, Any] = {"name": table.name, "timezone": table.timezone, "working_hours": hours}
        self._put("company", self.unit.company.company_on_record(), Company(id=1, **values), values)

    def person(self, table: PersonTable, known: Known) -> None:
        row = self.unit.company.person(table.slack)
        values = _person_values(table, known, founding_until=self._founding_until(table, row))
        may, leave = self._differing_may(table), self._differing_leave(table)
        beside = [*may, *leave] if row else []
        called = f"person {table.slack} ({known.name})"
        self._put(called, row, Person(id=table.slack, **values), values, beside=beside)
        if may:
            self._write_may(table)
        if leave:
            self._write_leave(table)
            self._name_seats_on_leave(table, known)

    def role(self, table: RoleTable) -> None:
        row = self.unit.company.role(table.id)
        values = _role_values(table)
        before = (row.coordinator_id, row.hiring_manager_id) if row else None
        self._put(f"role {table.id}", row, Role(id=table.id, **values), values)
        if row is not None and before is not None:
            pass_on_role(self.unit, row, coordinator=before[0], hiring_manager=before[1])

    def those_no_longer_named(self) -> None:
        roles = {table.id for table in self.file.roles}
        bound: Counter[str] = Counter()
        for role in self.unit.company.roles():
            if role.id not in roles:
                bound.update(self._close(role))
        people = {table.slack for table in self.file.people}
        for person in self.unit.company.people():
            if person.active and person.id not in people:
                self._let_go(person, candidacies=bound[person.id])

    def _put(
        self,
        called: str,
        row: Any,
        fresh: Any,
        values: dict[str, Any],
        *,
        beside: Sequence[Change] = (),
    ) -> None:
        """Add the *fresh* record, or change what differs in *row*; *beside* it other records change."""
        if row is None:
            self.unit.audit.record("added", self.unit.add(fresh))
            self.changes.append(f"added {called}")
            return
        differing = changes_of(row, values)
        if differing:
            self.unit.change(row, **{change.field: change.after for change in differing})
        told = [*differing, *beside]
        if told:
            self.unit.audit.record("changed", row, after={"fields": [change.field for change in told]})
            self.changes.append(f"changed {called}: {'; '.join(map(str, told))}")
        else:
            self.unchanged += 1

    def _founding_until(self, table: PersonTable, row: Person | None) -> date | None:
        """Return when founding ends: it is granted once, and applying the file again does not prolong it."""
        if not table.founding:
            return None
        until, today = row.founding_until if row else None, self.now.date()
        if until and until < today:
            self.notices.append(
                f"{table.slack}: founding ended on {until}; calibrate, then write calibrated_on"
            )
        return until or today + FOUNDING_FOR

    def _differing_may(self, table: PersonTable) -> list[Change]:
        before = {kind: [row.value for row in self.may[table.slack] if row.kind == kind] for kind in _KINDS}
        after = {kind: [str(value) for value in getattr(table, key)] for kind, key in _KINDS.items()}
        return [
            Change(key, sorted(before[kind]), sorted(after[kind]))
            for kind, key in _KINDS.items()
            if set(before[kind]) != set(after[kind])
        ]

    def _write_may(self, table: PersonTable) -> None:
        """Write anew what a person may do; what stays keeps who granted it and when."""
        granted = {(row.kind, row.value): (row.granted_by, row.granted_at) for row in self.may[table.slack]}
        by = self.file.admin or ACTOR
        self.unit.company.forget_qualifications(table.slack)
        for kind, key in _KINDS.items():
            for value in map(str, getattr(table, key)):
                granted_by, granted_at = granted.get((kind, value), (by, self.now))
                row = Qualification(
                    person_id=table.slack,
                    kind=kind,
                    value=value,
                    granted_by=granted_by,
                    granted_at=granted_at,
                )
                self.unit.add(row)

    def _differing_leave(self, table: PersonTable) -> list[Change]:
        before = sorted((row.first_day, row.last_day) for row in self.leave[table.slack])
        after = sorted({(days.first, days.last) for days in table.leave})
        if before == after:
            return []
        return [Change("leave", *([_days(*days) for days in stretches] for stretches in (before, after)))]

    def _write_leave(self, table: PersonTable) -> None:
        self.unit.company.forget_leave(table.slack)
        for first, last in sorted({(days.first, days.last) for days in table.leave}):
            self.unit.add(Leave(person_id=table.slack, first_day=first, last_day=last))

    def _name_seats_on_leave(self, table: PersonTable, known: Known) -> None:
        """Say on which days of leave somebody sits in an interview: what is booked stays as it is."""
        held = self.unit.loops.held(start=self.now, end=self.now + AHEAD, person_id=table.slack)
        days = {local_day(known.timezone, begins) for _, _, begins in held}
        away = sorted(day for day in days if any(leave.first <= day <= leave.last for leave in table.leave))
        if away:
            booked = ", ".join(map(str, away))
            self.notices.append(
                f"{table.slack}: the leave covers an interview on {booked}; "
                "give the seat back, or offer the candidate other times"
            )

    def _close(self, role: Role) -> Counter[str]:
        """Close a role that the file no longer names; return how many live candidacies bind whom."""
        if role.open:
            self.unit.change(role, open=False)
            self.unit.audit.record("closed", role)
            self.changes.append(f"closed role {role.id}: it is no longer in the file")
        live = len(self.unit.candidacies.live_for_role(role.id))
        if live:
            still = _counted(live, "candidacy")
            self.notices.append(f"role {role.id} is closed to new invitations; still open in it: {still}")
        return Counter(dict.fromkeys((role.host_id, role.coordinator_id, role.hiring_manager_id), live))

    def _let_go(self, person: Person, *, candidacies: int) -> None:
        """Make somebody inactive whom the file no longer names, unless people count on them."""
        seats = sum(loop.state not in _DONE for loop, _ in self.unit.loops.of_panelist(person.id))
        hosts = max(candidacies, len(self.unit.candidacies.live_around(person.id)))
        called = f"{person.id} ({person.name})"
        if seats or hosts:
            held = " and ".join(
                _counted(count, thing)
                for count, thing in ((seats, "panel seat"), (hosts, "candidacy"))
                if count
            )
            self.notices.append(
                f"{called} is no longer in the file and stays active: {held} to hand over first; "
                "then apply the file again"
            )
            return
        self.unit.change(person, active=False)
        self.unit.audit.record("made_inactive", person)
        self.changes.append(f"made inactive person {called}: no longer in the file")


def _person_values(table: PersonTable, known: Known, *, founding_until: date | None) -> dict[str, Any]:
    return {
        "name": known.name,
        "email": known.email,
        "timezone": known.timezone,
        "working_hours": table.working_hours.by_day() if table.working_hours else None,
        "roles": [str(role) for role in table.roles],
        "level": table.level,
        "team": table.team,
        "day_limit": table.limits.day,
        "week_limit": table.limits.week,
        "standing_yes": table.standing_yes,
        "founding_until": founding_until,
        "calibrated_on": table.calibrated_on,
        "active": True,
    }


def _role_values(table: RoleTable) -> dict[str, Any]:
    values = table.model_dump(exclude={"id", "host", "coordinator", "hiring_manager"})
    people = {
        "host_id": table.host,
        "coordinator_id": table.coordinator,
        "hiring_manager_id": table.hiring_manager,
    }
    return values | people | {"tracks": [str(track) for track in table.tracks]}


def _days(first: date, last: date) -> str:
    return str(first) if first == last else f"{first}..{last}"


def _counted(count: int, thing: str) -> str:
    if count == 1:
        return f"1 {thing}"
    return f"{count} {thing[:-1]}ies" if thing.endswith("y") else f"{count} {thing}s"
