"""Another host for what is booked already: from then on everything that waits for the host is theirs."""

from datetime import timedelta

from tests.journeys.booking import confirmed, loop_of
from tests.journeys.inviting import invite
from tests.journeys.world import World


def hand_over(world: World, to: str, *, by: str = "rita") -> None:
    host = getattr(world, by)
    host.press("Hand over", channel="C0BACKEND")
    host.fill({"The new host": to})
    host.submit()
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


def test_candidate_is_reminded_and_the_new_host_told_all_the_same(world: World):
    invite(world)

    hand_over(world, "U0CARO")
    hand_over(world, "U0RITA", by="caro")
    hand_over(world, "U0CARO")
    world.forward(timedelta(days=8))

    assert world.kim.sees().count("no hurry until Monday 30 November") == 1
    assert world.caro.sees().count("lease ask in person") == 1
