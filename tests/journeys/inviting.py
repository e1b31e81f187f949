"""Rita invites somebody: the steps with which most stories begin."""

from typing import Any

from bot.stand_in import payloads
from storage.tables import Invitation
from tests.journeys.chapters import chapter
from tests.journeys.world import World

WHY = "Your talk on back-pressure last May showed exactly the care that this team is looking for."
SOURCE = "the speakers' page of the conference"
KIM = {
    "role": "Senior backend engineer",
    "person": "U0KIM",
    "called": "Kim",
    "why_you": WHY,
    "address_source": SOURCE,
}
NOOR = "noor@home.example"
MAIL_ONLY = KIM | {"person": None, "email": NOOR, "called": "Noor"}


def fill_in(world: World, **changes: Any) -> None:
    """Open the form and fill it in for Kim, but for *changes*."""
    world.rita.command("/tracks", "invite")
    world.rita.fill({name: value for name, value in (KIM | changes).items() if value is not None})


@chapter
def invite(world: World, **changes: Any) -> Invitation:
    """Fill in, look at the preview, send; return the invitation."""
    before = {row.id for row in invitations(world)}
    fill_in(world, **changes)
    world.rita.submit()
    assert world.rita.view_errors == {}
    world.rita.submit()
    world.settle()
    (made,) = (row for row in invitations(world) if row.id not in before)
    return made


def invite_by_mail(world: World, **changes: Any) -> Invitation:
    """Invite Noor, who is reached by mail only."""
    return invite(world, **(MAIL_ONLY | changes))


def invitations(world: World) -> list[Invitation]:
    """Return every invitation that goes on."""
    with world.program.services.look() as unit:
        return [row for role in unit.company.roles() for row in unit.candidacies.live_for_role(role.id)]


def current(world: World, invitation: Invitation) -> Invitation:
    """Return the invitation as it is on record now."""
    with world.program.services.look() as unit:
        return unit.get(Invitation, invitation.id)


def events(world, record):
    with world.program.services.look() as unit:
        return [(event.actor, event.verb, event.after) for event in unit.audit.of(record)]


def submission(world, view):
    return payloads.view_submission(world.workspace, world.rita.member, view)
