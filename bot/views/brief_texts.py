"""The small pieces that all pages of a panelist's brief are made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.views.said import Button, Section
from bot.wording import say
from bot.wording.sentences import Markup, safe
from tracks.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: *buttons* besides those that turn it."""

    title: str
    sections: tuple[Section, ...]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefTexts:
    """Fills the brief's sentences, and leaves out what is empty."""

    catalogue: Catalogue

    def say(self, key: str, **facts: object) -> str:
        """Return a sentence of the table ``panel_brief``."""
        return say(self.catalogue, f"panel_brief.{key}", **facts)

    def told(self, key: str, text: str, name: str = "text") -> list[Section]:
        """Return a sentence around *text*, or nothing when there is no text."""
        return [Section(text=self.say(key, **{name: text.strip()}))] if text.strip() else []

    def listed(self, heading: str, lines: Iterable[str]) -> list[Section]:
        """Return *lines*, filled before, below a heading, or nothing when there are none."""
        items = [f"- {line}" for line in lines if line]
        return [Section(text="\n".join([self.say(heading), *items]))] if items else []

    def plain(self, lines: Iterable[str]) -> list[str]:
        """Return texts of content made safe, one line each."""
        return [Markup(safe(" ".join(line.split()))) for line in lines]
