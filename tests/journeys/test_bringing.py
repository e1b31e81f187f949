"""The page that a realist brings: taken as file or text, refused with what works, read the day before."""

from datetime import timedelta

import pytest

from bot.use_cases.hand_over_material import plan_material
from storage.tables import BroughtPage, Loop, PanelSeat
from tests.journeys.booking import agreed
from tests.journeys.browsing import address_of, get, post, submit, upload
from tests.journeys.choosing import book
from tests.journeys.inviting import invite_by_mail
from tests.journeys.world import World
from tracks.candidacy import SeatAnswer
from tracks.track import SeatId


def brought(world: World, invitation) -> BroughtPage | None:
    with world.program.services.look() as unit:
        return unit.candidacies.brought_page(invitation.id)


def seat(world: World, loop: Loop, **seats: str) -> None:
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

    kept = brought(world, invitation)
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
    assert brought(world, invitation) is None


def test_one_page_as_text_and_newest_counts(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")

    page = submit(world, page, "bring_page", text="First")
    world.clocks.forward(timedelta(minutes=1))
    submit(world, page, "bring_page", text="Second")

    kept = brought(world, invitation)
    assert kept is not None
    assert kept.text == "Second"


def test_page_is_not_asked_of_other_tracks(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-pragmatist")

    refused = post(world, f"{address_of(world, invitation)}/bring_page", {"text": "Mine"})

    assert "bring_page" not in page.forms
    assert refused.status == 422
    assert brought(world, invitation) is None


def test_file_given_in_slack_is_fetched_later(world: World):
    invitation = agreed(world, "Pick the realist")

    world.kim.press("Send my page")
    world.kim.fill({"A file": [("page.pdf", b"%PDF-1.7 mine")]})
    world.kim.submit()
    assert brought(world, invitation) is None
    world.settle()

    kept = brought(world, invitation)
    assert kept is not None
    assert (kept.file_name, kept.content) == ("page.pdf", b"%PDF-1.7 mine")
    assert "Received: your page." in world.kim.sees()


def test_file_in_slack_that_lies_about_itself_is_told(world: World):
    invitation = agreed(world, "Pick the realist")

    world.kim.press("Send my page")
    world.kim.fill({"A file": [("page.pdf", b"no such thing")]})
    world.kim.submit()
    world.settle()

    assert brought(world, invitation) is None
    assert "I could not read that file" in world.kim.sees()


def test_newest_page_reaches_its_readers_the_day_before(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-realist")
    loop = book(world, invitation, starts_at=world.clocks.now + timedelta(hours=72))
    seat(world, loop, lead="U0ADA", second="U0BEN", independent="U0EVE")
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
