"""What people asked to sit in a panel see, and what the host sees of it: messages and forms."""

from collections.abc import Sequence
from typing import Any

from bot.views.modals import Option, modal, person_input, radio_input, select_input, text_input
from bot.views.said import Button
from bot.wording import say
from tracks.catalogue import Catalogue

YES, NO, CONFLICT, SUGGEST, BACK = (
    "seat_yes",
    "seat_no",
    "seat_conflict",
    "seat_suggest",
    "give_seat_back",
)
CHOOSE, CHANGE, OTHER_TIMES, AGAIN, CANCEL = (
    "choose_panelist",
    "change_panel",
    "offer_other_times",
    "offer_again",
    "cancel_booking",
)
MOST_WHY = 500


def answers(catalogue: Catalogue, about: str) -> tuple[Button, ...]:
    """Return what can be answered when asked; *about* is the seat with the time that was seen."""
    return (
        _button(catalogue, YES, about, primary=True),
        _button(catalogue, NO, about),
        _button(catalogue, CONFLICT, about),
        _button(catalogue, SUGGEST, about),
    )


def back_button(catalogue: Catalogue, about: str) -> Button:
    """Return the button that gives a seat back, after asking once."""
    yes, no = (say(catalogue, f"button.give_back_{answer}") for answer in ("yes", "no"))
    text = say(catalogue, f"button.{BACK}")
    sure = (text, say(catalogue, "panel.give_back_text"), yes, no)
    return Button(text=text, verb=BACK, about=about, sure=sure)


def host_buttons(catalogue: Catalogue, invitation_id: str, loop_id: str) -> tuple[Button, ...]:
    """Return what those who run a candidacy can do about what is booked."""
    return (
        other_times_button(catalogue, invitation_id),
        _button(catalogue, CHANGE, loop_id),
        cancel_button(catalogue, invitation_id),
    )


def other_times_button(catalogue: Catalogue, invitation_id: str) -> Button:
    """Return the button that has other times offered to the candidate, after asking once."""
    return _sure(catalogue, OTHER_TIMES, invitation_id, "recruiter.move_sure")


def cancel_button(catalogue: Catalogue, invitation_id: str) -> Button:
    """Return the button with which the host cancels, after asking once."""
    return _sure(catalogue, CANCEL, invitation_id, "recruiter.cancel_sure")


def choose_button(catalogue: Catalogue, loop_id: str, seat: str) -> Button:
    """Return the button that opens the choice of somebody for one seat."""
    return _button(catalogue, CHOOSE, f"{loop_id}.{seat}", primary=True)


def again_button(catalogue: Catalogue, invitation_id: str) -> Button:
    """Return the button that looks for times once more."""
    return _button(catalogue, AGAIN, invitation_id, primary=True)


def suggest_modal(catalogue: Catalogue, about: str) -> dict[str, Any]:
    """Return the form in which somebody else is named."""
    hint = say(catalogue, "hint.suggest_person")
    return modal(
        catalogue,
        say(catalogue, "label.suggest_title"),
        [person_input("person", say(catalogue, "label.suggest_person"), hint=hint)],
        callback=SUGGEST,
        submit=say(catalogue, "button.send"),
        about=about,
    )


def seat_modal(catalogue: Catalogue, loop_id: str, seats: Sequence[Option]) -> dict[str, Any]:
    """Return the choice of the seat that somebody else shall have."""
    hint = say(catalogue, "hint.panel_seat")
    return modal(
        catalogue,
        say(catalogue, "label.panel_title"),
        [radio_input("seat", say(catalogue, "label.panel_seat"), seats, hint=hint)],
        callback=CHANGE,
        submit=say(catalogue, "button.next"),
        about=loop_id,
    )


def choose_modal(
    catalogue: Catalogue, about: str, people: Sequence[Option], *, any_against: bool
) -> dict[str, Any]:
    """Return the choice of somebody for a seat; *any_against*: rules stand behind some of the names."""
    person = select_input(
        "person",
        say(catalogue, "label.choose_person"),
        people,
        hint=say(catalogue, "hint.choose_person"),
    )
    why = text_input(
        "why",
        say(catalogue, "label.choose_why"),
        hint=say(catalogue, "hint.choose_why"),
        optional=True,
        most=MOST_WHY,
    )
    return modal(
        catalogue,
        say(catalogue, "label.choose_title"),
        [person, *((why,) if any_against else ())],
        callback=CHOOSE,
        submit=say(catalogue, "button.ask_them"),
        about=about,
    )


def _button(catalogue: Catalogue, verb: str, about: str, *, primary: bool = False) -> Button:
    return Button(text=say(catalogue, f"button.{verb}"), verb=verb, about=about, primary=primary)


def _sure(catalogue: Catalogue, verb: str, about: str, key: str) -> Button:
    text = say(catalogue, f"button.{verb}")
    no = say(catalogue, "button.cancel")
    return Button(text=text, verb=verb, about=about, sure=(text, say(catalogue, key), text, no))
