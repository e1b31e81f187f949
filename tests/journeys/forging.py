"""What somebody sends who holds a button or a form that was never theirs, and what they are told."""

from typing import Any

from bot.stand_in import payloads
from bot.stand_in.delivery import BotAnswer
from bot.stand_in.payloads import Place
from bot.stand_in.people import Person
from bot.stand_in.records import View
from bot.stand_in.surfaces import Control

NO = "You cannot do this here. If you think you should, ask the host of this interview."


def press_forged(person: Person, action_id: str) -> BotAnswer:
    """Press a button with *action_id*, as if it had been forwarded or its id guessed."""
    element = {
        "type": "button",
        "action_id": action_id,
        "value": action_id.partition(":")[2] or action_id,
        "text": {"type": "plain_text", "text": "?"},
    }
    block = {"type": "actions", "block_id": "forged", "elements": [element]}
    person.open_home()
    place = Place(blocks=[block], entered={}, view=person.home)
    return person._act(place, Control(block=block, element=element), None)


def submit_forged(person: Person, view: View, **changes: Any) -> BotAnswer:
    """Submit somebody's *view* as one's own, its private metadata or callback changed."""
    own = stolen(person, view, **changes)
    with person.workspace.lock:
        payload = payloads.view_submission(person.workspace, person.member, own)
    return person._bring(payload)


def press_in_forged(person: Person, view: View, action_id: str, **changes: Any) -> BotAnswer:
    """Press a button inside somebody's *view* as if it were open on one's own screen."""
    own = stolen(person, view, **changes)
    element = {"type": "button", "action_id": action_id, "value": action_id.partition(":")[2] or action_id}
    element["text"] = {"type": "plain_text", "text": "?"}
    block = {"type": "actions", "block_id": "forged", "elements": [element]}
    place = Place(blocks=own.blocks, entered=own.entered, view=own)
    return person._act(place, Control(block=block, element=element), None)


def press_stolen(person: Person, element: dict[str, Any], view: View | None) -> None:
    """Press somebody's very *element* on one's own screen, in a copy of the view in which it stood."""
    block = {"type": "actions", "block_id": "forged", "elements": [element]}
    title = {"type": "plain_text", "text": "Forwarded"}
    own = person.workspace.views.open(
        person.id, (view.payload if view else {"blocks": [block]}) | {"type": "modal", "title": title}
    )
    own.entered = view.entered if view else {}
    place = Place(blocks=own.blocks, entered=own.entered, view=own)
    person._act(place, Control(block=block, element=element), None)


def stolen(person: Person, view: View, **changes: Any) -> View:
    """Put a copy of *view* on the person's screen."""
    own = person.workspace.views.open(person.id, view.payload | changes)
    own.entered = view.entered
    return own
