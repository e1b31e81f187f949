"""Limits of elements: buttons, selects, pickers, inputs."""

import re
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from bot.stand_in.limits.checks import (
    Check,
    Faults,
    array,
    boolean,
    by_type,
    fault,
    integer,
    one_of,
    plain,
    shape,
    string,
    text,
)

ID = string(255)
ACTION = {"action_id": ID}
URL = string(3000)
PLACEHOLDER = {"placeholder": plain(150)}
FOCUS = {"focus_on_load": boolean}
CONFIRM = {
    "confirm": shape(
        {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
        {"style": one_of("primary", "danger")},
    ),
}
OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
MARKED_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
OVERFLOW_OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
GROUP = shape({"label": plain(75), "options": array(OPTION, 1, 100)})
TYPING = {
    **ACTION,
    **PLACEHOLDER,
    **FOCUS,
    "dispatch_action_config": shape(
        {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
    ),
}
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _options(value: Any) -> list[Any]:
    grouped = (option for group in value.get("option_groups", ()) for option in group["options"])
    return [*value.get("options", ()), *grouped]


def _unique_values(value: Any, at: str) -> Faults:
    values = [option["value"] for option in _options(value)]
    return (
        [] if len(values) == len(set(values)) else [fault("options must have unique values", f"{at}/options")]
    )


def _initial_among_options(value: Any, at: str) -> Faults:
    options, initial = _options(value), value.get("initial_options", [])
    if "initial_option" in value:
        initial = [value["initial_option"]]
    if "initial_options" in value and not initial:
        return [fault("no less than 1 items required", f"{at}/initial_options")]
    good = all(each in options for each in initial)
    return [] if good else [fault("initial options must be among the options, word for word", at)]


def _options_or_groups(value: Any, at: str) -> Faults:
    given = {"options", "option_groups"} & set(value)
    return [] if len(given) == 1 else [fault("exactly one of options and option_groups is required", at)]


def _lengths_in_order(value: Any, at: str) -> Faults:
    low, high = value.get("min_length", 0), value.get("max_length", 3000)
    initial = value.get("initial_value", "")
    if low > high:
        return [fault("min_length must not exceed max_length", at)]
    return (
        [fault("must be within min_length and max_length", f"{at}/initial_value")]
        if len(initial) > high
        else []
    )


def _date(value: Any, at: str) -> Faults:
    try:
        good = date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        good = False
    return [] if good else [fault("must be a date in the format YYYY-MM-DD", at)]


def _clock(value: Any, at: str) -> Faults:
    good = isinstance(value, str) and CLOCK.fullmatch(value)
    return [] if good else [fault("must be a time in the format HH:mm", at)]


def _zone(value: Any, at: str) -> Faults:
    return [] if value in available_timezones() else [fault("must be a valid IANA time zone", at)]


def _number(value: Any, at: str) -> Faults:
    good = isinstance(value, str) and NUMBER.fullmatch(value)
    return [] if good else [fault("must be a number written as a string", at)]


def _one(kind: str, initial: str, check: Check, more: dict[str, Check] | None = None) -> dict[str, Check]:
    """A select of *kind* for one and for many, where *initial* names what stands in it at first."""
    rest = {**ACTION, **PLACEHOLDER, **CONFIRM, **FOCUS, **(more or {})}
    many = {f"{initial}s": array(check, 1, 100), "max_selected_items": integer(1, 100)}
    single = {initial: check, "response_url_enabled": boolean}
    return {f"{kind}_select": shape({}, rest | single), f"multi_{kind}_select": shape({}, rest | many)}


FILTER = {
    "default_to_current_conversation": boolean,
    "filter": shape(
        {},
        {
            "include": array(one_of("im", "mpim", "private", "public"), 1, 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
}
STATIC = {"options": array(OPTION, 1, 100), "option_groups": array(GROUP, 1, 100)}
STATIC |= {**ACTION, **PLACEHOLDER, **CONFIRM, **FOCUS}
STATIC_RULES = (_options_or_groups, _unique_values, _initial_among_options)
TICKS = {**ACTION, **CONFIRM, **FOCUS}
TICK_RULES = (_unique_values, _initial_among_options)

ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": plain(75)},
        {
            **ACTION,
            **CONFIRM,
            "value": string(2000),
            "url": URL,
            "style": one_of("primary", "danger"),
            "accessibility_label": string(75),
        },
    ),
    "image": shape(
        {"alt_text": string(2000)},
        {"image_url": URL, "slack_file": shape({}, {"id": string(255), "url": URL})},
    ),
    "overflow": shape(
        {"options": array(OVERFLOW_OPTION, 1, 5)}, {**ACTION, **CONFIRM}, also=(_unique_values,)
    ),
    "checkboxes": shape(
        {"options": array(MARKED_OPTION, 1, 10)},
        {**TICKS, "initial_options": array(MARKED_OPTION, 1, 10)},
        also=TICK_RULES,
    ),
    "radio_buttons": shape(
        {"options": array(MARKED_OPTION, 1, 10)},
        {**TICKS, "initial_option": MARKED_OPTION},
        also=TICK_RULES,
    ),
    "static_select": shape({}, {**STATIC, "initial_option": OPTION}, also=STATIC_RULES),
    "multi_static_select": shape(
        {},
        {**STATIC, "initial_options": array(OPTION, 1, 100), "max_selected_items": integer(1, 100)},
        also=STATIC_RULES,
    ),
    **_one("users", "initial_user", ID),
    **_one("conversations", "initial_conversation", ID, FILTER),
    **_one("channels", "initial_channel", ID),
    "datepicker": shape({}, {**ACTION, **PLACEHOLDER, **CONFIRM, **FOCUS, "initial_date": _date}),
    "timepicker": shape(
        {},
        {**ACTION, **PLACEHOLDER, **CONFIRM, **FOCUS, "initial_time": _clock, "timezone": _zone},
    ),
    "datetimepicker": shape(
        {},
        {**ACTION, **CONFIRM, **FOCUS, "initial_date_time": integer(1_000_000_000, 9_999_999_999)},
    ),
    "plain_text_input": shape(
        {},
        {
            **TYPING,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        also=(_lengths_in_order,),
    ),
    "email_text_input": shape({}, {**TYPING, "initial_value": string(3000, 0)}),
    "url_text_input": shape({}, {**TYPING, "initial_value": string(3000, 0)}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**TYPING, "initial_value": _number, "min_value": _number, "max_value": _number},
    ),
    "file_input": shape(
        {},
        {**ACTION, "filetypes": array(string(20), 1, 100), "max_files": integer(1, 10)},
    ),
}

SELECTS = ("static_select", "users_select", "conversations_select", "channels_select")
MULTI = tuple(f"multi_{each}" for each in SELECTS)
CHOICES = ("checkboxes", "radio_buttons", *SELECTS, "datepicker", "timepicker")
IN_SECTION = ("button", "image", "overflow", *CHOICES, *MULTI)
IN_ACTIONS = ("button", "overflow", *CHOICES, "datetimepicker")
TEXT_INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
IN_INPUT = (*TEXT_INPUTS, "file_input", *CHOICES, *MULTI, "datetimepicker")


def elements(allowed: tuple[str, ...], more: dict[str, Check] | None = None) -> Check:
    return by_type({**ELEMENTS, **(more or {})}, allowed)
