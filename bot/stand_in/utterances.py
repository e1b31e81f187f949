"""What people type: messages with mentions, slash commands, and what Slack says when it does not let them."""

import html
import re
import secrets
from typing import TYPE_CHECKING

from bot.stand_in.answers import show_answer
from bot.stand_in.delivery import BotAnswer
from bot.stand_in.hands import NotThere, rich_text
from bot.stand_in.records import Channel, Json, Member, Message

if TYPE_CHECKING:
    from bot.stand_in.workspace import Workspace

ADDRESS = re.compile(r"(https?://[^\s<>|]*[^\s<>|.,:;?!)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
NOT_YOURS = "This app was installed by another workspace, so you cannot use {what} here."
GUESTS_MAY_NOT = "Guests cannot use {what} in this workspace."


def typed(workspace: "Workspace", text: str, *, with_names: bool = False) -> str:
    """The text as Slack sends it: escaped; addresses and ``@Full Name`` are marked (in commands by name)."""
    sent = "".join(_marked(piece) for piece in ADDRESS.split(text))
    for member in sorted(workspace.members.values(), key=lambda each: -len(each.real_name)):
        mention = f"<@{member.id}|{member.name}>" if with_names else f"<@{member.id}>"
        for name in (member.real_name, member.name):
            sent = sent.replace(f"@{name}", mention)
    return sent


def _marked(piece: str) -> str:
    escaped = html.escape(piece, quote=False)
    if not ADDRESS.fullmatch(piece):
        return escaped
    return f"<{escaped}>" if "//" in piece else f"<mailto:{escaped}|{escaped}>"


def say(workspace: "Workspace", member: Member, text: str, place: Channel, thread: str | None) -> Message:
    """Put a person's words into *place*; the bot hears what is said to it or mentions it."""
    if place.archived or member.deleted:
        raise NotThere(f"{member.real_name} cannot write in {place.name}")
    if place.kind == "im" and not workspace.app.messages_tab:
        raise NotThere("sending messages to this app has been turned off")
    if thread and place.find(thread) is None:
        raise NotThere(f"there is no thread {thread} in {place.name}")
    message = Message(
        ts=workspace.stamp(),
        channel=place.id,
        user=member.id,
        text=typed(workspace, text),
        thread_ts=thread,
        client_msg_id=secrets.token_hex(16),
        blocks=[rich_text(text)],
    )
    workspace.say(message, _event(workspace, member, message))
    _tell_of_mention(workspace, member, message, place)
    return message


def _event(workspace: "Workspace", member: Member, message: Message) -> Json:
    event = workspace.message_json(message) | {"team": member.team_id}
    if member.external:
        event |= {"user_team": member.team_id, "source_team": member.team_id}
    return event


def _tell_of_mention(workspace: "Workspace", member: Member, message: Message, place: Channel) -> None:
    """In channels a mention is an event of its own, beside the message if the app subscribes to those."""
    bot = workspace.app.bot_user_id
    if place.kind == "im" or bot not in place.members:
        return
    twin = _event(workspace, member, message) | {"channel": place.id, "event_ts": message.ts}
    kind, scope = ("group", "groups:history") if place.kind == "private" else ("channel", "channels:history")
    subscription = "message.groups" if place.kind == "private" else "message.channels"
    workspace.announce(twin | {"channel_type": kind}, subscription=subscription, scope=scope)
    if f"<@{bot}>" in message.text:
        workspace.announce(twin | {"type": "app_mention"}, scope="app_mentions:read")


def command_refused(workspace: "Workspace", member: Member, word: str, place: Channel) -> str | None:
    """Why Slack does not pass the command on, None when it does."""
    if word not in workspace.app.commands:
        return f"{word} is not a valid command."
    return _not_for(workspace, member, "slash commands") or (
        "This channel is archived." if place.archived else None
    )


def shortcut_refused(
    workspace: "Workspace", member: Member, callback_id: str, *, on_message: bool
) -> str | None:
    kind = "message" if on_message else "global"
    if workspace.app.shortcuts.get(callback_id) != kind:
        raise NotThere(f"the app has no {kind} shortcut {callback_id!r}")
    return _not_for(workspace, member, "shortcuts")


def _not_for(workspace: "Workspace", member: Member, what: str) -> str | None:
    if member.external:
        return NOT_YOURS.format(what=what)
    if member.guest != "no" and not (member.guest == "multi_channel" and workspace.app.guests_may_command):
        return GUESTS_MAY_NOT.format(what=what)
    return None


def after_command(
    workspace: "Workspace",
    member: Member,
    word: str,
    place: Channel,
    answer: BotAnswer,
) -> str | None:
    """Show the immediate answer; return the error that the person sees, if any."""
    if not answer.ok:
        reason = "operation_timeout" if answer.reason == "http_timeout" else "dispatch_failed"
        return f'{word} failed with the error "{reason}"'
    if not answer.body.strip():
        return None
    said = answer.json()
    reply = said if isinstance(said, dict) else {"text": answer.body}
    if reply and show_answer(workspace, member, place, reply):
        return f'{word} failed with the error "invalid_command_response"'
    return None
