"""The link to a candidate's page: how long it lives, where a new one goes, what its address cannot say."""

from datetime import timedelta

from tests.journeys.browsing import address_of, get, post, submit
from tests.journeys.inviting import NOOR, invite_by_mail
from tests.journeys.world import World


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
