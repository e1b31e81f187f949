"""Slack's limits: the greatest that passes, the first that does not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stand_in.limits import blocks_faults, view_faults, with_ids
from bot.stand_in.records import CORE_SCOPES
from bot.stand_in.surfaces import values_of
from tests.stand_in.bolt_app import buttons, modal, option, text_input


def plain(text):
    return {"type": "plain_text", "text": text}


def section(text="x", **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements):
    return {"type": "actions", "elements": [*elements]}


def on_message(*blocks):
    return blocks_faults([*blocks], "message", CORE_SCOPES)


def in_modal(*blocks):
    return blocks_faults([*blocks], "modal", CORE_SCOPES)


def an_input(element):
    return {"type": "input", "label": plain("Label"), "element": element}


def select(count, **more):
    return {
        "type": "static_select",
        "action_id": "a",
        "options": [option(f"o{n}") for n in range(count)],
        **more,
    }


@pytest.mark.parametrize(
    ("most", "block"),
    [
        (3000, section),
        (150, lambda text: {"type": "header", "text": plain(text)}),
        (2000, lambda text: {"type": "context", "elements": [plain(text)]}),
        (
            75,
            lambda text: (
                buttons(text) | {"elements": [{"type": "button", "text": plain(text), "action_id": "a"}]}
            ),
        ),
        (2000, lambda text: actions({"type": "button", "text": plain("b"), "value": text})),
        (255, lambda text: actions({"type": "button", "text": plain("b"), "action_id": text})),
        (255, lambda text: {"type": "divider", "block_id": text}),
        (2000, lambda text: section(fields=[plain(text)])),
        (75, lambda text: actions(select(1) | {"options": [{"text": plain(text), "value": "v"}]})),
        (150, lambda text: actions(select(1) | {"options": [{"text": plain("o"), "value": text}]})),
        (150, lambda text: actions(select(1, placeholder=plain(text)))),
        (12_000, lambda text: {"type": "markdown", "text": text}),
    ],
)
def test_lengths_are_held_to_the_character(most, block):
    assert on_message(block("x" * most)) == []
    (fault,) = on_message(block("x" * (most + 1)))
    assert fault.startswith(f"[ERROR] must be less than {most + 1} characters [json-pointer:/blocks/0")


@pytest.mark.parametrize(
    ("most", "blocks"),
    [
        (50, lambda count: [section()] * count),
        (25, lambda count: [actions(*[{"type": "button", "text": plain("b")}] * count)]),
        (10, lambda count: [{"type": "context", "elements": [plain("c")] * count}]),
        (10, lambda count: [section(fields=[plain("f")] * count)]),
        (100, lambda count: [actions(select(count))]),
        (10, lambda count: [actions(select(count) | {"type": "radio_buttons"})]),
        (10, lambda count: [actions(select(count) | {"type": "checkboxes"})]),
        (5, lambda count: [actions(select(count) | {"type": "overflow"})]),
    ],
)
def test_counts_are_held_to_the_item(most, blocks):
    assert on_message(*blocks(most)) == []
    (fault,) = on_message(*blocks(most + 1))
    assert fault.startswith(f"[ERROR] no more than {most} items allowed [json-pointer:/blocks")


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ({"type": "hologram"}, "unsupported type: hologram [json-pointer:/blocks/0/type]"),
        (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
        (actions({"type": "knob"}), "unsupported type: knob [json-pointer:/blocks/0/elements/0/type]"),
        (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
        (section(accessory={"type": "datetimepicker", "action_id": "a"}), "unsupported type: datetimepicker"),
        (an_input({"type": "button", "text": plain("b")}), "unsupported type: button"),
        (an_input({"type": "number_input"}), "missing required field: is_decimal_allowed"),
        (
            an_input({"type": "datepicker", "initial_date": "2026-02-30"}),
            "must be a date in the format YYYY-MM-DD",
        ),
        (an_input({"type": "timepicker", "initial_time": "25:00"}), "must be a time in the format HH:mm"),
        (
            an_input({"type": "plain_text_input", "min_length": 9, "max_length": 3}),
            "min_length must not exceed",
        ),
        (an_input(select(2, initial_option=option("another"))), "initial options must be among the options"),
        (an_input(select(1) | {"options": [option("o"), option("o")]}), "options must have unique values"),
        (an_input(select(1, option_groups=[])), "no less than 1 items required"),
        (an_input({"type": "file_input"}), "unsupported type: file_input in a message"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "h"}}, "must be a valid plain_text object"),
        ({"type": "alert", "text": plain("a")}, "unsupported type: alert"),
        (
            actions(*[{"type": "button", "text": plain("b"), "action_id": "a"}] * 2),
            "action_id 'a' already exists",
        ),
        (actions({"type": "button", "text": plain("b"), "style": "loud"}), "must be one of primary, danger"),
    ],
)
def test_what_slack_refuses_is_named_with_its_place(block, told):
    (fault,) = on_message(block)

    assert fault.startswith(f"[ERROR] {told}")


@pytest.mark.parametrize("kind", ["table", "markdown"])
def test_some_blocks_do_not_stand_in_modals(kind):
    assert in_modal({"type": kind}) == [f"[ERROR] unsupported type: {kind} [json-pointer:/blocks/0/type]"]


def test_block_ids_are_unique_on_a_surface():
    twins = [{"type": "divider", "block_id": "b"}] * 2

    assert on_message(*twins) == ["[ERROR] block_id 'b' already exists [json-pointer:/blocks]"]


def test_one_field_only_takes_the_focus():
    focused = {"type": "plain_text_input", "action_id": "a", "focus_on_load": True}

    assert in_modal(an_input(focused)) == []
    assert in_modal(an_input(focused), an_input(focused)) == [
        "[ERROR] only one element can have focus_on_load [json-pointer:/blocks]",
    ]


def test_an_upload_needs_its_scope():
    page = an_input({"type": "file_input", "action_id": "a"})

    assert in_modal(page) == []
    assert blocks_faults([page], "modal", frozenset())[0].startswith(
        "[ERROR] file_input needs the scope files:read"
    )


@pytest.mark.parametrize("part", ["title", "submit", "close"])
def test_a_modals_words_have_24_characters(part):
    assert view_faults(modal(**{part: plain("x" * 24)}), CORE_SCOPES) == []
    assert view_faults(modal(**{part: plain("x" * 25)}), CORE_SCOPES) == [
        f"[ERROR] must be less than 25 characters [json-pointer:/view/{part}/text]",
    ]


def test_a_home_tab_has_no_submit():
    home = {"type": "home", "blocks": [], "submit": plain("Send")}

    assert view_faults(home, CORE_SCOPES) == [
        "[ERROR] invalid additional property: submit [json-pointer:/view]"
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner)
    ),
    max_leaves=8,
)


@given(JSON)
def test_anything_at_all_gets_an_answer_and_no_crash(anything):
    assert isinstance(blocks_faults(anything, "message", CORE_SCOPES), list)
    assert isinstance(view_faults(anything, CORE_SCOPES), list)


def test_missing_ids_are_given_and_the_original_is_left_alone():
    view = modal({"type": "divider"}, text_input("one", "One"))
    before = json.dumps(view)

    given_ids = with_ids(view, iter(range(100)).__next__)

    assert json.dumps(view) == before
    assert [block["block_id"] for block in given_ids["blocks"]] == ["b00000", "one"]


def test_every_kind_of_field_has_its_own_state():
    kinds = {
        "datepicker": {"initial_date": "2026-03-02"},
        "timepicker": {"initial_time": "09:30", "timezone": "Europe/Berlin"},
        "datetimepicker": {"initial_date_time": 1_772_442_000},
        "checkboxes": {"options": [option("A")], "initial_options": [option("A")]},
        "users_select": {"initial_user": "U0RITA"},
        "multi_users_select": {"initial_users": ["U0RITA"]},
        "rich_text_input": {},
        "number_input": {"is_decimal_allowed": False, "initial_value": "3"},
    }
    blocks = [
        an_input({"type": kind, "action_id": "v", **more}) | {"block_id": kind}
        for kind, more in kinds.items()
    ]

    states = {name: state["v"] for name, state in values_of(blocks, {}).items()}

    assert in_modal(*blocks) == []
    assert states == {
        "datepicker": {"type": "datepicker", "selected_date": "2026-03-02"},
        "timepicker": {"type": "timepicker", "selected_time": "09:30", "timezone": "Europe/Berlin"},
        "datetimepicker": {"type": "datetimepicker", "selected_date_time": 1_772_442_000},
        "checkboxes": {"type": "checkboxes", "selected_options": [option("A")]},
        "users_select": {"type": "users_select", "selected_user": "U0RITA"},
        "multi_users_select": {"type": "multi_users_select", "selected_users": ["U0RITA"]},
        "rich_text_input": {"type": "rich_text_input", "rich_text_value": None},
        "number_input": {"type": "number_input", "value": "3"},
    }
