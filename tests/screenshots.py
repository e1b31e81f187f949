"""Writes the README's pictures: ``python -m tests.screenshots docs`` plays the demo to its good moments."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bot.demo import Demo
from tests.conftest import CHROMIUM, QUIETLY
from tests.touring import HOME, Tour, served

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


class Camera:
    """A browser with a desk, a phone and a dark room, and a folder for what is seen there."""

    def __init__(self, browser: Browser, demo: Demo, folder: Path) -> None:
        self.folder, self.demo = folder, demo
        self.desk = self._tab(browser, DESK, "light")
        self.phone = self._tab(browser, PHONE, "light")
        self.dark = self._tab(browser, DESK, "dark")

    def _tab(self, browser: Browser, size: Any, colours: Any) -> Tour:
        context = browser.new_context(viewport=size, color_scheme=colours, reduced_motion="reduce")
        return Tour(context.new_page(), self.demo)

    def take(self, tour: Tour, name: str) -> None:
        """Write what is on that screen to ``name.png``."""
        tour.tab.evaluate("document.activeElement?.blur()")
        tour.tab.screenshot(path=self.folder / f"{name}.png", animations="disabled", caret="hide")

    def top_of(self, tour: Tour, words: str) -> None:
        """Scroll so that the newest line with *words* stands at the top."""
        line = tour.screen().get_by_text(words).last
        line.evaluate("e => (e.closest('.line') ?? e).scrollIntoView({block: 'start'})")


def play(camera: Camera) -> None:
    """Go through one candidacy and take its pictures on the way."""
    desk, phone, dark = camera.desk, camera.phone, camera.dark
    desk.tab.goto(camera.demo.address)
    camera.take(desk, "people")
    desk.begins_to_invite()
    camera.take(desk, "invite")
    desk.sends_the_paper()
    phone.be("U0KIM")
    phone.buttons("Pick the realist").last.wait_for()
    phone.be("U0KIM")
    camera.take(phone, "paper-phone")
    dark.be("U0KIM")
    desk.picks_a_track()
    _candidates_page(camera)
    desk.asks_for_times()
    desk.sees("You asked for everything on one day.")
    dark.be("U0KIM")
    camera.take(dark, "times-dark")
    desk.takes(3)
    _ask_and_brief(camera, desk)
    _after(camera)


def _candidates_page(camera: Camera) -> None:
    """Ola, who has no Slack, opens her page from a mail; on a phone, as people do."""
    camera.desk.begins_to_invite(person=None, email="ola@mail.example", called="Ola")
    camera.desk.sends_the_paper()
    address = camera.phone.link_in_mail("ola@mail.example")
    for tour, name in ((camera.desk, "page"), (camera.phone, "page-phone")):
        tour.tab.goto(address)
        camera.take(tour, name)
    camera.desk.be("U0KIM")


def _ask_and_brief(camera: Camera, desk: Tour) -> None:
    panel = desk.panel_asked()
    camera.phone.be(panel[0])
    camera.take(camera.phone, "asked-phone")
    desk.panel_accepts()
    desk.be(panel[0])
    desk.buttons("Open your brief").last.wait_for()
    desk.opens("Open your brief")
    desk.press("Next")
    desk.press("I have read this and agree")
    for _ in range(2):
        desk.press("Next")
    camera.take(desk, "brief")
    desk.press("Close")
    desk.until_sees("you are needed in")
    camera.phone.be(panel[0])
    camera.take(camera.phone, "clock-phone")
    desk.until_sees("Your form for Kim")
    desk.opens("Open the form")
    desk.rates()
    camera.take(desk, "form")
    desk.press("Close")
    desk.fills_in_forms(panel, rating=RATINGS)


RATINGS = {"U0ADA": "2: Partly shown"}


def _after(camera: Camera) -> None:
    """The debrief, and what waits on a Home tab."""
    desk = camera.desk
    desk.be("U0HANS")
    desk.opens("Open the debrief")
    desk.press("Next")
    camera.take(desk, "debrief")
    desk.press("Close")
    desk.be("U0RITA", HOME)
    desk.sees("booked for")
    camera.take(desk, "home")


def main() -> int:
    """Take every picture anew."""
    if CHROMIUM is None:
        sys.stderr.write("Chromium is not installed: Debian's package is called chromium.\n")
        return 1
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as temporary,
        served(Path(temporary) / "demo") as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        play(Camera(browser, demo, folder))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
