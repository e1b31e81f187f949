"""What is over stays over: nothing that a candidate still has in front of them goes on with it."""

from collections.abc import Callable

import pytest

from storage.tables import Invitation
from tests.journeys.booking import agreed, offered
from tests.journeys.browsing import address_of, get
from tests.journeys.forging import press_forged
from tests.journeys.inviting import current, invite
from tests.journeys.world import World
from tracks.candidacy import InvitationState

REASON = "The team fills this role from within; thank you for the time you gave us."


def withdraws(world: World, invitation: Invitation) -> None:
    press_forged(world.kim, f"withdraw:{invitation.id}")
    world.settle()


def is_taken_back(world: World, invitation: Invitation) -> None:
    press_forged(world.rita, f"withdraw_invitation:{invitation.id}")
    world.rita.fill({"reason": REASON})
    world.rita.submit()
    world.settle()


def chosen(world: World) -> Invitation:
    invitation = invite(world)
    world.kim.press("Pick the pragmatist")
    world.settle()
    return invitation


@pytest.mark.parametrize("ends", [withdraws, is_taken_back])
@pytest.mark.parametrize("begins", [invite, chosen, agreed, offered])
def test_nothing_is_left_to_press(
    world: World, begins: Callable[[World], Invitation], ends: Callable[[World, Invitation], None]
):
    invitation = begins(world)
    labels = ("Pick the", "I have read this", "One day", "Take this", "More times")
    assert any(f"[{label}" in world.kim.sees() for label in labels)

    ends(world, invitation)

    assert [label for label in labels if f"[{label}" in world.kim.sees()] == []
    assert current(world, invitation).asked_last is None


def test_content_may_drop_the_family_of_what_is_over(world: World):
    invitation = chosen(world)
    withdraws(world, invitation)
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role(invitation.role_id), family="games")

    world.kim.open_home()

    assert "This has ended." in world.kim.sees_home()
    assert "This has ended." in get(world, address_of(world, invitation)).text


def test_old_presses_change_nothing(world: World):
    invitation = offered(world)
    with world.program.services.look() as unit:
        offer = unit.candidacies.times_offered(invitation.id)
    is_taken_back(world, invitation)
    before, seen = current(world, invitation), world.hans.sees("C0BACKEND")

    for press in (
        f"choose_days:{invitation.id}.two",
        f"more_times:{invitation.id}.6",
        f"take_time:{offer.id}.1",
        f"not_now:{invitation.id}",
    ):
        press_forged(world.kim, press)
        world.settle()

    assert current(world, invitation) == before
    assert before.state == InvitationState.CLOSED_BY_PERSON
    assert world.hans.sees("C0BACKEND") == seen


def test_agreeing_too_late_begins_no_search(world: World):
    invitation = chosen(world)
    version = (current(world, invitation).asked_last or "").partition(":")[2]
    withdraws(world, invitation)
    before = current(world, invitation)

    press_forged(world.kim, f"agree_ai:{invitation.id}.{version}")
    world.settle()

    assert current(world, invitation) == before
    assert "The search for a time begins" not in world.hans.sees("C0BACKEND")
