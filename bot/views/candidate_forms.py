"""The forms that candidates open from their messages, and the one in which a host records a choice."""

from collections.abc import Sequence
from typing import Any

from bot.views.modals import Option, modal, radio_input, text_input
from bot.views.said import text_blocks
from bot.wording import say
from tracks.catalogue import Catalogue

MOST_WORDS = 3000


def words_modal(
    catalogue: Catalogue, verb: str, about: str, *, label: str, **facts: object
) -> dict[str, Any]:
    """Return a form with one field for words; *verb* names its texts and serves it."""
    field = text_input(
        "words",
        say(catalogue, f"label.{label}"),
        hint=say(catalogue, f"hint.{verb}", **facts),
        long=True,
        most=MOST_WORDS,
    )
    return modal(
        catalogue,
        say(catalogue, f"label.{verb}"),
        [field],
        callback=verb,
        submit=say(catalogue, "button.send"),
        about=about,
    )


def switch_modal(
    catalogue: Catalogue, about: str, options: Sequence[Option], *, booked: bool
) -> dict[str, Any]:
    """Return the choice among the other tracks; *booked*: it would cancel something."""
    warning = text_blocks(say(catalogue, "page.switch_booked")) if booked else []
    field = radio_input("track", say(catalogue, "label.your_track"), options)
    return modal(
        catalogue,
        say(catalogue, "label.switch_track"),
        [*warning, field],
        callback="switch_track",
        submit=say(catalogue, "button.switch"),
        about=about,
    )


def zone_modal(catalogue: Catalogue, about: str, current: str | None) -> dict[str, Any]:
    """Return the question for a time zone."""
    field = text_input(
        "zone",
        say(catalogue, "label.zone_input"),
        initial=current,
        hint=say(catalogue, "hint.zone"),
        most=80,
    )
    return modal(
        catalogue,
        say(catalogue, "label.your_zone"),
        [field],
        callback="set_timezone",
        submit=say(catalogue, "button.save"),
        about=about,
    )


def bring_modal(catalogue: Catalogue, about: str, intro: str) -> dict[str, Any]:
    """Return the form for the realist's page: a file, or words, which read as well."""
    file = {
        "type": "input",
        "block_id": "file",
        "label": {"type": "plain_text", "text": say(catalogue, "label.your_page_file"), "emoji": False},
        "hint": {"type": "plain_text", "text": say(catalogue, "hint.page_file"), "emoji": False},
        "optional": True,
        "element": {
            "type": "file_input",
            "action_id": "file",
            "filetypes": ["pdf", "txt", "md", "png", "jpg", "jpeg"],
            "max_files": 1,
        },
    }
    words = text_input(
        "text",
        say(catalogue, "label.your_page_text"),
        hint=say(catalogue, "hint.page_text"),
        long=True,
        optional=True,
        most=MOST_WORDS,
    )
    return modal(
        catalogue,
        say(catalogue, "label.bring_page"),
        [*text_blocks(intro), file, words],
        callback="bring_page",
        submit=say(catalogue, "button.send"),
        about=about,
    )


def record_choice_modal(
    catalogue: Catalogue, about: str, options: Sequence[Option], *, initial: str | None
) -> dict[str, Any]:
    """Return the form in which a host records what the candidate told them."""
    track = radio_input("track", say(catalogue, "label.told_track"), options, initial=initial)
    words = text_input(
        "words",
        say(catalogue, "label.told_words"),
        hint=say(catalogue, "hint.told_words"),
        long=True,
        most=MOST_WORDS,
    )
    return modal(
        catalogue,
        say(catalogue, "label.record_choice"),
        [track, words],
        callback="record_choice",
        submit=say(catalogue, "button.save"),
        about=about,
    )
