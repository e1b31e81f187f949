"""What candidates see of times: one day or two, starts to take, what is held and booked."""

from collections.abc import Sequence
from typing import Any

from bot.views.modals import modal, text_input
from bot.views.paper import button, page_button
from bot.views.said import Button, Said, Section, to_blocks
from bot.wording import say
from bot.wording.sentences import Markup, plain
from tracks.catalogue import Catalogue

TAKE, MORE, NONE, KEEP = "take_time", "more_times", "none_of_these", "keep_time"
MOVE, CANCEL, DAYS = "move_time", "cancel_loop", "choose_days"
MOST_WORDS = 2000


def days_buttons(catalogue: Catalogue, about: str) -> tuple[Button, Button]:
    """Return the two answers to one day or two."""
    return (
        Button(text=say(catalogue, "button.one_day"), verb=DAYS, about=f"{about}.one"),
        Button(text=say(catalogue, "button.two_days"), verb=DAYS, about=f"{about}.two"),
    )


def _other_days(catalogue: Catalogue, about: str, *, split: bool) -> Button:
    """Return the way from one day to two, or back."""
    to = "one" if split else "two"
    return Button(text=say(catalogue, f"button.{to}_instead"), verb=DAYS, about=f"{about}.{to}")


def _time_text(catalogue: Catalogue, number: int, days: Sequence[str]) -> str:
    """Return one start in words, with the number that can be replied."""
    if len(days) == 1:
        return say(catalogue, "candidate.one_time", number=number, time=Markup(days[0]))
    first, second = days
    return say(catalogue, "candidate.two_times", number=number, time=Markup(first), second=Markup(second))


def time_section(catalogue: Catalogue, key: str, number: int, days: Sequence[str]) -> Section:
    """Return one start with its button."""
    text = say(catalogue, "button.take_time")
    label = plain(f"{text}: {days[0]}")
    return Section(
        text=_time_text(catalogue, number, days), button=Button(text=text, verb=TAKE, about=key, label=label)
    )


def times_buttons(
    catalogue: Catalogue, about: str, *, room: int, split: bool | None, page: str
) -> tuple[Button, ...]:
    """Return what can be pressed below the starts.

    *room*: how many there are while more can be shown. *split*: on two days, None when a booked loop moves.
    """
    return (
        *((button(catalogue, MORE, f"{about}.{room}"),) if room else ()),
        button(catalogue, NONE, about),
        button(catalogue, KEEP, about) if split is None else _other_days(catalogue, about, split=split),
        page_button(catalogue, page),
    )


def booked_buttons(catalogue: Catalogue, about: str, page: str) -> tuple[Button, ...]:
    """Return what can be done about what is held or booked."""
    return (
        button(catalogue, MOVE, about),
        cancel_button(catalogue, about),
        button(catalogue, "ask_person", about),
        page_button(catalogue, page),
    )


def cancel_button(catalogue: Catalogue, about: str) -> Button:
    """Return the button that cancels, after asking once."""
    yes, no = (say(catalogue, f"button.cancel_{answer}") for answer in ("yes", "no"))
    text = say(catalogue, "button.cancel_loop")
    return Button(
        text=text,
        verb=CANCEL,
        about=about,
        sure=(say(catalogue, "page.cancel"), say(catalogue, "page.cancel_text"), yes, no),
    )


def times_modal(catalogue: Catalogue, said: Said) -> dict[str, Any]:
    """Return starts to take in a form, when those in the message have just gone."""
    return modal(catalogue, say(catalogue, "label.times_title"), to_blocks(said))


def none_modal(catalogue: Catalogue, about: str, host: str) -> dict[str, Any]:
    """Return the form for what would suit; it may stay empty."""
    field = text_input(
        "words",
        say(catalogue, "label.none_words"),
        hint=say(catalogue, "hint.none_words", host=host),
        long=True,
        optional=True,
        most=MOST_WORDS,
    )
    return modal(
        catalogue,
        say(catalogue, "label.none_title"),
        [field],
        callback=NONE,
        submit=say(catalogue, "button.send"),
        about=about,
    )
