"""On which line of a TOML text each table and key stands; the parser of the standard library does not say."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''.*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}\n]",
    re.DOTALL,
)
_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_NAMES})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_NAMES})[ \t]*=")


def places(text: str) -> Mapping[Place, int]:
    """Return the line of each table and key, counted from 1; an array of tables counts from 0.

    For example ``("people", 2, "limits", "day")``. Keys inside braces stand where their key begins, which
    ``line_of`` finds. *text* is valid TOML.
    """
    found: dict[Place, int] = {}
    tables: Counter[Place] = Counter()
    here: Place = ()
    for number, line in _beginnings(text):
        if header := _HEADER.match(line):
            path = _resolved(_parts(header[2]), tables)
            if header[1] == "[[":
                path = (*path, tables[path])
                tables[path[:-1]] += 1
            here = path
            for length in range(1, len(path) + 1):
                found.setdefault(path[:length], number)
        elif key := _KEY.match(line):
            found.setdefault((*here, *_parts(key[1])), number)
    return found


def line_of(found: Mapping[Place, int], place: Place) -> int:
    """Return the line of *place*, or of the nearest thing around it that has one."""
    for length in range(len(place), 0, -1):
        if place[:length] in found:
            return found[place[:length]]
    return 1


def _beginnings(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line at which a key or a table begins, not those inside of a value."""
    number, begun, depth = 1, 0, 0
    for token in _TOKEN.finditer(text + "\n"):
        match token[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth == 0:
                yield number - text.count("\n", begun, token.start()), text[begun : token.start()]
        number += token[0].count("\n")
        if token[0] == "\n" and depth == 0:
            begun = token.end()


def _parts(names: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_NAME, names))


def _resolved(names: tuple[str, ...], tables: Counter[Place]) -> Place:
    """Return the path of a header, where an array of tables on the way means its last table."""
    path: Place = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if position < len(names) - 1 and tables[path]:
            path = (*path, tables[path] - 1)
    return path
