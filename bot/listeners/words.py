"""What people write to the bot in their own words: understood, or asked back once, or brought to a person.

One router for all areas. An area that asks something adds what answers it::

    @words.answers("times")            # Invitation.asked_last is "times", or "times:<id>"
    def picked_a_time(services: Services, heard: Heard) -> bool: ...

    @words.wishes(Wish.MOVE)           # a clear wish, whatever was asked
    def wants_to_move(services: Services, heard: Heard) -> bool: ...

    @words.from_people                 # words of a person of the company, tried in turn
    def marked(services: Services, press: Press) -> bool: ...

A function returns whether it understood; what it did not goes on to the next, and last to a person.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.listeners.press import Press
from bot.ports import Services
from bot.registry import into
from bot.use_cases.own_step import Asked
from tracks.choice import Wish

Answering = Callable[[Services, "Heard"], bool]
OfPerson = Callable[[Services, Press], bool]
AGAIN = "again:"  # begins asked_last when the question has been asked back once
_EMOJI = re.compile(r"(?<!\w):[a-z0-9_+'-]+:")
_MARKS = re.compile(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)")  # bold, italic, struck, code


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Words of a candidate, cleaned. *asked* is what was asked last and *about* what stood behind its colon.

    *second*: they follow a question back. *said_at* is the message's time stamp.
    """

    asking: Asked
    words: str
    said_at: str
    asked: str
    about: str
    second: bool

    @property
    def meant(self) -> str:
        """The words without emoji, which come as names (a thumb up is ``:+1:``), and without marks."""
        return _MARKS.sub("", _EMOJI.sub("", self.words)).strip()

    @property
    def asked_last(self) -> str | None:
        """What ``Invitation.asked_last`` is without the mark of having asked back."""
        return f"{self.asked}:{self.about}" if self.about else self.asked or None


@dataclass(slots=True)
class Words:
    """The table that the areas fill."""

    answering: dict[str, Answering] = field(default_factory=dict)
    wishing: dict[Wish, Answering] = field(default_factory=dict)
    of_people: list[OfPerson] = field(default_factory=list)

    def answers(self, asked: str) -> Callable[[Answering], Answering]:
        """Serve words that answer the question *asked*, before anything else is tried."""
        return into(self.answering, asked)

    def wishes(self, wish: Wish) -> Callable[[Answering], Answering]:
        """Serve one clear wish."""
        return into(self.wishing, wish)

    def from_people(self, listener: OfPerson) -> OfPerson:
        """Serve words of people of the company; return False to leave them to the next."""
        self.of_people.append(listener)
        return listener


words = Words()


def again(asked_last: str | None) -> str:
    """Return *asked_last* with the mark of having been asked back."""
    return AGAIN + (asked_last or "")


def heard_from(press: Press, text: str, *, invitation_id: str, asked_last: str | None) -> Heard:
    """Return what was heard, with what it may answer."""
    plain = (asked_last or "").removeprefix(AGAIN)
    asked, _, about = plain.partition(":")
    return Heard(
        asking=Asked.of(press, invitation_id),
        words=text,
        said_at=press.message_ts or "",
        asked=asked,
        about=about,
        second=(asked_last or "").startswith(AGAIN),
    )


def means(services: Services, heard: Heard, key: str) -> bool:
    """Say whether the words are one of those that content lists under *key*."""
    known = services.catalogue.message(f"heard.{key}").split(";")
    said = " ".join(heard.meant.casefold().replace(",", " ").split()).strip(" .!")
    return said in {each.strip() for each in known}
