"""What a letter to a candidate must hold, and what its writer is asked about before it is sent."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracks.errors import TextMissing
from tracks.intake import clean, require_text
from tracks.track import DimensionId

MOST_BODY = 2_500  # characters
MOST_PART = 1_500  # characters, per dimension
LEAST_NAME = 3  # letters; anything shorter is a word more often than a name


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter in its writer's own words; *parts* holds the dimensions that have a text, in their order."""

    body: str
    parts: Mapping[DimensionId, str]

    @property
    def text(self) -> str:
        """Everything that the candidate reads."""
        return "\n\n".join((self.body, *self.parts.values()))


def checked_letter(body: str, parts: Mapping[DimensionId, str]) -> Letter:
    """Return the cleaned letter; a dimension may be left out. Raises TextMissing, TextTooLong."""
    cleaned = {dimension: clean(parts.get(dimension, "")) for dimension in DimensionId}
    told = {
        dimension: require_text(text, field=dimension, most=MOST_PART)
        for dimension, text in cleaned.items()
        if text
    }
    return Letter(body=require_text(body, field="body", most=MOST_BODY), parts=told)


def require_something_seen(letter: Letter) -> None:
    """Return if *letter* says something of at least one dimension. Raises TextMissing."""
    if not letter.parts:
        raise TextMissing(field=next(iter(DimensionId)))


def names_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of *names* stand in *text*, whole or by one word: to ask about, never to refuse."""
    words = {word.casefold() for word in re.findall(r"\w+", clean(text))}
    return tuple(
        name
        for name in names
        if any(len(part) >= LEAST_NAME and part.casefold() in words for part in re.findall(r"\w+", name))
    )
