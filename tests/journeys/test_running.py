"""Running a candidacy from its thread: address, end, host, questions, adjustments, and what is stuck."""

from datetime import timedelta

import pytest

from bot.stand_in import payloads
from bot.use_cases import candidate_says
from bot.use_cases.own_step import Asked
from storage.tables import Candidate, Leave
from tests.journeys.asking import ask, ask_adjustment
from tests.journeys.booking import everybody_says_yes, held
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.inviting import WHY, current, invite, invite_by_mail

REASON = "The position was filled inside the company this morning, and I am sorry for the late word."


def refused(world, person):
    with world.program.services.look() as unit:
        trail = unit.audit.of("mend_address")
    return [(event.actor, event.verb) for event in trail if event.actor == f"person:{person}"]


def lines_with(person, beginning):
    return [line for line in person.sees().splitlines() if line.startswith(beginning)]


# --- the address
def test_mending_the_address_sends_the_paper_there(world):
    invitation = invite_by_mail(world, email="nor@home.example")
    old = world.program.services.link(invitation.id, invitation.link_epoch)

    world.rita.press("Mend the address", channel="C0BACKEND")
    assert "Until now: nor@home.example" in world.rita.sees_view()
    world.rita.fill({"email": "Noor@Home.example"})
    world.rita.submit()
    world.settle()

    (mail,) = world.mailbox.mails_for("noor@home.example")
    mended = current(world, invitation)
    assert old not in mail.text
    assert world.program.services.link(mended.id, mended.link_epoch) in mail.text
    assert "<@U0RITA> has mended the address" in world.rita.sees("C0BACKEND")


def test_what_was_told_in_slack_is_not_rewritten_by_mail(world):
    invitation = held(world)
    world.rita.press("Mend the address", channel="C0BACKEND")
    world.rita.fill({"email": "kim@new.example"})
    world.rita.submit()

    everybody_says_yes(world, invitation)

    assert [mail.subject.partition(":")[0] for mail in world.mailbox.mails_for("kim@new.example")] == [
        "Your new address with us",
        "Conversation with Rita Recruiter",
        "Settled",
    ]


def test_mending_ends_the_links_of_earlier_candidacies_too(world):
    earlier = address_of(world, invite_by_mail(world, role="AI engineer"))
    submit(world, get(world, earlier), "withdraw")
    world.settle()
    invite_by_mail(world)

    world.rita.press("Mend the address", channel="C0BACKEND")
    world.rita.fill({"email": "other@home.example"})
    world.rita.submit()

    assert get(world, earlier).status == 404


def test_mending_refuses_an_address_of_another_candidate(world):
    invite_by_mail(world)
    invite(world)
    world.rita.press("Mend the address", channel="C0BACKEND")
    world.rita.fill({"email": "noor@home.example"})

    world.rita.submit()

    assert world.rita.view_errors == {
        "email": "Another candidate is reached there already. Please look whether that is the same person."
    }


def test_mail_that_never_arrives_is_told_once_with_a_remedy(world):
    world.mailbox.refuse("noor@home.example")
    world.mailbox.refuse("nora@home.example")

    invite_by_mail(world)

    told = lines_with(world.rita, "I cannot reach")
    assert len(told) == 1
    assert told[0].startswith("I cannot reach *Noor* (Senior backend engineer): ")
    assert told[0].endswith(
        "What should have gone out: the paper. Please mend the address, or write to them yourself."
    )
    world.rita.press("Mend the address", on="message")
    assert "Until now: noor@home.example" in world.rita.sees_view()
    world.rita.fill({"email": "nora@home.example"})
    world.rita.submit()
    world.settle()
    assert lines_with(world.rita, "I cannot reach") == told
    (mended,) = lines_with(world.rita, "I could not reach")
    assert mended.endswith("What should have gone out: the paper. The address has been mended since.")


