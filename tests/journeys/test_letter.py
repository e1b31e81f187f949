"""The letter: a person writes it and sends it, the candidate reads it where they are, and answers once."""

import pytest

from storage.tables import Candidate
from tests.journeys.forging import NO, press_forged, press_in_forged, submit_forged
from tests.journeys.scene_debrief import forms_in
from tests.journeys.writing import (
    CODE,
    FIRST,
    NO_OFFER,
    PEOPLE,
    decided,
    invitation_of,
    letter_of,
    preview,
    sent,
)
from tracks.candidacy import InvitationState


# --- writing
def test_letter_begins_as_a_draft_without_names_or_numbers(world):
    decided(world)

    world.hans.press("Write the letter")

    state = world.hans.values(world.hans.view)
    assert {name: next(iter(each.values()))["value"] for name, each in state.items()} == {
        "body": f"Dear Kim,\n\n{NO_OFFER}",
        "framing": None,
        "code": None,
        "judgment": None,
    }


def test_preview_shows_what_the_candidate_will_read(world):
    scene = decided(world)

    preview(world.hans)

    seen = world.hans.sees_view()
    assert "Nothing has been sent. This is what Kim reads:" in seen
    assert seen.index("*Working in code*") < seen.index(CODE) < seen.index("*Working with people*")
    assert letter_of(world, scene).sent_at is None
    assert "letter" not in world.kim.sees()


def test_names_of_interviewers_are_asked_about(world):
    decided(world)

    preview(world.hans, first={"Working in code": "Ada saw you read the failing test."})

    assert "You name Ada Lead. Interviewers are better left out." in world.hans.sees_view()


def test_letter_that_tells_nothing_cannot_be_sent(world):
    scene = decided(world)

    preview(world.hans, first={}, second={})
    assert "Before it can be sent, please write something on one of the dimensions" in world.hans.sees_view()
    assert "[Send the letter]" not in world.hans.sees_view()
    assert letter_of(world, scene).sent_at is None


def test_letter_waits_for_a_decision(world):
    scene = forms_in(world)

    press_forged(world.hans, f"write_letter:{scene.invitation_id}")

    assert "There is no decision yet." in world.hans.sees_view()


def test_host_may_write_and_send_as_well(world):
    scene = decided(world)
    press_forged(world.rita, f"write_letter:{scene.invitation_id}")
    world.rita.fill(FIRST)
    world.rita.submit()
    world.rita.submit()

    world.rita.press("Send the letter")
    world.settle()

    letter = letter_of(world, scene)
    assert (letter.written_by, letter.sent_by) == ("U0RITA", "U0RITA")
    assert "Rita Recruiter has written to you" in world.kim.sees()


# --- sending
def test_person_who_sends_stands_on_record(world):
    scene = sent(world)

    letter, invitation = letter_of(world, scene), invitation_of(world, scene)
    with world.program.services.look() as unit:
        decision = unit.forms.decision(scene.loop_id)
    assert (letter.sent_by, decision.told_by, decision.told_candidate_at) == (
        "U0HANS",
        "U0HANS",
        letter.sent_at,
    )
    assert letter.text_by_dimension == {"code": CODE, "people": PEOPLE}
    assert invitation.state == InvitationState.CLOSED
    assert "<@U0HANS> has sent the letter." in world.rita.sees("C0BACKEND")
    assert "Where it stands: decided, and the letter is sent." in world.rita.sees("C0BACKEND")


def test_nothing_goes_out_unless_somebody_is_sure(world):
    scene = decided(world)
    preview(world.hans)

    world.hans.press("Send the letter", confirm=False)
    world.settle()

    assert letter_of(world, scene).sent_at is None


def test_second_press_sends_nothing_twice(world):
    scene = decided(world)
    preview(world.hans)
    form = world.hans.view

    world.hans.double_press("Send the letter")
    world.settle()
    press_forged(world.rita, f"send_letter:{scene.invitation_id}.{'0' * 16}")
    submit_forged(world.hans, form)

    assert world.kim.sees().count("has written to you") == 1
    assert "The letter has been sent, so it stays as it is." in world.rita.sees_view()


def test_only_the_words_that_were_looked_at_are_sent(world):
    scene = decided(world)
    preview(world.hans)
    press_forged(world.rita, f"write_letter:{scene.invitation_id}")
    world.rita.fill({"Working in code": "Other words."})
    world.rita.submit()

    world.hans.press("Send the letter")

    assert "This has changed in the meantime" in world.hans.sees_view()
    assert letter_of(world, scene).sent_at is None


def test_second_writer_hears_how_to_go_on(world):
    scene = decided(world)
    press_forged(world.rita, f"write_letter:{scene.invitation_id}")
    preview(world.hans)

    world.rita.fill({"Working in code": "Other words."})
    world.rita.submit()

    assert "open the letter once more" in world.rita.view_errors["body"]


@pytest.mark.parametrize("who", ["ada", "caro", "kim", "gus"])
def test_nobody_else_writes_or_sends(world, who):
    scene = decided(world)
    preview(world.hans)
    view, person, token = world.hans.view, getattr(world, who), letter_of(world, scene).body
    with world.program.services.look() as unit:
        events = len(unit.audit.of(unit.forms.letter(scene.loop_id)))
    send = next(
        c for b in view.blocks for c in b.get("elements", []) if c["action_id"].startswith("send_letter")
    )

    press_in_forged(person, view, send["action_id"])
    press_forged(person, f"write_letter:{scene.invitation_id}")
    assert NO in person.sees_view()

    with world.program.services.look() as unit:
        assert len(unit.audit.of(unit.forms.letter(scene.loop_id))) == events
    assert (letter_of(world, scene).sent_at, letter_of(world, scene).body) == (None, token)


def test_one_more_part_leaves_the_candidacy_open(world):
    more = "One more part, on a dimension that you name"
    scene = sent(world, **{"What you decide": more, "For one more part: which dimension": "Working in code"})

    assert invitation_of(world, scene).state == InvitationState.DECIDED
    world.kim.press("Read my letter")
    assert "we would like to see one more part with you. Rita Recruiter finds a time" in world.kim.sees_view()


def test_host_ends_in_words_what_came_to_nothing_after_one_more_part(world):
    more = "One more part, on a dimension that you name"
    scene = sent(world, **{"What you decide": more, "For one more part: which dimension": "Working in code"})
    reason = "We looked for a time together for three weeks and found none; thank you for your patience."

    press_forged(world.rita, f"withdraw_invitation:{scene.invitation_id}")
    world.rita.fill({"reason": reason})
    world.rita.submit()
    world.settle()

    assert world.rita.view_errors == {}
    assert invitation_of(world, scene).state == InvitationState.CLOSED_BY_PERSON
    assert reason in world.kim.sees()


def test_candidate_may_still_withdraw_after_the_decision(world):
    scene = decided(world)
    press_forged(world.kim, f"withdraw:{scene.invitation_id}")
    world.settle()

    assert invitation_of(world, scene).state == InvitationState.WITHDRAWN
    with world.program.services.look() as unit:
        candidate = unit.get(Candidate, invitation_of(world, scene).candidate_id)
    assert candidate.withdrawn_at is not None
