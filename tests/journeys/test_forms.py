"""Forms: due after their parts, walked page by page, saved at each press; two windows."""

from datetime import timedelta

import pytest

from tests.journeys.filling import (
    INDEPENDENT,
    LEAD,
    SECOND,
    SHARED,
    TRACK,
    WORDS,
    WORK,
    field,
    fill_page,
    mark,
    open_form,
    what_stands,
    write,
)
from tests.journeys.forging import submit_forged
from tracks.candidacy import FormState
from tracks.track import DimensionId

FIRST = DimensionId.FRAMING


def first_rating(scene, form):
    return next(
        (row.value, row.not_enough, row.reason_if_ne, row.why, len(row.evidence_ids))
        for row in scene.ratings(form)
    )


# --- when and where
def test_six_forms_wait_from_the_booking_on(scene):
    ends = {TRACK: "design", SHARED: "shared_review", WORK: "how_you_work"}

    assert [(form.group, form.seat, form.state, form.due_at) for form in scene.forms()] == [
        (group, seat, FormState.OPEN, scene.part(ends[group]).ends_at)
        for group, seat in (
            (WORK, INDEPENDENT),
            (WORK, LEAD),
            (SHARED, INDEPENDENT),
            (SHARED, SECOND),
            (TRACK, LEAD),
            (TRACK, SECOND),
        )
    ]


def test_form_message_comes_with_the_end(world, scene):
    due_at = scene.form(TRACK, LEAD).due_at
    world.until(due_at - timedelta(minutes=1))
    before = world.ada.sees()

    world.until(due_at)

    assert "Your form for Kim" not in before
    assert "Your form for Kim. Note minute and words, then rate." in world.ada.sees()
    assert "Your form for Kim" not in world.eve.sees()
    world.ada.press("Open the form")
    assert "Framing the problem" in world.ada.sees_view()


def test_list_names_what_is_due_and_later(world, scene):
    world.until(scene.form(TRACK, LEAD).due_at)

    world.ada.command("/tracks", "forms")

    assert "*Kim*, Track half: due since Tuesday 24 November 2026, 12:05 Berlin time" in world.ada.sees()
    assert "*Kim*, How you work: falls due Tuesday 24 November 2026, 13:25 Berlin time" in world.ada.sees()


def test_list_is_empty_for_those_without_forms(world, over):
    world.gus.command("/tracks", "forms")

    assert "No form waits for you." in world.gus.sees()


def test_home_shows_forms_that_wait(world, over):
    world.ada.open_home()

    assert "*Your forms*" in world.ada.sees_home()
    world.ada.press(f"open_form:{over.form(WORK, LEAD).id}", on="home")
    assert "Owning the result" in world.ada.sees_view()


# --- pages
def test_page_shows_anchors_and_own_moments(world, scene):
    scene.until_part("coding", 20)
    mark(world.ada, 12, WORDS)
    mark(world.cho, 13, "said nothing that Ada should see yet")
    scene.until_over()

    open_form(world.ada, scene.form(TRACK, LEAD))

    seen = world.ada.sees_view()
    assert "*1, Not shown:* Works on a problem other than the one described" in seen
    assert "Not looked at: Number of questions asked" in seen
    assert f"12' {WORDS}" in seen
    assert "said nothing that Ada" not in seen


def test_each_next_saves_and_goes_on(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)

    fill_page(world.ada, FIRST, WORDS)

    assert first_rating(over, form) == (3, False, None, f"{WORDS}: why framing", 1)
    assert [(one.minute, one.text, one.dimensions) for one in over.marks(form)] == [(5, WORDS, ["framing"])]
    assert "Working in code" in world.ada.sees_view()


