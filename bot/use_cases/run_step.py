"""What every step of those who run a candidacy begins with: one transaction, the right to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.ports import Services
from bot.use_cases.standing import actor_in_slack, allow
from storage.tables import Invitation
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import InvitationState, is_final
from tracks.errors import InvitationOver, NotAllowed, NotFound


@contextmanager
def run_step(
    services: Services,
    *,
    presser: str,
    invitation_id: str,
    action: Action,
    request: str | None,
    also_over: bool = False,
) -> Iterator[tuple[Unit, Invitation]]:
    """Open a transaction for *action* of the Slack user *presser* on a candidacy.

    An invitation that does not exist is refused like one that is somebody else's business. Raises NotAllowed,
    AlreadyDone, InvitationOver (unless *also_over*).
    """
    with services.change(f"person:{presser}", request=request) as unit:
        invitation = invitation_for(unit, presser, invitation_id, action, lock=True)
        if not also_over:
            refuse_when_over(invitation)
        yield unit, invitation


def invitation_for(
    unit: Unit, presser: str, invitation_id: str, action: Action, *, lock: bool = False
) -> Invitation:
    """Return the invitation if *presser* may take *action* on it. Raises NotAllowed."""
    try:
        invitation = unit.get(Invitation, invitation_id, lock=lock)
    except NotFound:
        raise NotAllowed(action=action) from None
    allow(unit, actor_in_slack(unit, presser), action, invitation)
    return invitation


def refuse_when_over(invitation: Invitation) -> None:
    """Return while a candidacy goes on. Raises InvitationOver."""
    if is_final(InvitationState(invitation.state)):
        raise InvitationOver(state=invitation.state)
