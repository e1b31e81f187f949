"""A decision is one person's, in writing, with every form in; nothing reaches the candidate by it."""

import pytest

from bot.use_cases.decide import decide as record
from storage.tables import Invitation, Loop
from tests.journeys.deciding import LAST, NAMES, TEXT, begin, decide, write_reasons
from tests.journeys.forging import NO, press_forged, submit_forged
from tests.journeys.scene_debrief import forms_in
from tests.journeys.world import pressed
from tracks.candidacy import InvitationState, LoopState
from tracks.errors import OutOfDate
from tracks.track import DimensionId, Group, SeatId


def decision_of(world, scene):
    with world.program.services.look() as unit:
        return unit.forms.decision(scene.loop_id)


def draft_of(world, scene):
    with world.program.services.look() as unit:
        return unit.forms.decision_draft(scene.loop_id)


def states(world, scene):
    with world.program.services.look() as unit:
        return unit.get(Invitation, scene.invitation_id).state, unit.get(Loop, scene.loop_id).state


def test_hiring_manager_decides_in_writing(world):
    scene = forms_in(world)

    decide(world.hans)
    world.settle()

    made = decision_of(world, scene)
    assert (made.decided_by, made.outcome, made.level_offered, made.level_reason) == (
        "U0HANS",
        "offer",
        "senior",
        "Scope of a service.",
    )
    assert made.rationale == {
        dimension: TEXT.format(name=name)
        for dimension, name in zip(DimensionId, (n for pair in NAMES for n in pair), strict=True)
    }
    assert states(world, scene) == (InvitationState.DECIDED, LoopState.DECIDED)
    assert "Recorded, with your name. The candidate has heard nothing yet" in world.hans.sees_view()


def test_candidate_and_channel_learn_nothing_of_it(world):
    forms_in(world)
    before = world.kim.sees()

    decide(world.hans)
    world.settle()

    assert world.kim.sees() == before
    channel = world.rita.sees("C0BACKEND")
    assert "<@U0HANS> has decided. The letter to the candidate is next." in channel
    assert "Where it stands: decided; the letter is next." in channel
    assert "offer" not in channel.lower()


def test_decision_waits_until_every_form_is_in(world):
    scene = forms_in(world, but=[(Group.TRACK_HALF, SeatId.SECOND)])

    press_forged(world.hans, f"decide:{scene.loop_id}")

    assert (
        "Forms that are missing: 1. Wait for them, or waive each by name with a reason."
        in world.hans.sees_view()
    )
    assert decision_of(world, scene) is None


@pytest.mark.parametrize("who", ["rita", "ada", "caro", "kim", "gus", "pia"])
def test_nobody_else_decides(world, who):
    scene = forms_in(world)
    begin(world.hans)
    form, person = world.hans.view, getattr(world, who)

    press_forged(person, f"decide:{scene.loop_id}")
    assert NO in person.sees_view()
    submit_forged(person, form)
    press_forged(person, f"decision_page:{scene.loop_id}.0")

    assert (decision_of(world, scene), draft_of(world, scene)) == (None, None)


def test_pages_are_kept_with_each_press(world):
    scene = forms_in(world)
    begin(world.hans)
    world.hans.fill({"Framing the problem": "Asked who is hit first.", "Working in code": "It ran."})
    world.hans.submit()
    world.hans.fill({"Weighing options": "Named what it costs."})
    world.hans.press("Back")
    world.hans.close_view(everything=True)

    begin(world.hans)

    assert draft_of(world, scene).rationale == {
        "framing": "Asked who is hit first.",
        "code": "It ran.",
        "judgment": "Named what it costs.",
        "verification": "",
    }
    state = world.hans.values(world.hans.view)
    assert state["framing"]["framing"]["value"] == "Asked who is hit first."


def test_what_is_missing_is_named_on_its_page(world):
    scene = forms_in(world)
    begin(world.hans)
    for names in NAMES:
        world.hans.fill({name: TEXT.format(name=name) for name in names if name != "Weighing options"})
        world.hans.submit()
    world.hans.fill(LAST)
    world.hans.submit()

    assert "Not recorded yet: there is no text for *Weighing options*." in world.hans.sees_view()
    assert "Decide, page 2 of 4" in world.hans.sees_view()
    assert decision_of(world, scene) is None


