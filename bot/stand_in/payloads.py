"""The payloads that Slack sends when a person does something, in their real shape."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.stand_in.records import Channel, Json, Member, Message, View
from bot.stand_in.surfaces import Control, Entered, values_of

if TYPE_CHECKING:
    from bot.stand_in.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a control was found: in a message of a channel, in a modal or on the Home tab."""

    blocks: list[Json]
    entered: Entered
    channel: Channel | None = None
    message: Message | None = None
    view: View | None = None


def _base(workspace: "Workspace", member: Member, kind: str) -> Json:
    return {
        "type": kind,
        "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": member.team_id},
        "api_app_id": workspace.app.app_id,
        "token": workspace.app.verification_token,
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _in_view(workspace: "Workspace", member: Member, payload: Json, view: View) -> Json:
    """Add the view; for an outsider ``team`` is their own workspace, as in a Slack Connect conversation."""
    if member.external:
        payload["team"] = {"id": member.team_id, "domain": "elsewhere"}
    return payload | {"view": workspace.view_json(view)}


def response_url(workspace: "Workspace", member: Member, channel: str, message: Message | None = None) -> str:
    ts = message.ts if message else None
    thread = message.thread_ts if message else None
    key = workspace.triggers.address(member.id, channel, ts, thread_ts=thread)
    return f"{workspace.address}/actions/{workspace.team.id}/{key}"


def block_actions(workspace: "Workspace", member: Member, place: Place, action: Json) -> Json:
    """A press or a choice; from a message with its channel and response address, from a view without."""
    payload = _base(workspace, member, "block_actions")
    view_id = place.view.id if place.view else None
    payload |= {"trigger_id": workspace.triggers.issue(member.id, view_id), "actions": [action]}
    if place.view is not None:
        payload["container"] = {"type": "view", "view_id": place.view.id}
        return _in_view(workspace, member, payload, place.view)
    if place.channel is None or place.message is None:
        raise TypeError("a control stands in a message or in a view")
    return payload | _of_message(workspace, member, place, place.channel, place.message)


def _of_message(
    workspace: "Workspace",
    member: Member,
    place: Place,
    channel: Channel,
    message: Message,
) -> Json:
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    found: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": _name(channel)},
        "state": {"values": values_of(place.blocks, place.entered)},
        "response_url": response_url(workspace, member, channel.id, message),
    }
    return found if message.is_ephemeral else found | {"message": workspace.message_json(message)}


def action(control: Control, state: Json | None, at: float) -> Json:
    """The entry in ``actions``: the element's own words and, where it holds something, its state."""
    element = control.element
    told = {"type": control.type, "action_id": control.action_id, "block_id": control.block_id}
    told |= {key: element[key] for key in ("text", "value", "style", "placeholder", "url") if key in element}
    return told | (state or {}) | {"action_ts": f"{at:.6f}"}


def view_submission(workspace: "Workspace", member: Member, view: View) -> Json:
    payload = _base(workspace, member, "view_submission")
    payload |= {"trigger_id": workspace.triggers.issue(member.id, view.id), "response_urls": []}
    return _in_view(workspace, member, payload, view)


def view_closed(workspace: "Workspace", member: Member, view: View, *, is_cleared: bool) -> Json:
    payload = _base(workspace, member, "view_closed") | {"is_cleared": is_cleared}
    return _in_view(workspace, member, payload, view)


def command(workspace: "Workspace", member: Member, word: str, text: str, channel: Channel) -> Json:
    """A slash command; every value is a string, as in a form."""
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": _name(channel),
        "user_id": member.id,
        "user_name": member.name,
        "command": word,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, member, channel.id),
        "trigger_id": workspace.triggers.issue(member.id),
    }


def shortcut(
    workspace: "Workspace",
    member: Member,
    callback_id: str,
    message: tuple[Channel, Message] | None,
) -> Json:
    """A global shortcut, or one on *message*."""
    payload = _base(workspace, member, "message_action" if message else "shortcut")
    payload |= {"callback_id": callback_id, "trigger_id": workspace.triggers.issue(member.id)}
    payload["action_ts"] = f"{workspace.machine():.6f}"
    if message is None:
        return payload
    channel, said = message
    return payload | {
        "channel": {"id": channel.id, "name": _name(channel)},
        "message_ts": said.ts,
        "message": workspace.message_json(said),
        "response_url": response_url(workspace, member, channel.id, said),
    }


def _name(channel: Channel) -> str:
    if channel.kind == "im":
        return "directmessage"
    return "privategroup" if channel.kind == "private" else channel.name
