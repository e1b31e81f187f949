"""From the last form to the end of the talk: who may look, what they see, and how it is over."""

import json

from bot.use_cases.set_up import set_up
from storage.tables import Debrief
from tests.bot.small_company import changed, read
from tests.journeys.filling import TRACK, WORK
from tests.journeys.forging import NO, press_forged
from tests.journeys.scene_debrief import (
    MIXED,
    forms_in,
    interviewed,
    open_debrief,
    open_directly,
    record,
    send,
)
from tracks.candidacy import InvitationState, LoopState
from tracks.track import SeatId

LAST = (WORK, SeatId.LEAD)


def refusals(world, person, verb):
    with world.program.services.look() as unit:
        return [(e.verb, e.after) for e in unit.audit.of(verb) if e.actor == f"person:{person.id}"]


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
    assert "No form is missing any more. The debrief can be opened" in world.hans.sees("C0BACKEND")


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
    assert "6 of 6 forms are in, or were waived by name." in world.hans.sees("C0BACKEND")
    assert (
        "The form of Ada Lead for *How you work* is missing. Hans Manager went on without it: "
        '"Ada fell ill on the same evening and cannot write."'
    ) in seen
    assert record(world, scene)[1].state == LoopState.FORMS_IN


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


def test_withdrawn_candidate_leaves_nothing_to_decide(world):
    scene = forms_in(world, MIXED)

    press_forged(world.kim, f"withdraw:{scene.invitation_id}")
    world.settle()

    ended = "*Kim* (Senior backend engineer) has withdrawn, so there is nothing left to read or to decide."
    assert [person.sees().count(ended) for person in (world.hans, world.ada)] == [1, 1]
    assert "[Decide]" not in world.hans.sees()
    assert "[Open the debrief]" not in world.hans.sees() + world.hans.sees("C0BACKEND")


def test_new_hiring_manager_hears_that_a_decision_waits(world):
    forms_in(world, MIXED)
    rita_decides = changed('"admin"]', '"admin", "hiring_manager"]')
    rita_decides = changed('hiring_manager = "U0HANS"', 'hiring_manager = "U0RITA"', rita_decides)

    set_up(world.store, read(rita_decides), people=None, now=world.clocks.now)
    world.settle()

    assert "All forms for *Kim* (Senior backend engineer) are in. You decide" in world.rita.sees()
