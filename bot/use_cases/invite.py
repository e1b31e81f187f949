"""Invites one person to one role: everything is checked for the preview, and once more before it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.ports import Pressed, Services, SlackPerson
from bot.use_cases import papers
from bot.use_cases.controls import open_controls
from bot.use_cases.inviting import (
    Reading,
    clean_typed,
    next_order,
    not_twice,
    offered,
    read_way,
    readiness,
    replace_called,
)
from bot.use_cases.standing import actor_in_slack, allow_for_role
from bot.use_cases.telling import notice, open_card, step
from bot.use_cases.unanswered import plan_unanswered
from bot.wording.sentences import mention
from storage.tables import Candidate, Invitation, Role
from storage.unit_of_work import Unit
from tracks.access import Action, Actor, Vacancy, can
from tracks.candidacy import InvitationState
from tracks.errors import InterviewError, OutOfDate
from tracks.format import compose
from tracks.intro_paper import Paper
from tracks.inviting import Caps, Typed, check_caps
from tracks.task_choice import practice_tasks


class NotAsWritten(Exception):  # noqa: N818 -- it says what was found
    """Something in the form cannot be taken; *faults* holds one refusal per field. Nothing was changed."""

    def __init__(self, faults: Mapping[str, InterviewError]) -> None:
        super().__init__(", ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What would be sent: *role* is its title, *practice* names the tasks whose keys everybody can read."""

    typed: Typed
    role: str
    paper: Paper
    external: bool
    practice: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    typed: Typed
    role: Role
    person: SlackPerson | None
    known: Candidate | None


def roles_to_invite_for(unit: Unit, actor: Actor) -> tuple[Role, ...]:
    """Return the open roles for which *actor* may invite."""
    roles = unit.company.roles(only_open=True)
    return tuple(role for role in roles if can(actor, Action.INVITE, Vacancy(id=role.id, host=role.host_id)))


def preview(services: Services, presser: str, typed: Typed) -> Drafted:
    """Return what the candidate would read. Raises NotAsWritten, NotAllowed."""
    found = services.people.look_up(typed.slack_user) if typed.slack_user else None
    with services.look() as unit:
        checked = _checked(services, unit, presser, typed, found)
        invitation, candidate = _drafted(services, unit, checked, presser)
        return Drafted(
            typed=checked.typed,
            role=checked.role.title,
            paper=papers.compose(unit, services.catalogue, invitation, candidate),
            external=candidate.slack_external,
            practice=_practice(services, checked.role),
        )


def invite(services: Services, press: Pressed, typed: Typed) -> str:
    """Put the invitation on record, plan the paper and the candidacy's message; return the invitation's id.

    Raises NotAsWritten, NotAllowed, AlreadyDone.
    """
    found = services.people.look_up(typed.slack_user) if typed.slack_user else None
    with services.change_by(press) as unit:
        unit.company.lock_people([press.user])
        unit.get(Role, typed.role_id, lock=True)  # two at once would both be below the cap
        checked = _checked(services, unit, press.user, typed, found)
        invitation, candidate = _drafted(services, unit, checked, press.user)
        paper = papers.compose(unit, services.catalogue, invitation, candidate)
        invitation.paper_sha = papers.keep(unit, paper)
        invitation.content_version = paper.content_version
        _on_record(unit, candidate, known=checked.known)
        unit.add(invitation)
        unit.audit.record("invited", invitation, after={"role": checked.role.id, "state": invitation.state})
        _told(unit, invitation, checked)
    return invitation.id


def _checked(
    services: Services, unit: Unit, presser: str, typed: Typed, found: SlackPerson | None
) -> _Checked:
    """Return what was typed, cleaned, with the records it means. Raises NotAsWritten, NotAllowed."""
    actor = actor_in_slack(unit, presser)
    role = unit.get(Role, typed.role_id)
    allow_for_role(actor, Action.INVITE, role)
    reading = Reading()
    cleaned = clean_typed(reading, typed)
    reading.take("role", lambda: readiness(services.catalogue, role))
    reading.take("role", lambda: _room(unit, presser, role))
    known = read_way(reading, services, unit, role=role, typed=cleaned, found=found)
    if known is not None:
        reading.take("email" if cleaned.email else "person", lambda: not_twice(unit, known, role))
    if reading.faults:
        raise NotAsWritten(reading.faults)
    return _Checked(typed=_as_on_record(cleaned, known), role=role, person=found, known=known)


def _as_on_record(typed: Typed, known: Candidate | None) -> Typed:
    """Return *typed* with the way on which a candidate who is on record is reached."""
    if known is None:
        return typed
    return replace(
        typed, slack_user=known.slack_user or "", email="" if known.slack_user else known.email or ""
    )


def _room(unit: Unit, presser: str, role: Role) -> None:
    if not role.open:
        raise OutOfDate
    check_caps(
        by_inviter=unit.candidacies.unanswered(inviter=presser),
        for_role=unit.candidacies.unanswered(role_id=role.id),
        caps=Caps(role=role.invite_cap),
    )


def _drafted(services: Services, unit: Unit, checked: _Checked, presser: str) -> tuple[Invitation, Candidate]:
    """Return the records as they would be, not yet kept."""
    typed, role = checked.typed, checked.role
    candidate = _candidate(checked)
    invitation = Invitation(
        role_id=role.id,
        candidate_id=candidate.id,
        invited_by=presser,
        host_id=role.host_id,
        why_you=typed.why_you,
        introduced_by=typed.introduced_by or None,
        address_source=typed.address_source,
        created_at=services.now,
        last_step_at=services.now,
        sent_at=services.now,
        reply_by=services.now + timedelta(days=role.reply_days),
        paper_sha="",
        content_version=services.catalogue.version,
        option_order=next_order(unit, role),
        shape=role.shape,
        state=InvitationState.SENT,
    )
    return invitation, candidate


def _candidate(checked: _Checked) -> Candidate:
    """Return the candidate as they would be; somebody who was invited before keeps their record."""
    typed, person = checked.typed, checked.person
    if checked.known is not None:
        return replace_called(checked.known, typed.called)
    return Candidate(
        called=typed.called,
        slack_user=person.id if person else None,
        slack_external=bool(person and person.external),
        email=typed.email or None,
        timezone=person.timezone if person else None,
    )


def _on_record(unit: Unit, candidate: Candidate, *, known: Candidate | None) -> None:
    candidate.delete_on = unit.at + timedelta(days=papers.RETENTION_DAYS)
    if known is None:
        unit.add(candidate)
    else:
        unit.change(known, called=candidate.called, delete_on=candidate.delete_on, withdrawn_at=None)


def _told(unit: Unit, invitation: Invitation, checked: _Checked) -> None:
    papers.send(unit, invitation)
    open_card(unit, invitation, checked.role.channel)
    open_controls(unit, invitation)
    step(unit, invitation, "thread.invited", inviter=mention(invitation.invited_by))
    plan_unanswered(unit, invitation)
    notice(
        unit,
        invitation.invited_by,
        "recruiter.sent",
        key=f"sent:{invitation.id}",
        candidate=checked.typed.called,
        role=checked.role.title,
        host=mention(invitation.host_id),
    )


def _practice(services: Services, role: Role) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for track in offered(role):
        plan = compose(
            services.catalogue, track=track, family=role.family, level=role.level, shape=role.shape
        )
        names |= dict.fromkeys(task.name for task in practice_tasks(services.catalogue, plan))
    return tuple(names)
