"""No time, another track, the end: what was booked goes, and everybody is told."""

from datetime import timedelta

import pytest

from storage.tables import Leave, Role
from tests.journeys.booking import TIME, confirmed, loop_of, offered, seats, take
from tests.journeys.browsing import address_of, get
from tests.journeys.choosing import newest_loop
from tests.journeys.inviting import current
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState, SessionState

HOUR = timedelta(hours=1)


def due_kinds(world: World, loop) -> set[str]:
    """Return the kinds of what is still planned for a loop."""
    kinds = "SELECT DISTINCT kind FROM due WHERE state = 'pending' AND loop_id = ?"
    with world.store.engine.connect() as connection:
        return {kind for (kind,) in connection.exec_driver_sql(kinds, (loop.id,))}


def test_cancelling_releases_everybody_and_stays_open(world: World):
    invitation = confirmed(world)
    loop = loop_of(world, invitation)

    world.kim.press("Cancel")
    world.settle()

    assert newest_loop(world, loop).state == LoopState.CANCELLED
    assert current(world, invitation).state == InvitationState.CHOSEN
    assert f"Cancelled: {TIME[:32]}" in world.kim.sees()
    assert "[One day] [Two days]" in world.kim.sees()
    for name in ("ada", "ben", "eve"):
        assert "Cancelled: Kim" in getattr(world, name).sees()
        assert "[Give it back]" not in getattr(world, name).sees()
    assert "Cancelled: Kim, Thursday 26 November 2026, 14:00" in world.eve.sees()  # when Eve's own part began
    with world.program.services.look() as unit:
        assert unit.loops.busy(start=loop.starts_at - HOUR, end=loop.ends_at + HOUR) == {}
        assert {entry.cancelled for entry in unit.loops.invites(loop.id)} == {True}
    assert due_kinds(world, loop) == set()


def test_nothing_is_sent_for_what_was_cancelled(world: World):
    confirmed(world)
    world.kim.press("Cancel")
    world.settle()
    before = {name: getattr(world, name).sees() for name in ("ada", "ben", "eve", "kim")}

    world.forward(timedelta(days=6))

    assert {name: getattr(world, name).sees() for name in before} == before


@pytest.mark.parametrize("label", ["Cancel", "Another time"])
def test_coordinator_decides_too_while_the_host_is_away(world: World, label: str):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 3 * HOUR)
    with world.program.services.change("rule:setup") as unit:
        today = world.clocks.now.date()
        unit.add(Leave(person_id="U0RITA", first_day=today, last_day=today))

    world.kim.press(label)
    world.settle()

    assert "<@U0RITA> is away, so I ask you as well." in world.caro.sees()
    world.caro.press("Cancel it", on="message")
    world.settle()
    assert loop_of(world, invitation) is None


def test_cancelled_time_can_be_booked_again(world: World):
    invitation = confirmed(world)
    world.kim.press("Cancel")
    world.settle()

    world.kim.type("one day")
    world.settle()
    take(world, 3)

    assert loop_of(world, invitation).state == LoopState.PLANNING


def test_cancelling_within_two_days_goes_to_the_host(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 47 * HOUR)

    world.kim.press("Cancel")
    world.settle()
    assert loop_of(world, invitation).state == LoopState.BOOKED
    assert "would like to cancel what is booked" in world.rita.sees()
    world.rita.press("Cancel it")
    world.settle()

    assert loop_of(world, invitation) is None
    assert "Cancelled: Thursday 26 November 2026" in world.kim.sees()


def test_role_says_until_when_candidates_cancel_alone(world: World):
    invitation = confirmed(world)
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.get(Role, invitation.role_id), switch_cutoff_hours=46)
    world.until(loop_of(world, invitation).starts_at - 47 * HOUR)

    world.kim.press("Cancel")

    assert loop_of(world, invitation) is None


def test_withdrawing_tells_the_panel_and_frees_them(world: World):
    invitation = confirmed(world)
    loop = loop_of(world, invitation)

    world.kim.press("Withdraw")
    world.settle()

    assert current(world, invitation).state == InvitationState.WITHDRAWN
    assert "Cancelled: Kim" in world.ada.sees()
    with world.program.services.look() as unit:
        assert unit.loops.busy(start=loop.starts_at - HOUR, end=loop.ends_at + HOUR) == {}


def test_switching_cancels_and_begins_the_search_anew(world: World):
    invitation = confirmed(world, number=5)

    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.settle()
    assert loop_of(world, invitation) is None
    assert "Cancelled: Kim" in world.ada.sees()
    world.kim.close_view(everything=True)
    world.kim.press("I have read this and agree")
    world.settle()
    world.kim.press("One day")
    world.settle()
    take(world, 5)

    assert loop_of(world, invitation).track_id == "realist"
    assert seats(world, invitation).keys() == {"host", "lead", "second", "independent"}


def test_times_offered_before_a_switch_cannot_be_taken(world: World):
    invitation = offered(world)
    old = world.kim.messages()[-1].ts

    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.kim.press("Take this", message=old)
    world.settle()

    assert loop_of(world, invitation) is None
    assert "not on offer any more" in world.kim.sees_view()


def test_page_tells_what_is_booked_in_the_same_words(world: World):
    invitation = confirmed(world)

    text = get(world, address_of(world, invitation)).text

    assert f"It is settled: {TIME}." in text
    assert "Everybody meets here: https://meet.example/" in text
    assert "You will meet Ada Lead" in text


def test_arranged_minutes_make_the_next_time_longer(world: World):
    invitation = confirmed(world)
    old = loop_of(world, invitation)
    world.kim.type("I need an adjustment: more time")
    world.settle()

    world.caro.press("Read and answer")
    world.caro.fill(
        {"outcome": "Arranged as below", "reply": "Gladly.", "line": "More time", "extra": "20 minutes"}
    )
    world.caro.submit()
    world.settle()

    assert (
        "what is booked for Thursday 26 November 2026, 11:45 Berlin time (UTC+1) is too short"
        in world.rita.sees()
    )
    assert "You get 20 minutes more" in world.kim.sees()
    world.rita.press("Offer other times")
    world.settle()
    take(world, 5)
    loop = loop_of(world, invitation)
    assert loop.ends_at - loop.starts_at == old.ends_at - old.starts_at + timedelta(minutes=20)
    with world.program.services.look() as unit:
        sessions = unit.loops.sessions(loop.id)
    assert sum(s.extra_minutes for s in sessions if s.state == SessionState.PLANNED) == 20