def test_short_reasons_and_offers_without_a_level_are_refused(world):
    scene = forms_in(world)
    begin(world.hans)
    write_reasons(world.hans, text="was fine")
    world.hans.fill({"What you decide": "No offer"})
    world.hans.submit()
    assert (
        "Not recorded yet: your reasons have 48 characters in all, and 200 are needed."
        in world.hans.sees_view()
    )

    write_reasons(world.hans)
    world.hans.submit()
    assert decision_of(world, scene).outcome == "no_offer"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ({"The level offered": None}, "an offer names a level"),
        ({"Why this level": None}, "a level needs its reason"),
        ({"What you decide": "One more part, on a dimension that you name"}, "which dimension"),
        ({"What you decide": None}, "please say what you decide"),
    ],
)
def test_last_page_says_what_it_lacks(world, last, said):
    scene = forms_in(world)
    begin(world.hans)
    write_reasons(world.hans)
    world.hans.fill({name: value for name, value in (LAST | last).items() if value})

    world.hans.submit()

    assert said in world.hans.sees_view()
    assert decision_of(world, scene) is None


def test_one_more_part_names_its_dimension(world):
    scene = forms_in(world)

    decide(
        world.hans,
        **{
            "What you decide": "One more part, on a dimension that you name",
            "For one more part: which dimension": "Working in code",
        },
    )

    made = decision_of(world, scene)
    assert (made.outcome, made.dimension_asked) == ("one_more_part", "code")


def test_second_press_records_nothing_twice(world):
    scene = forms_in(world)
    begin(world.hans)
    write_reasons(world.hans)
    world.hans.fill(LAST)
    form = world.hans.view
    world.hans.submit()

    submit_forged(world.hans, form)
    press_forged(world.hans, f"decide:{scene.loop_id}")

    assert "This has been decided already." in world.hans.sees_view()
    with world.program.services.look() as unit:
        decided = [e.verb for e in unit.audit.of(decision_of(world, scene))]
    assert decided == ["decided"]


def test_nobody_calls_a_talk_about_what_is_decided(world):
    scene = forms_in(world)
    pressed = [
        (world.ada, "Call a debrief"),
        (world.cho, "Nothing to discuss"),
        (world.rita, "It has taken place"),
    ]
    for person, _ in pressed:
        person.press("Open the debrief")
    decide(world.hans)

    for person, label in pressed:
        person.press(label)
        assert "This has moved on since" in person.sees_view()

    with world.program.services.look() as unit:
        debrief = unit.forms.debrief(scene.loop_id)
    assert (debrief.called_by, debrief.nothing_to_discuss, debrief.closed_at) == (None, [], None)


def test_older_window_replaces_nothing(world):
    scene = forms_in(world)
    begin(world.hans)
    older = world.hans.view
    world.hans.fill({"Framing the problem": "newer words"})
    world.hans.submit()

    submit_forged(world.hans, older)

    assert draft_of(world, scene).rationale["framing"] == "newer words"


def test_only_the_draft_that_was_looked_at_is_decided(world):
    scene = forms_in(world)
    begin(world.hans)
    write_reasons(world.hans)
    seen = draft_of(world, scene).revision - 1

    with pytest.raises(OutOfDate):
        record(world.program.services, pressed("U0HANS", "late"), loop_id=scene.loop_id, seen=seen)


def test_home_shows_what_waits_for_the_decider(world):
    forms_in(world)
    world.hans.open_home()
    first = world.hans.sees_home().splitlines()[2:4]
    assert first == ["*Decisions that wait for you*", "*Kim* (Senior backend engineer): all forms are in"]
    world.ada.open_home()
    assert "Decisions that wait" not in world.ada.sees_home()

    decide(world.hans)

    for person in (world.hans, world.rita):
        person.open_home()
        assert "decided, and the letter is to be written" in person.sees_home()
