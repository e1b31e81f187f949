"""Forms: due after their parts, walked page by page, saved at each press, sent once nothing is missing."""

from datetime import timedelta

import pytest

from bot.use_cases.open_forms import pass_on_forms
from storage.loops import cell_of
from storage.tables import Loop
from tests.journeys.chapters import chapter
from tests.journeys.confirmed import give_back
from tests.journeys.filling import (
    DIMENSIONS,
    field,
    fill_in,
    fill_page,
    mark,
    open_form,
    send,
    what_stands,
    write,
)
from tests.journeys.forging import press_forged, submit_forged
from tests.journeys.scene_booked import booked
from tracks.candidacy import FormState, LoopState
from tracks.track import DimensionId, Group, SeatId, TrackId

TRACK, SHARED, WORK = Group.TRACK_HALF, Group.SHARED_REVIEW, Group.HOW_YOU_WORK
LEAD, SECOND, INDEPENDENT = SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT
FIRST = DimensionId.FRAMING
BEN_WAS_THERE = {"Who": "U0BEN", "Were they there?": ["yes"]}
WORDS = "asked for the failing input before reading on"


@pytest.fixture(name="scene")
def booked_scene(world):
    return booked(world)


@pytest.fixture(name="over")
@chapter
def scene_over(scene):
    scene.until_over()
    return scene


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


