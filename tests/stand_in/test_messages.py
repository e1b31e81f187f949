"""Posting, changing and deleting as Slack's own client does it."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Choose* a track"}}]


def refusal(call, **arguments):
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response


def test_a_posted_message_is_seen_by_members_only(client, workspace, rita, otto):
    posted = client.chat_postMessage(channel="C0HIRING", text="Hello")

    assert (posted["ok"], posted["channel"]) == (True, "C0HIRING")
    assert [each.text for each in rita.messages("hiring")] == ["Hello"]
    assert [each.name for each in otto.channels] == ["with-otto"]


def test_the_app_learns_who_it_is(client, workspace):
    told = client.auth_test()

    assert (told["user_id"], told["bot_id"], told["team_id"]) == ("U0TRACKSBOT", "B0TRACKS", "T0TRACKS")
    assert "chat:write" in told.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0NOWHERE", "channel_not_found"), ("C0QUIET", "not_in_channel"), ("U0NOBODY", "channel_not_found")],
)
def test_a_message_needs_a_channel_with_the_bot(client, channel, error):
    assert refusal(client.chat_postMessage, channel=channel, text="Hi")["error"] == error


def test_an_archived_channel_takes_no_message(client, workspace):
    workspace.archive("hiring")

    assert refusal(client.chat_postMessage, channel="C0HIRING", text="Hi")["error"] == "is_archived"


def test_a_second_message_within_a_second_must_wait(client, clock, rita):
    client.chat_postMessage(channel="C0HIRING", text="one")

    early = refusal(client.chat_postMessage, channel="C0HIRING", text="two")
    clock.forward(1)
    client.chat_postMessage(channel="C0HIRING", text="two")

    assert (early.status_code, early["error"], early.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert [each.text for each in rita.messages("hiring")] == ["one", "two"]


def test_text_only_update_takes_the_blocks_away(client, rita):
    posted = client.chat_postMessage(channel="C0HIRING", text="Choose", blocks=BLOCKS)

    client.chat_update(channel="C0HIRING", ts=posted["ts"], text="You chose")

    assert [(each.text, each.blocks) for each in rita.messages("hiring")] == [("You chose", [])]


def test_update_of_a_direct_message_needs_its_channel_id(client, rita):
    posted = client.chat_postMessage(channel="U0RITA", text="Hello")

    error = refusal(client.chat_update, channel="U0RITA", ts=posted["ts"], text="Bye")["error"]
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Bye")

    assert (error, posted["channel"]) == ("channel_not_found", "D0RITA")
    assert [each.text for each in rita.messages()] == ["Bye"]


def test_an_ephemeral_message_is_for_one_and_cannot_be_changed(client, workspace, rita):
    sent = client.chat_postEphemeral(channel="C0HIRING", user="U0RITA", text="Only you")

    error = refusal(client.chat_update, channel="C0HIRING", ts=sent["message_ts"], text="All")["error"]

    assert error == "message_not_found"
    assert [each.text for each in rita.messages("hiring")] == ["Only you"]
    assert workspace.person("U0ADA").messages("hiring") == ()


def test_an_ephemeral_message_needs_somebody_in_the_channel(client):
    error = refusal(client.chat_postEphemeral, channel="C0HIRING", user="U0OTTO", text="Hi")["error"]

    assert error == "user_not_in_channel"


def test_other_peoples_messages_cannot_be_changed(client, rita):
    said = rita.type("My own words", "hiring")

    assert (
        refusal(client.chat_update, channel="C0HIRING", ts=said.ts, text="Mine")["error"]
        == "cant_update_message"
    )
    assert refusal(client.chat_delete, channel="C0HIRING", ts=said.ts)["error"] == "cant_delete_message"


def test_metadata_comes_back_only_when_asked_for(client, clock):
    metadata = {"event_type": "due", "event_payload": {"key": "k1"}}
    opened = client.conversations_open(users="U0RITA")["channel"]["id"]
    client.chat_postMessage(channel=opened, text="Hello", metadata=metadata)

    plain = client.conversations_history(channel=opened)["messages"]
    full = client.conversations_history(channel=opened, include_all_metadata=True)["messages"]

    assert [each.get("metadata") for each in plain] == [None]
    assert [each.get("metadata") for each in full] == [metadata]


def test_history_of_a_channel_needs_its_own_scope(client):
    answer = refusal(client.conversations_history, channel="C0HIRING")

    assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")


def test_replies_stand_in_the_thread_of_the_first_message(client, clock, rita):
    root = client.chat_postMessage(channel="C0HIRING", text="Candidacy")["ts"]
    clock.forward(1)
    reply = client.chat_postMessage(channel="C0HIRING", text="Paper sent", thread_ts=root)["ts"]
    clock.forward(1)
    client.chat_postMessage(channel="C0HIRING", text="Chosen", thread_ts=reply)

    assert [each.text for each in rita.messages("hiring", thread=root)] == [
        "Candidacy",
        "Paper sent",
        "Chosen",
    ]
    assert refusal(client.chat_postMessage, channel="C0HIRING", text="?", thread_ts="1.000000")["error"] == (
        "thread_not_found"
    )


def test_blocks_without_text_are_noted_in_the_journal(client, workspace):
    with pytest.warns(UserWarning, match="text"):
        client.chat_postMessage(channel="C0HIRING", blocks=BLOCKS)

    assert [call.warnings[0].split(":")[0] for call in workspace.journal.warned] == ["missing_text"]


def test_a_message_says_something(client):
    empty = {"channel": "C0HIRING", "text": ""}

    assert refusal(client.api_call, api_method="chat.postMessage", json=empty)["error"] == "no_text"
    assert refusal(client.chat_update, channel="C0HIRING", ts="1.1", text="x")["error"] == "message_not_found"


def test_blocks_together_hold_as_much_as_slack_takes(client):
    much = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3_000}}] * 4
    one_more = [*much, {"type": "section", "text": {"type": "plain_text", "text": "x"}}]

    refused = refusal(client.chat_postMessage, channel="C0HIRING", text="Much", blocks=one_more)
    assert refused["error"] == "msg_blocks_too_long"
    assert client.chat_postMessage(channel="C0HIRING", text="Much", blocks=much)["ok"]


def test_an_update_of_more_than_4000_characters_is_refused(client):
    ts = client.chat_postMessage(channel="C0HIRING", text="short")["ts"]

    assert refusal(client.chat_update, channel="C0HIRING", ts=ts, text="x" * 4001)["error"] == "msg_too_long"


def test_a_switched_off_messages_tab_takes_nothing(client, workspace):
    workspace.app.messages_tab = False

    assert refusal(client.chat_postMessage, channel="U0RITA", text="Hi")["error"] == "messages_tab_disabled"


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-wrong", "invalid_auth"), ("xapp-stand-in", "not_allowed_token_type"), ("", "not_authed")],
)
def test_every_call_needs_the_right_token(workspace, token, error):
    stranger = WebClient(token=token, base_url=f"{workspace.address}/api/", retry_handlers=[])

    assert refusal(stranger.auth_test)["error"] == error


def test_a_missing_scope_is_named(client, workspace):
    workspace.app.scopes -= {"users:read.email"}

    answer = refusal(client.users_lookupByEmail, email="ada@example.com")

    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read.email")


def test_what_the_stand_in_does_not_know_is_an_error(client, workspace):
    assert refusal(client.api_call, api_method="chat.scheduleMessage")["error"] == "unknown_method"
    answer = refusal(client.chat_postMessage, channel="C0HIRING", text="Hi", colour="red")
    assert answer["response_metadata"]["messages"] == ["[ERROR] unknown argument: colour"]
    assert [(call.method, call.error) for call in workspace.journal.refused] == [
        ("chat.scheduleMessage", "unknown_method"),
        ("chat.postMessage", "invalid_arguments"),
    ]


def test_an_uninstalled_app_can_do_nothing(client, workspace):
    workspace.uninstall()

    assert refusal(client.chat_postMessage, channel="C0HIRING", text="Hi")["error"] == "account_inactive"
