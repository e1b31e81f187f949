"""Moments on a clock: Start and its correction, marks by button, by command and in words."""

from datetime import timedelta

from bot.use_cases.remind import plan_reminders
from storage.tables import Loop
from tests.journeys.filling import SHARED, TRACK, WORDS
from tests.journeys.scene_booked import BEGINS
from tracks.evidence import EvidenceKind, FollowUpOutcome
from tracks.track import DimensionId, FollowUp, SeatId


def start(scene, person, spec_id):
    """Press Start on the Home tab."""
    person.open_home()
    person.press(f"start_part:{scene.part(spec_id).id}", on="home")


def kept(scene, seat=SeatId.LEAD, group=TRACK):
    return [(mark.minute, mark.exact, mark.text) for mark in scene.marks(scene.form(group, seat))]


# --- the start
def test_start_shows_both_clocks_side_by_side(world, scene):
    scene.until_part("coding", 4)

    start(scene, world.ada, "coding")

    part = scene.part("coding")
    assert (part.started_at, part.started_by) == (world.clocks.now, "U0ADA")
    assert "began at 10:14 Berlin time" in world.ada.sees_view()
    assert "By *Start* it is minute 0; by the plan it would be minute 4." in world.ada.sees_view()
    assert scene.events(f"session:{part.id}")[0] == ("person:U0ADA", "started")


def test_first_start_holds_whoever_presses_next(world, scene):
    scene.until_part("coding", 1)
    start(scene, world.ada, "coding")
    first = scene.part("coding").started_at
    world.cho.open_home()
    world.forward(timedelta(minutes=3))

    world.rita.open_home()
    world.rita.press(f"correct_start:{scene.part('coding').id}", on="home")
    world.rita.close_view()
    world.ada.close_view(everything=True)

    assert scene.part("coding").started_at == first


def test_start_in_the_last_message_disappears_once_pressed(world, scene):
    services = world.program.services
    with services.change("rule:story") as unit:
        plan_reminders(services, unit, unit.get(Loop, scene.loop_id))
    world.until(BEGINS - timedelta(minutes=10))
    coding, design = (f"start_part:{scene.part(part).id}" for part in ("coding", "design"))
    assert all(coding in str(person.messages(None)) for person in (world.ada, world.cho))
    scene.until_part("coding", 1)

    world.cho.press(coding, on="message")
    world.settle()

    for person in (world.ada, world.cho):
        assert coding not in str(person.messages(None))
        assert design in str(person.messages(None))
    assert scene.part("coding").started_by == "U0CHO"


def test_two_presses_of_start_are_one(world, scene):
    scene.until_part("coding", 1)
    world.ada.open_home()

    world.ada.double_press(f"start_part:{scene.part('coding').id}", on="home")

    started = [verb for _, verb in scene.events(f"session:{scene.part('coding').id}") if verb == "started"]
    assert started == ["started"]


def test_start_far_from_its_part_is_refused(world, scene):
    scene.until_part("coding", 1)
    world.ada.open_home()

    world.ada.press(f"start_part:{scene.part('how_you_work').id}", on="home")

    assert scene.part("how_you_work").started_at is None
    assert "Please press *Start* when it begins" in world.ada.sees_view()


def test_corrected_start_takes_read_minutes_along(world, scene):
    scene.until_part("coding", 10)
    start(scene, world.ada, "coding")
    world.forward(timedelta(minutes=2))
    world.ada.command("/tracks", f"mark {WORDS}")
    world.ada.command("/tracks", "mark 1 said which limits they assume")

    world.ada.press("Correct it", on="view")
    world.ada.fill({"How many minutes ago": "12"})
    world.ada.submit()

    assert scene.part("coding").started_at == scene.part("coding").starts_at
    assert kept(scene) == [(1, True, "said which limits they assume"), (12, True, WORDS)]


def test_correction_into_the_future_is_refused(world, scene):
    scene.until_part("coding", 5)
    start(scene, world.ada, "coding")
    world.ada.press("Correct it", on="view")

    world.ada.fill({"Or the time": world.clocks.now + timedelta(hours=3)})
    world.ada.submit()

    assert list(world.ada.view_errors) == ["at"]
    world.ada.fill({"How many minutes ago": "soon"})
    world.ada.submit()
    assert list(world.ada.view_errors) == ["ago"]


def test_stranger_to_the_panel_cannot_start(world, scene):
    scene.until_part("coding", 1)
    world.ada.open_home()
    control = f"start_part:{scene.part('coding').id}"
    place = world.ada._find(control, on="home")

    for person in (world.gus, world.kim, world.hans):
        person._act(*place, None)

    assert scene.part("coding").started_at is None
    assert "You cannot do this here" in world.gus.sees_view()


# --- marks by command
def test_typed_mark_shows_its_minute_back(world, scene):
    scene.until_part("coding", 20)

    world.ada.command("/tracks", f"mark 12 {WORDS}")

    assert kept(scene) == [(12, True, WORDS)]
    assert "Kept: minute 12 of *Coding" in world.ada.sees()
    assert WORDS not in world.ada.sees()


def test_mark_without_a_minute_reads_the_start(world, scene):
    scene.until_part("coding", 3)
    start(scene, world.ada, "coding")
    world.forward(timedelta(minutes=17))

    world.ada.command("/tracks", f"mark {WORDS}")

    assert kept(scene) == [(17, True, WORDS)]


def test_without_start_the_plan_step_is_offered(world, scene):
    scene.until_part("coding", 20)

    world.ada.command("/tracks", f"mark {WORDS}")
    assert kept(scene) == []
    assert "The plan is no clock" in world.ada.sees_view()
    coding = scene.part("coding").id
    world.ada.fill({"Or the step of the plan": f"{coding}:2", "part": coding})
    world.ada.submit()

    ((minute, exact, text),) = kept(scene)
    assert (exact, text) == (False, WORDS)
    assert minute > 0


