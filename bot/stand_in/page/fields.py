"""Elements of Block Kit as fields of an HTML form, and what comes back from them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile

from bot.stand_in.page import rich
from bot.stand_in.records import Channel, Json, Member
from bot.stand_in.state import State
from bot.stand_in.surfaces import STATE_KEYS, Control, text_of

MOST_BYTES = 10 * 1024 * 1024
SHAPES = {
    "plain_text_input": "text",
    "email_text_input": "text",
    "url_text_input": "text",
    "number_input": "text",
    "rich_text_input": "area",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
    "static_select": "select",
    "users_select": "select",
    "conversations_select": "select",
    "channels_select": "select",
    "radio_buttons": "radios",
    "file_input": "files",
}
KEYBOARDS = {"email_text_input": "email", "url_text_input": "url", "number_input": "decimal"}
UNTOUCHED = object()


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to choose; *text* and *description* are text objects or plain words."""

    value: str
    text: Json | str
    description: Json | str | None = None
    chosen: bool = False
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """Everything that the template needs to draw one element that holds a value."""

    name: str
    id: str
    shape: str
    element: Json
    value: str = ""
    keyboard: str = "text"
    label: str = ""
    options: Sequence[Option] = ()
    files: Sequence[Json] = ()
    dispatches: bool = False
    typing: bool = False  # tells at every character
    error: str = ""
    accept: str = ""

    @property
    def placeholder(self) -> str:
        return text_of(self.element.get("placeholder"))


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A message, a modal or a Home tab as one form: its fields' values and complaints."""

    key: str
    on: str
    zone: str
    state: State
    user: str
    values: dict[str, dict[str, Json]]
    errors: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    def field(self, block: Json, element: Json) -> Field:
        """Draw *element* of *block*."""
        control = Control(block=block, element=element)
        held = self.values[control.block_id][control.action_id][STATE_KEYS[control.type][0]]
        config = element.get("dispatch_action_config", {})
        shape = "area" if element.get("multiline") else SHAPES.get(control.type, "checks")
        return Field(
            name=name_of(control),
            id=f"{self.key}-{re.sub(r'[^a-zA-Z0-9]', '-', name_of(control))}",
            shape=shape,
            element=element,
            value=_as_text(control.type, held, self.zone),
            keyboard=KEYBOARDS.get(control.type, "text"),
            label=control.label or text_of(block.get("text")) or control.type,
            options=_options(control, held, self.state, self.user) if shape in CHOOSING else (),
            files=held if shape == "files" else (),
            dispatches=control.dispatches,
            typing="on_character_entered" in config.get("trigger_actions_on", ()),
            error=self.errors.get(control.block_id, "") if control.is_input else "",
            accept=",".join(f".{each}" for each in element.get("filetypes", ())),
        )

    def press(self, block: Json, element: Json, *more: str, act: str = "press") -> str:
        """The value of a button that acts on *element*."""
        return json.dumps([act, block["block_id"], element["action_id"], *more])


CHOOSING = frozenset({"select", "radios", "checks"})


def name_of(control: Control) -> str:
    """The field's name in the form; without quotation marks, which browsers change in names."""
    return f"{quote(control.block_id, safe='')}/{quote(control.action_id, safe='')}"


def _as_text(kind: str, held: Any, zone: str) -> str:
    if held is None or isinstance(held, list):
        return ""
    if kind == "rich_text_input":
        return rich.plain(held)
    if kind == "datetimepicker":
        return datetime.fromtimestamp(held, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    return str(held["value"]) if isinstance(held, dict) else str(held)


def _options(control: Control, held: Any, state: State, user: str) -> list[Option]:
    many = held if isinstance(held, list) else [held] if held else []
    chosen = {each["value"] if isinstance(each, dict) else each for each in many}
    if "users" in control.type:
        people = [each for each in state.members.values() if not each.is_bot and not each.deleted]
        return [_person(each, chosen) for each in sorted(people, key=lambda each: each.real_name)]
    if "conversations" in control.type or "channels" in control.type:
        return [_channel(each, chosen) for each in _channels(control, state, user)]
    groups = control.element.get("option_groups") or [{"options": control.element.get("options", ())}]
    return [
        _option(each, chosen, text_of(group.get("label"))) for group in groups for each in group["options"]
    ]


def _option(option: Json, chosen: set[str], group: str) -> Option:
    value = str(option["value"])
    described = option.get("description")
    return Option(
        value=value, text=option["text"], description=described, chosen=value in chosen, group=group
    )


def _person(member: Member, chosen: set[str]) -> Option:
    return Option(value=member.id, text=member.real_name, chosen=member.id in chosen)


def _channel(channel: Channel, chosen: set[str]) -> Option:
    return Option(value=channel.id, text=f"#{channel.name}", chosen=channel.id in chosen)


def _channels(control: Control, state: State, user: str) -> list[Channel]:
    only = control.element.get("filter", {})
    kinds = only.get("include", ("public", "private")) if "conversations" in control.type else ("public",)
    return [
        each
        for each in state.conversations.channels.values()
        if each.kind in kinds and each.kind != "im" and not each.archived
        if each.kind == "public" or user in each.members
        if not (only.get("exclude_external_shared_channels") and each.shared)
    ]


# -- what comes back --


def posted(control: Control, held: Any, form: FormData, zone: str) -> Any:
    """Return what the person wants *control* to hold, `UNTOUCHED` when that is what it holds already.

    *held* is its value in Slack's shape, *form* the posted form. Files come by `uploads`.
    """
    name, kind = name_of(control), control.type
    wanted: Any = [str(each).replace("\r\n", "\n") for each in form.getlist(name)]
    if isinstance(held, list):
        now = [each["value"] if isinstance(each, dict) else each for each in held]
        return UNTOUCHED if sorted(now) == sorted(wanted) else wanted
    text = wanted[0] if wanted else ""
    if text == _as_text(kind, held, zone).replace("\r\n", "\n"):
        return UNTOUCHED
    if kind == "datetimepicker" and text:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return text or None


async def uploads(form: FormData, state: State) -> dict[str, list[tuple[str, bytes]]]:
    """Read the posted files: per file field all that it shall hold, kept ones and new ones.

    Raises ValueError, with a sentence for the person, when one is too large.
    """
    found: dict[str, list[tuple[str, bytes]]] = {}
    for name in dict.fromkeys(form.keys()):
        sent = [each for each in form.getlist(name) if isinstance(each, UploadFile) and each.filename]
        read = [(each.filename or "file", await each.read(MOST_BYTES + 1)) for each in sent]
        if any(len(content) > MOST_BYTES for _, content in read):
            raise ValueError("A file may be 10 MB at most; choose a smaller one.")
        kept = [str(each) for each in form.getlist(f"{name}:keep")]
        offered = [str(each) for each in form.getlist(f"{name}:was")]
        if read or kept != offered:
            old = [state.files.stored[each] for each in kept if each in state.files.stored]
            found[name] = [*((each.name, each.content or b"") for each in old), *read]
    return found
