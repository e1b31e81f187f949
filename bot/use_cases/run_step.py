"""What every step of those who run a candidacy begins with: the right to it, and that it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.ports import Services
from bot.use_cases.own_step import Asked, own_step
from bot.use_cases.standing import actor_in_slack, allow, named
from storage.tables import Invitation
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import is_final
from tracks.errors import InvitationOver


@contextmanager
def run_step(services: Services, asked: Asked, action: Action) -> Iterator[tuple[Unit, Invitation]]:
    """Do as ``own_step`` does, with a candidacy that goes on. Raises InvitationOver."""
    with own_step(services, asked, action) as (unit, invitation):
        refuse_when_over(invitation)
        yield unit, invitation


def invitation_for(
    unit: Unit, presser: str, invitation_id: str, action: Action, *, lock: bool = False
) -> Invitation:
    """Return the invitation if *presser* may take *action* on it. Raises NotAllowed."""
    invitation = named(unit, Invitation, invitation_id, action, lock=lock)
    allow(unit, actor_in_slack(unit, presser), action, invitation)
    return invitation


def refuse_when_over(invitation: Invitation) -> None:
    """Return while a candidacy goes on. Raises InvitationOver."""
    if is_final(invitation.state):
        raise InvitationOver(state=invitation.state)
