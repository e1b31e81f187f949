"""What a workspace holds is there again after a restart, and a file that nobody can read is said so."""

import json

import pytest

from bot.stand_in.keeping import Keeper, NotReadable, read
from bot.stand_in.mailbox import Mailbox
from bot.stand_in.workspace import Workspace
from tests.stand_in.mailing import invitation, send

CHOICES = {
    "type": "actions",
    "elements": [
        {
            "type": "static_select",
            "action_id": "track",
            "placeholder": {"type": "plain_text", "text": "Track"},
            "options": [{"text": {"type": "plain_text", "text": "Realist"}, "value": "realist"}],
        }
    ],
}
HOME = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}]}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "workspace.json"


@pytest.fixture
def mailbox(clock):
    with Mailbox(now=clock.now) as caught:
        yield caught


def restarted(clock, file):
    """A workspace and a mailbox as they come out of *file*."""
    workspace, mailbox = Workspace(now=clock.now, machine=clock.machine), Mailbox(now=clock.now)
    read(file, workspace, mailbox)
    return workspace, mailbox


def test_everybody_sees_again_what_they_saw(workspace, client, clock, mailbox, file):
    rita = workspace.person("U0RITA")
    with Keeper(workspace, mailbox, file):
        client.chat_postMessage(channel="U0RITA", text="Choose", blocks=[CHOICES])
        rita.choose("Track", "Realist")
        client.chat_postEphemeral(channel="C0HIRING", user="U0RITA", text="Only you")
        client.views_publish(user_id="U0RITA", view=HOME)
        client.files_upload_v2(channel="C0HIRING", filename="photo.png", content=b"\x89PNG\x00\xff")
        rita.type("what now?")
        send(mailbox, invitation())

    again, mails = restarted(clock, file)

    assert again.conversations.channels == workspace.conversations.channels
    assert again.members == workspace.members
    assert (again.entered, again.views.homes) == (workspace.entered, workspace.views.homes)
    assert again.files.stored == workspace.files.stored
    assert [(each.raw, each.recipients, each.received) for each in mails.mails] == [
        (each.raw, each.recipients, each.received) for each in mailbox.mails
    ]
    assert again.person("U0RITA").sees() == rita.sees()


def test_nothing_new_bears_an_old_number_or_time(workspace, clock, mailbox, file):
    number, stamp = workspace.number(), workspace.stamp()
    Keeper(workspace, mailbox, file).write()
    clock.forward(-60)

    again, _ = restarted(clock, file)

    assert (again.number() > number, again.stamp() > stamp) == (True, True)


def test_words_that_had_not_reached_the_bot_still_do(workspace, clock, rita, mailbox, file):
    workspace.events.hold()
    rita.type("help")
    Keeper(workspace, mailbox, file).write()

    again, _ = restarted(clock, file)

    assert again.events.waiting == workspace.events.waiting
    assert [event["event"]["text"] for event in again.events.waiting] == ["help"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "members": [{"id": 3}]}'])
def test_a_damaged_file_is_said_to_be_damaged(clock, file, text):
    file.write_text(text)

    with pytest.raises(NotReadable, match=r"workspace\.json is damaged"):
        restarted(clock, file)


def test_a_file_of_another_version_is_not_read(workspace, clock, mailbox, file):
    Keeper(workspace, mailbox, file).write()
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": 0}))

    with pytest.raises(NotReadable, match=r"workspace\.json was written by another version"):
        restarted(clock, file)


def test_a_place_without_a_file_is_a_new_one(clock, file):
    workspace, mailbox = restarted(clock, file)

    assert (workspace.people, mailbox.mails) == ((), [])
