"""A tour of the demo in a browser: who looks at the screen, what they press, fill in and choose."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from bot.demo import AHEAD, Demo, Server, assembled, listening

PATIENCE = 15_000  # milliseconds, for a machine that has much else to do
MESSAGES, HOME = "", "&in=home"
MOST_STEPS = 40  # presses of the clock between two things that matter
INTERVIEWERS = ("U0ADA", "U0BEN", "U0CHO", "U0DEE", "U0EVE", "U0FIN", "U0GUS", "U0HAL")
USUAL = "3: Clearly shown"
WHY = "Your talk on back-pressure last May showed exactly the care that this team is looking for."


@contextmanager
def served(folder: Path, *, fresh: bool = False) -> Iterator[Demo]:
    """Serve the demo of *folder* on a free port, at first on the morning of next Monday.

    It ends with everything stopped, and goes on from there when it is served again.
    """
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / AHEAD).write_text(str(until_monday(datetime.now(UTC)).total_seconds()))
    with listening(0) as door, assembled(door, folder=folder, fresh=fresh) as demo:
        server = Server(demo)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [door]}, name="demo")
        serving.start()
        try:
            yield demo
        finally:
            server.should_exit = True
            serving.join(20)


def until_monday(now: datetime) -> timedelta:
    """Return how long it is until eight in the morning, UTC, of the next Monday."""
    monday = now.date() + timedelta(days=7 - now.weekday())
    return datetime.combine(monday, time(8), tzinfo=UTC) - now


class Tour:
    """One tab in which somebody plays the demo; every step presses what is on the screen."""

    def __init__(self, tab: Any, demo: Demo) -> None:
        self.tab, self.demo = tab, demo
        tab.set_default_timeout(PATIENCE)

    def be(self, person: str, where: str = MESSAGES) -> None:
        """Become somebody, at a place of theirs."""
        self.tab.goto(f"{self.demo.address}/?as={person}{'' if where == HOME else where}")
        if where == HOME:
            if not self.tab.get_by_role("button", name="Home", exact=True).is_visible():
                self.press("Places")
            self.press("Home")

    def press(self, words: str, number: int = -1) -> None:
        """Press the so-many-th button that shows *words*, by default the newest; wait for what it brings."""
        button = self.buttons(words)
        button.last.wait_for()
        button.nth(number).click()
        self.calm()

    def opens(self, words: str) -> None:
        """Press a button that opens a form; once more where a busy machine let its three seconds pass."""
        before = self.tab.locator("dialog h2").all_inner_texts()
        for _ in range(3):
            self.press(words)
            with suppress(AssertionError):
                expect(self.tab.locator("dialog h2")).not_to_have_text(before, timeout=4_000)
                return
        raise AssertionError(f"{words!r} opened nothing")

    def buttons(self, words: str) -> Any:
        """Return every button on the screen whose text begins with *words*, in the form if one is open."""
        starts_so = re.compile(rf"^\s*{re.escape(words)}")
        return self.screen().locator("button:visible", has_text=starts_so)

    def screen(self) -> Any:
        """Return the form that lies on top, or the whole page."""
        lying_there = self.tab.locator("dialog[open]")
        return lying_there.last if lying_there.count() else self.tab

    def calm(self) -> None:
        """Wait until the page has answered the last press."""
        self.tab.wait_for_function("() => !document.querySelector('[aria-busy=true]')")

    def sees(self, words: str) -> None:
        """Wait until *words* are on the screen, in the form if one is open."""
        self.screen().get_by_text(words).last.wait_for()

    def fill(self, label: str, words: str, number: int = 0) -> None:
        fields = self.screen().locator("input, textarea")
        fields.and_(self.tab.get_by_label(label)).nth(number).fill(words)

    def choose(self, label: str, option: str) -> None:
        self.tab.get_by_label(label).first.select_option(option)
        self.calm()

    def check(self, label: str, number: int = 0) -> None:
        self.tab.get_by_label(label).nth(number).check()
        self.calm()

    def moves_clock(self, by: str = "due") -> None:
        """Press a button of the clock: hour, day, or due for the next thing that is due."""
        self.tab.locator(f"#clock-{by}").click()
        self.calm()

    # -- the steps of a candidacy --

    def invites(self) -> None:
        """Rita invites Kim, and looks at the paper before it goes out."""
        self.begins_to_invite()
        self.sends_the_paper()

    def begins_to_invite(
        self, *, person: str | None = "Kim Adeyemi", email: str = "", called: str = "Kim"
    ) -> None:
        """Rita fills in the form for somebody in Slack or with a mail address."""
        self.be("U0RITA", HOME)
        self.opens("Invite a candidate")
        self.choose("Role", "Senior backend engineer")
        if person:
            self.choose("Who, if they are in this Slack", person)
        self.fill("Or their mail address", email)
        self.fill("How they like to be called", called)
        self.fill("Why you write to this person", WHY)
        self.fill("Where the address comes from", "the speakers' page of the conference")

    def sends_the_paper(self) -> None:
        """Rita reads the preview and sends it."""
        self.press("Preview")
        self.sees("What we keep, and for how long")
        self.press("Send")

    def link_in_mail(self, address: str) -> str:
        """Return the address of the page that a candidate was mailed."""
        mail = self.demo.mailbox.wait_for(address)[-1]
        return re.findall(r"http://\S+/c/\S+", mail.text)[-1]

    def picks_a_track(self, track: str = "traditionalist") -> None:
        """Kim picks, and agrees to the AI rules."""
        self.be("U0KIM")
        self.press(f"Pick the {track}")
        self.press("I have read this and agree")
        self.buttons("One day").last.wait_for()

    def takes_a_time(self, number: int = 3) -> None:
        """Kim wants one day, and takes one of the times."""
        self.asks_for_times()
        self.takes(number)

    def asks_for_times(self) -> None:
        """Kim wants one day."""
        self.press("One day")
        self.buttons("More times").last.wait_for()

    def takes(self, number: int) -> None:
        """Kim takes one of the times."""
        self.press("Take this", number - 1)
        self.sees("Held for you")

    def panel_asked(self) -> list[str]:
        """Return the ids of those who are asked for a seat."""
        asked = []
        for person in INTERVIEWERS:
            self.be(person)
            if self.buttons("Yes").count():
                asked.append(person)
        return asked

    def panel_accepts(self) -> list[str]:
        """Whoever is asked says yes; return their ids."""
        asked = self.panel_asked()
        for person in asked:
            self.be(person)
            self.press("Yes")
            self.sees("You sit in the")
        return asked

    def reads_the_brief(self) -> None:
        """The one who looks at the screen leafs through their brief and agrees to its AI rules."""
        self.opens("Open your brief")
        self.press("Next")
        expect(self.tab.locator("dialog:focus-within")).to_be_visible()
        self.press("I have read this and agree")
        self.sees("You agreed to this on")
        while self.buttons("Next").count():
            self.press("Next")
        self.press("Close")

    def until_sees(self, words: str) -> None:
        """Move the clock from one thing that is due to the next, until *words* are on the screen."""
        for _ in range(MOST_STEPS):
            if self.tab.get_by_text(words).count():
                return
            self.moves_clock()
        raise AssertionError(f"nobody said {words!r}")

    def fills_in_forms(self, panel: list[str], *, rating: Mapping[str, str] | None = None) -> None:
        """Everybody fills in and sends their two forms, once each is due; *rating* if it is not the usual."""
        for person in panel:
            self.be(person)
            for _ in range(2):
                self.until_sees("Open the form")
                self.fills_in_a_form((rating or {}).get(person, USUAL))

    def fills_in_a_form(self, rating: str = USUAL) -> None:
        """Walk through the form of the newest message, page by page, and send it."""
        waiting = self.buttons("Open the form").count()
        self.opens("Open the form")
        while self.buttons("Next").count():
            if self.tab.get_by_label(USUAL).count():
                self.rates(rating)
            else:
                self.reads_the_level()
            self.press("Next")
        self.press("Send")
        self.sees("is in")
        self.press("Close")
        expect(self.buttons("Open the form")).to_have_count(waiting - 1, timeout=PATIENCE)

    def rates(self, rating: str = USUAL) -> None:
        """Fill in one page of a form: a rating, why, and a moment."""
        self.check(rating)
        self.fill("Why, in one sentence", "Asked who is hit first before reading on.")
        self.fill("Add a moment: minute", "12")
        self.fill("Add a moment: what was said or done", "asked for the failing input")

    def reads_the_level(self) -> None:
        """Fill in the page about the level: where each facet reads, and the moment that shows it."""
        for facet in self.screen().locator("select").all():
            facet.select_option("Senior")
        for moments in self.screen().locator("fieldset").all():
            moments.get_by_role("checkbox").first.check()

    def decides(self) -> None:
        """Hans reads the debrief and decides with reasons."""
        self.be("U0HANS")
        self.opens("Open the debrief")
        self.press("Close")
        self.opens("Decide")
        for _ in range(3):
            for field in self.tab.locator("dialog[open] textarea").all():
                field.fill("Said what it is for, and showed it twice, at minute 12 and later on.")
            self.press("Next")
        self.check("An offer")
        self.choose("The level offered", "Senior")
        self.fill("Why this level", "Owns a service and what hangs on it.")
        self.press("Record")
        self.press("Close")

    def writes_the_letter(self) -> None:
        """Hans writes the letter, looks at it and sends it."""
        self.opens("Write the letter")
        self.fill("Working in code", "You read the failing test aloud and found what it left out.")
        self.press("Next")
        self.fill("Working with people", "You changed your mind when the numbers came, and said so.")
        self.press("Preview")
        self.press("Send the letter")
        self.press("Send")
        self.sees("Sent, under your name")
        self.press("Close")
