"""What Slack has to know of the app: its commands, events and scopes, as the JSON that Slack takes."""

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

EVENTS_PATH = "/slack/events"
COMMAND = "/tracks"
INVITE_SHORTCUT = "invite_candidate"

#: Each scope with the reason why it is asked for. Channel history is not: nobody is watched.
SCOPES = {
    "app_mentions:read": "answers when somebody mentions it",
    "chat:write": "posts messages and keeps them current",
    "commands": "offers /tracks and the shortcut",
    "files:read": "reads the page that a candidate brings along",
    "files:write": "sends calendar invitations",
    "im:history": "reads what people answer in their direct messages with it, and nothing else",
    "im:write": "opens direct messages",
    "users:read": "knows names and time zones",
    "users:read.email": "knows where to mail calendar invitations",
}
_NAME = re.compile(r"(?:\w(?:[\w-]{0,61}\w)?\.)+[^\W\d_][\w-]*\w\.?")
_AT_HOME = (".local", ".localhost", ".localdomain", ".internal")  # names that mean nothing outside
EVENTS = ("app_home_opened", "app_mention", "message.im")

_SHORT = "One candidate at a time picks an interview track; the panel gets the right brief and form."
_LONG = (
    "Interview Tracks sends one candidate at a time a short paper on three ways to be interviewed: the "
    "traditionalist (a classic structured interview), the pragmatist (we give you a problem) and the "
    "realist (you bring something you know well). The candidate chooses in a message or on a private "
    "page. The bot records the choice, offers times, books the panel, reminds everybody in their own time "
    "zone, and gives each panelist a form that asks for evidence. People decide: it never screens, "
    "scores, ranks or turns anybody down."
)


class NotReachable(ValueError):  # noqa: N818 -- it says what is wrong with the address
    """Slack could not send anything to this address."""


def manifest(*, http: str | None = None) -> dict[str, Any]:
    """Return the manifest for Socket Mode, or for an app that Slack calls at the address *http*.

    Raises NotReachable when *http* is not the https address of a server.
    """
    address = None if http is None else _events_address(http)
    called_at = {} if address is None else {"request_url": address}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Interview Tracks",
            "description": _SHORT,
            "background_color": "#1f3a5f",
            "long_description": _LONG,
        },
        "features": _features(None if address is None else {"url": address}),
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**called_at, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **called_at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }


def _features(url: dict[str, str] | None) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "interview-tracks", "always_online": True},
        "shortcuts": [
            {
                "name": "Invite a candidate",
                "type": "global",
                "callback_id": INVITE_SHORTCUT,
                "description": "Send one candidate the paper on the three tracks",
            }
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "Invite a candidate, see where things stand, open your forms",
                "usage_hint": "[invite | status | forms | mark | help]",
                "should_escape": True,
                **(url or {}),
            }
        ],
    }


def _events_address(http: str) -> str:
    try:
        parts = urlsplit(http if "://" in http else f"https://{http}")
        callable_by_slack = parts.port != 0 and _is_public(parts.hostname or "")
    except ValueError:  # no port, no host
        callable_by_slack = False
    if not callable_by_slack or parts.scheme != "https" or parts.query or parts.fragment or parts.username:
        raise NotReachable(
            f"{http} is no address that Slack can call: write the one at which your server is reached from "
            "outside, like https://interviews.example.com, or leave --http out for Socket Mode"
        )
    return f"https://{parts.netloc}{parts.path.rstrip('/').removesuffix(EVENTS_PATH)}{EVENTS_PATH}"


def _is_public(host: str) -> bool:
    """Say whether *host* could be reached from outside: a name with a dot, or a public number."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return bool(_NAME.fullmatch(host)) and not host.rstrip(".").endswith(_AT_HOME)
