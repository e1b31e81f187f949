"""Another host for what is booked already: from then on everything that waits for the host is theirs."""

from datetime import timedelta

from tests.journeys.booking import confirmed, loop_of
from tests.journeys.world import World


def hand_over(world: World, to: str) -> None:
    world.rita.press("Hand over", channel="C0BACKEND")
    world.rita.fill({"The new host": to})
    world.rita.submit()
    world.settle()


def test_new_host_sees_what_is_booked(world: World):
    confirmed(world)

    hand_over(world, "U0CARO")

    assert "[Offer other times] [Change the panel] [Cancel it]" in world.caro.sees()


def test_missing_form_is_told_to_the_new_host(world: World):
    invitation = confirmed(world)

    hand_over(world, "U0CARO")
    world.until(loop_of(world, invitation).ends_at + timedelta(days=4))

    told = [who for who in (world.caro, world.rita) if "I have asked twice" in who.sees()]
    assert told == [world.caro]
