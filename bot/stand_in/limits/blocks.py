"""Limits of blocks, and of all blocks of one surface together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from bot.stand_in.limits.checks import (
    Check,
    Faults,
    array,
    boolean,
    by_type,
    fault,
    integer,
    one_of,
    plain,
    shape,
    string,
    text,
)
from bot.stand_in.limits.elements import ELEMENTS, ID, IN_ACTIONS, IN_INPUT, IN_SECTION, URL, elements
from bot.stand_in.limits.rich import RICH_TEXT

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
FORBIDDEN: dict[Surface, frozenset[str]] = {
    "message": frozenset({"alert"}),
    "modal": frozenset({"markdown", "table"}),
    "home": frozenset({"alert", "markdown", "table"}),
}
CHARS_IN_TOTAL = {"markdown": 12_000, "table": 10_000}
BLOCK = {"block_id": ID}
NO_DISPATCH = frozenset({"file_input"})


def _text_or_fields(value: Any, at: str) -> Faults:
    return [] if {"text", "fields"} & set(value) else [fault("missing required field: text", at)]


def _address_of_picture(value: Any, at: str) -> Faults:
    given = {"image_url", "slack_file"} & set(value)
    return [] if len(given) == 1 else [fault("exactly one of image_url and slack_file is required", at)]


def _dispatching(value: Any, at: str) -> Faults:
    wrong = value.get("dispatch_action") and value["element"]["type"] in NO_DISPATCH
    return [fault("dispatch_action is not allowed with this element", at)] if wrong else []


SLACK_FILE = {"slack_file": shape({}, {"id": ID, "url": URL})}
CELL = by_type({"raw_text": shape({"text": string(10_000)}), "rich_text": RICH_TEXT})
COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
BLOCKS: dict[str, Check] = {
    "actions": shape({"elements": array(elements(IN_ACTIONS), 1, 25)}, BLOCK),
    "alert": shape(
        {"text": text(3000)},
        {**BLOCK, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "context": shape(
        {
            "elements": array(
                by_type({"image": ELEMENTS["image"], "plain_text": plain(2000), "mrkdwn": text(2000)}),
                1,
                10,
            ),
        },
        BLOCK,
    ),
    "divider": shape({}, BLOCK),
    "header": shape({"text": plain(150)}, {**BLOCK, "level": integer(1, 4)}),
    "image": shape(
        {"alt_text": string(2000)},
        {**BLOCK, **SLACK_FILE, "image_url": URL, "title": plain(2000)},
        also=(_address_of_picture,),
    ),
    "input": shape(
        {"label": plain(2000), "element": elements(IN_INPUT)},
        {**BLOCK, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        also=(_dispatching,),
    ),
    "markdown": shape({"text": string(12_000)}, BLOCK),
    "rich_text": RICH_TEXT,
    "section": shape(
        {},
        {
            **BLOCK,
            "text": text(3000),
            "fields": array(text(2000), 1, 10),
            "accessory": elements(IN_SECTION),
            "expand": boolean,
        },
        also=(_text_or_fields,),
    ),
    "table": shape(
        {"rows": array(array(CELL, 1, 20), 1, 100)},
        {**BLOCK, "column_settings": array(COLUMN, 1, 20)},
    ),
}


def blocks_faults(blocks: Any, surface: Surface, scopes: frozenset[str]) -> Faults:
    """Everything that Slack would refuse about *blocks* on *surface*; *scopes* are the app's."""
    allowed = [kind for kind in BLOCKS if kind not in FORBIDDEN[surface]]
    faults = array(by_type(BLOCKS, allowed), 0, MOST_BLOCKS[surface])(blocks, "/blocks")
    return faults or [found for rule in RULES for found in rule(blocks, surface, scopes)]


def inner(blocks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Each element that can have an action id, with the number of its block."""
    for index, block in enumerate(blocks):
        if block["type"] == "actions":
            yield from ((index, each) for each in block["elements"])
        for key in ("element", "accessory"):
            if key in block and block[key]["type"] != "image":
                yield index, block[key]


def _unique_block_ids(blocks: Sequence[Any], _: Surface, __: frozenset[str]) -> Faults:
    counted = Counter(block["block_id"] for block in blocks if "block_id" in block)
    return [
        fault(f"block_id {name!r} already exists", "/blocks") for name, count in counted.items() if count > 1
    ]


def _unique_action_ids(blocks: Sequence[Any], _: Surface, __: frozenset[str]) -> Faults:
    """Slack asks for action ids that are unique within their block; state is kept by block and action."""
    counted = Counter((index, each["action_id"]) for index, each in inner(blocks) if "action_id" in each)
    return [
        fault(f"action_id {name!r} already exists", f"/blocks/{index}")
        for (index, name), count in counted.items()
        if count > 1
    ]


def _one_focus(blocks: Sequence[Any], _: Surface, __: frozenset[str]) -> Faults:
    focused = sum(bool(each.get("focus_on_load")) for _, each in inner(blocks))
    return [fault("only one element can have focus_on_load", "/blocks")] if focused > 1 else []


def _uploads(blocks: Sequence[Any], surface: Surface, scopes: frozenset[str]) -> Faults:
    asked = [index for index, each in inner(blocks) if each["type"] == "file_input"]
    if not asked:
        return []
    if surface != "modal":
        return [fault(f"unsupported type: file_input in a {surface}", f"/blocks/{asked[0]}/element")]
    return (
        []
        if "files:read" in scopes
        else [fault("file_input needs the scope files:read", f"/blocks/{asked[0]}")]
    )


def _tables(blocks: Sequence[Any], _: Surface, __: frozenset[str]) -> Faults:
    tables = sum(block["type"] == "table" for block in blocks)
    return [fault("only one table allowed", "/blocks")] if tables > 1 else []


def characters(value: Any) -> int:
    """Return how many characters all texts within *value* have together."""
    if isinstance(value, dict):
        return sum(
            len(each) if key == "text" and isinstance(each, str) else characters(each)
            for key, each in value.items()
        )
    return sum(characters(each) for each in value) if isinstance(value, list) else 0


def _not_too_long_together(blocks: Sequence[Any], _: Surface, __: frozenset[str]) -> Faults:
    faults: Faults = []
    for kind, most in CHARS_IN_TOTAL.items():
        if sum(characters(block) for block in blocks if block["type"] == kind) > most:
            faults.append(fault(f"{kind} must be less than {most + 1} characters in total", "/blocks"))
    return faults


RULES = (_unique_block_ids, _unique_action_ids, _one_focus, _uploads, _tables, _not_too_long_together)
