"""One candidacy in the demo, from the invitation to the reply, by pressing what is on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.touring import Tour, served

pytestmark = pytest.mark.browser


@pytest.fixture
def tour(chromium, tmp_path: Path) -> Iterator[Tour]:
    with served(tmp_path / "demo") as demo:
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        tab = context.new_page()
        problems: list[str] = []
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.on("request", lambda asked: asked.url.startswith(demo.address) or problems.append(asked.url))
        yield Tour(tab, demo)
        context.close()
        assert problems == []
        refused = {call.error for call in demo.workspace.journal.refused}
        assert refused <= {"ratelimited"}  # on a slow machine two messages may come too close; one waits


def test_candidacy_is_played_from_invitation_to_letter(tour: Tour):
    tour.invites()
    tour.picks_a_track()
    tour.takes_a_time()
    panel = tour.panel_accepts()
    tour.be("U0KIM")
    tour.sees("It is settled")

    tour.be(panel[0])
    tour.reads_the_brief()
    tour.until_sees("Your form for Kim")
    tour.fills_in_forms(panel)

    tour.decides()
    tour.writes_the_letter()
    tour.be("U0KIM")
    tour.press("Read my letter")
    tour.sees("You read the failing test aloud")
    tour.press("Answer")
    tour.fill("Your answer", "Thank you for the letter.")
    tour.press("Send")
    tour.sees("reads your answer")
    tour.be("U0HANS")
    tour.press("Read the answer")
    tour.sees("Thank you for the letter.")