def test_save_keeps_half_a_page(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    write(world.ada, FIRST, why="goal and users came unasked")

    world.ada.press("Save")

    assert first_rating(over, form) == (None, False, None, "goal and users came unasked", 0)
    assert "Saved." in world.ada.sees_view()


def test_draft_survives_the_closed_window(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    fill_page(world.ada, FIRST, WORDS)
    write(world.ada, DimensionId.CODE, value="2")
    world.ada.press("Save")
    world.ada.close_view(everything=True)

    open_form(world.ada, form)

    assert "Working in code" in world.ada.sees_view()
    assert what_stands(world.ada, "value", "code") == "2"
    world.ada.press("Back")
    assert what_stands(world.ada, "value", "framing") == "3"
    assert what_stands(world.ada, "why", "framing") == f"{WORDS}: why framing"


def test_back_saves_as_well(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    world.ada.submit()
    write(world.ada, DimensionId.CODE, value="4", reason="", why="ran at once")

    world.ada.press("Back")

    assert [(row.dimension, row.value, row.why) for row in over.ratings(form)] == [
        (DimensionId.CODE, 4, "ran at once")
    ]
    assert "Framing the problem" in world.ada.sees_view()


@pytest.mark.parametrize("button", ["Save", "Back", "Overview"])
def test_two_presses_of_a_button_save_once(world, over, button):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    world.ada.submit()
    write(world.ada, DimensionId.CODE, value="3", why="ran at once", minute="5", words=WORDS)

    world.ada.double_press(button)

    assert [(row.value, row.why, len(row.evidence_ids)) for row in over.ratings(form)] == [
        (3, "ran at once", 1)
    ]
    assert len(over.marks(form)) == 1
    assert "Your other copy is newer" not in world.ada.sees_view()


def test_two_presses_of_next_turn_one_page(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    write(world.ada, FIRST, value="3", minute="5", words=WORDS)
    view = world.ada.view
    payload, before = dict(view.payload), view.hash

    world.ada.submit()
    world.workspace.views.stack("U0ADA")[-1].payload = payload
    world.workspace.views.stack("U0ADA")[-1].hash = before
    world.ada.submit()

    assert len(over.marks(form)) == 1
    assert "Working in code" in world.ada.sees_view()


def test_page_offers_more_than_ten_moments(world, scene):
    scene.until_part("coding", 20)
    for minute in range(14):
        mark(world.ada, minute, f"moment number {minute:02d} of the talk")
    scene.until_over()
    form = scene.form(TRACK, LEAD)
    open_form(world.ada, form)
    ids = [one.id for one in scene.marks(form)]

    write(world.ada, FIRST, value="3", ticks0=[ids[0]], ticks1=[ids[12]], why="both showed it")
    world.ada.press("Save")

    assert scene.ratings(form)[0].evidence_ids == sorted([ids[0], ids[12]])
    assert what_stands(world.ada, "ticks1", FIRST) == [ids[12]]


def test_marks_for_a_dimension_are_ticked_there(world, scene):
    scene.until_part("coding", 20)
    mark(world.ada, 12, WORDS)
    world.ada.press("Change")
    world.ada.fill({"Where it belongs": ["framing"]})
    world.ada.submit()
    scene.until_over()
    form = scene.form(TRACK, LEAD)

    open_form(world.ada, form)

    assert what_stands(world.ada, "ticks0", FIRST) == [one.id for one in scene.marks(form)]
    world.ada.submit()
    assert what_stands(world.ada, "ticks0", DimensionId.CODE) == []


def test_step_of_the_plan_stands_for_a_minute(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)

    write(world.ada, FIRST, where=f"{over.part('design').id}:2", words=WORDS)
    world.ada.press("Save")

    [kept] = over.marks(form)
    assert (kept.session_id, kept.exact, kept.text) == (over.part("design").id, False, WORDS)


def test_fields_have_new_ids_after_each_save(world, over):
    open_form(world.ada, over.form(TRACK, LEAD))
    before = field(world.ada, "words")
    write(world.ada, FIRST, minute="5", words=WORDS)

    world.ada.press("Save")

    assert field(world.ada, "words") != before
    assert what_stands(world.ada, "words") is None


# --- what cannot be saved
def test_next_says_beside_the_field(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    write(world.ada, FIRST, value="3")
    for typed, at, words in (
        (("short", "5"), "words", "Please write at least 8 characters"),
        ((" \u200b ", "5"), "words", "Please write at least 8 characters"),
        ((WORDS, "51"), "minute", "This part has 50 minutes"),
        ((WORDS, ""), "minute", "Which minute was it?"),
        ((WORDS, "later"), "minute", "Which minute was it?"),
    ):
        write(world.ada, words=typed[0], minute=typed[1])

        world.ada.submit()

        [(block, complaint)] = world.ada.view_errors.items()
        assert (block.split(":")[0], complaint[: len(words)]) == (at, words)
        assert (over.ratings(form), over.marks(form)) == ([], [])
        assert what_stands(world.ada, "value", FIRST) == "3"


def test_rating_outside_the_scale_is_refused(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    block = field(world.ada, "value", FIRST)
    for value in ("7", "0", "-1", "best"):
        option = {"text": {"type": "plain_text", "text": "?"}, "value": value}
        world.ada.view.entered[block] = {block: {"type": "radio_buttons", "selected_option": option}}

        world.ada.submit()

        assert world.ada.view_errors == {block: "Ratings go from one to four, or not enough."}
        assert over.ratings(form) == []


@pytest.mark.parametrize(("name", "about"), [("words", ""), ("why", FIRST)])
def test_endless_words_are_refused_beside_their_field(world, over, name, about):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    block = field(world.ada, name, about)
    write(world.ada, minute="5", words=WORDS)
    world.ada.view.entered[block] = {block: {"type": "plain_text_input", "value": "long " * 20_000}}

    answer = submit_forged(world.ada, world.ada.view)  # Slack's own client would not send it

    assert list(answer.json()["errors"]) == [block]
    assert (over.ratings(form), over.marks(form)) == ([], [])


def test_save_says_what_is_wrong_and_loses_nothing(world, over):
    open_form(world.ada, over.form(TRACK, LEAD))
    write(world.ada, FIRST, value="3", why="came unasked", words="short", minute="5")

    world.ada.press("Save")

    assert "Not saved yet: Please write at least 8 characters" in world.ada.sees_view()
    assert what_stands(world.ada, "words") == "short"
    assert what_stands(world.ada, "value", FIRST) == "3"


# --- two windows
def test_older_window_is_told_and_nothing_lost(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    older = world.ada.view
    open_form(world.ada, form)
    write(world.ada, FIRST, value="3", why="the newer sentence")
    world.ada.press("Save")

    world.workspace.views.stacks["U0ADA"] = [older]
    write(world.ada, FIRST, value="2", why="the older sentence", words=WORDS, minute="5")
    world.ada.press("Save")

    seen = world.ada.sees_view()
    assert "Your other copy is newer" in seen
    assert ("the older sentence" in seen, "Framing the problem: 2" in seen) == (True, True)
    assert what_stands(world.ada, "why", FIRST) == "the newer sentence"
    assert first_rating(over, form) == (3, False, None, "the newer sentence", 0)
    assert [one.text for one in over.marks(form)] == [WORDS]


def test_window_closed_before_its_page_came_is_left_alone(world, over):
    open_form(world.ada, over.form(TRACK, LEAD))
    told, pressed = world.ada.sees(), world.ada._payload(*world.ada._find("Overview", on="view"), None)

    world.ada.close_view(everything=True)
    world.ada._bring(pressed)
    world.settle()

    assert [call.error for call in world.workspace.journal.refused] == ["not_found"]
    assert (world.ada.sees(), world.ada.views) == (told, ())
    world.workspace.journal.clear()


def test_two_windows_on_different_pages_agree(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    older = world.ada.view
    open_form(world.ada, form)
    world.ada.submit()
    write(world.ada, DimensionId.CODE, value="2")
    world.ada.press("Save")

    world.workspace.views.stacks["U0ADA"] = [older]
    write(world.ada, FIRST, value="3")
    world.ada.press("Save")

    assert [(row.dimension, row.value) for row in over.ratings(form)] == [
        (DimensionId.CODE, 2),
        (FIRST, 3),
    ]
