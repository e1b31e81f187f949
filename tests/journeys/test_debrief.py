"""From the last form to the end of the talk: who may look, what they see, and how it is over."""

import json
from datetime import timedelta

import pytest

from storage.tables import Candidate, Debrief, Invitation, Loop
from tests.journeys.forging import press_forged, press_in_forged
from tests.journeys.scene_debrief import CODE, MIXED, PEOPLE, forms_in, interviewed, send
from tracks.candidacy import InvitationState, LoopState
from tracks.track import Group, SeatId

TRACK, WORK = Group.TRACK_HALF, Group.HOW_YOU_WORK
NO = "You cannot do this here. If you think you should, ask the host of this interview."
LAST = (WORK, SeatId.LEAD)


def record(world, scene):
    with world.program.services.look() as unit:
        debrief = unit.forms.debrief(scene.loop_id)
        return unit.get(Invitation, scene.invitation_id), unit.get(Loop, scene.loop_id), debrief


def refusals(world, person, verb):
    with world.program.services.look() as unit:
        return [(e.verb, e.after) for e in unit.audit.of(verb) if e.actor == f"person:{person.id}"]


def open_debrief(person):
    person.press("Open the debrief", channel="C0BACKEND")
    return person.sees_view()


def open_directly(person):
    person.press("Open the debrief", on="message")
    return person.sees_view()


def counted(world):
    lines = world.hans.sees("C0BACKEND").splitlines()
    return [line for line in lines if line.endswith("forms are in.") and not line.startswith("Where")]


# --- the count in the channel
def test_channel_counts_forms_in_one_line(world):
    scene = interviewed(world)
    send(scene, TRACK, SeatId.LEAD, MIXED)
    world.settle()
    first = counted(world)
    send(scene, TRACK, SeatId.SECOND, MIXED)
    world.settle()

    assert (first, counted(world)) == (["1 of 6 forms are in."], ["2 of 6 forms are in."])


def test_channel_and_notifications_tell_nothing_that_was_seen(world):
    forms_in(world, MIXED)

    told = json.dumps([call.args for call in world.workspace.journal.calls])
    for secret in ("failing input", "says lead", "apart", "Clearly shown", "not enough"):
        assert secret not in told
    assert "All forms are in. The debrief can be opened" in world.hans.sees("C0BACKEND")


def test_all_forms_bring_the_candidacy_to_its_decision(world):
    scene = forms_in(world)

    invitation, loop, debrief = record(world, scene)
    assert (invitation.state, loop.state) == (InvitationState.HELD, LoopState.FORMS_IN)
    assert isinstance(debrief, Debrief)
    told = (
        "All forms for *Kim* (Senior backend engineer) are in. You decide, after the debrief and with reasons"
    )
    assert told in world.hans.sees()
    for rater in (world.ada, world.cho, world.eve):
        assert (
            "All forms for *Kim* (Senior backend engineer) are in. Please read them in silence"
            in rater.sees()
        )
    assert "All forms" not in world.gus.sees()


# --- before all is in
def test_before_the_last_form_nobody_sees_anything(world):
    scene = forms_in(world, MIXED, but=[LAST])

    for person in (world.ada, world.cho, world.eve):  # not in the channel: the button was forwarded
        press_forged(person, f"open_debrief:{scene.loop_id}")
        assert person.sees_view().splitlines()[1] == (
            "5 of 6 forms are in. They open for everybody together, when the last one is in."
        )
        assert refusals(world, person, "open_debrief") == [("refused", {"rule": "form_sealed"})]
        person.close_view()
    for person in (world.caro, world.gus, world.pia, world.kim):
        press_forged(person, f"open_debrief:{scene.loop_id}")
        assert person.sees_view().splitlines()[1] == NO
        assert refusals(world, person, "open_debrief") == [("refused", {"rule": "not_allowed"})]


def test_who_is_waited_for_is_told_to_those_who_can_act(world):
    forms_in(world, MIXED, but=[LAST])

    for person in (world.hans, world.rita):
        assert open_debrief(person).splitlines() == [
            "Not yet",
            "5 of 6 forms are in. Everything opens together when the last one is in.",
            "Waiting for Ada Lead, *How you work*.",
            "[Do without it]",
        ]
        person.close_view()
    assert "Ada Lead" not in world.hans.sees("C0BACKEND")


