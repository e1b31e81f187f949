"""What a person's screen shows after the bot answered their submission or command."""

from typing import TYPE_CHECKING, Any

from bot.stand_in.delivery import BotAnswer
from bot.stand_in.limits import blocks_faults, view_faults, with_ids
from bot.stand_in.records import Channel, Json, Member, Message, View
from bot.stand_in.surfaces import controls
from bot.stand_in.triggers import ResponseAddress

if TYPE_CHECKING:
    from bot.stand_in.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def after_submission(workspace: "Workspace", view: View, answer: BotAnswer) -> str | None:
    """Close, replace, push or clear as the answer says; return the error that the person sees, if any."""
    with workspace.lock:
        workspace.touch()
        if not answer.body.strip():
            return _close(workspace, view, {})
        said = answer.json()
        if said == {}:
            return _close(workspace, view, said)
        if not isinstance(said, dict):
            return TROUBLE
        steps = {"errors": _show_errors, "update": _update, "push": _push, "clear": _clear}
        step = steps.get(str(said.get("response_action")))
        return step(workspace, view, said) if step else TROUBLE


def _close(workspace: "Workspace", view: View, _: Json) -> str | None:
    stack = workspace.views.stack(view.user)
    if view in stack:
        stack.remove(view)
    return None


def _show_errors(_: "Workspace", view: View, said: Json) -> str | None:
    """Errors stand under inputs; a key that is no input block makes Slack show a connection error instead."""
    errors: Any = said.get("errors")
    inputs = {each.block_id for each in controls(view.blocks) if each.is_input}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return TROUBLE
    if not all(isinstance(words, str) and words for words in errors.values()):
        return TROUBLE
    view.errors = errors
    return None


def _fresh(workspace: "Workspace", said: Json) -> Json | None:
    payload = said.get("view")
    if (
        not isinstance(payload, dict)
        or payload.get("type") != "modal"
        or view_faults(payload, workspace.app.scopes)
    ):
        return None
    return with_ids(payload, workspace.number)


def _update(workspace: "Workspace", view: View, said: Json) -> str | None:
    if (payload := _fresh(workspace, said)) is None:
        return TROUBLE
    workspace.views.replace(view, payload)
    return None


def _push(workspace: "Workspace", view: View, said: Json) -> str | None:
    if (payload := _fresh(workspace, said)) is None:
        return TROUBLE
    return None if workspace.views.push(view.user, payload) else TROUBLE


def _clear(workspace: "Workspace", view: View, _: Json) -> str | None:
    workspace.views.clear(view.user)
    return None


def show_answer(workspace: "Workspace", member: Member, place: Channel, said: Json) -> list[str]:
    """Show an immediate answer or one sent to a response address; return its faults, if it has any."""
    blocks = said.get("blocks") or []
    faults = blocks_faults(blocks, "message", workspace.app.scopes)
    if faults or not (blocks or said.get("text")):
        return faults or ["no_text"]
    in_channel = said.get("response_type") == "in_channel"
    message = Message(
        ts=workspace.stamp(),
        channel=place.id,
        user=workspace.app.bot_user_id,
        bot_id=workspace.app.bot_id,
        text=str(said.get("text", "")),
        blocks=with_ids({"blocks": blocks}, workspace.number)["blocks"],
        thread_ts=said.get("thread_ts"),
        ephemeral_to=None if in_channel else member.id,
    )
    workspace.say(message)
    return []


def answer_later(workspace: "Workspace", address: ResponseAddress, said: Json) -> list[str]:
    """Do what a post to a response address asks; return its faults, if it has any."""
    unknown = set(said) - RESPONSE_KEYS
    if unknown:
        return [f"unknown argument: {each}" for each in sorted(unknown)]
    with workspace.lock:
        place = workspace.channel(address.channel)
        original = place.find(address.ts) if address.ts else None
        if said.get("delete_original") or said.get("replace_original"):
            return _change_original(workspace, place, original, said)
        return show_answer(workspace, workspace.members[address.user], place, said)


RESPONSE_KEYS = frozenset({"text", "blocks", "response_type", "replace_original", "delete_original"}) | {
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "metadata",
}


def _change_original(
    workspace: "Workspace", place: Channel, original: Message | None, said: Json
) -> list[str]:
    if original is None:
        return ["no_original"]
    workspace.touch()
    if said.get("delete_original"):
        place.messages.remove(original)
        return []
    blocks = said.get("blocks") or []
    if faults := blocks_faults(blocks, "message", workspace.app.scopes):
        return faults
    original.text = str(said.get("text", ""))
    original.blocks = with_ids({"blocks": blocks}, workspace.number)["blocks"]
    return []
