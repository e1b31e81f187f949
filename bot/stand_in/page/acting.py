"""Does what a person did to the page: a posted form becomes acts of their driver."""

import json
from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import FormData

from bot.stand_in.hands import NotThere
from bot.stand_in.page import fields
from bot.stand_in.page.desk import Desk, Pending
from bot.stand_in.page.surfaces import View, of_form
from bot.stand_in.people import Person
from bot.stand_in.surfaces import STATE_KEYS, STATELESS, Control, controls

GONE = "That is not there any more. The page now shows how things stand."
CHANGED = "This form has changed in the meantime. The page now shows how it stands."
Files = dict[str, list[tuple[str, bytes]]]


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One posted form on one surface, and the person whose hand it is."""

    desk: Desk
    person: Person
    form: FormData
    files: Files

    @property
    def where(self) -> dict[str, Any]:
        """Which surface, as the driver wants it."""
        named = {name: str(self.form[name]) for name in ("on", "channel", "message") if name in self.form}
        return {"on": None, **named}


def act(hand: Hand) -> None:
    """Enter what was typed, then press what was pressed; what goes wrong becomes one sentence for them."""
    desk, who = hand.desk, hand.person.id
    desk.tell(who, None)
    try:
        view = of_form(desk, hand.person, hand.form)
        steps = json.loads(str(hand.form.get("press", '["keep"]')))
        kind, *rest = steps
        _enter_all(hand, view)
        _STEPS[kind](hand, view, rest)
    except NotThere:
        desk.tell(who, GONE)
    except (ValueError, KeyError, TypeError):
        desk.tell(who, CHANGED)
    else:
        _tell_refusal(hand)


def _tell_refusal(hand: Hand) -> None:
    screen = hand.desk.screen(hand.person.id)
    if hand.person.last_refusal and screen.notice is None:
        hand.desk.tell(hand.person.id, hand.person.last_refusal, screen.pending)


def _enter_all(hand: Hand, view: View) -> None:
    """Put every changed value where Slack's client would hold it; the bot hears nothing of it yet."""
    shown = {str(each) for each in hand.form.getlist("has")}
    for control in controls(view.blocks):
        if control.type in STATELESS or fields.name_of(control) not in shown:
            continue
        wanted = _wanted(hand, view, control)
        if wanted is not fields.UNTOUCHED:
            _jot(hand, view, control, wanted)


def _wanted(hand: Hand, view: View, control: Control) -> Any:
    if control.type == "file_input":
        return hand.files.get(fields.name_of(control), fields.UNTOUCHED)
    held = view.surface.values[control.block_id][control.action_id][STATE_KEYS[control.type][0]]
    return fields.posted(control, held, hand.form, view.surface.zone)


def _jot(hand: Hand, view: View, control: Control, wanted: Any) -> None:
    """Enter one value; in a modal a complaint stands beside its field."""
    try:
        hand.person.jot(control.action_id, wanted, block=control.block_id, **hand.where)
    except NotThere as problem:
        if view.modal is None or not control.is_input:
            raise
        view.modal.errors = {**view.modal.errors, control.block_id: _sentence(problem)}


def _sentence(problem: NotThere) -> str:
    words = str(problem)
    return f"{words[:1].upper()}{words[1:]}."


# -- the steps --


def _keep(_hand: Hand, _view: View, _rest: list[str]) -> None:
    """Nothing was pressed: what was typed is kept."""


def _submit(hand: Hand, view: View, _rest: list[str]) -> None:
    if view.modal is None or not view.modal.errors or _only_told_by_bot(hand):
        hand.person.submit()


def _only_told_by_bot(hand: Hand) -> bool:
    """Complaints from before this press do not hold it up; those of this press do."""
    return "complained" not in hand.where


def _close(hand: Hand, _view: View, _rest: list[str]) -> None:
    hand.person.close_view()


def _close_all(hand: Hand, _view: View, _rest: list[str]) -> None:
    hand.person.close_view(everything=True)