def test_form_waived_by_name_opens_the_debrief_with_its_reason(world):
    scene = forms_in(world, MIXED, but=[LAST])
    open_debrief(world.hans)
    world.hans.press("Do without it")
    world.hans.fill({"Why": "Ada fell ill on the same evening and cannot write."})
    world.hans.submit()
    world.settle()

    seen = open_debrief(world.hans)
    assert "6 of 6 forms are in." in world.hans.sees("C0BACKEND")
    assert (
        "The form of Ada Lead for *How you work* is missing. Hans Manager went on without it: "
        '"Ada fell ill on the same evening and cannot write."'
    ) in seen
    assert record(world, scene)[1].state == LoopState.FORMS_IN


# --- what is seen
def test_debrief_begins_with_what_is_apart(world):
    forms_in(world, MIXED)

    lines = open_debrief(world.hans).splitlines()

    start = lines.index("*To talk about first*")
    assert lines[start + 1 : start + 4] == [
        "• Working with people: two raters are two steps or more apart",
        "• Weighing options: somebody had not enough to go by",
        "• Working in code: somebody saw the lowest step",
    ]
    assert "*Who speaks, in this order:* Eve Independent, Cho Second, Ada Lead, Hans Manager" in lines


def test_page_shows_each_number_with_anchor_and_evidence(world):
    forms_in(world, MIXED)
    open_debrief(world.hans)

    world.hans.press("Next")

    seen = world.hans.sees_view()
    assert seen.splitlines()[0:2] == ["Debrief, page 2 of 9", "*Working with people*"]
    assert "*How you work*: two steps or more apart. Begin here." in seen
    assert "*Eve Independent: 2, Partly shown*\nTakes up a point when it is repeated" in seen
    assert "*Ada Lead: 4, Shown beyond the level*" in seen
    assert "why people, says independent" in seen
    assert "Coding, minute 12, They asked something: asked for the failing input, lead track_half" in seen
    assert "How you work, about minute 20 by the plan, Their words: 'I would not merge <this>'" in seen


def test_pages_go_through_everything_and_back(world):
    forms_in(world, MIXED)
    open_debrief(world.hans)
    pages = [world.hans.sees_view()]
    for _ in range(8):
        world.hans.press("Next")
        pages.append(world.hans.sees_view())

    names = ["people", "judgment", "code", "framing", "verification", "ownership"]
    assert [f"why {name}," in page for name, page in zip(names, pages[1:7], strict=True)] == [True] * 6
    assert "our question came too late" in pages[2]
    assert pages[7].count("reads *Senior*") == 8
    assert (
        "*Ada Lead*: Come back to an earlier statement from another side. The answer held together."
        in pages[8]
    )
    world.hans.press("Back")
    assert world.hans.sees_view() == pages[7]


def test_nothing_is_added_up_anywhere(world):
    forms_in(world, MIXED)
    open_debrief(world.hans)
    pages = [world.hans.sees_view()]
    for _ in range(8):
        world.hans.press("Next")
        pages.append(world.hans.sees_view())

    told = "\n".join(pages).lower()
    for word in ("total", "average", "mean:", "score", "sum:", "recommend", "percent"):
        assert word not in told.replace("adding up or averaging dimensions", "")


def test_each_look_is_on_record(world):
    scene = forms_in(world)
    open_debrief(world.hans)
    world.hans.press("Next")

    with world.program.services.look() as unit:
        looked = [
            (e.actor, e.verb, e.after) for e in unit.audit.of(record(world, scene)[2]) if e.verb == "read"
        ]
    assert looked == [("person:U0HANS", "read", {"page": 0}), ("person:U0HANS", "read", {"page": 1})]


@pytest.mark.parametrize("who", ["kim", "gus", "caro", "pia", "ola"])
def test_strangers_are_refused_even_with_a_forged_page(world, who):
    scene = forms_in(world, MIXED)
    open_debrief(world.hans)
    stolen, person = world.hans.view, getattr(world, who)

    if not person.member.external:
        press_in_forged(person, stolen, f"debrief_page:{scene.loop_id}.2")
        assert NO in person.sees_view()
        assert "apart" not in person.sees_view().replace(stolen.title, "")
    for guessed in ("0123456789abcdef", "", "x.y.z", scene.invitation_id):
        press_forged(world.gus, f"open_debrief:{guessed}")
        assert world.gus.sees_view().splitlines()[1] == NO
        world.gus.close_view()


