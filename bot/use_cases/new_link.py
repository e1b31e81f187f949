"""Sends a candidate a new link to their page; whoever asks learns nothing from the answer."""

from datetime import datetime, timedelta

from bot.ports import Services
from bot.use_cases.telling import tell_candidate
from storage.tables import Invitation
from storage.unit_of_work import Unit
from tracks.errors import NotFound

KIND = "new_link"
LINK_LIVES = timedelta(days=30)  # after the last step


def has_expired(invitation: Invitation, now: datetime) -> bool:
    """Say whether the links to an invitation's page have grown too old; *now* is an aware instant."""
    return invitation.last_step_at + LINK_LIVES < now


def send_new_link(services: Services, *, invitation_id: str | None, address: str) -> None:
    """Send a new link to whom the old link was made for, else to the candidate at *address*, if there is one.

    It goes to the address on record, never to the one that was typed; at most once an hour. Links that have
    expired stay so: whoever still has one has perhaps been forwarded it.
    """
    hour = f"{services.now:%Y%m%d%H}"
    with services.look() as unit:
        found = _of_link(unit, invitation_id) or _at(unit, address)
        if found is None or unit.due.by_key(f"{KIND}:{found.id}:{hour}") is not None:
            return
    with services.change("rule:links") as unit:
        invitation = unit.get(Invitation, found.id, lock=True)
        epoch = invitation.link_epoch + has_expired(invitation, unit.at)
        unit.change(invitation, link_epoch=epoch, last_step_at=unit.at)
        unit.audit.record("sent_new_link", invitation)
        tell_candidate(unit, invitation, KIND, key=hour)


def _of_link(unit: Unit, invitation_id: str | None) -> Invitation | None:
    if invitation_id is None:
        return None
    try:
        return unit.get(Invitation, invitation_id)
    except NotFound:
        return None


def _at(unit: Unit, address: str) -> Invitation | None:
    candidate = unit.candidacies.candidate_at(address.strip()) if address.strip() else None
    return unit.candidacies.newest_of(candidate.id) if candidate else None