def test_mark_that_cannot_be_kept_says_why(world, scene):
    scene.until_part("coding", 20)
    for typed, answer in (
        ("mark 12 short", "Please write at least 8 characters"),
        (f"mark 12 {'long ' * 200}", "600 is the most"),
        (f"mark 51 {WORDS}", "This part has 50 minutes, so minute 51 lies outside."),
        ("mark", "Write the minute and what was said or done"),
    ):
        world.ada.command("/tracks", typed)
        assert answer in str(world.ada.messages(None)[-1])
    assert kept(scene) == []


def test_mark_before_everything_has_no_part(world, scene):
    world.ada.command("/tracks", "mark 12 foo")

    assert "No part of yours is running now, so nothing was kept." in world.ada.sees()


def test_impression_is_questioned_and_kept(world, scene):
    scene.until_part("coding", 20)

    world.ada.command("/tracks", "mark 12 seemed confident about the cache")

    assert kept(scene) == [(12, True, "seemed confident about the cache")]
    assert "seemed, confident" in world.ada.sees()
    assert "You may keep it" in world.ada.sees()


def test_overlapping_parts_are_asked_about(world, scene):
    scene.until_part("coding", 10)
    start(scene, world.ada, "coding")
    world.ada.close_view()
    scene.until_part("design", 1)

    world.ada.command("/tracks", f"mark {WORDS}")
    world.ada.fill({"Part": scene.part("design").id, "Minute": "1"})
    world.ada.submit()

    (mark,) = scene.marks(scene.form(TRACK, SeatId.LEAD))
    assert (mark.session_id, mark.minute) == (scene.part("design").id, 1)


# --- marks by button
def test_button_fills_in_part_and_minute(world, scene):
    scene.until_part("coding", 2)
    start(scene, world.ada, "coding")
    world.forward(timedelta(minutes=9))

    world.ada.press("Mark a moment", on="view")
    world.ada.fill(
        {
            "What was said or done": WORDS,
            "What it was": "They asked something",
            "Where it belongs": ["framing", "verification"],
            "If it was a hint, which step": "2",
            "If it was a follow-up question, which kind": "perturb",
            "What came of it": "held_together",
        }
    )
    world.ada.submit()

    (mark,) = scene.marks(scene.form(TRACK, SeatId.LEAD))
    assert (mark.session_id, mark.minute, mark.exact, mark.kind) == (
        scene.part("coding").id,
        9,
        True,
        EvidenceKind.ASKED,
    )
    assert mark.dimensions == [DimensionId.FRAMING, DimensionId.VERIFICATION]
    assert (mark.hint_step, mark.probe, mark.outcome) == (
        2,
        FollowUp.PERTURB,
        FollowUpOutcome.HELD_TOGETHER,
    )


def test_two_submissions_keep_one_moment(world, scene):
    scene.until_part("coding", 2)
    start(scene, world.ada, "coding")
    world.ada.press("Mark a moment", on="view")
    world.ada.fill({"What was said or done": WORDS})
    view = world.ada.view

    world.ada.submit()
    world.workspace.views.stack("U0ADA").append(view)
    world.ada.submit()

    assert kept(scene) == [(0, True, WORDS)]


def test_moment_can_be_changed_and_taken_back(world, scene):
    scene.until_part("coding", 20)
    world.ada.command("/tracks", f"mark 12 {WORDS}")

    world.ada.press("Change")
    world.ada.fill({"Minute": "14", "What was said or done": "asked for the second failing input"})
    world.ada.submit()
    assert kept(scene) == [(14, True, "asked for the second failing input")]
    world.ada.press("Change")
    world.ada.fill({"This moment": ["take_back"]})
    world.ada.submit()

    assert kept(scene) == []


def test_changing_refuses_beside_the_field(world, scene):
    scene.until_part("coding", 20)
    world.ada.command("/tracks", f"mark 12 {WORDS}")
    world.ada.press("Change")

    world.ada.fill({"Minute": "99"})
    world.ada.submit()

    assert list(world.ada.view_errors) == ["minute"]
    assert kept(scene) == [(12, True, WORDS)]


# --- marks in words
def test_written_mark_works_and_can_be_deleted(world, scene):
    scene.until_part("shared_review", 8)

    world.eve.type(f"Mark 7 {WORDS}")
    world.settle()

    assert kept(scene, SeatId.INDEPENDENT, SHARED) == [(7, True, WORDS)]
    assert "You can delete your message now" in world.eve.sees()


def test_written_mark_of_no_minute_is_asked_back(world, scene):
    scene.until_part("shared_review", 8)

    world.eve.type(f"mark {WORDS}")
    world.settle()

    assert kept(scene, SeatId.INDEPENDENT, SHARED) == []
    assert "I kept nothing" in world.eve.sees()
    world.eve.press("Mark a moment")
    assert "Mark a moment" in world.eve.sees_view()


def test_mark_goes_to_the_form_of_its_part(world, scene):
    scene.until_part("shared_review", 8)

    world.cho.command("/tracks", f"mark 7 {WORDS}")

    assert kept(scene, SeatId.SECOND, SHARED) == [(7, True, WORDS)]
    assert kept(scene, SeatId.SECOND, TRACK) == []


def test_start_hands_material_over_before_its_minute(world, scene):
    world.until(BEGINS + timedelta(minutes=5))
    before = world.kim.sees()

    start(scene, world.ada, "coding")
    world.settle()

    assert scene.part("coding").material_sent_at == world.clocks.now
    assert world.kim.sees() != before
