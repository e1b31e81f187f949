"""People act on their screens; a real Bolt app hears it in signed requests and answers."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.stand_in.answers import TROUBLE
from bot.stand_in.delivery import HttpRoad, signature
from bot.stand_in.hands import NotThere
from bot.stand_in.server import running
from tests.stand_in.bolt_app import bolt_app, buttons, keeping, modal, option, over_http, text_input


@pytest.fixture
def clock(clock):
    """Bolt looks at the real time to check signatures, and lets five minutes pass."""
    clock.moment = datetime.now(UTC) - timedelta(minutes=4)
    return clock


@pytest.fixture
def app(workspace):
    made = bolt_app(workspace)
    with running(over_http(made)) as address:
        workspace.connect(
            HttpRoad(
                url=f"{address}/slack/events",
                secret=workspace.app.signing_secret,
                machine=workspace.machine,
            ),
        )
        yield made


@pytest.fixture
def heard():
    return []


def say(client, channel, *blocks, text="Look"):
    return client.chat_postMessage(channel=channel, text=text, blocks=[*blocks])


def test_a_press_reaches_the_bot_in_slacks_shape(app, client, workspace, rita, heard):
    ts = say(client, "C0HIRING", buttons("Pragmatist", "Realist"))["ts"]
    app.action("press:Realist")(keeping(heard))

    answer = rita.press("Realist")

    (body,) = heard
    assert (answer.ok, rita.last_refusal) == (True, None)
    assert body["user"] == {
        "id": "U0RITA",
        "username": "rita.recruiter",
        "name": "rita.recruiter",
        "team_id": "T0TRACKS",
    }
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0HIRING",
        "is_ephemeral": False,
    }
    assert {key: body["actions"][0][key] for key in ("type", "action_id", "block_id", "value")} == {
        "type": "button",
        "action_id": "press:Realist",
        "block_id": "choices",
        "value": "Realist",
    }
    assert body["message"]["blocks"][0]["block_id"] == "choices"


def test_a_button_nobody_answers_shows_trouble(app, client, rita):
    say(client, "C0HIRING", buttons("Realist"))

    answer = rita.press("Realist")

    assert (answer.status, rita.last_refusal) == (404, TROUBLE)


def test_only_what_is_on_the_screen_can_be_pressed(app, client, workspace, otto):
    say(client, "C0HIRING", buttons("Realist"))

    with pytest.raises(NotThere, match="Otto Outsider sees no 'Realist'"):
        otto.press("Realist")


def test_a_second_thought_at_a_confirmation_tells_nobody(app, client, workspace, rita, heard):
    words = {name: {"type": "plain_text", "text": name} for name in ("title", "text", "confirm", "deny")}
    say(client, "C0HIRING", buttons("Cancel", confirm=words))
    app.action("press:Cancel")(keeping(heard))

    assert rita.press("Cancel", confirm=False) is None
    assert heard == []


def test_a_double_press_brings_two_payloads_of_their_own(app, client, rita, heard):
    say(client, "C0HIRING", buttons("Realist"))
    app.action("press:Realist")(keeping(heard))

    rita.double_press("Realist")

    assert len({body["trigger_id"] for body in heard}) == 2
    assert len({body["message"]["ts"] for body in heard}) == 1


def test_an_old_screen_can_be_pressed_again(app, client, workspace, rita, heard):
    posted = say(client, "C0HIRING", buttons("Realist"))
    app.action("press:Realist")(keeping(heard))
    rita.press("Realist")
    client.chat_update(channel="C0HIRING", ts=posted["ts"], text="You chose")

    rita.press_again()

    assert len(heard) == 2
    with pytest.raises(NotThere):
        rita.press("Realist")


def test_a_form_is_opened_filled_and_sent(app, client, workspace, rita, heard):
    form = modal(
        text_input("name", "Name"),
        text_input("why", "Why this person", min_length=5),
        {
            "type": "input",
            "block_id": "role",
            "label": {"type": "plain_text", "text": "Role"},
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [option("Backend"), option("AI")],
            },
        },
    )
    app.command("/tracks")(
        lambda ack, body, client: (ack(), client.views_open(trigger_id=body["trigger_id"], view=form))
    )
    app.view("invite")(keeping(heard))

    rita.command("/tracks", "invite", "hiring")
    rita.fill({"Name": "Cleo", "Why this person": "abc", "Role": "AI"})
    refused_by_the_screen = rita.submit()
    complaints = rita.view_errors
    rita.fill({"Why this person": "Wrote our parser"})
    rita.submit()

    assert (refused_by_the_screen, complaints) == (None, {"why": "Please enter at least 5 characters."})
    assert rita.view is None
    assert heard[0]["view"]["state"]["values"] == {
        "name": {"value": {"type": "plain_text_input", "value": "Cleo"}},
        "why": {"value": {"type": "plain_text_input", "value": "Wrote our parser"}},
        "role": {"value": {"type": "static_select", "selected_option": option("AI")}},
    }


def open_with(app, form):
    app.shortcut("invite_candidate")(
        lambda ack, body, client: (ack(), client.views_open(trigger_id=body["trigger_id"], view=form)),
    )


def test_errors_stand_under_the_inputs_and_nothing_typed_is_lost(app, rita):
    open_with(app, modal(text_input("mail", "Mail")))
    app.view("invite")(lambda ack: ack(response_action="errors", errors={"mail": "One address, please"}))
    rita.shortcut("invite_candidate")
    rita.fill({"Mail": "a@example.com, b@example.com"})

    rita.submit()

    assert rita.view_errors == {"mail": "One address, please"}
    assert rita.values(rita.view)["mail"]["value"]["value"] == "a@example.com, b@example.com"
    assert rita.last_refusal is None


def test_an_error_for_no_input_shows_trouble(app, rita):
    open_with(app, modal(text_input("mail", "Mail")))
    app.view("invite")(lambda ack: ack(response_action="errors", errors={"nowhere": "Hm"}))
    rita.shortcut("invite_candidate")
    rita.fill({"Mail": "x"})

    rita.submit()

    assert (rita.last_refusal, rita.view_errors) == (TROUBLE, {})


def test_an_answer_can_replace_push_and_clear(app, rita):
    open_with(app, modal(text_input("one", "One")))
    answers = iter(
        [
            {"response_action": "update", "view": modal(text_input("two", "Two"))},
            {"response_action": "push", "view": modal(text_input("three", "Three"))},
            {"response_action": "clear"},
        ],
    )
    app.view("invite")(lambda ack: ack(**next(answers)))
    rita.shortcut("invite_candidate")
    depth = []

    for label in ("One", "Two", "Three"):
        rita.fill({label: "x"})
        rita.submit()
        depth.append(len(rita.views))

    assert depth == [1, 2, 0]


def test_an_answer_with_an_impossible_view_shows_trouble(app, rita):
    open_with(app, modal(text_input("one", "One")))
    app.view("invite")(lambda ack: ack(response_action="update", view=modal({"type": "table", "rows": []})))
    rita.shortcut("invite_candidate")
    rita.fill({"One": "x"})

    rita.submit()

    assert (rita.last_refusal, len(rita.views)) == (TROUBLE, 1)


def test_closing_is_told_only_when_asked_for(app, rita, heard):
    open_with(app, modal(text_input("one", "One"), notify_on_close=True))
    app.view_closed("invite")(keeping(heard))
    rita.shortcut("invite_candidate")

    rita.close_view(everything=True)

    assert [(body["type"], body["is_cleared"]) for body in heard] == [("view_closed", True)]
    assert rita.view is None


def test_words_to_the_bot_and_its_own_words_come_as_events(app, client, workspace, rita, heard):
    app.event("message")(lambda body: heard.append(body["event"]))
    said = rita.type("the realist & <me>")
    client.chat_postMessage(channel=rita.dm.id, text="Noted")
    workspace.events.pump()

    assert [(each["text"], each["channel_type"], each["ts"]) for each in heard] == [
        ("the realist &amp; &lt;me&gt;", "im", said.ts),
    ]
    echoes = [each.payload["event"] for each in workspace.journal.deliveries]
    assert [each.get("bot_id") for each in echoes] == [None, "B0TRACKS"]


def test_a_mention_in_a_channel_is_heard_and_other_words_are_not(app, workspace, rita, heard):
    app.event("app_mention")(lambda body: heard.append(body["event"]["text"]))

    rita.type("good morning", "hiring")
    rita.type("@interview-tracks help", "hiring")

    assert heard == ["<@U0TRACKSBOT> help"]


def test_a_command_answers_only_the_person_who_typed_it(app, workspace, rita):
    app.command("/tracks")(lambda ack: ack("Nothing is due"))

    rita.command("/tracks", "forms", "hiring")

    assert rita.sees("hiring") == "Nothing is due"
    assert workspace.person("U0ADA").sees("hiring") == ""


@pytest.mark.parametrize("user", ["U0OTTO", "U0GWEN"])
def test_outsiders_and_guests_have_no_commands_and_shortcuts(app, workspace, user):
    person = workspace.person(user)

    assert person.command("/tracks", "help") is None
    refused = person.last_refusal
    assert person.shortcut("invite_candidate") is None

    assert "slash commands" in refused
    assert "shortcuts" in person.last_refusal
    assert workspace.journal.deliveries == []


def test_a_home_tab_is_shown_to_members_and_not_to_outsiders(app, client, workspace, rita, otto):
    home = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Waiting"}}]}
    app.event("app_home_opened")(lambda event, client: client.views_publish(user_id=event["user"], view=home))

    rita.open_home()
    otto.open_home()

    assert (rita.sees_home(), otto.home) == ("Waiting", None)
    assert [call.ok for call in workspace.journal.of("views.publish")] == [True, True]


def test_an_outsider_can_press_and_use_forms(app, client, workspace, otto, heard):
    say(client, "C0SHARED", buttons("Realist"))
    form = modal(text_input("one", "One"))
    app.action("press:Realist")(
        lambda ack, body, client: (ack(), client.views_open(trigger_id=body["trigger_id"], view=form)),
    )
    app.view("invite")(keeping(heard))

    otto.press("Realist")
    otto.fill({"One": "x"})
    otto.submit()

    (body,) = heard
    assert (body["user"]["team_id"], body["view"]["app_installed_team_id"]) == ("T0ELSE", "T0TRACKS")


def test_a_response_address_works_five_times(app, client, workspace, rita):
    say(client, "C0HIRING", buttons("Realist"))
    answers = []

    @app.action("press:Realist")
    def pressed(ack, respond):
        ack()
        answers.append(respond(text="You chose", replace_original=True).status_code)
        answers.extend(respond(text=f"Hint {number}").status_code for number in range(5))

    rita.press("Realist")

    assert answers == [200, 200, 200, 200, 200, 404]
    assert rita.sees("hiring").splitlines() == ["You chose", "Hint 0", "Hint 1", "Hint 2", "Hint 3"]
    assert workspace.person("U0ADA").sees("hiring") == "You chose"


def test_an_upload_reaches_the_bot_with_an_address_for_its_bytes(app, client, workspace, rita, heard):
    page = {
        "type": "input",
        "block_id": "page",
        "label": {"type": "plain_text", "text": "One page"},
        "element": {"type": "file_input", "action_id": "value", "filetypes": ["pdf"], "max_files": 1},
    }
    open_with(app, modal(page))
    app.view("invite")(keeping(heard))
    rita.shortcut("invite_candidate")

    rita.fill({"One page": [("my work.pdf", b"%PDF")]})
    rita.submit()

    (file,) = heard[0]["view"]["state"]["values"]["page"]["value"]["files"]
    assert (file["name"], file["size"], file["mimetype"]) == ("my work.pdf", 4, "application/pdf")


def test_failed_events_are_repeated_by_the_clock(app, workspace, rita, clock):
    @app.event("message")
    def broken():
        raise RuntimeError("not now")

    rita.type("hello")
    clock.forward(61)
    workspace.events.pump()
    clock.forward(301)
    workspace.events.pump()

    deliveries = workspace.journal.deliveries
    assert [each.status for each in deliveries] == [500, 500, 500, 500]
    assert [each.headers.get("x-slack-retry-num") for each in deliveries] == [None, "1", "2", "3"]
    assert len({each.payload["event_id"] for each in deliveries}) == 1
    assert len(workspace.events.given_up) == 1


def test_events_come_twice_and_backwards_on_demand(app, workspace, rita, heard):
    app.event("message")(lambda body: heard.append(body["event"]["text"]))
    workspace.events.hold()
    workspace.events.duplicate_next()
    rita.type("one")
    rita.type("two")

    workspace.events.release(backwards=True)
    workspace.events.pump()

    assert heard == ["two", "one", "one"]


def test_a_wrong_signature_is_turned_away(app, workspace, rita):
    body, stamp = "{}", str(int(workspace.machine()))
    wrong = signature("another secret", stamp, body)

    answer = workspace.road.post(body, {"X-Slack-Signature": wrong})

    assert answer.status == 401


def test_a_bot_that_is_away_is_trouble_for_presses(workspace, client, rita):
    say(client, "C0HIRING", buttons("Realist"))

    answer = rita.press("Realist")

    assert (answer.status, rita.last_refusal) == (0, TROUBLE)


def test_choices_in_a_message_are_told_at_once(app, client, workspace, rita, heard):
    menu = {"type": "overflow", "action_id": "rare", "options": [option("Withdraw"), option("Help")]}
    picker = {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-02"}
    people = {
        "type": "users_select",
        "action_id": "who",
        "placeholder": {"type": "plain_text", "text": "Whom?"},
    }
    text = {"type": "mrkdwn", "text": "Rarely used"}
    say(
        client,
        "C0HIRING",
        {"type": "actions", "block_id": "choices", "elements": [picker, people]},
        {"type": "section", "block_id": "more", "text": text, "accessory": menu},
    )
    app.action({"block_id": "choices"})(keeping(heard))
    app.action("rare")(keeping(heard))

    rita.choose("day", "2026-03-05")
    rita.choose("Whom?", "Ada Lovelace")
    rita.choose("rare", "Withdraw")

    first, second, third = (body["actions"][0] for body in heard)
    assert first["selected_date"] == "2026-03-05"
    assert second["selected_user"] == "U0ADA"
    assert third["selected_option"] == option("Withdraw")
    assert heard[2]["state"]["values"] == {
        "choices": {
            "day": {"type": "datepicker", "selected_date": "2026-03-05"},
            "who": {"type": "users_select", "selected_user": "U0ADA"},
        },
    }


def test_only_inputs_that_dispatch_are_told_before_the_submit(app, client, rita, heard):
    quiet, loud = text_input("quiet", "Quiet"), text_input("loud", "Loud") | {"dispatch_action": True}
    open_with(app, modal(quiet, loud))
    app.action("value")(keeping(heard))
    rita.shortcut("invite_candidate")

    rita.fill({"Quiet": "one", "Loud": "two"})
    told_while_typing = len(heard)
    rita.enter("Loud", "two")

    assert told_while_typing == 0
    assert [(body["actions"][0]["block_id"], body["actions"][0]["value"]) for body in heard] == [
        ("loud", "two")
    ]


def test_a_message_shortcut_carries_its_message(app, workspace, rita, heard):
    said = workspace.person("U0ADA").type("asked for the failing input", "hiring")
    app.shortcut("save_evidence")(keeping(heard))

    rita.shortcut("save_evidence", message=said.ts, channel="hiring")

    assert (heard[0]["type"], heard[0]["message"]["text"]) == (
        "message_action",
        "asked for the failing input",
    )


def test_somebody_who_left_can_do_nothing(app, client, workspace, rita):
    say(client, "C0HIRING", buttons("Realist"))
    workspace.change_person("U0RITA", deleted=True)

    with pytest.raises(NotThere, match="deactivated"):
        rita.press("Realist")


def test_events_leave_by_themselves_when_asked_to(app, workspace, rita):
    arrived = threading.Event()
    app.event("member_joined_channel")(arrived.set)
    workspace.events.start()
    try:
        workspace.join("hiring", "U0OTTO")
        assert arrived.wait(5)
    finally:
        workspace.events.stop()


def test_the_same_delivery_can_be_brought_again(app, client, workspace, rita, heard):
    say(client, "C0HIRING", buttons("Realist"))
    app.action("press:Realist")(keeping(heard))
    rita.press("Realist")

    workspace.deliver_again(workspace.journal.deliveries[-1])

    assert heard[0] == heard[1]
