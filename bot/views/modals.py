"""The frame that every form shares, and its inputs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.said import plain_text, shorten, text_blocks
from bot.wording import say
from tracks.catalogue import Catalogue

Block = dict[str, Any]
Option = tuple[str, str]  # value, text


def modal(
    catalogue: Catalogue,
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str = "notice",
    submit: str | None = None,
    close: str | None = None,
    about: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a form; *title*, *submit* and *close* are filled sentences of at most 24 characters.

    *about* is the id of the record that the form is about, a hint that is checked when it comes back.
    """
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(title, most=24),
        "close": plain_text(close or say(catalogue, "button.close"), most=24),
        "private_metadata": json.dumps({"about": about, **(metadata or {})}, ensure_ascii=False),
        "blocks": list(blocks)[:100],
    }
    if submit:
        view["submit"] = plain_text(submit, most=24)
    return view


def notice_modal(catalogue: Catalogue, sentence: str, *, title: str | None = None) -> dict[str, Any]:
    """Return a form that only says something."""
    return modal(catalogue, title or say(catalogue, "label.notice"), text_blocks(sentence))


def text_input(
    block: str,
    label: str,
    *,
    initial: str | None = None,
    hint: str | None = None,
    long: bool = False,
    optional: bool = False,
    least: int | None = None,
    most: int | None = None,
) -> Block:
    """Return an input for words; lengths count characters."""
    element: Block = {"type": "plain_text_input", "action_id": block, "multiline": long}
    element |= {"initial_value": shorten(initial, most or 3000)} if initial else {}
    element |= {"min_length": least} if least else {}
    element |= {"max_length": most} if most else {}
    return _input(block, label, element, hint=hint, optional=optional)


def radio_input(
    block: str,
    label: str,
    options: Sequence[Option],
    *,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return a choice of one among at most ten."""
    element = _with_initial(
        {"type": "radio_buttons", "action_id": block, "options": _options(options)}, initial
    )
    return _input(block, label, element, hint=hint, optional=optional)


def select_input(
    block: str,
    label: str,
    options: Sequence[Option],
    *,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return a choice of one among at most a hundred."""
    element = _with_initial(
        {"type": "static_select", "action_id": block, "options": _options(options)}, initial
    )
    return _input(block, label, element, hint=hint, optional=optional)


def ticks_input(
    block: str,
    label: str,
    options: Sequence[Option],
    *,
    initial: Sequence[str] = (),
    optional: bool = True,
) -> Block:
    """Return boxes to tick, at most ten."""
    choices = _options(options)
    element: Block = {"type": "checkboxes", "action_id": block, "options": choices}
    chosen = [choice for choice in choices if choice["value"] in initial]
    element |= {"initial_options": chosen} if chosen else {}
    return _input(block, label, element, optional=optional)


def person_input(
    block: str, label: str, *, initial: str | None = None, hint: str | None = None, optional: bool = False
) -> Block:
    """Return a choice of one Slack person."""
    element: Block = {"type": "users_select", "action_id": block}
    element |= {"initial_user": initial} if initial else {}
    return _input(block, label, element, hint=hint, optional=optional)


def date_input(block: str, label: str) -> Block:
    """Return a choice of a day, ``2026-11-24``."""
    return _input(block, label, {"type": "datepicker", "action_id": block})


def moment_input(block: str, label: str, *, initial: int) -> Block:
    """Return a choice of date and time, seconds since 1970, shown on the reader's own clock."""
    element: Block = {"type": "datetimepicker", "action_id": block, "initial_date_time": initial}
    return _input(block, label, element)


def _input(
    block: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False
) -> Block:
    made: Block = {
        "type": "input",
        "block_id": block,
        "label": plain_text(label, most=2000),
        "element": element,
        "optional": optional,
    }
    return made | ({"hint": plain_text(hint, most=2000)} if hint else {})


def _options(options: Sequence[Option]) -> list[Block]:
    return [{"text": plain_text(text, most=75), "value": value} for value, text in options]


def _with_initial(element: Block, initial: str | None) -> Block:
    chosen = next((option for option in element["options"] if option["value"] == initial), None)
    return element | ({"initial_option": chosen} if chosen else {})
