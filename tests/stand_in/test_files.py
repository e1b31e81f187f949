"""Uploads by the bot, in Slack's three steps."""

import urllib.request

import pytest
from slack_sdk.errors import SlackApiError

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_an_invitation_file_arrives_in_the_direct_message(client, workspace, rita):
    opened = client.conversations_open(users="U0RITA")["channel"]["id"]

    sent = client.files_upload_v2(
        filename="interview.ics",
        content=CALENDAR,
        channel=opened,
        initial_comment="Your times",
    )

    (message,) = rita.messages()
    assert (message.text, message.files[0]["name"]) == ("Your times", "interview.ics")
    assert workspace.files.stored[sent["file"]["id"]].content == CALENDAR.encode()
    assert rita.sees() == "Your times\n[file: interview.ics]"


def test_the_bytes_need_the_bots_token(client, workspace):
    sent = client.files_upload_v2(filename="a b.ics", content=CALENDAR, channel="C0HIRING")
    address = sent["file"]["url_private"]

    def fetched(token):
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    assert fetched(workspace.app.bot_token) == CALENDAR.encode()
    assert b"Sign in" in fetched("xoxb-wrong")


def test_an_unfinished_upload_cannot_be_shared(client):
    file = client.files_getUploadURLExternal(filename="a.ics", length=3)["file_id"]

    with pytest.raises(SlackApiError) as caught:
        client.files_completeUploadExternal(files=[{"id": file, "title": "A"}], channel_id="C0HIRING")

    assert caught.value.response["error"] == "file_not_found"
