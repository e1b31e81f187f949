"""Mending an address from the thread, and what is told of whom nothing reaches."""

from bot.stand_in import payloads
from storage.tables import Candidate
from tests.journeys.booking import everybody_says_yes, held
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.inviting import WHY, current, invite, invite_by_mail


def refused(world, person):
    with world.program.services.look() as unit:
        trail = unit.audit.of("mend_address")
    return [(event.actor, event.verb) for event in trail if event.actor == f"person:{person}"]


def lines_with(person, beginning):
    return [line for line in person.sees().splitlines() if line.startswith(beginning)]


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
