"""Mends the way to a candidate: links that went to the wrong place stop working, the paper goes out again."""

from bot.ports import Services
from bot.use_cases import papers
from bot.use_cases.calendar_entries import send_invites_again
from bot.use_cases.invite import NotAsWritten
from bot.use_cases.inviting import Reading, clean_way, known_candidate, read_way
from bot.use_cases.own_step import Asked
from bot.use_cases.panel_telling import rewrite_newest
from bot.use_cases.run_step import run_step
from bot.use_cases.telling import step, tell_candidate
from storage.tables import Candidate, Invitation, Role
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import InvitationState
from tracks.errors import AddressInUse


def mend_address(services: Services, asked: Asked, *, slack_user: str, email: str) -> None:
    """Reach the candidate in Slack or at *email* from now on, whichever of the two is given.

    Raises NotAsWritten with one refusal per field, NotAllowed, InvitationOver, AlreadyDone.
    """
    found = services.people.look_up(slack_user) if slack_user else None
    with run_step(services, asked, Action.MEND_ADDRESS) as (unit, invitation):
        reading = Reading()
        typed = clean_way(reading, slack_user=slack_user, email=email)
        role = unit.get(Role, invitation.role_id)
        read_way(reading, services, unit, role=role, typed=typed, found=found)
        other = known_candidate(unit, typed, found) if not reading.faults else None
        if other is not None and other.id != invitation.candidate_id:
            reading.faults["email" if typed.email else "person"] = AddressInUse()
        if reading.faults:
            raise NotAsWritten(reading.faults)
        for each in unit.candidacies.live_of(invitation.candidate_id):
            live = unit.get(Invitation, each.id, lock=True)
            _from_now_on(unit, live)
            step(unit, live, "thread.address_mended")
        for over in unit.candidacies.ended_of(invitation.candidate_id):
            unit.change(over, link_epoch=over.link_epoch + 1)
        candidate = unit.get(Candidate, invitation.candidate_id, lock=True)
        unit.change(
            candidate,
            email=typed.email or None,
            slack_user=found.id if found else None,
            slack_external=bool(found and found.external),
        )
        unit.audit.record("mended the address", candidate)
        _send_entries(services, unit, candidate)


def _from_now_on(unit: Unit, invitation: Invitation) -> None:
    """Let old links end, write to the new place, and take the wish for a mended address back."""
    unit.change(invitation, link_epoch=invitation.link_epoch + 1, last_step_at=unit.at)
    if invitation.state == InvitationState.SENT:
        papers.send_again(unit, invitation)
    else:
        tell_candidate(unit, invitation, "address_mended")
    for way in ("", "mail:"):
        rewrite_newest(unit, "undelivered", f"{invitation.id}:{way}candidate:{invitation.candidate_id}:")


def _send_entries(services: Services, unit: Unit, candidate: Candidate) -> None:
    """Bring what stands in the calendar to the new place as well, which hears of each change from now on."""
    for invitation in unit.candidacies.live_of(candidate.id):
        loop = unit.loops.live(invitation.id)
        if loop is not None:
            since = f":{invitation.link_epoch}"
            send_invites_again(services, unit, loop, f"candidate:{candidate.id}", because=since)
