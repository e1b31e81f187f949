"""Turns what a person wants to enter into Slack's state, and checks it as Slack's client does."""

import re
import secrets
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from bot.stand_in.files import file_json
from bot.stand_in.records import Json
from bot.stand_in.surfaces import LISTS, STATE_KEYS, Control, is_empty, options_of, text_of

if TYPE_CHECKING:
    from bot.stand_in.workspace import Workspace

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
URL = re.compile(r"https?://\S+", re.IGNORECASE)
LARGEST_FILE = 10_000_000
TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input"})
PLACES = frozenset({"conversations_select", "channels_select"})
MANY = {
    "multi_users_select": "users_select",
    "multi_conversations_select": "conversations_select",
    "multi_channels_select": "channels_select",
}


class NotThere(LookupError):  # noqa: N818 -- it says what is the case
    """The person cannot do that: what they would use is not on their screen."""


def state_for(control: Control, wanted: Any, workspace: "Workspace", user: str) -> Json:
    """The state of *control* once *wanted* is in it; None empties it. Raises `NotThere` for what it lacks."""
    key = STATE_KEYS[control.type][0]
    if control.type in LISTS:
        many = [] if wanted is None else wanted if isinstance(wanted, list | tuple | set) else [wanted]
        value: Any = [_one(control, each, workspace, user) for each in many]
        _check_count(control, value)
    else:
        value = None if wanted is None else _one(control, wanted, workspace, user)
    state = {"type": control.type, key: value}
    if control.type == "timepicker" and "timezone" in control.element:
        state["timezone"] = control.element["timezone"]
    return state


def _check_count(control: Control, value: list[Any]) -> None:
    most = control.element.get("max_selected_items") or control.element.get("max_files")
    if most is not None and len(value) > most:
        raise NotThere(f"{control.label!r} takes {most} at most")


def _one(control: Control, wanted: Any, workspace: "Workspace", user: str) -> Any:
    kind = MANY.get(control.type, control.type)
    if kind in TEXTS or kind == "number_input":
        return str(wanted) or None
    if kind == "rich_text_input":
        return wanted if isinstance(wanted, dict) else rich_text(str(wanted))
    if kind == "file_input":
        name, content = wanted
        return _upload(control, name, content, workspace, user)
    if kind == "users_select":
        return workspace.person(wanted).id
    if kind in PLACES:
        return _conversation(wanted, workspace, user)
    return _moment(kind, wanted) if kind.endswith("picker") else option_of(control, wanted)


def _moment(kind: str, wanted: Any) -> str | int:
    if kind == "datetimepicker":
        return int(wanted.timestamp()) if isinstance(wanted, datetime) else int(wanted)
    if kind == "datepicker":
        return (wanted if isinstance(wanted, date) else date.fromisoformat(wanted)).isoformat()
    return (wanted if isinstance(wanted, time) else time.fromisoformat(wanted)).strftime("%H:%M")


def option_of(control: Control, wanted: str) -> Json:
    """The option with that text or value, as Slack sends it back."""
    for option in options_of(control.element):
        if wanted in {text_of(option["text"]), option.get("value")}:
            return option
    known = [text_of(option["text"]) for option in options_of(control.element)]
    raise NotThere(f"{control.label!r} has no option {wanted!r}, only {known}")


def _conversation(wanted: str, workspace: "Workspace", user: str) -> str:
    channel = workspace.conversations.find(wanted)
    if channel is None or (channel.kind == "private" and user not in channel.members):
        raise NotThere(f"no conversation {wanted!r} to choose")
    return channel.id


def _upload(control: Control, name: str, content: bytes, workspace: "Workspace", user: str) -> Json:
    allowed = control.element.get("filetypes")
    if allowed and name.rpartition(".")[2].lower() not in allowed:
        raise NotThere(f"{control.label!r} takes {', '.join(allowed)}, not {name}")
    if len(content) > LARGEST_FILE:
        raise NotThere(f"{control.label!r} takes files of 10 MB at most")
    return file_json(workspace.files.keep(name, content, user), workspace.address)


def rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": secrets.token_hex(3), "elements": [section]}


def complaint(control: Control, state: Json) -> str | None:
    """What Slack's client says under a field that it will not send, None when it will."""
    if is_empty(state):
        optional = control.block.get("optional", False)
        return None if optional else "Please complete this required field."
    value = state[STATE_KEYS[control.type][0]]
    return _CHECKS[control.type](control.element, value) if control.type in _CHECKS else None


def _text_complaint(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else None


def _email_complaint(_: Json, value: str) -> str | None:
    return None if EMAIL.fullmatch(value) else "Enter a valid email address."


def _url_complaint(_: Json, value: str) -> str | None:
    return None if URL.fullmatch(value) else "Enter a valid URL."


def _number_complaint(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Enter a valid number."
    number = float(value)
    if number < float(element.get("min_value", "-inf")):
        return f"Enter a number of at least {element['min_value']}."
    return (
        f"Enter a number of at most {element['max_value']}."
        if number > float(element.get("max_value", "inf"))
        else None
    )


_CHECKS = {
    "plain_text_input": _text_complaint,
    "email_text_input": _email_complaint,
    "url_text_input": _url_complaint,
    "number_input": _number_complaint,
}
