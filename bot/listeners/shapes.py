"""What Slack's payloads look like where we, or Bolt, look into them: nothing else is let in."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Each:
    """An object whose keys are anybody's; each value looks like *inside*. Slack may write ``[]`` for none."""

    inside: "Shape"


Shape = type | tuple[type, ...] | dict[str, "Shape"] | list["Shape"] | Each

TEXT = str
THING = (str, dict)  # an id, or the whole thing with it
OPTION: Shape = {"value": TEXT}
ENTERED: dict[str, Shape] = {
    "type": TEXT,
    "value": TEXT,
    "selected_option": OPTION,
    "selected_options": [OPTION],
    "selected_user": TEXT,
    "selected_date_time": int,
    "files": [dict],
}
ACTION: Shape = {"action_id": TEXT, "block_id": TEXT} | ENTERED
VIEW: Shape = {
    "id": TEXT,
    "type": TEXT,
    "hash": TEXT,
    "callback_id": TEXT,
    "private_metadata": TEXT,
    "app_installed_team_id": TEXT,
    "blocks": [dict],
    "state": {"values": Each(Each(ENTERED))},
}
EVENT: Shape = {
    "type": TEXT,
    "subtype": TEXT,
    "user": THING,
    "bot_id": TEXT,
    "team": TEXT,
    "text": TEXT,
    "channel": THING,
    "channel_type": TEXT,
    "ts": TEXT,
    "thread_ts": TEXT,
    "tab": TEXT,
    "files": [dict],
    "message": dict,
    "previous_message": dict,
    "item": dict,
    "view": VIEW,
}
BODY: Shape = {
    "type": TEXT,
    "team": THING,
    "team_id": TEXT,
    "enterprise": THING,
    "enterprise_id": TEXT,
    "authorizations": [dict],
    "user": THING,
    "user_id": TEXT,
    "channel": THING,
    "channel_id": TEXT,
    "trigger_id": TEXT,
    "event_id": TEXT,
    "callback_id": TEXT,
    "command": TEXT,
    "text": TEXT,
    "container": {"message_ts": TEXT},
    "message": dict,
    "actions": [ACTION],
    "view": VIEW,
    "event": EVENT,
}


def fits(part: Any, shape: Shape) -> bool:
    """Say whether *part* looks like *shape*; keys may lack or be null, others may be there."""
    match shape:
        case Each(inside=inside):
            return part == [] or (isinstance(part, dict) and all(fits(one, inside) for one in part.values()))
        case dict():
            return isinstance(part, dict) and all(
                part.get(key) is None or fits(part[key], inside) for key, inside in shape.items()
            )
        case list():
            return isinstance(part, list) and all(fits(one, shape[0]) for one in part)
        case _:
            return isinstance(part, shape)
