"""The manifest holds against Slack's own schemas, and names nothing that does not exist."""

import json
from pathlib import Path

import pytest
from jsonschema.validators import validator_for

from bot.manifest import NotReachable, manifest

SCHEMAS = sorted((Path(__file__).parents[3] / "shared/slack").glob("manifest.schema.*.json"))


@pytest.mark.skipif(not SCHEMAS, reason="Slack's manifest schemas are not beside the repository")
@pytest.mark.parametrize("http", [None, "https://interviews.example.com"])
def test_both_official_schemas_accept_it(http):
    for file in SCHEMAS:
        schema = json.loads(file.read_text())
        faults = validator_for(schema)(schema).iter_errors(manifest(http=http))
        assert [fault.message for fault in faults] == []


def test_socket_mode_names_no_address():
    assert "http" not in json.dumps(manifest()).replace("https://", "http")
    assert manifest()["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    "given",
    [
        "https://interviews.example.com",
        "https://interviews.example.com/",
        "interviews.example.com",
        "https://interviews.example.com/slack/events",
    ],
)
def test_http_sends_everything_to_one_address(given):
    told = manifest(http=given)

    address = "https://interviews.example.com/slack/events"
    assert told["settings"]["event_subscriptions"]["request_url"] == address
    assert told["settings"]["interactivity"] == {"is_enabled": True, "request_url": address}
    assert told["features"]["slash_commands"][0]["url"] == address
    assert told["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(
    "given",
    [
        *("http://interviews.example.com", "", "https://", "https://a.example/?b=c"),
        *(
            "foo",
            "localhost",
            "https://localhost:8080",
            "printer.local",
            "127.0.0.1",
            "10.0.0.7",
            "[::1]",
            "[",
            "1.2",
        ),
        *("a b.example", "-a.example.com", "a..example.com", "a.example:port", "me:secret@a.example"),
    ],
)
def test_address_that_slack_cannot_call_is_refused(given):
    with pytest.raises(NotReachable):
        manifest(http=given)


def test_only_what_exists_is_listed():
    told = manifest()

    assert [command["command"] for command in told["features"]["slash_commands"]] == ["/tracks"]
    assert told["features"]["slash_commands"][0]["usage_hint"] == "[invite | status | forms | mark | help]"
    assert [shortcut["callback_id"] for shortcut in told["features"]["shortcuts"]] == ["invite_candidate"]
    assert told["settings"]["event_subscriptions"] == {
        "bot_events": ["app_home_opened", "app_mention", "message.im"]
    }
    assert told["oauth_config"]["scopes"]["bot"] == [
        "app_mentions:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    ]


def test_limits_that_the_schemas_leave_out_are_kept():
    told = manifest()["display_information"]

    assert len(told["name"]) <= 35
    assert len(told["description"]) <= 140
    assert 175 <= len(told["long_description"]) <= 4000
