"""Plays a whole candidacy as its people would: the candidate in Slack or on a page, the panel in Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.stand_in.people import Person
from bot.stand_in.surfaces import controls
from storage.tables import Form, Invitation, Loop
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.chapters import chapter
from tests.journeys.deciding import decide
from tests.journeys.filling import DIMENSIONS, FACETS, fill_page, tick_first, write
from tests.journeys.inviting import current, invite, invite_by_mail
from tests.journeys.scene_booked import Scene
from tests.journeys.world import World
from tracks.candidacy import LoopState
from tracks.track import Group

GONE = {LoopState.CANCELLED}
WORDS = "asked who is hit first"
PAGE = "A queue that I rebuilt: what it does, who relies on it, and what went wrong in March."


@dataclass
class Play:
    """One candidacy: who it is about, and how to look at it."""

    world: World
    invitation: Invitation

    @property
    def scene(self) -> Scene:
        """The booked interview, once there is one."""
        return Scene(world=self.world, loop_id=self.loop.id, invitation_id=self.invitation.id)

    @property
    def loop(self) -> Loop:
        loop = self.loop_or_none
        assert loop is not None
        return loop

    @property
    def loop_or_none(self) -> Loop | None:
        with self.world.program.services.look() as unit:
            return unit.loops.live(self.invitation.id)

    def panel(self) -> dict[str, Person]:
        """Who sits where, by seat; the host as well."""
        with self.world.program.services.look() as unit:
            seats = unit.loops.seats(self.loop.id)
        return {str(seat): self.world.workspace.person(row.person_id) for seat, row in seats.items()}

    def state(self) -> str:
        return str(current(self.world, self.invitation).state)

    def settle(self) -> None:
        self.world.settle()


class InSlack(Play):
    """Kim, who presses buttons."""

    @property
    def person(self) -> Person:
        return self.world.workspace.person("U0KIM")

    def reads(self) -> str:
        return self.person.sees()

    def presses(self, label: str, number: int = 1) -> None:
        """Press the so-many-th control with that label, in the newest message that has one."""
        press_the(self.person, label, number)
        self.settle()

    def picks(self, track: str) -> None:
        self.presses(f"Pick the {track}")

    def agrees(self) -> None:
        self.presses("I have read this and agree")

    def wants(self, days: str) -> None:
        self.presses(f"{days.capitalize()} {'day' if days == 'one' else 'days'}")

    def takes(self, number: int) -> None:
        self.presses("Take this", number)

    def moves(self) -> None:
        self.presses("Another time")

    def cancels(self) -> None:
        self.presses("Cancel")

    def switches(self, track: str) -> None:
        self.person.press("Switch")
        self.person.fill({"The track you would like": f"The {track}"})
        self.person.submit()
        self.settle()
        if self.person.view is not None:
            self.person.close_view(everything=True)

    def withdraws(self) -> None:
        self.presses("Withdraw")
        if self.person.view is not None and "submit" in self.person.view.payload:
            self.person.submit()
            self.settle()

    def brings(self, page: str) -> None:
        self.person.press("Send my page")
        self.person.fill({"text": page})
        self.person.submit()
        self.settle()

    def replies(self, words: str) -> None:
        self.person.press("Read my letter", on="message")
        self.person.press("Answer")
        self.person.fill({"Your answer": words})
        self.person.submit()
        self.person.close_view(everything=True)
        self.settle()


class ByMail(Play):
    """Noor, who has a page and a mailbox."""

    address = "noor@home.example"

    def reads(self) -> str:
        mails = self.world.mailbox.mails_for(self.address)
        return "\n".join(f"{each.subject}\n{each.text}" for each in mails)

    def page(self):
        return get(self.world, address_of(self.world, self.invitation))

    def posts(self, form: str, number: int = 1, **typed: str) -> None:
        """Submit the so-many-th form whose id begins with *form*."""
        page = self.page()
        found = [each for each in page.forms if each.startswith(form)]
        assert len(found) >= number, (form, list(page.forms))
        shown = submit(self.world, page, found[number - 1], **typed)
        assert shown.status == 200, shown.text
        self.settle()

    def picks(self, track: str) -> None:
        self.posts(f"choose_track-{track}")
        self.posts("set_timezone", zone="Lisbon")

    def agrees(self) -> None:
        self.posts("agree_ai")

    def wants(self, days: str) -> None:
        self.posts(f"choose_days-{days}")

    def takes(self, number: int) -> None:
        self.posts("take_time", number)

    def moves(self) -> None:
        self.posts("move_time")

    def cancels(self) -> None:
        self.posts("cancel_loop")

    def switches(self, track: str) -> None:
        self.posts("switch_track", track=track)

    def withdraws(self) -> None:
        self.posts("withdraw")

    def brings(self, page: str) -> None:
        self.posts("bring_page", text=page)

    def replies(self, words: str) -> None:
        self.posts("reply_letter", words=words)


WAYS = {"slack": (InSlack, invite), "mail": (ByMail, invite_by_mail)}


@chapter
def invited(world: World, way: str = "slack", **given: str) -> InSlack | ByMail:
    """Invite Kim in Slack or Noor by mail."""
    kind, inviting = WAYS[way]
    return kind(world=world, invitation=inviting(world, **given))


@chapter
def held(
    world: World, way: str = "slack", *, track: str = "traditionalist", days: str = "one", **given: str
) -> InSlack | ByMail:
    """Go as far as a time that is held, with the panel asked; the third time leaves room for everything."""
    play = invited(world, way, **given)
    play.picks(track)
    play.agrees()
    play.wants(days)
    play.takes(3)
    return play


@chapter
def booked(
    world: World, way: str = "slack", *, track: str = "traditionalist", days: str = "one", **given: str
) -> InSlack | ByMail:
    """Go as far as a panel that has accepted."""
    play = held(world, way, track=track, days=days, **given)
    everybody_says_yes(world)
    assert play.loop.state == LoopState.BOOKED
    return play


def everybody_says_yes(world: World) -> list[str]:
    """Press Yes wherever somebody is asked for a seat; return the first names."""
    said = []
    for person in world.workspace.people:
        while any(each.label == "Yes" for each in sees_controls(person)):
            person.press("Yes", on="message")
            world.settle()
            said.append(person.name.split()[0])
    return said


def sees_controls(person: Person) -> list:
    """Return every control in the messages that a person sees, newest message first."""
    return [each for place in person._places("message", None, None) for each in controls(place.blocks)]


def press_the(person: Person, label: str, number: int = 1) -> None:
    """Press the so-many-th control with *label*, in the modal or the newest message that has one."""
    place, _ = person._find(label)
    found = [each for each in controls(place.blocks) if each.answers_to(label)]
    person.press(found[number - 1].action_id)


def read_brief(person: Person) -> str:
    """Open the brief, leaf through it, agree to the AI rules; return all its words."""
    person.press("Open your brief", on="message")
    pages = [person.sees_view()]
    for _ in range(30):
        labels = [
            each.label for place in person._places("view", None, None) for each in controls(place.blocks)
        ]
        agree = next((each for each in labels if "agree" in each.lower()), None)
        onward = next((each for each in labels if each.startswith("Next")), None)
        if agree is not None:
            person.press(agree, on="view")
        elif onward is not None:
            person.press(onward, on="view")
        else:
            break
        pages.append(person.sees_view())
    person.close_view(everything=True)
    return "\n".join(pages)


def play_the_day(play: InSlack | ByMail) -> None:
    """Start each part that one leads, and note what is said in it."""
    panel = play.panel()
    with play.world.program.services.look() as unit:
        parts: Sequence = sorted(unit.loops.sessions(play.loop.id), key=lambda one: one.starts_at)
    for part in parts:
        play.world.until(part.starts_at + timedelta(minutes=5))
        for seat in ("lead", "second", "independent"):
            panel[seat].open_home()
            there = [each for each in _home_controls(panel[seat]) if each == f"start_part:{part.id}"]
            if there:
                panel[seat].press(there[0], on="home")
                panel[seat].command("/tracks", f"mark 3 {WORDS}, {part.spec_id}")
                play.settle()


def _home_controls(person: Person) -> list[str]:
    return [each.action_id for place in person._places("home", None, None) for each in controls(place.blocks)]


def fill_in_forms(play: InSlack | ByMail) -> None:
    """Let everybody fill in and send the forms that wait for them."""
    for form in play.scene.forms():
        if form.counts:
            fill_in_form(play, form)


def fill_in_form(play: InSlack | ByMail, form: Form) -> None:
    """Open a form from the message that asks for it, walk through it with Back and Next, send it."""
    person = play.world.workspace.person(form.rater_id)
    person.press(f"open_form:{form.id}", on="message")
    first, *rest = DIMENSIONS[Group(form.group)]
    fill_page(person, first, f"{WORDS} {first}")
    person.press("Back", on="view")
    person.submit()
    for dimension in rest:
        fill_page(person, dimension, f"{WORDS} {dimension}")
    if form.group == Group.HOW_YOU_WORK:
        for facet in FACETS:
            write(person, facet, reads="senior")
            tick_first(person, facet)
        person.submit()
    person.submit()
    assert "is in" in person.sees_view(), person.sees_view()
    person.close_view(everything=True)
    play.settle()


def decide_and_write(play: InSlack | ByMail, outcome: str = "An offer") -> None:
    """Let Hans read what was found, decide, and send the letter."""
    hans = play.world.hans
    hans.press("Read the forms" if _has(hans, "Read the forms") else "Open the debrief", on="message")
    hans.close_view(everything=True)
    decide(hans, **{"What you decide": outcome})
    hans.close_view(everything=True)
    play.settle()
    hans.press("Write the letter", on="message")
    hans.fill({"Working in code": "You read the failing test aloud and found what it left out."})
    hans.submit()
    hans.fill({"Working with people": "You changed your mind when the numbers came, and said so."})
    hans.submit()
    hans.press("Send the letter")
    play.settle()


def _has(person: Person, label: str) -> bool:
    return any(each.label == label for each in sees_controls(person))
