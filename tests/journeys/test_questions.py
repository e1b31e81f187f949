"""A question of the candidate goes to people, and their answer to where the candidate is."""

import pytest

from bot.stand_in import payloads
from storage.tables import Leave
from tests.journeys.asking import ask
from tests.journeys.inviting import invite, invite_by_mail


def test_answer_reaches_the_candidate_where_they_are(world):
    invitation = invite_by_mail(world)
    ask(world, invitation)

    world.rita.press("Answer")
    assert "May I bring my own keyboard?" in world.rita.sees_view()
    world.rita.fill({"answer": "Please do. Anything you like to type on."})
    world.rita.submit()
    world.settle()

    mail = world.mailbox.mails_for("noor@home.example")[-1]
    assert mail.subject == "An answer to your question: Senior backend engineer at Example GmbH"
    assert "Please do. Anything you like to type on." in mail.text
    assert mail.reply_to == "rita@example.com"
    assert "<@U0RITA> answered *Noor*." in world.rita.sees()
    assert "[Answer]" not in world.rita.sees()


@pytest.mark.parametrize("why", ["left", "on leave"])
def test_coordinator_is_asked_too_while_the_host_is_away(world, why):
    invitation = invite(world)
    with world.program.services.change("rule:setup") as unit:
        if why == "left":
            unit.change(unit.company.person("U0RITA"), active=False)
        else:
            today = world.clocks.now.date()
            unit.add(Leave(person_id="U0RITA", first_day=today, last_day=today))
    ask(world, invitation)
    world.caro.open_home()
    assert "*Kim* (Senior backend engineer) has asked you something." in world.caro.sees_home()

    assert "<@U0RITA> is away, so I ask you as well." in world.caro.sees()
    world.caro.press("Answer", on="message")
    world.caro.fill({"answer": "Please do."})
    world.caro.submit()
    world.settle()

    assert "*Caro Coordinator* answers:\nPlease do." in world.kim.sees()
    done = "<@U0CARO> answered *Kim*."
    assert [done in person.sees() for person in (world.rita, world.caro)] == [True, True]


def test_candidate_learns_that_everybody_is_away(world):
    invitation = invite(world)
    today = world.clocks.now.date()
    with world.program.services.change("rule:setup") as unit:
        for person_id in ("U0RITA", "U0CARO"):
            unit.add(Leave(person_id=person_id, first_day=today, last_day=today))

    ask(world, invitation)

    assert "Everybody who could answer it is away at the moment" in world.kim.sees()


def test_host_who_coordinates_too_has_one_message_brought_up_to_date_once(world):
    invitation = invite(world)
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role("senior-backend"), coordinator_id="U0RITA")
    ask(world, invitation)
    world.rita.press("Answer")
    world.rita.fill({"answer": "Please do."})
    world.rita.submit()
    world.settle()

    rewritten = [call.args for call in world.workspace.journal.of("chat.update")]
    assert sum("answered *Kim*" in str(each) for each in rewritten) == 1


def test_question_is_answered_once(world):
    ask(world, invite(world))
    world.rita.press("Answer")
    world.rita.fill({"answer": "Please do."})
    answering = payloads.view_submission(world.workspace, world.rita.member, world.rita.view)
    world.rita.submit()
    world.settle()

    world.rita._bring(answering)
    second = world.rita._bring({**answering, "view": {**answering["view"], "hash": "another.hash"}})
    world.settle()

    assert world.kim.sees().count("Please do.") == 1
    assert "This has changed in the meantime" in second.body
