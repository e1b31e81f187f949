"""An answer was promised: people are reminded of it, and only a person tells the candidate of a delay."""

from datetime import timedelta

from bot.use_cases.remind import plan_reminders
from storage.tables import Loop
from tests.journeys.forging import NO, press_forged
from tests.journeys.scene_booked import booked
from tests.journeys.scene_debrief import forms_in, interviewed, send
from tracks.track import Group, SeatId


def test_decider_is_reminded_before_and_host_after_the_promise(world):
    forms_in(world)
    world.forward(timedelta(days=6, hours=20))

    assert world.hans.sees().count("was promised an answer by Tuesday 1 December 2026. What is missing") == 1
    assert "has not heard" not in world.rita.sees()
    world.forward(timedelta(hours=10))
    assert (
        world.rita.sees().count("was promised an answer by Tuesday 1 December 2026 and has not heard.") == 1
    )
    assert "promised" not in world.kim.sees()


def test_broken_promise_wakes_nobody_at_night(world):
    forms_in(world)
    world.clocks.forward(timedelta(days=7, hours=11))  # 23:00 and later, on Tuesday

    def told() -> tuple[int, int]:
        return world.hans.sees().count("What is missing"), world.rita.sees().count("has not heard")

    world.settle()
    assert told() == (0, 0)
    world.forward(timedelta(hours=12))
    assert told() == (1, 1)


def test_promise_is_kept_in_mind_also_when_no_form_comes(world):
    scene = booked(world)
    with world.program.services.change("rule:story") as unit:
        plan_reminders(world.program.services, unit, unit.get(Loop, scene.loop_id))
    scene.until_over()
    assert "You hear from Hans Manager by Tuesday 1 December 2026." in world.kim.sees()

    world.forward(timedelta(days=6, hours=20))

    told = "was promised an answer by Tuesday 1 December 2026. What is missing: forms."
    assert world.hans.sees().count(told) == 1


def test_delay_is_told_by_a_person_and_moves_the_promise(world):
    scene = forms_in(world)
    world.forward(timedelta(days=7, hours=6))
    world.rita.press("Tell them it takes longer", on="message")
    world.rita.fill({"Until the end of": "2026-12-04"})

    world.rita.submit()
    world.settle()

    told = "Hans Manager promised you an answer and needs until Friday 4 December 2026. I am sorry."
    assert world.kim.sees().count(told) == 1
    assert "<@U0RITA> has told the candidate that the answer takes longer" in world.hans.sees("C0BACKEND")
    before = world.rita.sees().count("has not heard")
    world.forward(timedelta(days=2))
    assert world.rita.sees().count("has not heard") == before
    world.forward(timedelta(days=3))
    assert "promised an answer by Friday 4 December 2026" in world.rita.sees()
    press_forged(world.ada, f"tell_late:{scene.invitation_id}")
    assert NO in world.ada.sees_view()


def test_delay_into_the_past_is_refused(world):
    scene = forms_in(world)
    press_forged(world.rita, f"tell_late:{scene.invitation_id}")
    world.rita.fill({"Until the end of": "2026-11-23"})

    world.rita.submit()

    assert world.rita.view_errors == {
        "until": "Please pick a time from now on, within three weeks: a candidate is waiting."
    }


def tell_late(world, scene, until):
    press_forged(world.rita, f"tell_late:{scene.invitation_id}")
    world.rita.fill({"Until the end of": until})
    world.rita.submit()
    world.settle()


def test_delay_told_twice_is_told_once_and_kept_in_mind(world):
    scene = forms_in(world)
    for until in ("2026-12-04", "2026-12-03", "2026-12-04", "2026-12-04"):
        tell_late(world, scene, until)
    assert world.kim.sees().count("needs until Friday 4 December 2026") == 2

    world.forward(timedelta(days=13))

    assert world.rita.sees().count("promised an answer by Friday 4 December 2026 and has not heard.") == 2


def test_form_that_comes_after_a_delay_brings_no_older_promise(world):
    scene = interviewed(world)
    tell_late(world, scene, "2026-12-11")
    send(scene, Group.TRACK_HALF, SeatId.LEAD, {})

    world.forward(timedelta(days=14))

    assert "promised an answer by Tuesday 1 December" not in world.rita.sees()
