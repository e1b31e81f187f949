"""Home tabs follow what is told: who gets a message has its subject at home, and so do those who run it."""

from collections.abc import Callable
from typing import Any

from bot.delivery.live import Renderers
from bot.ports import Services, Views
from storage import homes
from storage.lease import Claimed
from storage.tables import Candidate, Invitation, Role
from storage.unit_of_work import Unit

Look = Callable[[Services, str], dict[str, Any]]


def renderers_for(look: Look, views: Views) -> Renderers:
    """Return what shows the Home tab that *look* draws to somebody who has opened theirs before."""
    renderers = Renderers()

    @renderers.fetches(homes.KIND)
    def show(services: Services, row: Claimed) -> Callable[[Unit], None]:
        user = row.recipient.rpartition(":")[2]
        views.publish(user=user, view=look(services, user))
        return lambda _unit: None

    return renderers


def follow(unit: Unit, row: Claimed) -> None:
    """Have the Home tabs renewed on which the subject of a message that was sent stands."""
    if concerned := _concerned(unit, row):
        homes.renew(unit, concerned)


def _concerned(unit: Unit, row: Claimed) -> set[str]:
    kind, _, who = row.recipient.removeprefix("mail:").partition(":")
    if kind == "person":
        return {who}
    if kind == "candidate":
        slack_user = unit.get(Candidate, who).slack_user
        return {slack_user} if slack_user else set()
    return _who_run(unit, row.invitation_id) if row.invitation_id else set()


def _who_run(unit: Unit, invitation_id: str) -> set[str]:
    invitation = unit.get(Invitation, invitation_id)
    role = unit.get(Role, invitation.role_id)
    return {invitation.host_id, invitation.invited_by, role.coordinator_id, role.hiring_manager_id}
