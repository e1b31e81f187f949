"""Each sentence in content is said somewhere: what nobody says would be translated for nothing."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tracks import catalogue

PACKAGES = ("bot", "tracks", "storage")
ANYTHING = "(.*)"
SLACKS = "why_not_delivered."  # what follows is Slack's word, which no code of ours need know
IN_TEMPLATES = re.compile(r"text\(.*?\)")


def test_each_sentence_of_content_is_said_by_the_program():
    unsaid = [key for key in catalogue.load().messages if not key.startswith(SLACKS) and not is_said(key)]

    assert unsaid == []


def is_said(key: str) -> bool:
    """True for a key that stands in the code, or that a key with blanks makes of words of the code."""
    if key in words():
        return True
    made = (pattern.fullmatch(key) for pattern in patterns() if "." in pattern.pattern)
    return any(all(map(is_word, found.groups())) for found in made if found)


def is_word(text: str) -> bool:
    """True for a word of the code, or one that is put together there."""
    if not text or text in words():
        return True
    made = (
        pattern.fullmatch(text) for pattern in patterns() if "." not in pattern.pattern.replace(ANYTHING, "")
    )
    return any(all(part in words() for part in found.groups()) for found in made if found)


@cache
def words() -> frozenset[str]:
    """Every string in the code and in templates, the names in enumerations and those of errors."""
    asked = (
        call for file in Path("bot/web").rglob("*.html") for call in IN_TEMPLATES.findall(file.read_text())
    )
    in_templates = {key for call in asked for key in re.findall(r'"(.*?)"', call)}
    return frozenset(word for tree in code() for word in _words(tree)) | in_templates


def _words(tree: ast.Module) -> Iterator[str]:
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in parts:
                yield text
                yield text.replace(" ", "_")
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="auto"))):
                yield name.lower()
            case ast.ClassDef(name=name):
                yield re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def patterns() -> frozenset[re.Pattern[str]]:
    """Every string of the code that has blanks and more than blanks, as a pattern."""
    found = {_pattern(node) for tree in code() for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    return frozenset(re.compile(each) for each in found if re.search(r"[a-z]_|_[a-z]|[a-z]\\\.", each))


def _pattern(node: ast.JoinedStr) -> str:
    parts = (re.escape(part.value) if isinstance(part, ast.Constant) else ANYTHING for part in node.values)
    return "".join(parts)


@cache
def code() -> tuple[ast.Module, ...]:
    """The program but for its stand-in, which knows nothing of content."""
    files = [file for package in PACKAGES for file in Path(package).rglob("*.py")]
    return tuple(
        ast.parse(file.read_text()) for file in files if not {"stand_in", "content"} & set(file.parts)
    )
