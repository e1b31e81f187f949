"""Reads Slack's payloads, trusting only who signed for them; what is missing reads as empty."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.listeners.press import Press
from bot.listeners.shapes import BODY, fits
from tracks.intake import clean

Body = Mapping[str, Any]
WRITTEN = (None, "file_share", "thread_broadcast")  # kinds of messages in which somebody says something anew


def is_readable(body: Body) -> bool:
    """Say whether *body* looks like what Slack sends, with the parts that all of its kind have."""
    if not fits(body, BODY):
        return False
    by_somebody, actions = bool(_dict(body, "user").get("id")), _list(body, "actions")
    whole_view = bool(_dict(body, "view").get("type"))
    match body.get("type"):
        case "block_actions":
            pressed = actions and all(action.get("action_id") for action in actions)
            return bool(by_somebody and pressed and (whole_view or body.get("view") is None))
        case "view_submission" | "view_closed":
            return by_somebody and whole_view
        case "shortcut" | "message_action":
            return by_somebody
        case "event_callback":
            return bool(_dict(body, "event").get("type"))
        case _:
            return True


def installed_team(body: Body) -> str | None:
    """Return the workspace whose app this is meant for; the presser may belong to another one.

    Where an app serves a whole organisation, no workspace is named and the organisation stands for it.
    """
    named = (
        _dict(body, "view").get("app_installed_team_id"),
        _authorized(body).get("team_id"),
        body.get("team_id"),
        _dict(body, "team").get("id"),
        body.get("enterprise_id"),
        _dict(body, "enterprise").get("id"),
    )
    return next((team for team in named if isinstance(team, str)), None)


def from_action(body: Body) -> Press:
    """Return the press of a button or another control."""
    action = (_list(body, "actions") or [{}])[0]
    container = _dict(body, "container")
    return Press(
        **_who(body),
        request=f"trigger:{body.get('trigger_id') or digest(body)}",
        verb=str(action.get("action_id") or "").partition(":")[0],
        about=_value(action),
        trigger=body.get("trigger_id"),
        channel=_dict(body, "channel").get("id"),
        message_ts=container.get("message_ts"),
        in_home=_dict(body, "view").get("type") == "home",
        **_view(body),
    )


def from_form(body: Body) -> Press:
    """Return the submission of a form. A second press of its button is the same request."""
    view = _dict(body, "view")
    return Press(
        **_who(body),
        request=f"view:{view.get('id')}:{view.get('hash')}",
        verb=str(view.get("callback_id") or ""),
        about=str(_metadata(view).get("about") or ""),
        trigger=body.get("trigger_id"),
        **_view(body),
    )


def from_command(body: Body) -> Press:
    """Return a typed command; its first word is the verb."""
    word, _, rest = clean(str(body.get("text") or "")).partition(" ")
    return Press(
        user=str(body.get("user_id") or ""),
        team=str(body.get("team_id") or ""),
        request=f"trigger:{body.get('trigger_id') or digest(body)}",
        verb=word.lower(),
        text=rest.strip(),
        trigger=body.get("trigger_id"),
        channel=body.get("channel_id"),
    )


def from_shortcut(body: Body) -> Press:
    """Return the use of a shortcut."""
    return Press(
        **_who(body),
        request=f"trigger:{body.get('trigger_id') or digest(body)}",
        verb=str(body.get("callback_id") or ""),
        trigger=body.get("trigger_id"),
    )


def from_event(body: Body) -> Press | None:
    """Return what a person wrote or opened; None for what bots, edits and strangers to us do."""
    event = _dict(body, "event")
    user, authorized = event.get("user"), _authorized(body)
    by_us = authorized.get("is_bot") and authorized.get("user_id") == user
    if not isinstance(user, str) or by_us or event.get("bot_id") or event.get("subtype") not in WRITTEN:
        return None
    return Press(
        user=user,
        team=str(event.get("team") or body.get("team_id") or ""),
        request=f"event:{body.get('event_id') or digest(body)}",
        verb=str(event.get("type") or ""),
        about=str(event.get("tab") or event.get("channel_type") or ""),
        text=clean(str(event.get("text") or "")),
        channel=event.get("channel"),
        message_ts=event.get("ts"),
        metadata={"files": _list(event, "files")},
    )


def digest(body: Body) -> str:
    """Return a key for a payload that has none of its own."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def _authorized(body: Body) -> Body:
    """Return for whom an event came: our installation, mostly its bot."""
    return next((each for each in _list(body, "authorizations") if isinstance(each, dict)), {})


def _who(body: Body) -> dict[str, Any]:
    user = _dict(body, "user")
    team = _dict(body, "team").get("id") or user.get("team_id")
    return {"user": str(user.get("id") or ""), "team": str(team or "")}


def _view(body: Body) -> dict[str, Any]:
    view = _dict(body, "view")
    return {
        "view_id": view.get("id"),
        "view_hash": view.get("hash"),
        "metadata": _metadata(view),
        "values": _dict(_dict(view, "state"), "values"),
    }


def _metadata(view: Body) -> dict[str, Any]:
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _value(action: Body) -> str:
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or action.get("selected_user") or "")


def _dict(body: Body, key: str) -> dict[str, Any]:
    found = body.get(key)
    return found if isinstance(found, dict) else {}


def _list(body: Body, key: str) -> list[Any]:
    found = body.get(key)
    return found if isinstance(found, list) else []