# --- what cannot be saved
def test_next_says_beside_the_field(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    write(world.ada, FIRST, value="3")
    for typed, at, words in (
        (("short", "5"), "words", "Please write at least 8 characters"),
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

        assert world.ada.view_errors == {block: "Ratings go from one to four, or *not enough*."}
        assert over.ratings(form) == []


@pytest.mark.parametrize(("name", "about"), [("words", ""), ("why", FIRST)])
def test_endless_words_are_refused_beside_their_field(world, over, name, about):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    block = field(world.ada, name, about)
    write(world.ada, minute="5")
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


# --- the overview and sending
def test_send_names_what_is_missing(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    write(world.ada, FIRST, value="4", words=WORDS, minute="5")
    world.ada.submit()
    write(world.ada, DimensionId.CODE, value="not_enough")
    world.ada.press("Overview")

    world.ada.submit()

    seen = world.ada.sees_view()
    assert "Not sent yet" in seen
    assert "Framing the problem: a second moment, since it is a 1 or a 4" in seen
    assert "Framing the problem: the sentence why" in seen
    assert "Working in code: why there was not enough" in seen
    assert "Weighing options: a rating, or *not enough*" in seen
    assert over.form(TRACK, LEAD).state == FormState.OPEN
    world.ada.press("Go there, Working in code")
    assert "Working in code" in world.ada.sees_view()


def test_complete_form_is_sent_and_stays(world, over):
    world.settle()

    form = send(over, LEAD, TRACK)
    world.settle()

    sent = over.form(TRACK, LEAD)
    assert (sent.state, sent.sent_at) == (FormState.SENT, world.clocks.now)
    assert [row.value for row in over.ratings(form)] == [3] * 6
    assert "Your form for *Kim* (Track half) is in. Thank you." in world.ada.sees()
    world.ada.command("/tracks", "forms")
    assert f"open_form:{form.id}" not in str(world.ada.messages(None)[-1])


def test_two_presses_of_send_are_one(world, over):
    form = fill_in(over, LEAD, TRACK)
    payload, before = dict(world.ada.view.payload), world.ada.view.hash

    world.ada.submit()
    world.ada.view.payload, world.ada.view.hash = payload, before
    world.ada.submit()

    assert "is in. You see the others' when all are in." in world.ada.sees_view()
    assert [verb for _, verb in over.events(f"form:{form.id}")].count("sent") == 1
    assert world.ada.last_refusal is None


def test_window_of_a_sent_form_changes_nothing(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    older = world.ada.view
    send(over, LEAD, TRACK)

    world.workspace.views.stacks["U0ADA"] = [older]
    write(world.ada, FIRST, value="1", why="changed my mind")
    world.ada.submit()

    assert "This form has been sent, or somebody went on without it" in str(world.ada.view_errors)
    assert first_rating(over, form)[0] == 3


def test_form_before_its_last_part_waits(world, scene):
    scene.until_part("coding", 49)
    form = scene.form(TRACK, LEAD)
    open_form(world.ada, form)
    for dimension in DIMENSIONS[TRACK]:
        fill_page(world.ada, dimension, f"{WORDS} {dimension}")

    world.ada.submit()

    assert "has not begun yet" in world.ada.sees_view()
    assert scene.form(TRACK, LEAD).state == FormState.OPEN


def test_level_is_read_where_past_work_is_told(world, over):
    form = send(over, INDEPENDENT, WORK)

    with world.program.services.look() as unit:
        reads = unit.forms.level_reads([form.id])
    assert [(row.facet, row.reads, len(row.evidence_ids)) for row in reads] == [
        (facet, "senior", 1) for facet in ("contribution", "difficulty", "impact", "scope")
    ]


def test_level_page_asks_for_every_facet(world, over):
    open_form(world.ada, over.form(WORK, LEAD))
    for dimension in DIMENSIONS[WORK]:
        fill_page(world.ada, dimension, f"{WORDS} {dimension}")
    write(world.ada, "scope", reads="staff")
    world.ada.submit()

    world.ada.submit()

    assert "Scope: a moment that says so" in world.ada.sees_view()
    assert "Impact: how it reads" in world.ada.sees_view()


def test_follow_up_without_outcome_is_missing(world, scene):
    scene.until_part("coding", 20)
    mark(world.ada, 12, WORDS)
    world.ada.press("Change")
    world.ada.fill({"If it was a follow-up question, which kind": "perturb"})
    world.ada.submit()
    scene.until_over()
    form = fill_in(scene, LEAD, TRACK)
    world.ada.submit()
    assert "What came of your follow-up question at minute 12" in world.ada.sees_view()
    assert "Follow-ups that you marked: Change an assumption." in world.ada.sees_view()

    marked = next(one for one in scene.marks(form) if one.minute == 12)
    world.ada.press(f"change_mark:{marked.id}")
    world.ada.fill({"What came of it": "held_together"})
    world.ada.submit()
    world.ada.submit()

    assert scene.form(TRACK, LEAD).state == FormState.SENT


def test_impressions_are_asked_about_gently(world, over):
    open_form(world.ada, over.form(TRACK, LEAD))
    write(world.ada, FIRST, why="seemed polished throughout")

    world.ada.press("Overview")

    seen = world.ada.sees_view()
    assert "your sentence why: seemed, polished" in seen
    assert "(You may keep it.)" in seen


def test_ai_engineers_tick_finer_lines(world):
    scene = booked(world, track=TrackId.TRADITIONALIST, role_id="ai-engineer")
    scene.until_over()
    form = scene.form(TRACK, LEAD)
    open_form(world.ada, form)

    write(world.ada, FIRST, value="3", axes=["failure_modes"])
    world.ada.submit()

    assert scene.ratings(form)[0].axes == ["failure_modes"]


def test_author_reads_their_sent_form(world, over):
    form = send(over, LEAD, TRACK)

    press_forged(world.ada, f"read_form:{form.id}")

    assert "asked for the failing input framing" in world.ada.sees_view()


# --- those who look after forms
def test_nudges_stop_once_the_form_is_sent(world, over):
    form = over.form(TRACK, LEAD)
    send(over, LEAD, TRACK)

    world.until(form.due_at + timedelta(days=2))

    assert world.ada.sees().count("The form is open and memory fades") == 1  # that of the other form
    assert f"extend_form:{form.id}" not in str(world.rita.messages(None))


def test_two_nudges_lead_to_the_host(world, over):
    form = over.form(TRACK, LEAD)

    world.until(form.due_at + timedelta(days=2))

    nudges = world.ada.sees()
    assert nudges.count("The form is open and memory fades") == 2
    assert nudges.count("Your form is missing for Kim, who is waiting.") == 2
    assert world.rita.sees().count("I have asked twice") == 6
    assert world.rita.sees().count("The form of <@U0ADA> for *Kim* (Track half)") == 1


def test_host_is_asked_and_gives_more_time(world, over):
    form = over.form(TRACK, LEAD)
    world.until(form.due_at + timedelta(days=2))
    until = world.clocks.now + timedelta(days=2)

    world.rita.press(f"extend_form:{form.id}")
    world.rita.fill({"Until": until})
    world.rita.submit()
    world.settle()

    assert over.form(TRACK, LEAD).due_at == until
    assert ("person:U0RITA", "extended") in over.events(f"form:{form.id}")
    assert "has given you more time for your form for Kim (Track half)" in world.ada.sees()


def test_more_time_ends_in_the_near_future(world, over):
    form = over.form(TRACK, LEAD)
    world.rita.command("/tracks", "forms")
    world.rita.press(f"see_to_form:{form.id}")
    world.rita.press(f"extend_form:{form.id}")
    for hours in (-1, 24 * 22):
        world.rita.fill({"Until": world.clocks.now + timedelta(hours=hours)})

        world.rita.submit()

        assert list(world.rita.view_errors) == ["until"]
    assert over.form(TRACK, LEAD).due_at == form.due_at


def test_hiring_manager_may_do_without_by_name(world, over):
    form = over.form(TRACK, LEAD)
    world.hans.command("/tracks", "forms")

    world.hans.press(f"waive_form:{form.id}")
    world.hans.fill({"Why": "Ada is ill for the next three weeks."})
    world.hans.submit()
    world.settle()

    waived = over.form(TRACK, LEAD)
    assert (waived.state, waived.waived_by, waived.waived_reason) == (
        FormState.MISSING_WITH_REASON,
        "U0HANS",
        "Ada is ill for the next three weeks.",
    )
    assert "is not needed any more" in world.ada.sees()
    assert "Ada is ill" not in world.ada.sees()


def test_doing_without_needs_a_reason(world, over):
    world.rita.command("/tracks", "forms")
    world.rita.press(f"see_to_form:{over.form(TRACK, LEAD).id}")
    world.rita.press("Do without it", on="view")

    world.rita.fill({"Why": "ill"})
    world.rita.submit()

    assert list(world.rita.view_errors) == ["reason"]


def test_form_that_is_not_due_cannot_be_waived(world, scene):
    scene.until_part("coding", 20)

    press_forged(world.rita, f"waive_form:{scene.form(TRACK, LEAD).id}")

    assert "have not ended" in world.rita.sees_view()


def test_form_passes_to_whoever_was_there_instead(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    fill_page(world.ada, FIRST, "words that stay with Ada")
    world.ada.close_view(everything=True)
    world.forward(timedelta(days=2))

    press_forged(world.rita, f"reassign_form:{form.id}")
    world.rita.fill(BEN_WAS_THERE)
    world.rita.submit()
    world.settle()

    assert "Your form is missing" not in world.ben.sees()  # they have only just been given it
    fresh = over.form(TRACK, LEAD)
    assert (fresh.rater_id, over.marks(fresh)) == ("U0BEN", [])
    assert over.form(WORK, LEAD).rater_id == "U0ADA"  # what she was there for stays hers
    open_form(world.ben, fresh)
    assert "words that stay with Ada" not in world.ben.sees_view()
    assert [one.counts for one in over.forms()].count(False) == 1
    fill_page(world.ben, FIRST, "asked for the failing input")
    assert [one.text for one in over.marks(fresh)] == ["asked for the failing input"]


def test_nobody_rates_what_they_have_not_seen(world, over):
    with world.program.services.change("rule:story") as unit:
        loop, part = unit.get(Loop, over.loop_id), over.part("coding")
        other = unit.add(Loop(**loop.model_dump(exclude={"id"}) | {"state": LoopState.CANCELLED}))
        unit.loops.occupy(other.id, [("U0BEN", cell_of(part.starts_at + timedelta(minutes=20)))])
    press_forged(world.rita, f"reassign_form:{over.form(TRACK, LEAD).id}")

    world.rita.fill({"Who": "U0BEN"})
    world.rita.submit()
    assert list(world.rita.view_errors) == ["there"]
    world.rita.fill(BEN_WAS_THERE)
    world.rita.submit()

    assert "was in another interview" in world.rita.view_errors["to"]
    assert over.form(TRACK, LEAD).rater_id == "U0ADA"


def test_new_holder_of_a_seat_rates_what_is_ahead(world, scene):
    scene.until_part("coding", 20)

    give_back(scene, LEAD, to="U0BEN")
    with world.program.services.change("rule:story") as unit:
        pass_on_forms(unit, unit.get(Loop, scene.loop_id), unit.loops.seats(scene.loop_id)[LEAD])

    assert [scene.form(group, LEAD).rater_id for group in (TRACK, WORK)] == ["U0ADA", "U0BEN"]
    open_form(world.ada, scene.form(TRACK, LEAD))
    assert "Track half" in world.ada.sees_view()


def test_nobody_unfit_takes_the_seat(world, over):
    press_forged(world.rita, f"reassign_form:{over.form(TRACK, LEAD).id}")
    for wanted in ("U0CHO", "U0EVE", "U0HANS", "U0GUS", "U0KIM"):
        world.rita.fill(BEN_WAS_THERE | {"Who": wanted})

        world.rita.submit()

        assert list(world.rita.view_errors) == ["to"]
    assert over.form(TRACK, LEAD).rater_id == "U0ADA"


def test_absence_goes_to_the_host(world, over):
    form = over.form(WORK, LEAD)
    world.settle()

    world.ada.double_press("I was not there")
    world.settle()

    assert world.rita.sees().count("says they were not there for *Kim*") == 1
    assert "You said that you were not there" in world.ada.sees()
    assert over.form(WORK, LEAD).state == FormState.OPEN
    world.rita.press(f"waive_form:{form.id}")
    world.rita.fill({"Why": "nobody was there in her place"})
    world.rita.submit()
    world.settle()
    assert "needs nothing from you any more" in world.rita.sees()


@pytest.mark.parametrize("verb", ["extend", "waive", "reassign"])
def test_two_submissions_look_after_a_form_once(world, over, verb):
    form = over.form(TRACK, LEAD)
    press_forged(world.rita, f"{verb}_form:{form.id}")
    fields = {
        "extend": {"Until": world.clocks.now + timedelta(days=2)},
        "waive": {"Why": "Ada is ill for three weeks"},
        "reassign": BEN_WAS_THERE,
    }
    world.rita.fill(fields[verb])
    view = world.rita.view

    world.rita.submit()
    world.workspace.views.stacks["U0RITA"] = [view]
    world.rita.submit()

    done = {"extend": "extended", "waive": "waived", "reassign": "reassigned"}[verb]
    events = [event for one in over.forms() for event in over.events(f"form:{one.id}")]
    assert [verb for _, verb in events].count(done) == 1


def test_fields_have_new_ids_after_each_save(world, over):
    open_form(world.ada, over.form(TRACK, LEAD))
    before = field(world.ada, "words")
    write(world.ada, FIRST, minute="5", words=WORDS)

    world.ada.press("Save")

    assert field(world.ada, "words") != before
    assert what_stands(world.ada, "words") is None
