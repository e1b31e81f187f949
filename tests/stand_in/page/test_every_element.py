"""Every element that can stand in a form is drawn, filled and read back as Slack would send it."""

from bot.stand_in.limits import blocks_faults, view_faults, with_ids
from bot.stand_in.records import Message
from tests.stand_in.page.asking import get, post
from tests.stand_in.page.stage import asks, button, mrkdwn, option, plain, section

OPTIONS = [option(each) for each in ("Red", "Green", "Blue")]
GROUPS = [{"label": plain("Warm"), "options": OPTIONS[:1]}, {"label": plain("Cold"), "options": OPTIONS[1:]}]
SEVENTEEN_THIRTY = 1_775_143_800  # 2 April 2026, 17:30 in Berlin
KINDS = {
    "plain_text_input": ({}, "one\r\ntwo", {"value": "one\ntwo"}),
    "email_text_input": ({}, "a@b.example", {"value": "a@b.example"}),
    "url_text_input": ({}, "https://b.example", {"value": "https://b.example"}),
    "number_input": ({"is_decimal_allowed": False}, "12", {"value": "12"}),
    "static_select": ({"options": OPTIONS}, "green", {"selected_option": OPTIONS[1]}),
    "multi_static_select": ({"option_groups": GROUPS}, ["red", "blue"], {"selected_options": OPTIONS[::2]}),
    "radio_buttons": ({"options": OPTIONS}, "blue", {"selected_option": OPTIONS[2]}),
    "checkboxes": ({"options": OPTIONS, "initial_options": OPTIONS[:1]}, [], {"selected_options": []}),
    "users_select": ({}, "U0ADA", {"selected_user": "U0ADA"}),
    "multi_users_select": ({}, ["U0ADA", "U0KEN"], {"selected_users": ["U0ADA", "U0KEN"]}),
    "conversations_select": (
        {"filter": {"include": ["private"]}},
        "C0OTTO",
        {"selected_conversation": "C0OTTO"},
    ),
    "channels_select": ({}, "C0HIRING", {"selected_channel": "C0HIRING"}),
    "datepicker": ({}, "2026-04-02", {"selected_date": "2026-04-02"}),
    "timepicker": ({"timezone": "Asia/Tokyo"}, "17:30", {"selected_time": "17:30", "timezone": "Asia/Tokyo"}),
    "datetimepicker": ({}, "2026-04-02T17:30", {"selected_date_time": SEVENTEEN_THIRTY}),
}


def opened(stage, *blocks):
    """A modal with those blocks on Rita's screen."""
    payload = {"type": "modal", "title": plain("All"), "submit": plain("Send"), "blocks": list(blocks)}
    assert view_faults(payload, stage.workspace.app.scopes) == []
    return stage.workspace.views.open("U0RITA", with_ids(payload, stage.workspace.number))


def test_every_kind_of_input_is_read_back(stage):
    view = opened(
        stage,
        *(
            asks(f"b {kind}", kind, {"type": kind, "action_id": "a/1", **more})
            for kind, (more, _, _) in KINDS.items()
        ),
    )
    names = {kind: f"b%20{kind}/a%2F1" for kind in KINDS}
    filled = {names[kind]: wanted for kind, (_, wanted, _) in KINDS.items()}
    _, page, _ = get(stage, "/?as=U0RITA")
    post(
        stage, "/page/act?as=U0RITA", on="view", view=view.id, press='["keep"]', has=names.values(), **filled
    )

    assert [kind for kind in KINDS if f'value="{names[kind]}"' not in page] == []
    values = stage.workspace.person("U0RITA").values(view)
    expected = {f"b {kind}": {"a/1": {"type": kind, **held}} for kind, (_, _, held) in KINDS.items()}
    assert values == expected


def test_what_stands_in_a_label_or_tag_is_valid_there(stage):
    choice = {"text": mrkdwn("*Red*\n\nor so"), "value": "red"}
    go = button("Go", "go", style="primary", accessibility_label="Go on")
    opened(
        stage,
        asks("colour", "Colour", {"type": "checkboxes", "action_id": "a", "options": [choice]}),
        {"type": "actions", "elements": [go]},
    )

    _, page, _ = get(stage, "/?as=U0RITA")

    assert "<span><strong>Red</strong><br>or so</span>" in page
    assert ' class="primary" aria-label="Go on">Go</button>' in page


