"""What a candidate can say at any time: a question, a need, not now, farewell; about nobody else."""

from datetime import timedelta

from tests.journeys.booking import agreed
from tests.journeys.chapters import chapter
from tests.journeys.choosing import book, candidate_of, newest_loop
from tests.journeys.inviting import current, invite, invite_by_mail
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState


def test_question_reaches_host_and_answer_comes_back(world: World):
    invite(world)

    world.kim.press("Ask a person")
    world.kim.fill({"Your question": "Is the team <!channel> in Berlin?"})
    world.kim.submit()
    world.settle()

    assert "Is the team <!channel> in Berlin?" in world.rita.sees()
    assert "I have passed that on to Rita Recruiter" in world.kim.sees()


def test_empty_question_is_asked_for_beside_field(world: World):
    invite(world)

    world.kim.press("Ask a person")
    world.kim.fill({"Your question": "  \u200b "})
    world.kim.submit()

    assert world.kim.view_errors == {"words": "Please write something here."}


def test_adjustment_reaches_coordinator_and_nobody_else(world: World):
    invite(world)

    world.kim.press("Ask for an adjustment")
    world.kim.fill({"What would help": "Captions please, I am deaf."})
    world.kim.submit()
    world.settle()

    everybody = [world.rita, world.hans, world.ada, world.pia]
    assert [p.name for p in everybody if "deaf" in p.sees()] == []
    assert "deaf" not in world.rita.sees("C0BACKEND")
    assert "only Caro Coordinator sees it" in world.kim.sees()
    assert "has asked for something to be different" in world.caro.sees()


def test_not_now_stops_reminders_and_changes_no_state(world: World):
    invitation = invite(world)

    world.kim.press("Not now")
    world.settle()

    assert current(world, invitation).state == InvitationState.SENT
    assert current(world, invitation).reminders_off is True
    assert "Everything stays open" in world.kim.sees()
    assert "said not now" in world.rita.sees()


def test_withdrawing_ends_everything_after_asking_once(world: World):
    invitation = agreed(world)
    loop = book(world, invitation, starts_at=world.clocks.now + timedelta(hours=5))

    world.kim.press("Withdraw", confirm=False)
    assert current(world, invitation).state == InvitationState.PLANNED
    world.kim.press("Withdraw")
    world.settle()

    assert current(world, invitation).state == InvitationState.WITHDRAWN
    assert newest_loop(world, loop).state == LoopState.CANCELLED
    assert candidate_of(world, invitation).withdrawn_at == world.clocks.now
    assert "Your papers are deleted on Tuesday 23 November 2027" in world.kim.sees()
    assert "has withdrawn" in world.rita.sees()


@chapter
def test_each_step_of_theirs_keeps_their_data_a_year_more(world: World):
    invitation = invite(world)
    world.forward(timedelta(days=1))

    world.kim.press("Not now")

    assert candidate_of(world, invitation).delete_on == world.clocks.now + timedelta(days=365)


def test_forged_form_about_somebody_else_is_denied_and_noted(world: World):
    mine, theirs = invite(world), invite_by_mail(world)
    world.kim.press("Ask a person")
    assert world.kim.view is not None
    forged = world.kim.view.payload["private_metadata"].replace(mine.id, theirs.id)
    world.kim.view.payload["private_metadata"] = forged
    world.kim.fill({"Your question": "What did they ask?"})

    world.kim.submit()
    world.settle()

    with world.program.services.look() as unit:
        assert unit.candidacies.questions(theirs.id) == []
        assert [event.actor for event in unit.audit.of("ask_person")] == ["person:U0KIM"]
    assert world.kim.view_errors["words"].startswith("You cannot do this here.")
