"""A letter is read where its candidate is, answered once, and that answer is read by whoever sent it."""

import json

import pytest

from tests.journeys.browsing import address_of, get, post, submit
from tests.journeys.forging import NO, press_forged, submit_forged
from tests.journeys.writing import CODE, NO_OFFER, PEOPLE, decided, invitation_of, letter_of, preview, sent

ANSWER = "Thank you. I would add that <!channel> the second test was mine."


# --- reading and answering in Slack
def test_candidate_reads_the_letter_behind_a_button(world):
    sent(world)

    world.kim.press("Read my letter")

    assert world.kim.sees_view().splitlines() == [
        "Your letter",
        "Hans Manager writes to you about *Senior backend engineer* at Example GmbH:",
        "Dear Kim,",
        "",
        NO_OFFER,
        "*Working in code*",
        CODE,
        "*Working with people*",
        PEOPLE,
        "You can answer once, and Hans Manager reads it.",
        "[Answer]",
    ]


def test_letter_is_never_posted(world):
    sent(world)

    posted = json.dumps(
        [call.args for call in world.workspace.journal.calls if call.method.startswith("chat.")]
    )
    assert "failing" not in posted
    assert "we shall not make you an offer" not in posted


def test_answer_reaches_the_sender_alone_and_once(world):
    scene = sent(world)
    channel = world.rita.sees("C0BACKEND")
    world.kim.press("Read my letter")
    world.kim.press("Answer")
    form = world.kim.view
    world.kim.fill({"Your answer": ANSWER})
    world.kim.submit()
    world.settle()

    assert "Thank you. Hans Manager reads your answer" in world.kim.sees_view()
    assert letter_of(world, scene).reply == ANSWER
    world.hans.close_view(everything=True)
    world.hans.press("Read the answer", on="message")
    assert ANSWER in world.hans.sees_view()
    assert world.rita.sees("C0BACKEND") == channel
    assert "answered your letter" not in world.rita.sees()

    form.entered["words"]["words"]["value"] = "On second thought"
    submit_forged(world.kim, form)
    assert letter_of(world, scene).reply == ANSWER
    world.kim.close_view(everything=True)
    world.kim.press("Read my letter", on="message")
    assert (ANSWER in world.kim.sees_view(), "[Answer]" in world.kim.sees_view()) == (True, False)


@pytest.mark.parametrize("who", ["ada", "caro", "gus", "ola"])
def test_others_read_neither_letter_nor_answer(world, who):
    scene = sent(world)
    person = getattr(world, who)
    if person.member.external:
        return
    for verb in ("read_letter", "reply_letter", "read_reply"):
        press_forged(person, f"{verb}:{scene.invitation_id}")
        assert person.sees_view().splitlines()[1] == NO
        with world.program.services.look() as unit:
            assert [e.actor for e in unit.audit.of(verb)] == [f"person:{person.id}"]
        person.close_view()


def test_letter_that_was_not_sent_does_not_exist_for_its_reader(world):
    scene = decided(world)
    preview(world.hans)

    press_forged(world.kim, f"read_letter:{scene.invitation_id}")

    assert world.kim.sees_view().splitlines()[1] == NO


def test_home_leads_to_the_letter(world):
    sent(world)

    world.kim.open_home()

    assert "Your letter about *Senior backend engineer* at Example GmbH is here." in world.kim.sees_home()
    world.kim.press("Read my letter", on="home")
    assert CODE in world.kim.sees_view()


# --- by mail and on the page
def test_mail_brings_the_letter_to_whoever_has_no_slack(world):
    sent(world, by_mail=True)

    (mail,) = world.mailbox.mails_for("noor@home.example")
    assert mail.subject == "A letter for you: Senior backend engineer at Example GmbH"
    assert mail.reply_to == "rita@example.com"
    assert CODE in mail.text
    assert "&lt;b&gt;failing&lt;/b&gt; test aloud &amp; found" in mail.html
    assert mail.text.index("Dear Noor,") < mail.text.index("Working in code") < mail.text.index("http://")


def test_letter_is_read_and_answered_on_the_page(world):
    scene = sent(world, by_mail=True)
    path = address_of(world, invitation_of(world, scene))

    page = get(world, path)
    assert f"Working in code {CODE}" in page.text
    assert page.text.index("Our letter to you has been sent.") < page.text.index("Your letter")
    assert page.body.index("<h2>Your letter") == page.body.index("<h2>")
    (form,) = (name for name in page.forms if "reply_letter" in name)
    thanked = submit(world, page, form, words=ANSWER)

    assert "Thank you. Your answer is on its way to the person who wrote to you." in thanked.text
    assert f"You answered: {ANSWER}" in thanked.text
    assert not [name for name in thanked.forms if "reply_letter" in name]
    world.settle()
    assert "*Noor* (Senior backend engineer) has answered your letter." in world.hans.sees()
    assert len(world.mailbox.mails_for("noor@home.example")) == 1


def test_page_takes_one_answer_only(world):
    scene = sent(world, by_mail=True)
    path = address_of(world, invitation_of(world, scene))
    page = get(world, path)
    (form,) = (name for name in page.forms if "reply_letter" in name)
    submit(world, page, form, words=ANSWER)

    submit(world, page, form, words="On second thought")
    refused = post(world, f"{path}/reply_letter", {"nonce": "another", "words": "On second thought"})

    assert "You have answered this letter already, and a person reads it." in refused.text
    assert letter_of(world, scene).reply == ANSWER


def test_page_without_a_letter_shows_none(world):
    scene = decided(world, by_mail=True)
    path = address_of(world, invitation_of(world, scene))

    assert "Your letter" not in get(world, path).text
    refused = post(world, f"{path}/reply_letter", {"nonce": "early", "words": ANSWER})

    assert "You cannot do this here." in refused.text
    assert letter_of(world, scene) is None
