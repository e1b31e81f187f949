"""Who people are: members, guests, outsiders, those who left."""

import pytest
from slack_sdk.errors import SlackApiError


def error(call, **arguments):
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


def test_a_member_has_zone_and_address(client):
    ada = client.users_info(user="U0ADA")["user"]

    shown = ada["tz"], ada["tz_offset"], ada["profile"]["email"], ada["is_restricted"], ada["is_stranger"]
    assert shown == ("America/New_York", -18000, "Ada@example.com", False, False)


def test_an_outsider_has_neither_and_another_team(client):
    otto = client.users_info(user="U0OTTO")["user"]

    assert (otto["team_id"], otto.get("tz"), otto["profile"].get("email")) == ("T0ELSE", None, None)


def test_a_guest_is_marked(client):
    gwen = client.users_info(user="U0GWEN")["user"]

    assert (gwen["is_restricted"], gwen["is_ultra_restricted"]) == (True, True)


def test_an_address_finds_members_who_are_still_there(client, workspace):
    assert client.users_lookupByEmail(email="ADA@example.com")["user"]["id"] == "U0ADA"
    assert error(client.users_lookupByEmail, email="otto@elsewhere.example") == "users_not_found"

    workspace.change_person("U0ADA", deleted=True)

    assert error(client.users_lookupByEmail, email="ada@example.com") == "users_not_found"
    assert error(client.conversations_open, users="U0ADA") == "user_disabled"


def test_an_outsider_can_be_written_to_after_meeting_in_a_channel(client, workspace):
    workspace.add_person("U0LONE", "Lone Stranger", external_team="T0FAR")

    assert client.conversations_open(users="U0OTTO")["channel"]["id"] == "D0OTTO"
    assert error(client.conversations_open, users="U0LONE") == "channel_not_found"
    assert error(client.chat_postMessage, channel="U0LONE", text="Hi") == "channel_not_found"


def test_opening_twice_gives_the_same_direct_message(client):
    first = client.conversations_open(users="U0RITA")
    second = client.conversations_open(users=["U0RITA"])

    assert first["channel"]["id"] == second["channel"]["id"]
    assert (first["already_open"], second["already_open"]) == (False, True)


def test_a_channel_shows_who_is_in_it(client):
    assert client.conversations_members(channel="C0HIRING")["members"] == ["U0RITA", "U0ADA", "U0TRACKSBOT"]
    shared = client.conversations_info(channel="C0SHARED")["channel"]
    assert (shared["is_private"], shared["is_ext_shared"], shared["is_member"]) == (True, True, True)
