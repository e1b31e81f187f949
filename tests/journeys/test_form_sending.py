"""The last pages of a form: the level, the overview, and sending once nothing is missing."""

from tests.journeys.filling import (
    DIMENSIONS,
    INDEPENDENT,
    LEAD,
    TRACK,
    WORDS,
    WORK,
    fill_in,
    fill_page,
    mark,
    open_form,
    send,
    write,
)
from tests.journeys.forging import press_forged
from tests.journeys.scene_booked import booked
from tracks.candidacy import FormState
from tracks.track import DimensionId, TrackId

FIRST = DimensionId.FRAMING


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
    assert over.ratings(form)[0].value == 3


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
