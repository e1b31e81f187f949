"""Does what a person did to the page: a posted form becomes acts of their driver."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from bot.stand_in.hands import NotThere
from bot.stand_in.page import fields, shown
from bot.stand_in.page.desk import Desk, Pending
from bot.stand_in.page.shown import Shown
from bot.stand_in.people import Person
from bot.stand_in.records import Json
from bot.stand_in.surfaces import STATE_KEYS, STATELESS, Control, controls

GONE = "That is not there any more. This is how things stand now."
UNREADABLE = "That could not be read. This is how things stand now."
NO_COMMAND = "A command starts with a slash and a word, for instance /tracks help."
Files = dict[str, list[tuple[str, bytes]]]


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One posted form, whose it is, and where it stood."""

    desk: Desk
    person: Person
    form: FormData
    files: Files
    shown: Shown

    @property
    def where(self) -> dict[str, Any]:
        """Which surface, as the driver wants it."""
        return {name: value for name, value in self.shown.surface.hidden.items() if name != "view"}

    def control(self, block: str, action: str) -> Control:
        """Raises `NotThere` when the surface lacks it by now.

        A surface that was drawn anew a moment ago has new blocks; the same control in them will do.
        """
        known = [each for each in controls(self.shown.blocks) if each.action_id == action]
        for each in known:
            if each.block_id == block:
                return each
        if len(known) == 1:
            return known[0]
        raise NotThere(f"no {action} in {block}")


def act(desk: Desk, person: Person, form: FormData, files: Files) -> None:
    """Enter what was typed, then press what was pressed; what goes wrong becomes one sentence for them."""
    desk.tell(person.id, None)
    person.last_refusal = None
    try:
        kind, *rest = _step(form)
        hand = Hand(desk=desk, person=person, form=form, files=files, shown=shown.of_form(person, form))
        if _enter_all(hand) or kind not in NEEDS_GOOD_FIELDS:
            STEPS[kind](hand, *rest)
    except NotThere:
        desk.tell(person.id, GONE)
    except _UnreadableError:
        desk.tell(person.id, UNREADABLE)
    else:
        _tell_refusal(desk, person)


def say(desk: Desk, person: Person, text: str, channel: str, thread: str | None) -> None:
    """Type *text* in a channel, or give the command that it is."""
    desk.tell(person.id, None)
    words = text.replace("\r\n", "\n").strip()
    try:
        if words.startswith("/") and thread is None:
            _command(desk, person, words, channel)
        elif words:
            person.type(words, channel, thread=thread)
    except NotThere as problem:
        desk.tell(person.id, sentence(problem))
    else:
        _tell_refusal(desk, person)


def _command(desk: Desk, person: Person, words: str, channel: str) -> None:
    word, _, rest = words.partition(" ")
    if word == "/":
        desk.tell(person.id, NO_COMMAND)
    else:
        person.command(word, rest.strip(), channel)


def shortcut(desk: Desk, person: Person, callback_id: str, channel: str | None, message: str | None) -> None:
    """Choose a shortcut, of a message when one is named."""
    desk.tell(person.id, None)
    try:
        person.shortcut(callback_id, message=message, channel=channel)
    except NotThere:
        desk.tell(person.id, GONE)
    else:
        _tell_refusal(desk, person)


def _tell_refusal(desk: Desk, person: Person) -> None:
    """Show what Slack itself would say, unless something stands there already."""
    screen = desk.screen(person.id)
    if person.last_refusal and screen.notice is None:
        desk.tell(person.id, person.last_refusal, screen.pending)


def sentence(problem: Exception) -> str:
    words = str(problem).rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."


class _UnreadableError(ValueError):
    """The form was not made by the page."""


def _step(form: FormData) -> list[str]:
    try:
        step = json.loads(str(form.get("press", '["keep"]')))
    except ValueError as problem:
        raise _UnreadableError from problem
    if not isinstance(step, list) or not step or ARGUMENTS.get(str(step[0])) != len(step) - 1:
        raise _UnreadableError
    return [str(each) for each in step]


# -- entering --


def _enter_all(hand: Hand) -> bool:
    """Put every changed value where Slack's client would hold it; True when all could be taken."""
    drawn = {str(each) for each in hand.form.getlist("has")}
    there = (each for each in controls(hand.shown.blocks) if each.type not in STATELESS)
    taken = [_enter(hand, each) for each in there if fields.name_of(each) in drawn]
    return all(taken)


def _enter(hand: Hand, control: Control) -> bool:
    try:
        wanted = _wanted(hand, control)
        if wanted is not fields.UNTOUCHED:
            hand.person.jot(control.action_id, wanted, block=control.block_id, **hand.where)
    except (NotThere, ValueError) as problem:
        _complain(hand, control, sentence(problem))
        return False
    return True


def _wanted(hand: Hand, control: Control) -> Any:
    if control.type == "file_input":
        return hand.files.get(fields.name_of(control), fields.UNTOUCHED)
    surface = hand.shown.surface
    held = surface.values[control.block_id][control.action_id][STATE_KEYS[control.type][0]]
    return fields.posted(control, held, hand.form, surface.zone)


def _complain(hand: Hand, control: Control, words: str) -> None:
    """In a modal beside the field, elsewhere at the top of the page."""
    modal = hand.shown.modal
    if modal is not None and control.is_input:
        modal.errors = {**modal.errors, control.block_id: words}
    else:
        hand.desk.tell(hand.person.id, words)


# -- the steps --


def _press(hand: Hand, block: str, action: str) -> None:
    control = hand.control(block, action)
    if not _asks_back(hand, control.element):
        hand.person.press(action, block=block, **hand.where)


def _choose(hand: Hand, block: str, action: str) -> None:
    """What was chosen has been entered with the rest; now the bot hears of it."""
    control = hand.control(block, action)
    if not _asks_back(hand, control.element):
        hand.person.report(action, block=block, **hand.where)


def _option(hand: Hand, block: str, action: str, value: str) -> None:
    control = hand.control(block, action)
    if not _asks_back(hand, control.element):
        hand.person.choose(action, value, block=block, **hand.where)


def _asks_back(hand: Hand, element: Json) -> bool:
    """Put the element's confirm dialog on the screen, unless it was answered."""
    if "confirm" not in element or "sure" in hand.form:
        return False
    kept = {**hand.shown.surface.hidden, "press": str(hand.form["press"]), "sure": "yes"}
    hand.desk.tell(hand.person.id, None, Pending(confirm=element["confirm"], fields=tuple(kept.items())))
    return True


STEPS: dict[str, Callable[..., object]] = {
    "keep": lambda _hand: None,
    "submit": lambda hand: hand.person.submit(),
    "close": lambda hand: hand.person.close_view(),
    "close_all": lambda hand: hand.person.close_view(everything=True),
    "press": _press,
    "choose": _choose,
    "option": _option,
}
ARGUMENTS = {"keep": 0, "submit": 0, "close": 0, "close_all": 0, "press": 2, "choose": 2, "option": 3}
NEEDS_GOOD_FIELDS = frozenset({"submit", "choose"})
