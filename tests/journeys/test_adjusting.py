"""What candidates need to be different: for the coordinator alone, and said only as it will be."""

from datetime import timedelta

from bot.use_cases.set_up import set_up
from storage.tables import Leave
from tests.bot.small_company import SMALL, read
from tests.journeys.asking import ask_adjustment
from tests.journeys.booking import confirmed, loop_of, offered, take
from tests.journeys.inviting import invite
from tests.journeys.world import World

LINE = "Questions in writing as well."
TOO_SHORT = "is too short for that"


def ask(world: World) -> None:
    world.kim.type("adjustment: I need more time")
    world.settle()


def arrange(world: World, press: str = "Read and answer", **given: str) -> None:
    """Let Caro answer what Kim asked for, as *given*."""
    world.clocks.forward(timedelta(minutes=1))
    world.caro.press(press)
    world.caro.fill(
        {"outcome": "Arranged as below", "reply": "Gladly.", "line": LINE, "extra": "none"} | given
    )
    world.caro.submit()
    world.settle()


def test_times_on_offer_follow_arranged_minutes(world: World):
    invitation = offered(world)
    ask(world)
    before = world.kim.sees()
    assert "Thursday 26 November 2026, 11:45-15:25" in before

    arrange(world, extra="30 minutes")

    assert "These times are not offered any more." in world.kim.sees()
    assert "Thursday 26 November 2026, 11:30-15:40" in world.kim.sees()
    take(world)
    loop = loop_of(world, invitation)
    assert loop.ends_at - loop.starts_at == timedelta(minutes=250)
    arrange(world, "Change it", extra="30 minutes", line="Another line.")
    assert TOO_SHORT not in world.rita.sees()


def test_panel_hears_that_its_brief_says_something_else(world: World):
    confirmed(world)
    ask(world)

    arrange(world)

    told = "What is arranged for *Kim*, Thursday 26 November 2026, 11:45 Berlin time (UTC+1), has changed."
    assert [told in person.sees() for person in (world.ada, world.rita, world.cho)] == [True, True, False]
    assert LINE not in world.ada.sees()


def test_no_more_minutes_once_it_has_begun(world: World):
    invitation = confirmed(world)
    ask(world)
    world.until(loop_of(world, invitation).starts_at)

    arrange(world, extra="30 minutes")

    assert list(world.caro.view_errors) == ["extra"]
    assert "You have 30 minutes more" not in world.kim.sees()


def test_what_is_only_talked_about_is_not_arranged(world: World):
    offered(world)
    ask(world)

    arrange(world, extra="30 minutes", outcome="We are still talking about it")

    assert "Gladly." in world.kim.sees()
    assert "Arranged:" not in world.kim.sees()
    assert "30 minutes more" not in world.kim.sees()


def test_new_coordinator_hears_what_waits(world: World):
    offered(world)
    ask(world)

    set_up(world.store, read(SMALL), people=None, now=world.clocks.now)  # Rita coordinates instead of Caro
    world.settle()

    assert "has asked for something to be different. Only you can read it" in world.rita.sees()


def test_nobody_is_promised_a_day_while_the_coordinator_is_away(world: World):
    offered(world)
    today = world.clocks.now.date()
    with world.program.services.change("rule:setup") as unit:
        unit.add(Leave(person_id="U0CARO", first_day=today, last_day=today))

    ask(world)

    assert "only Caro Coordinator sees it, who is away at the moment" in world.kim.sees()


def test_adjustment_is_read_by_the_coordinator_alone(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)

    assert "has asked for something to be different. Only you can read it" in world.caro.sees()
    for person in (world.rita, world.hans, world.caro):
        assert "dyslexic" not in person.sees() + person.sees("C0BACKEND")
    world.caro.press("Read and answer")
    assert "I am dyslexic: questions in writing, please." in world.caro.sees_view()


def test_arrangement_reaches_candidate_with_line_and_minutes(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)
    world.caro.press("Read and answer")
    world.caro.fill(
        {
            "outcome": "Arranged as below",
            "reply": "Gladly. You get every question in writing.",
            "line": "Questions in writing as well.",
            "extra": "30 minutes",
        }
    )

    world.caro.submit()
    world.settle()

    with world.program.services.look() as unit:
        (asked,) = unit.candidacies.adjustments(invitation.id)
    assert (asked.state, asked.arrangement_line, asked.extra_minutes, asked.handled_by) == (
        "arranged",
        "Questions in writing as well.",
        {"all": 30},
        "U0CARO",
    )
    assert "Gladly. You get every question in writing." in world.kim.sees()
    assert "Arranged: *Questions in writing as well.*\nThe interviewers see exactly" in world.kim.sees()
    assert "You have 30 minutes more; nothing gets shorter for it." in world.kim.sees()
    world.kim.press("Pick the traditionalist")
    world.settle()
    world.kim.press("I have read this and agree")
    world.settle()
    world.kim.press("Read it")
    assert "Coding (60 min)" in world.kim.sees_view()
    assert "You have answered *Kim* (Senior backend engineer)." in world.caro.sees()


def test_arranging_without_a_line_is_refused(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)
    world.caro.press("Read and answer")
    world.caro.fill({"outcome": "Arranged as below", "reply": "Gladly.", "extra": "none"})

    world.caro.submit()

    assert world.caro.view_errors == {"line": "Please write something here."}


def test_reading_an_adjustment_is_noted_and_denied_to_others(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)
    with world.program.services.look() as unit:
        (asked,) = unit.candidacies.adjustments(invitation.id)
    world.caro.press("Read and answer")
    place, control, _ = world.caro._last_press

    world.rita._act(place, control, None)

    assert "dyslexic" not in world.rita.sees_view()
    with world.program.services.look() as unit:
        trail = unit.audit.of(asked)
    assert [event.actor for event in trail if event.verb == "read"] == ["person:U0CARO"]


def test_name_that_looks_like_a_mention_pings_nobody(world):
    invite(world, called="@U0HANS")

    world.kim.press("Pick the realist")
    world.settle()

    assert "@U0HANS has picked a track." in world.rita.sees("C0BACKEND")
    assert "<@U0HANS>" not in world.rita.sees("C0BACKEND")
