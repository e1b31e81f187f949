"""What has taken place: parts are held as their ends pass, and the candidacy goes on by itself."""

from datetime import timedelta

from tests.journeys.booking import confirmed, held, loop_of, take, trail
from tests.journeys.choosing import current
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState, SessionState

MINUTE = timedelta(minutes=1)
BY_THE_CLOCK = ("rule:clock", "held")


def parts(world: World, invitation, state=None):
    with world.program.services.look() as unit:
        found = unit.loops.sessions(loop_of(world, invitation).id)
        return [part for part in found if state is None or part.state == state]


def states(world: World, invitation):
    return current(world, invitation).state, loop_of(world, invitation).state


def last_of_the_first_half(world: World, invitation):
    return next(part for part in parts(world, invitation) if part.spec_id == "walkthrough")


def test_parts_and_halves_are_held_as_they_end(world: World):
    invitation = confirmed(world)
    first, half = parts(world, invitation)[0], last_of_the_first_half(world, invitation)

    world.until(first.ends_at - MINUTE)
    assert parts(world, invitation, SessionState.HELD) == []
    world.until(first.ends_at)
    assert [part.id for part in parts(world, invitation, SessionState.HELD)] == [first.id]
    assert trail(world, first) == [BY_THE_CLOCK]
    assert states(world, invitation) == (InvitationState.PLANNED, LoopState.BOOKED)
    world.until(half.ends_at)
    assert states(world, invitation) == (InvitationState.PLANNED, LoopState.FIRST_HALF_HELD)
    assert "Where it stands: the first half has taken place; it goes on" in world.hans.sees("C0BACKEND")
    world.until(loop_of(world, invitation).ends_at)

    assert states(world, invitation) == (InvitationState.HELD, LoopState.SECOND_HALF_HELD)
    assert {part.state for part in parts(world, invitation)} == {SessionState.HELD}
    assert "Where it stands: interviewed; 0 of 6 forms are in" in world.hans.sees("C0BACKEND")
    assert trail(world, loop_of(world, invitation))[-2:] == [BY_THE_CLOCK, BY_THE_CLOCK]
    world.kim.open_home()
    assert "everything has taken place. Thank you." in world.kim.sees_home()


def test_after_downtime_everything_that_ended_is_held_at_once(world: World):
    invitation = confirmed(world)

    world.clocks.forward(loop_of(world, invitation).ends_at - world.clocks.now + timedelta(days=1))
    world.settle()

    assert states(world, invitation) == (InvitationState.HELD, LoopState.SECOND_HALF_HELD)


def test_moved_second_day_is_held_at_its_new_time(world: World):
    invitation = confirmed(world, number=1, days="Two days")
    first_day = [part.id for part in parts(world, invitation) if part.day == 1]
    world.until(loop_of(world, invitation).starts_at + timedelta(hours=10))
    assert [part.id for part in parts(world, invitation, SessionState.HELD)] == first_day
    before = loop_of(world, invitation)
    world.kim.press("Another time")
    world.settle()
    take(world, 1)
    assert loop_of(world, invitation).ends_at > before.ends_at

    world.until(before.ends_at)
    assert states(world, invitation) == (InvitationState.PLANNED, LoopState.FIRST_HALF_HELD)
    world.until(loop_of(world, invitation).ends_at)

    assert states(world, invitation) == (InvitationState.HELD, LoopState.SECOND_HALF_HELD)


def test_cancelled_interview_is_never_held(world: World):
    invitation = confirmed(world)
    loop, planned = loop_of(world, invitation), parts(world, invitation)
    world.kim.press("Cancel")
    world.settle()

    world.until(loop.ends_at + timedelta(hours=1))

    assert current(world, invitation).state == InvitationState.CHOSEN
    with world.program.services.look() as unit:
        assert {part.state for part in unit.loops.sessions(loop.id)} == {SessionState.CANCELLED}
    assert trail(world, planned[0]) == []


def test_unanswered_panel_does_not_hold_up_the_record(world: World):
    invitation = held(world)

    world.until(loop_of(world, invitation).ends_at)

    assert states(world, invitation) == (InvitationState.HELD, LoopState.SECOND_HALF_HELD)
