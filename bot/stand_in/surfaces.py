"""What a person can get hold of in blocks: controls, their labels, their values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.stand_in.records import Json

Entered = dict[str, dict[str, Json]]
STATELESS = frozenset({"button", "overflow", "image", "workflow_button"})

# element type -> (key in its state, key of its initial value)
STATE_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
}
LISTS = frozenset({"multi_static_select", "checkboxes", "multi_users_select", "file_input"}) | {
    "multi_conversations_select",
    "multi_channels_select",
}


@dataclass(frozen=True, kw_only=True)
class Control:
    """One element that a person can press, choose in or type into, with the block that holds it."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def type(self) -> str:
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        """Whether using it tells the bot at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def label(self) -> str:
        """The words that a person sees on it or beside it."""
        if self.is_input:
            return text_of(self.block["label"])
        if "text" in self.element:
            return text_of(self.element["text"])
        if "placeholder" in self.element:
            return text_of(self.element["placeholder"])
        return str(self.element.get("accessibility_label", ""))

    def answers_to(self, what: str) -> bool:
        return what in {self.label, self.action_id, self.block_id, self.element.get("accessibility_label")}


def controls(blocks: Sequence[Json]) -> Iterator[Control]:
    """Every control, in reading order."""
    for block in blocks:
        if block["type"] == "actions":
            yield from (Control(block=block, element=each) for each in block["elements"])
        elif block["type"] == "input":
            yield Control(block=block, element=block["element"])
        elif block["type"] == "section" and block.get("accessory", {"type": "image"})["type"] != "image":
            yield Control(block=block, element=block["accessory"])


def options_of(element: Json) -> list[Json]:
    grouped = (option for group in element.get("option_groups", ()) for option in group["options"])
    return [*element.get("options", ()), *grouped]


def _initial_state(element: Json) -> Json:
    """The state before anybody touched it."""
    key, initial = STATE_KEYS[element["type"]]
    empty: Any = [] if element["type"] in LISTS else None
    state = {"type": element["type"], key: element.get(initial, empty)}
    if element["type"] == "timepicker" and "timezone" in element:
        state["timezone"] = element["timezone"]
    return state


def values_of(blocks: Sequence[Json], entered: Entered) -> dict[str, dict[str, Json]]:
    """``state.values``: by block, by action; what was entered, else what the blocks started with."""
    values: dict[str, dict[str, Json]] = {}
    for control in controls(blocks):
        if control.type in STATELESS:
            continue
        kept = entered.get(control.block_id, {}).get(control.action_id)
        if kept is None or kept["type"] != control.type:
            kept = _initial_state(control.element)
        values.setdefault(control.block_id, {})[control.action_id] = kept
    return values


def is_empty(state: Json) -> bool:
    """Whether a person has left it empty."""
    return state[STATE_KEYS[state["type"]][0]] in (None, "", [])


def text_of(text: Json | str | None) -> str:
    if text is None:
        return ""
    return text if isinstance(text, str) else str(text["text"])
