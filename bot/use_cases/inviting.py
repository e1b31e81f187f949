"""Checks what somebody typed about one person whom they would like to invite: each field by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.ports import Services, SlackPerson
from storage.tables import Candidate, Person, Role
from storage.unit_of_work import Unit
from tracks import inviting
from tracks.catalogue import Catalogue
from tracks.errors import (
    AlreadyInvited,
    FamilyIncomplete,
    InterviewError,
    MailIsOff,
    NoAiRule,
    NobodyNamed,
    NotAPerson,
    OneWayOnly,
    PanelistOfThisRole,
    PersonUnknown,
)
from tracks.format import compose
from tracks.intake import clean, clean_line, require_text
from tracks.intro_paper import rotate
from tracks.inviting import LONGEST_LINE, Typed
from tracks.task_choice import shortcomings
from tracks.track import TrackId

Faults = dict[str, InterviewError]
T = TypeVar("T")


@dataclass(slots=True)
class Reading:
    """Collects what cannot be taken, the first refusal of each field."""

    faults: Faults = field(default_factory=dict)

    def take(self, where: str, read: Callable[[], T]) -> T | None:
        """Return what *read* returns, or None after keeping its refusal for the field *where*."""
        try:
            return read()
        except InterviewError as refusal:
            self.faults.setdefault(where, refusal)
            return None


def clean_typed(reading: Reading, typed: Typed) -> Typed:
    """Return *typed* as it is kept; what cannot be taken is left out and its refusal kept."""
    return Typed(
        role_id=typed.role_id,
        slack_user=typed.slack_user,
        email=_address(reading, typed.email),
        called=reading.take("called", lambda: inviting.one_name(typed.called)) or "",
        why_you=reading.take("why_you", lambda: inviting.why_you(typed.why_you)) or "",
        address_source=reading.take("address_source", lambda: _line(typed.address_source, "address_source"))
        or "",
        introduced_by=reading.take("introduced_by", lambda: _maybe_line(typed.introduced_by)) or "",
    )


def clean_way(reading: Reading, *, slack_user: str, email: str) -> Typed:
    """Return only the way to reach somebody, cleaned."""
    return Typed(slack_user=slack_user, email=_address(reading, email))


def read_way(
    reading: Reading,
    services: Services,
    unit: Unit,
    *,
    role: Role,
    typed: Typed,
    found: SlackPerson | None,
) -> Candidate | None:
    """Check the one way to reach the person, and that they are nobody of the role's own people.

    Return the candidate on record who is reached like that, or None.
    """
    where = "email" if typed.email else "person"
    if where in reading.faults or "email" in reading.faults:
        return None
    reading.take(where, lambda: _one_way(services, typed, found))
    if where in reading.faults:
        return None
    reading.take(where, lambda: _nobody_of_ours(unit, role, typed, found))
    return known_candidate(unit, typed, found)


def known_candidate(unit: Unit, typed: Typed, found: SlackPerson | None) -> Candidate | None:
    """Return the candidate on record who is reached there; a Slack person also by the address in Slack."""
    if typed.email:
        return unit.candidacies.candidate_at(typed.email)
    in_slack = unit.candidacies.candidate_in_slack(typed.slack_user)
    if in_slack is None and found is not None and found.email:
        return unit.candidacies.candidate_at(found.email)
    return in_slack


def readiness(catalogue: Catalogue, role: Role) -> None:
    """Return if everything that *role* offers can be held. Raises FamilyIncomplete, NoAiRule."""
    for track in offered(role):
        missing = shortcomings(catalogue, family=role.family, level=role.level, track=track, shape=role.shape)
        if missing:
            raise FamilyIncomplete(family=role.family, missing=missing)
        plan = compose(catalogue, track=track, family=role.family, level=role.level, shape=role.shape)
        for session in plan.sessions:
            if not session.ai.reason.strip() and session.group:
                raise NoAiRule(track=track, session=session.id)


def not_twice(unit: Unit, known: Candidate, role: Role) -> None:
    """Return if *known* has no live invitation for *role*. Raises AlreadyInvited."""
    for invitation in unit.candidacies.live_of(known.id):
        if invitation.role_id == role.id:
            raise AlreadyInvited(invitation_id=invitation.id)


def offered(role: Role) -> tuple[TrackId, ...]:
    """Return the tracks that *role* offers, in their usual order."""
    return tuple(track for track in TrackId if track in role.tracks)


def next_order(unit: Unit, role: Role) -> list[str]:
    """Return the order of the tracks in the role's next paper: it rotates, so that none is always first."""
    return list(rotate(unit.candidacies.count_for_role(role.id), offered(role)))


def _own_people(unit: Unit, role: Role) -> frozenset[str]:
    """Return the ids of those who run *role* or could sit in its panels."""
    rows = unit.company.qualifications()
    seats = {row.person_id for row in rows if row.kind == "seat"}
    family = {row.person_id for row in rows if (row.kind, row.value) == ("family", role.family)}
    return frozenset(seats & family) | {role.host_id, role.coordinator_id, role.hiring_manager_id}


def replace_called(candidate: Candidate, called: str) -> Candidate:
    """Return a copy of *candidate*, not on record, who likes to be called *called*."""
    return Candidate(**candidate.model_dump() | {"called": called})


def _one_way(services: Services, typed: Typed, found: SlackPerson | None) -> None:
    if typed.email and typed.slack_user:
        raise OneWayOnly
    if typed.email:
        if not services.mail_is_on:
            raise MailIsOff
    elif not typed.slack_user:
        raise NobodyNamed
    elif found is None:
        raise PersonUnknown
    elif found.bot:
        raise NotAPerson


def _nobody_of_ours(unit: Unit, role: Role, typed: Typed, found: SlackPerson | None) -> None:
    ours = _own_people(unit, role)
    person = unit.company.person(typed.slack_user) if typed.slack_user else None
    address = typed.email or (found.email if found else None)
    person = person or _person_at(unit, address)
    if person is not None and person.active and person.id in ours:
        raise PanelistOfThisRole(person_id=person.id)


def _person_at(unit: Unit, address: str | None) -> Person | None:
    if not address:
        return None
    everybody = (person for person in unit.company.people() if person.email)
    return next((p for p in everybody if str(p.email).lower() == address.lower()), None)


def _address(reading: Reading, text: str) -> str:
    if not clean(text):
        return ""
    return (reading.take("email", lambda: inviting.one_address(text)) or "").lower()


def _line(text: str, name: str) -> str:
    return require_text(clean_line(text), field=name, most=LONGEST_LINE)


def _maybe_line(text: str) -> str:
    return _line(text, "introduced_by") if clean_line(text) else ""
