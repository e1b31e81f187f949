"""Fills the blanks of a sentence with facts, once and literally."""

import re
from functools import lru_cache

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


class BlankError(ValueError):
    """A sentence has a blank that cannot be filled; *blank* is what stands in it."""

    def __init__(self, blank: str, why: str, text: str) -> None:
        super().__init__(f"{blank!r} {why} in: {text[:80]}")
        self.blank = blank
        self.why = why


@lru_cache(maxsize=4096)
def blanks(text: str) -> frozenset[str]:
    """Return the names of all blanks in *text*; raise BlankError for one that is not a plain name."""
    names = set()
    for piece in _PIECE.finditer(text):
        if piece[0] in {"{{", "}}"}:
            continue
        if piece[1] is None or not _NAME.match(piece[1]):
            raise BlankError(piece[0], "is not a plain name in curly brackets", text)
        names.add(piece[1])
    return frozenset(names)


def fill(text: str, /, **facts: object) -> str:
    """Return *text* with each ``{name}`` replaced by the fact of that name.

    A fact is put in as it is: what looks like a blank inside it stays literal, and nothing is evaluated.
    ``{{`` and ``}}`` are single brackets. A fact that *text* does not use is left out.
    Raises BlankError for a blank without a fact and for one that is not a plain name.
    """
    missing = blanks(text) - facts.keys()
    if missing:
        raise BlankError(min(missing), "has no fact", text)
    return _PIECE.sub(lambda piece: piece[0][0] if piece[1] is None else str(facts[piece[1]]), text)


def fill_some(text: str, /, **facts: object) -> str:
    """Return *text* with the blanks that have a fact filled and the others left as they are."""
    known = {name: facts.get(name, f"{{{name}}}") for name in blanks(text)}
    return fill(text, **known)