def test_what_nobody_touched_stays_as_it_was(stage):
    view = opened(
        stage, *(asks(f"b{kind}", kind, {"type": kind, "action_id": "a", **KINDS[kind][0]}) for kind in KINDS)
    )
    rita = stage.workspace.person("U0RITA")
    before = rita.values(view)
    names = [f"b{kind}/a" for kind in KINDS if kind != "checkboxes"]

    post(stage, "/page/act?as=U0RITA", on="view", view=view.id, press='["keep"]', has=names)

    assert (rita.values(view), view.entered) == (before, {})


def test_a_value_that_cannot_be_stands_beside_its_field(stage):
    view = opened(stage, asks("day", "Day", {"type": "datepicker", "action_id": "a"}))

    page = post(
        stage,
        "/page/act?as=U0RITA",
        on="view",
        view=view.id,
        has="day/a",
        press='["submit"]',
        back="/?as=U0RITA",
        **{"day/a": "2026-02-31"},
    )

    assert "Day is out of range for month." in page
    assert stage.bot.heard == []


CELL = {"type": "raw_text", "text": "cell"}
BLOCKS = [
    {"type": "table", "rows": [[CELL, {"type": "raw_text", "text": "other"}]]},
    {"type": "markdown", "text": "# Head\n**bold** [a](https://e.example) <b>"},
    {"type": "image", "image_url": "https://e.example/i.png", "alt_text": "A plan", "title": plain("Plan")},
    {"type": "context", "elements": [mrkdwn("*small*"), plain("print")]},
    section("Menu", accessory={"type": "overflow", "action_id": "o", "options": OPTIONS}),
    {"type": "actions", "elements": [button("Read on", "r", url="https://e.example/r"), button("No", "n")]},
]


def test_every_kind_of_block_is_drawn(stage):
    assert blocks_faults(BLOCKS, "message", stage.workspace.app.scopes) == []
    blocks = with_ids({"blocks": BLOCKS}, stage.workspace.number)["blocks"]
    stage.workspace.say(
        Message(
            ts=stage.workspace.stamp(),
            channel="C0HIRING",
            user="U0TRACKSBOT",
            bot_id="B0TRACKS",
            blocks=blocks,
        )
    )

    _, page, _ = get(stage, "/?as=U0RITA&in=C0HIRING")

    assert "<td>cell</td><td>other</td>" in page
    assert '<strong>Head</strong><br><strong>bold</strong> <a href="https://e.example"' in page
    assert "&lt;b&gt;" in page
    assert 'role="img" aria-label="A plan"' in page
    assert '<img src="https' not in page
    assert "<strong>small</strong>" in page
    assert 'formtarget="_blank"' in page


def test_an_overflow_menu_tells_its_option(stage):
    blocks = with_ids({"blocks": [{**BLOCKS[4], "block_id": "menu"}]}, stage.workspace.number)["blocks"]
    said = Message(
        ts=stage.workspace.stamp(), channel="C0HIRING", user="U0TRACKSBOT", bot_id="B0TRACKS", blocks=blocks
    )
    stage.workspace.say(said)

    post(
        stage,
        "/page/act?as=U0RITA",
        on="message",
        channel="C0HIRING",
        message=said.ts,
        press='["option", "menu", "o", "green"]',
    )

    (pressed,) = stage.bot.pressed
    assert pressed["selected_option"] == OPTIONS[1]


def test_a_button_with_an_address_presses_and_leads_there(stage):
    blocks = with_ids({"blocks": [{**BLOCKS[5], "block_id": "go"}]}, stage.workspace.number)["blocks"]
    said = Message(
        ts=stage.workspace.stamp(), channel="C0HIRING", user="U0TRACKSBOT", bot_id="B0TRACKS", blocks=blocks
    )
    stage.workspace.say(said)
    where = {"on": "message", "channel": "C0HIRING", "message": said.ts, "press": '["press", "go", "r"]'}

    page = post(stage, "/page/link?as=U0RITA&url=https%3A%2F%2Fe.example%2Fr", **where)

    assert 'content="0;url=https://e.example/r"' in page
    assert [each["action_id"] for each in stage.bot.pressed] == ["r"]