def test_channel_that_is_gone_is_told_to_the_host_once(world):
    world.workspace.archive("C0BACKEND")

    invite(world)

    told = lines_with(world.rita, "I cannot write into")
    assert len(told) == 1
    assert told[0].endswith("Until I am in it again, or the role has another one, its thread stands still.")
    assert WHY in world.kim.sees()
    world.workspace.journal.calls.clear()


def test_buttons_in_the_thread_are_for_their_people(world):
    invite(world)

    for button in ("Mend the address", "Hand over", "Withdraw the invitation"):
        world.caro.press(button, channel="C0BACKEND")
        assert world.caro.sees_view().splitlines()[1] == (
            "You cannot do this here. If you think you should, ask the host of this interview."
        )
        world.caro.close_view()


def test_forged_form_about_another_candidacy_is_denied_and_noted(world):
    invitation = invite(world)
    world.rita.press("Mend the address", channel="C0BACKEND")
    world.rita.fill({"email": "thief@evil.example"})
    payload = payloads.view_submission(world.workspace, world.rita.member, world.rita.view)
    stolen = {**payload, "user": {**payload["user"], "id": "U0ADA"}}

    world.ada._bring(stolen)

    with world.program.services.look() as unit:
        candidate = unit.get(Candidate, invitation.candidate_id)
    assert (candidate.slack_user, candidate.email) == ("U0KIM", None)
    assert refused(world, "U0ADA") == [("person:U0ADA", "refused")]


# --- the end
def test_withdrawing_tells_the_candidate_in_the_persons_words(world):
    invitation = invite(world)
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": REASON})

    world.rita.submit()
    world.settle()

    ended = current(world, invitation)
    assert (ended.state, ended.closed_by, ended.closed_reason) == ("closed_by_person", "U0RITA", REASON)
    assert "Rita Recruiter has taken back the invitation for *Senior backend engineer*" in world.kim.sees()
    assert REASON in world.kim.sees()
    thread = world.rita.sees("C0BACKEND")
    assert "Where it stands: withdrawn by us, with a reason." in thread
    assert "This candidacy has ended; there is nothing left to change here." in thread
    assert "[Withdraw the invitation]" not in thread


def test_withdrawing_wants_a_sentence_and_keeps_the_words(world):
    invitation = invite(world)
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": "No."})

    world.rita.submit()

    assert world.rita.view_errors == {"reason": "Please write at least 40 characters. These are 3."}
    assert current(world, invitation).state == "sent"


def test_second_window_learns_that_it_is_over(world):
    invite(world)
    world.rita.press("Hand over", channel="C0BACKEND")
    withdraw(world)

    world.rita.press_again()

    assert "This invitation has ended, so nothing was changed." in world.rita.sees_view()


def withdraw(world):
    world.rita.close_view()
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": REASON})
    world.rita.submit()
    world.rita.press("Hand over", channel="C0BACKEND")
    world.rita.close_view()
    world.settle()


def test_buttons_go_when_the_candidate_withdraws(world):
    invitation = invite(world)

    candidate_says.withdraw(
        world.program.services,
        Asked(invitation_id=invitation.id, by=None, request="test:withdraw"),
    )
    world.settle()

    assert "Where it stands: withdrawn by the candidate." in world.rita.sees("C0BACKEND")
    assert "[Mend the address]" not in world.rita.sees("C0BACKEND")


def test_no_reminder_comes_after_the_end(world):
    invite(world)
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": REASON})
    world.rita.submit()
    world.settle()
    before = world.kim.sees(), world.rita.sees()

    world.forward(timedelta(days=10))

    assert (world.kim.sees(), world.rita.sees()) == before


