"""A candidate who is reached by mail does everything on the page behind their link."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.use_cases import papers
from bot.use_cases.hand_over_material import plan_material
from storage.tables import BroughtPage, Loop, PanelSeat, Session
from tests.journeys.booking import agreed, confirmed, loop_of
from tests.journeys.browsing import address_of, get, post, submit, upload
from tests.journeys.choosing import agreements, book, candidate_of, newest_loop, tracks_chosen
from tests.journeys.hostile import LITERAL, PINGS, RAW, UNSEEN, WORDS, harm
from tests.journeys.inviting import current, invite_by_mail
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState, SeatAnswer, SessionState
from tracks.track import SeatId

NOOR = "noor@home.example"


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


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("page.pdf", b"%PDF-1.7 small", "application/pdf"),
        ("../../etc/Pagé.MD", b"# Mine\n", "text/markdown"),
        ("p.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
    ],
)
def test_one_page_is_taken_as_file(world: World, name, content, media_type):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")

    page = upload(world, page, "bring_page", name, content)

    kept = _brought(world, invitation)
    assert kept is not None
    assert (kept.content, kept.media_type, "/" in str(kept.file_name)) == (content, media_type, False)
    assert "Received: your page." in page.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.exe", b"MZ"),
        ("page.pdf", b"<html>sign in</html>"),
        ("page.txt", b"\xff\xfe\x00"),
        ("page.txt", b""),
        ("page.txt", b"x" * (2 * 1024 * 1024 + 1)),
        ("page.txt", b"x" * (3 * 1024 * 1024)),
    ],
)
def test_other_files_are_refused_with_what_works(world: World, name, content):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")

    page = upload(world, page, "bring_page", name, content)

    assert page.status in {413, 422}
    assert "A PDF, text, Markdown, PNG or JPEG file of at most two megabytes works" in page.text
    assert _brought(world, invitation) is None


def test_one_page_as_text_and_newest_counts(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")

    page = submit(world, page, "bring_page", text="First")
    world.clocks.forward(timedelta(minutes=1))
    submit(world, page, "bring_page", text="Second")

    kept = _brought(world, invitation)
    assert kept is not None
    assert kept.text == "Second"


def test_page_is_not_asked_of_other_tracks(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-pragmatist")

    refused = post(world, f"{address_of(world, invitation)}/bring_page", {"text": "Mine"})

    assert "bring_page" not in page.forms
    assert refused.status == 422
    assert _brought(world, invitation) is None


def test_expired_forged_and_old_links_look_alike(world: World):
    invitation = invite_by_mail(world)
    path = address_of(world, invitation)
    world.clocks.forward(timedelta(days=31))

    visits = [
        get(world, path),
        get(world, path + "x"),
        get(world, "/c/nothing"),
        get(world, "/c/" + "a" * 3000),
    ]

    assert [visit.status for visit in visits] == [404] * 4
    assert {visit.text for visit in visits} == {visits[0].text}
    assert "Send me a new link" in visits[0].text


def test_new_link_goes_to_address_on_record(world: World):
    invitation = invite_by_mail(world)
    world.clocks.forward(timedelta(days=31))
    path = address_of(world, invitation)

    answers = [
        post(world, "/c/new-link", {"nonce": "1", "token": path.rpartition("/")[2]}),
        post(world, "/c/new-link", {"nonce": "2", "token": "forged", "address": "stranger@home.example"}),
        post(world, "/c/new-link", {"nonce": "3", "token": "", "address": " NOOR@home.example "}),
    ]
    world.settle()

    assert {answer.text for answer in answers} == {answers[0].text}
    mails = [mail for mail in world.mailbox.mails_for(NOOR) if mail.subject == "Your new link"]
    assert len(mails) == 1
    assert world.mailbox.mails_for("stranger@home.example") == ()
    assert address_of(world, invitation) in mails[0].text
    assert get(world, address_of(world, invitation)).status == 200
    assert get(world, path).status == 404


def test_link_lives_on_from_each_step(world: World):
    invitation = invite_by_mail(world)
    world.clocks.forward(timedelta(days=29))
    submit(world, get(world, address_of(world, invitation)), "choose_track-realist")

    world.clocks.forward(timedelta(days=29))

    assert get(world, address_of(world, invitation)).status == 200


def test_sentence_in_address_cannot_be_made_up(world: World):
    invitation = invite_by_mail(world)
    path, after = address_of(world, invitation), int(invitation.last_step_at.timestamp())

    for said in ("recruiter.sent", "candidate.nothing", "<script>", "candidate.day_before"):
        page = get(world, f"{path}?said={said}&after={after}")
        assert '<div class="flash" role="status"><p>Done.</p></div>' in page.body


def test_sentence_in_address_holds_until_the_next_step(world: World):
    invitation = invite_by_mail(world)
    path = address_of(world, invitation)
    page = submit(world, get(world, path), "choose_track-realist")
    address = f"{path}?said=candidate.chosen&after={int(world.clocks.now.timestamp())}"
    assert "Thank you. You picked The realist." in get(world, address).text

    world.clocks.forward(timedelta(minutes=1))
    submit(world, page, next(form for form in page.forms if form.startswith("agree_ai")))

    assert "You picked" not in get(world, address).text


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


def test_material_is_what_the_panel_prepared_with(world: World):
    invitation = confirmed(world)
    changed = replace(world.program.services.catalogue, tasks={}, materials={})
    object.__setattr__(world.program.services, "catalogue", changed)

    world.until(loop_of(world, invitation).ends_at - timedelta(minutes=1))

    path = address_of(world, invitation)
    material, *_ = re.findall(r"material/\w+", get(world, path).body)
    files = zipfile.ZipFile(io.BytesIO(get(world, f"{path}/{material}").raw))
    assert sorted(files.namelist()) == ["README.md", "holds.py", "test_holds.py"]


def test_material_comes_at_start_and_not_before(world: World):
    invitation = invite_by_mail(world)
    submit(world, get(world, address_of(world, invitation)), "choose_track-pragmatist")
    start = world.clocks.now + timedelta(hours=5)
    loop = book(world, invitation, starts_at=start)
    session = _session(world, loop.id, start + timedelta(minutes=25))
    path = f"{address_of(world, invitation)}/material/{session.id}"

    world.until(session.starts_at - timedelta(minutes=1))
    assert get(world, path).status == 404
    world.until(session.starts_at)

    visit = get(world, path)
    assert sorted(zipfile.ZipFile(io.BytesIO(visit.raw)).namelist()) == [
        "README.md",
        "holds.py",
        "test_holds.py",
    ]
    assert "panel_only_faults.py" not in zipfile.ZipFile(io.BytesIO(visit.raw)).namelist()
    mail = world.mailbox.mails_for(NOOR)[-1]
    assert (mail.subject, [part.filename for part in mail.attachments]) == (
        "For this part of your interview: Working alone",
        ["P-holds.zip"],
    )


def test_cancelled_part_hands_nothing_over(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-pragmatist")
    start = world.clocks.now + timedelta(hours=50)
    loop = book(world, invitation, starts_at=start)
    session = _session(world, loop.id, start)

    submit(world, page, "switch_track", track="realist")
    world.until(start + timedelta(hours=1))

    assert [mail for mail in world.mailbox.mails_for(NOOR) if mail.subject.startswith("For this part")] == []
    with world.program.services.look() as unit:
        assert unit.get(Session, session.id).material_sent_at is None


def test_file_given_in_slack_is_fetched_later(world: World):
    invitation = agreed(world, "Pick the realist")

    world.kim.press("Send my page")
    world.kim.fill({"A file": [("page.pdf", b"%PDF-1.7 mine")]})
    world.kim.submit()
    assert _brought(world, invitation) is None
    world.settle()

    kept = _brought(world, invitation)
    assert kept is not None
    assert (kept.file_name, kept.content) == ("page.pdf", b"%PDF-1.7 mine")
    assert "Received: your page." in world.kim.sees()


def test_file_in_slack_that_lies_about_itself_is_told(world: World):
    invitation = agreed(world, "Pick the realist")

    world.kim.press("Send my page")
    world.kim.fill({"A file": [("page.pdf", b"no such thing")]})
    world.kim.submit()
    world.settle()

    assert _brought(world, invitation) is None
    assert "I could not read that file" in world.kim.sees()


def _brought(world: World, invitation) -> BroughtPage | None:
    with world.program.services.look() as unit:
        return unit.candidacies.brought_page(invitation.id)


def _session(world: World, loop_id: str, starts_at) -> Session:
    """Put the part in which the pragmatist works alone on record, with its task, and plan its material."""
    with world.store.change(at=world.clocks.now, actor="rule:test") as unit:
        session = Session(
            loop_id=loop_id,
            spec_id="build",
            position=2,
            day=1,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=50),
            wall_start=starts_at.isoformat(),
            timezone="Europe/Berlin",
            state=SessionState.PLANNED,
            task_id="P-holds",
            ai_mode="allowed",
            ai_reason="as at work",
        )
        unit.add(session)
        plan_material(world.program.services, unit, unit.get(Loop, loop_id))
    return session


def test_newest_page_reaches_its_readers_the_day_before(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")
    loop = book(world, invitation, starts_at=world.clocks.now + timedelta(hours=72))
    _seat(world, loop, lead="U0ADA", second="U0BEN", independent="U0EVE")
    submit(world, page, "bring_page", text="My first page")
    world.clocks.forward(timedelta(minutes=1))
    page = get(world, address_of(world, invitation))
    submit(world, page, "bring_page", text="My second page <!here>")

    world.until(loop.starts_at - timedelta(hours=24, minutes=1))
    assert "page" not in world.ada.sees()
    world.until(loop.starts_at - timedelta(hours=24))

    for reader in (world.ada, world.ben):
        assert "My second page <!here>" in reader.sees()
        assert "My first page" not in reader.sees()
    assert "My second page" not in world.eve.sees() + world.rita.sees() + world.hans.sees()


def _seat(world: World, loop: Loop, **seats: str) -> None:
    """Let people sit in the panel, and plan what the candidate hands over."""
    with world.store.change(at=world.clocks.now, actor="rule:test") as unit:
        for seat, person in seats.items():
            row = PanelSeat(
                loop_id=loop.id,
                seat=SeatId(seat),
                person_id=person,
                asked_at=world.clocks.now,
                answer=SeatAnswer.YES,
                qualified_checked_at=world.clocks.now,
            )
            unit.add(row)
        plan_material(world.program.services, unit, unit.get(Loop, loop.id))
