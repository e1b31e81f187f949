"""Steps with which stories about times and panels begin, and looks at what is booked."""

from datetime import date, timedelta

from storage.tables import Invitation, Leave, Loop, PanelSeat
from tests.journeys.chapters import chapter
from tests.journeys.inviting import invite
from tests.journeys.world import World

TIME = "Thursday 26 November 2026, 11:45-15:25 Berlin time (UTC+1)"

RATERS = ("lead", "second", "independent")


@chapter
def agreed(world: World, pick: str = "Pick the pragmatist", **changes: object) -> Invitation:
    """Invite Kim, let them pick and agree."""
    invitation = invite(world, **changes)
    world.kim.press(pick)
    world.settle()
    world.kim.press("I have read this and agree")
    world.settle()
    return invitation


@chapter
def offered(world: World, *, days: str = "One day") -> Invitation:
    """Bring Kim to the times."""
    invitation = agreed(world)
    world.kim.press(days)
    world.settle()
    return invitation


def take(world: World, number: int = 3) -> None:
    """Let Kim take the start with that number."""
    world.kim.type(str(number))
    world.settle()


@chapter
def held(world: World, *, number: int = 3, days: str = "One day") -> Invitation:
    """Hold a time for Kim; nobody of the panel has answered yet."""
    invitation = offered(world, days=days)
    take(world, number)
    return invitation


@chapter
def confirmed(world: World, *, number: int = 3, days: str = "One day") -> Invitation:
    """Hold a time for Kim, and let everybody say yes."""
    invitation = held(world, number=number, days=days)
    everybody_says_yes(world, invitation)
    return invitation


def everybody_says_yes(world: World, invitation: Invitation) -> None:
    for row in seats(world, invitation).values():
        if row.answer is None:
            person(world, row.person_id).press("Yes")
    world.settle()


def person(world: World, person_id: str):
    return next(each for each in world.workspace.people if each.id == person_id)


def loop_of(world: World, invitation: Invitation) -> Loop | None:
    with world.program.services.look() as unit:
        return unit.loops.live(invitation.id)


def seats(world: World, invitation: Invitation) -> dict[str, PanelSeat]:
    """Return who holds each seat of the live loop."""
    with world.program.services.look() as unit:
        loop = unit.loops.live(invitation.id)
        return {str(seat): row for seat, row in unit.loops.seats(loop.id).items()} if loop else {}


def panel(world: World, invitation: Invitation) -> dict[str, tuple[str, str | None]]:
    """Return person and answer of each seat."""
    return {seat: (row.person_id, row.answer) for seat, row in seats(world, invitation).items()}


def holder(world: World, invitation: Invitation, seat: str):
    """Return the person who has *seat*."""
    return person(world, seats(world, invitation)[seat].person_id)


def taken(world: World, invitation: Invitation) -> dict[str, int]:
    """Return how many five minutes the live loop takes from each person."""
    loop = loop_of(world, invitation)
    with world.program.services.look() as unit:
        rows = unit.loops.busy(start=loop.starts_at.replace(hour=0), end=loop.ends_at.replace(hour=23))
    return {who: len(cells) for who, cells in rows.items()}


def trail(world: World, row) -> list[tuple[str, str]]:
    """Return who did what to a record."""
    with world.program.services.look() as unit:
        return [(event.actor, event.verb) for event in unit.audit.of(row)]


def free_only(world: World, *people: str) -> None:
    """Send every interviewer on leave but *people*."""
    with world.program.services.change("rule:setup") as unit:
        for person in unit.company.people():
            if person.level and person.id not in people:
                day = date(2026, 11, 20)
                unit.add(Leave(person_id=person.id, first_day=day, last_day=day + timedelta(days=60)))


def choose(world: World, person_id: str, why: str | None = None) -> None:
    """Rita asks somebody for the seat that is empty; *why*: when a rule is set aside for it."""
    world.rita.press("Choose somebody")
    world.rita.fill({"Who is asked": person_id} | ({"Why a rule is set aside": why} if why else {}))
    world.rita.submit()
    world.settle()


def offer_of(world: World, invitation: Invitation):
    with world.program.services.look() as unit:
        return unit.candidacies.times_offered(invitation.id)
