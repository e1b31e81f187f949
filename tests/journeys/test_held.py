"""What has taken place: parts are held as their ends pass, and the candidacy goes on by itself."""

from datetime import timedelta

from tests.journeys.booking import confirmed, held, loop_of, take, trail
from tests.journeys.browsing import address_of, get
from tests.journeys.inviting import current
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
    assert '<details class="part" id="brief">' in get(world, address_of(world, invitation)).body


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


def test_what_took_place_without_every_yes_is_written_about(world: World):
    invitation = held(world)
    world.ada.press("Yes")
    world.ben.press("Yes")

    world.until(loop_of(world, invitation).ends_at + timedelta(days=1))

    assert "Where it stands: interviewed; 0 of 6 forms are in" in world.hans.sees("C0BACKEND")
    assert [who.sees().count("Your form for Kim") for who in (world.ada, world.ben)] == [2, 2]
    assert world.rita.sees().count("so nobody can write the form") == 2


# --- the host corrects it
def correct(world: World, part: str, why: str) -> None:
    world.rita.open_home()
    world.rita.press("Look", on="home")
    world.rita.press("A part did not take place")
    world.rita.fill({"What did not take place": part, "Why": why})
    world.rita.submit()
    world.settle()


def form_states(world: World, invitation):
    with world.program.services.look() as unit:
        forms = unit.forms.of_loop(loop_of(world, invitation).id)
        return sorted(
            (str(form.group), str(form.state), form.waived_by, form.waived_reason) for form in forms
        )


def test_host_corrects_a_part_and_its_forms_are_done_without(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).ends_at)
    part = next(part for part in parts(world, invitation) if part.spec_id == "how_you_work")

    correct(world, "How you work", "The time did not suffice")

    assert parts(world, invitation, SessionState.CANCELLED)[0].id == part.id
    assert trail(world, part) == [BY_THE_CLOCK, ("person:U0RITA", "not held")]
    assert form_states(world, invitation) == [
        *[("how_you_work", "missing_with_reason", "U0RITA", "The time did not suffice")] * 2,
        *[("shared_review", "open", None, None)] * 2,
        *[("track_half", "open", None, None)] * 2,
    ]
    assert "has noted that *How you work* did not take place." in world.hans.sees("C0BACKEND")
    assert "time did not suffice" not in world.hans.sees("C0BACKEND")


def test_interview_that_fell_through_leads_back_to_picking_a_time(world: World):
    invitation = confirmed(world)
    loop = loop_of(world, invitation)
    world.until(loop.ends_at)

    correct(world, "Nothing of it: the candidate picks another time", "One of us could not be there")

    assert (current(world, invitation).state, loop_of(world, invitation)) == (InvitationState.CHOSEN, None)
    assert "[One day] [Two days]" in world.kim.sees()


def test_interview_of_which_no_part_is_left_leads_back_as_well(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).ends_at)

    for part in ("Briefing", "Working alone", "Walkthrough", "Shared review", "How you work"):
        correct(world, part, "Something technical failed")

    assert (current(world, invitation).state, loop_of(world, invitation)) == (InvitationState.CHOSEN, None)
    assert "[One day] [Two days]" in world.kim.sees()