def test_candidate_who_works_here_stays_the_candidate(world):
    scene = forms_in(world)
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        candidate = unit.get(Invitation, scene.invitation_id).candidate_id
        unit.change(unit.get(Candidate, candidate), slack_user="U0HANS")

    press_forged(world.hans, f"open_debrief:{scene.loop_id}")

    assert world.hans.sees_view().splitlines()[1] == NO


# --- how it is over
def test_raters_may_agree_that_nothing_is_to_be_discussed(world):
    scene = forms_in(world)

    for person in (world.ada, world.cho):
        open_directly(person)
        person.double_press("Nothing to discuss")
        person.close_view(everything=True)
    assert record(world, scene)[1].state == LoopState.FORMS_IN
    assert "Nothing to discuss, say: Ada Lead, Cho Second." in open_directly(world.eve)
    world.eve.press("Nothing to discuss")
    world.settle()

    assert record(world, scene)[1].state == LoopState.DEBRIEFED
    assert "The raters have nothing to discuss, so no meeting is needed." in world.hans.sees("C0BACKEND")
    assert "The debrief about *Kim* (Senior backend engineer) is over. Now it is for you" in world.hans.sees()
    assert "is over. Thank you. You can still read the forms." in world.ada.sees()


def test_gap_leaves_no_way_around_the_talk(world):
    scene = forms_in(world, MIXED)

    assert "[Nothing to discuss]" not in open_directly(world.ada)
    world.ada.close_view()
    press_forged(world.ada, f"nothing_to_discuss:{scene.loop_id}")

    assert "This has moved on since" in world.ada.sees_view()
    assert record(world, scene)[2].nothing_to_discuss == []


def test_only_raters_have_nothing_to_discuss(world):
    scene = forms_in(world)

    assert "[Nothing to discuss]" not in open_debrief(world.hans)
    press_forged(world.rita, f"nothing_to_discuss:{scene.loop_id}")

    assert NO in world.rita.sees_view()


def test_anybody_can_call_a_debrief(world):
    scene = forms_in(world)
    open_directly(world.cho)

    world.cho.double_press("Call a debrief")
    world.settle()

    assert record(world, scene)[2].called_by == "U0CHO"
    assert "Cho Second has called a debrief." in world.cho.sees_view()
    for person in (world.ada, world.eve, world.rita, world.hans):
        assert person.sees().count("<@U0CHO> calls a debrief about *Kim*") == 1
    assert "calls a debrief about" not in world.cho.sees()
    assert "<@U0CHO> calls a debrief." in world.hans.sees("C0BACKEND")
    assert "[Nothing to discuss]" not in open_directly(world.ada)


def test_host_closes_the_debrief_and_the_decider_hears(world):
    scene = forms_in(world, MIXED)
    open_debrief(world.rita)

    world.rita.double_press("It has taken place")
    world.settle()

    assert record(world, scene)[1].state == LoopState.DEBRIEFED
    assert "This debrief is closed." in world.rita.sees_view()
    assert world.hans.sees("C0BACKEND").count("The debrief has taken place.") == 1
    assert "is over. Now it is for you to decide" in world.hans.sees()
    press_forged(world.ada, f"close_debrief:{scene.loop_id}")
    assert NO in world.ada.sees_view()


# --- a second rating
def test_rating_is_revised_once_beside_the_first(world):
    scene = forms_in(world, MIXED)
    open_directly(world.ada)
    world.ada.press("Next")
    world.ada.press("Revise mine")
    world.ada.fill(
        {"What you say now": "3: Clearly shown", "What changed your view": "Eve's minute 12 shows it."}
    )

    world.ada.submit()
    world.ada.press("Next")

    seen = world.ada.sees_view()
    assert "*Ada Lead: 4, Shown beyond the level*" in seen
    assert "After the talk *Ada Lead* says 3, Clearly shown. The first rating stays on record." in seen
    assert "Eve's minute 12 shows it." in seen
    rating = next(r for r in scene.ratings(scene.form(WORK, SeatId.LEAD)) if r.dimension == PEOPLE)
    assert (rating.value, rating.original) == (4, True)


def test_nobody_revises_what_somebody_else_saw(world):
    scene = forms_in(world, MIXED)
    theirs = next(r for r in scene.ratings(scene.form(TRACK, SeatId.LEAD)) if r.dimension == CODE)

    for person in (world.cho, world.hans, world.kim):
        press_forged(person, f"revise_rating:{theirs.id}")
        assert NO in person.sees_view()
        person.close_view()


# --- the promise
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
