"""A candidate who is reached by mail does everything on the page behind their link."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.use_cases import papers
from tests.journeys.browsing import address_of, get, post, submit
from tests.journeys.choosing import agreements, book, candidate_of, newest_loop, tracks_chosen
from tests.journeys.hostile import LITERAL, PINGS, RAW, UNSEEN, WORDS, harm
from tests.journeys.inviting import NOOR, current, invite_by_mail
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState


def test_mail_brings_paper_and_link_answered_to_host(world: World):
    invitation = invite_by_mail(world)

    (mail,) = world.mailbox.mails_for(NOOR)

    assert mail.subject == "An interview at Example GmbH: how you show us your work"
    assert mail.reply_to == "rita@example.com"
    assert "What we keep, and for how long" in mail.text
    *_, foot, address = mail.text.splitlines()
    assert foot.startswith("Everything that this mail speaks of can be done on your own page;")
    assert address == world.address + address_of(world, invitation)
    assert address_of(world, invitation) in mail.html
    assert "Pick the realist" in mail.html
    assert f"<title>{mail.subject}</title>" in mail.html
    assert "color:" not in mail.html  # a reader's dark ground is not ours to know


def test_looking_changes_nothing_and_tells_nobody(world: World):
    invitation = invite_by_mail(world)
    before = current(world, invitation)

    page = get(world, address_of(world, invitation))

    assert page.status == 200
    assert {name: page.headers[name] for name in ("referrer-policy", "cache-control", "x-robots-tag")} == {
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "x-robots-tag": "noindex, nofollow",
    }
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "<script" not in page.body
    assert "style=" not in page.body
    assert current(world, invitation) == before


def test_page_shows_what_the_paper_shows(world: World):
    invitation = invite_by_mail(world)

    text = get(world, address_of(world, invitation)).text

    assert [name for name in ("The traditionalist", "The pragmatist", "The realist") if name in text]
    assert "Your talk on back-pressure" in text
    assert "Everything is deleted 365 days after we were last in touch" in text


def test_track_that_begins_in_words_of_a_company_is_told_whole(world: World, monkeypatch):
    invitation, as_shown = invite_by_mail(world), papers.paper_of

    def overlaid(unit, invitation):
        paper = as_shown(unit, invitation)
        told = (replace(each, body="Bring it: your code.") if each.track else each for each in paper.sections)
        return replace(paper, sections=tuple(told))

    monkeypatch.setattr(papers, "paper_of", overlaid)

    assert get(world, address_of(world, invitation)).text.count("Bring it: your code.") == 3


def test_choosing_and_agreeing_on_the_page(world: World):
    invitation = invite_by_mail(world)
    page = get(world, address_of(world, invitation))

    chosen = submit(world, page, "choose_track-pragmatist")
    agree = next(form for form in chosen.forms if form.startswith("agree_ai"))
    agreed = submit(world, chosen, agree)
    world.settle()

    assert tracks_chosen(world, invitation) == [("pragmatist", "page", True)]
    assert "The pragmatist We give you a problem." in chosen.text
    assert "Thank you. You picked The pragmatist." in chosen.text
    assert "The same rule is told to the interviewers, word for word." in agreed.text
    with world.program.services.look() as unit:
        assert agreements(unit, invitation, chosen.forms[agree]["about"]) is not None
    assert [mail.subject for mail in world.mailbox.mails_for(NOOR)][1:] == [
        "Your paper for the interview at Example GmbH"
    ]


def test_same_form_posted_twice_is_once(world: World):
    invitation = invite_by_mail(world)
    page = get(world, address_of(world, invitation))

    submit(world, page, "ask_person", words="Is there a canteen?")
    again = submit(world, page, "ask_person", words="Is there a canteen?")

    assert "That is on record already" in again.text
    with world.program.services.look() as unit:
        assert [row.text for row in unit.candidacies.questions(invitation.id)] == ["Is there a canteen?"]


def test_too_many_words_are_refused_and_kept(world: World):
    page, words = get(world, address_of(world, invite_by_mail(world))), "word " * 2_500 + "end"

    refused = submit(world, page, "ask_person", words=words)

    assert "That is 12503 characters, and 8000 is the most." in refused.text
    assert words in refused.body
    assert "maxlength" not in page.body  # with which a browser cuts off the end and does not say so


def test_words_are_kept_while_the_database_is_busy(world: World, monkeypatch: pytest.MonkeyPatch):
    page = get(world, address_of(world, invite_by_mail(world)))
    monkeypatch.setattr("storage.turns.BUSY_SECONDS", 0.01)

    with world.store.change(at=world.clocks.now, actor="rule:slow"):
        refused = submit(world, page, "ask_person", words="Is there a canteen?")
    taken = submit(world, refused, "ask_person", words="Is there a canteen?")

    assert (refused.status, taken.status) == (500, 200)
    assert "That did not work, through a fault of ours. Nothing was changed." in refused.text
    assert "Is there a canteen?" in refused.body


def test_time_zone_is_asked_and_faults_keep_the_words(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")
    page = submit(world, page, next(form for form in page.forms if form.startswith("agree_ai")))

    empty = submit(world, page, "set_timezone", zone=" ")
    wrong = submit(world, empty, "set_timezone", zone="<Atlantis>")
    right = submit(world, wrong, "set_timezone", zone="lisbon")

    assert "Please write something here." in empty.text
    assert wrong.status == 422
    assert 'href="#set_timezone"' in wrong.body
    assert 'value="&lt;Atlantis&gt;"' in wrong.body
    assert wrong.text.count("I know no time zone called <Atlantis>.") == 2
    assert 'aria-invalid="true"' in wrong.body
    assert "Every time I write is now in Europe/Lisbon." in right.text
    assert candidate_of(world, invitation).timezone == "Europe/Lisbon"


def test_adjustment_and_question_are_shown_to_candidate_only(world: World):
    invitation = invite_by_mail(world)
    page = get(world, address_of(world, invitation))

    page = submit(world, page, "ask_adjustment", words="Captions & <b>breaks</b>")
    world.settle()

    assert "Captions &amp; &lt;b&gt;breaks&lt;/b&gt;" in page.body
    assert "Captions" not in world.rita.sees()
    assert "Caro Coordinator has it and answers within one working day." in page.text


def test_switching_withdrawing_and_not_now_by_page(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "not_now")
    assert "no more reminders" in page.text
    page = submit(world, page, "choose_track-realist")
    page = submit(world, page, "switch_track", track="traditionalist")
    assert tracks_chosen(world, invitation)[-1] == ("traditionalist", "page", True)
    assert "Done: The traditionalist from now on." in page.text

    page = submit(world, page, "withdraw")
    world.settle()

    assert current(world, invitation).state == InvitationState.WITHDRAWN
    assert "Your papers are deleted on Tuesday 23 November 2027" in page.text
    assert list(page.forms) == ["ask_person"]


def test_late_switch_on_page_asks_the_host(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")
    loop = book(world, invitation, starts_at=world.clocks.now + timedelta(hours=20))

    page = submit(world, page, "switch_track", track="traditionalist")

    assert "It is close to the start" in page.text
    assert newest_loop(world, loop).state == LoopState.BOOKED
    assert tracks_chosen(world, invitation) == [("realist", "page", True)]


def test_problem_with_a_choice_is_told_beside_it(world: World):
    page = submit(world, get(world, address_of(world, invite_by_mail(world))), "choose_track-realist")

    page = submit(world, page, "switch_track", track="the fourth")

    assert '<fieldset class="field" aria-describedby="switch_track-problem">' in page.body
    assert 'id="switch_track-problem"' in page.body


def test_hostile_words_stay_words_on_page_and_in_mail(world: World):
    name = "<script>x()</script> {{7*7}}"
    invitation = invite_by_mail(world, called=name)
    words = WORDS.encode(errors="replace").decode()  # no form can post half a pair
    page = submit(world, get(world, address_of(world, invitation)), "ask_person", words=words)
    world.settle()

    world.rita.press("Answer")
    world.rita.fill({"answer": WORDS})
    world.rita.submit()
    world.settle()

    again = submit(world, page, "set_timezone", zone=f'"></textarea>{PINGS}')
    assert (again.status, RAW.search(again.body)) == (422, None)
    page = get(world, address_of(world, invitation))
    shown = f"{PINGS} '; drop table due; -- {LITERAL}"
    assert (page.text.count(shown), name in page.text) == (2, True)
    assert RAW.search(page.body) is None
    assert UNSEEN.search(page.body) is None
    assert harm(world) == []


def test_unknown_forms_and_bodies_are_harmless(world: World):
    invitation = invite_by_mail(world)
    path = address_of(world, invitation)

    assert post(world, f"{path}/decide", {}).status == 422
    unknown = post(world, f"{path}/choose_track", {"about": "platinum"})
    assert (unknown.status, "To the form" in unknown.text) == (422, False)
    assert post(world, f"{path}/agree_ai", {"about": "0" * 64}).status == 422
    assert get(world, f"{path}/ask_person").status == 303
    assert get(world, f"{path}/material/nothing").status == 404
    assert tracks_chosen(world, invitation) == []
