"""Blocks as a reader sees them: lines of text, labels, buttons in square brackets."""

from collections.abc import Callable, Iterator, Sequence

from bot.stand_in.records import Json
from bot.stand_in.surfaces import options_of, text_of


def words_of(blocks: Sequence[Json]) -> list[str]:
    """What stands in *blocks*, line by line."""
    found = (line for block in blocks for line in _WORDS.get(block["type"], _only_text)(block))
    return [line for line in found if line]


def _only_text(block: Json) -> list[str]:
    return [text_of(block.get("text"))]


def _section(block: Json) -> list[str]:
    lines = [text_of(block.get("text")), *(text_of(each) for each in block.get("fields", ()))]
    return [*lines, _on_screen(block["accessory"])] if "accessory" in block else lines


def _context(block: Json) -> list[str]:
    return [each.get("alt_text") or text_of(each["text"]) for each in block["elements"]]


def _actions(block: Json) -> list[str]:
    return [" ".join(_on_screen(each) for each in block["elements"])]


def _input(block: Json) -> list[str]:
    return [text_of(block["label"]), text_of(block.get("hint")), _on_screen(block["element"])]


def _image(block: Json) -> list[str]:
    return [str(block["alt_text"])]


def _rich_text(block: Json) -> list[str]:
    return ["".join(_rich(block)).strip()]


def _table(block: Json) -> list[str]:
    return [" | ".join("".join(_rich(cell)) for cell in row) for row in block["rows"]]


_WORDS: dict[str, Callable[[Json], list[str]]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "rich_text": _rich_text,
    "table": _table,
}


def _on_screen(element: Json) -> str:
    if element["type"] == "image":
        return str(element["alt_text"])
    if element["type"] == "button":
        return f"[{text_of(element['text'])}]"
    choices = " / ".join(text_of(each["text"]) for each in options_of(element))
    return choices or text_of(element.get("placeholder"))


def _rich(piece: Json) -> Iterator[str]:
    """The text inside a rich text, lists and quotes as lines of their own."""
    if piece["type"] in {"text", "link", "raw_text"}:
        yield piece.get("text") or piece.get("url", "")
    elif piece["type"] == "user":
        yield f"<@{piece['user_id']}>"
    elif piece["type"] == "emoji":
        yield f":{piece['name']}:"
    elements: list[Json] = piece.get("elements", [])
    for each in elements:
        yield from _rich(each)
        if piece["type"] in {"rich_text", "rich_text_list"}:
            yield "\n"