# --- the host
def test_handing_over_moves_questions_and_reminders(world):
    invitation = invite(world)
    ask(world, invitation)

    hand_to(world, "U0CARO")

    assert current(world, invitation).host_id == "U0CARO"
    assert "You are the host of *Kim* (Senior backend engineer) from now on" in world.caro.sees()
    assert "May I bring my own keyboard?" in world.caro.sees()
    assert "*Caro Coordinator* looks after you from now on" in world.kim.sees()
    assert "Host: <@U0CARO>" in world.rita.sees("C0BACKEND")
    world.forward(timedelta(days=9))
    assert "was asked to pick by" in world.caro.sees()
    assert "was asked to pick by" not in world.rita.sees()


def hand_to(world, person):
    world.rita.press("Hand over", channel="C0BACKEND")
    world.rita.fill({"to": person})
    world.rita.submit()
    world.settle()


def test_some_people_cannot_host(world):
    invitation = invite(world)

    for person in ("U0KIM", "U0RITA"):
        hand_to(world, person)
        assert world.rita.view_errors == {
            "to": "This person cannot be the host of this candidacy. Pick somebody else of the company who "
            "is not in this panel."
        }
        world.rita.close_view()

    assert current(world, invitation).host_id == "U0RITA"


# --- questions
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


# --- adjustments
def test_adjustment_is_read_by_the_coordinator_alone(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)

    assert "has asked for something to be different. Only you can read it" in world.caro.sees()
    for person in (world.rita, world.hans, world.caro):
        assert "dyslexic" not in person.sees() + person.sees("C0BACKEND")
    world.caro.press("Read and answer")
    assert "I am dyslexic: questions in writing, please." in world.caro.sees_view()


def test_arrangement_reaches_candidate_with_line_and_minutes(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)
    world.caro.press("Read and answer")
    world.caro.fill(
        {
            "outcome": "Arranged as below",
            "reply": "Gladly. You get every question in writing.",
            "line": "Questions in writing as well.",
            "extra": "30 minutes",
        }
    )

    world.caro.submit()
    world.settle()

    with world.program.services.look() as unit:
        (asked,) = unit.candidacies.adjustments(invitation.id)
    assert (asked.state, asked.arrangement_line, asked.extra_minutes, asked.handled_by) == (
        "arranged",
        "Questions in writing as well.",
        {"all": 30},
        "U0CARO",
    )
    assert "Gladly. You get every question in writing." in world.kim.sees()
    assert "Arranged: *Questions in writing as well.*\nThe interviewers see exactly" in world.kim.sees()
    assert "You have 30 minutes more; nothing gets shorter for it." in world.kim.sees()
    world.kim.press("Pick the traditionalist")
    world.settle()
    world.kim.press("I have read this and agree")
    world.settle()
    world.kim.press("Read it")
    assert "Coding (60 min)" in world.kim.sees_view()
    assert "You have answered *Kim* (Senior backend engineer)." in world.caro.sees()


def test_arranging_without_a_line_is_refused(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)
    world.caro.press("Read and answer")
    world.caro.fill({"outcome": "Arranged as below", "reply": "Gladly.", "extra": "none"})

    world.caro.submit()

    assert world.caro.view_errors == {"line": "Please write something here."}


def test_reading_an_adjustment_is_noted_and_denied_to_others(world):
    invitation = invite(world)
    ask_adjustment(world, invitation)
    with world.program.services.look() as unit:
        (asked,) = unit.candidacies.adjustments(invitation.id)
    world.caro.press("Read and answer")
    place, control, _ = world.caro._last_press

    world.rita._act(place, control, None)

    assert "dyslexic" not in world.rita.sees_view()
    with world.program.services.look() as unit:
        trail = unit.audit.of(asked)
    assert [event.actor for event in trail if event.verb == "read"] == ["person:U0CARO"]


def test_name_that_looks_like_a_mention_pings_nobody(world):
    invite(world, called="@U0HANS")

    world.kim.press("Pick the realist")
    world.settle()

    assert "@U0HANS has picked a track." in world.rita.sees("C0BACKEND")
    assert "<@U0HANS>" not in world.rita.sees("C0BACKEND")
