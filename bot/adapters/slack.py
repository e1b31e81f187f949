"""Slack over slack_sdk: each way in which a call can fail becomes one of the port's words."""

import hashlib
import logging
import ssl
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.ports import (
    MaybeArrived,
    NeverArrives,
    NotConnected,
    Posted,
    SendFailed,
    SlackMessage,
    SlackPerson,
    TryLater,
)
from bot.views.said import shorten

log = logging.getLogger(__name__)

TIMEOUT = 15  # seconds; shorter than the margin of a lease
LOOK_BACK = 50  # messages of a conversation in which a lost one is searched
DEFAULT_PAUSE = 30.0  # seconds, when Slack does not say how long

REFUSED_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "no_service",
        "team_access_not_granted",
        "org_login_required",
        "ekm_access_denied",
    }
)
LATER = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "service_unavailable",
        "accesslimited",
        "external_channel_migrating",
        "message_limit_exceeded",
        "team_added_to_org",
    }
)
# perhaps it was done; what else Slack answers in a word, a repeated call could not mend
UNSURE = frozenset(
    {
        "internal_error",
        "fatal_error",
        "request_timeout",
    }
)
BROKEN_BLOCKS = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "msg_blocks_too_long",
    }
)


def web_client(token: str | None, api_url: str) -> WebClient:
    """Return a client that never repeats a call by itself: whether to repeat is the due row's business."""
    return WebClient(token=token, base_url=api_url, timeout=TIMEOUT, ssl=_trusted(), retry_handlers=[])


@cache
def _trusted() -> ssl.SSLContext:
    """Return the machine's certificates; a client left to itself reads them anew for each call, 60 ms."""
    return ssl.create_default_context()


class SlackMessenger:
    """Sends messages; implements ``bot.ports.Messenger``."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, message: SlackMessage) -> Posted:
        """Post *message*. Blocks that Slack refuses are left out rather than the message."""
        arguments: dict[str, Any] = {
            "channel": message.to,
            "text": message.text,
            "thread_ts": message.thread,
            "unfurl_links": False,
            "unfurl_media": False,
            "link_names": False,
            "parse": "none",
            "metadata": {"event_type": "interview_tracks", "event_payload": {"key": opaque(message.key)}},
        }
        return _posted(self._with_blocks("chat.postMessage", arguments, message))

    def update(self, message: SlackMessage, posted: Posted) -> Posted:
        """Rewrite a message in place."""
        arguments: dict[str, Any] = {
            "channel": posted.channel,
            "ts": posted.ts,
            "text": shorten(message.text, 3900),
            "link_names": False,
            "parse": "none",
        }
        return _posted(self._with_blocks("chat.update", arguments, message))

    def upload(self, message: SlackMessage) -> Posted:
        """Share the file of *message* with its text as the comment."""
        if message.file is None:
            raise ValueError("a file to upload is missing")
        channel = self._conversation(message.to)
        try:
            self._client.files_upload_v2(
                filename=message.file.name,
                content=message.file.content,
                channel=channel,
                thread_ts=message.thread,
                initial_comment=message.text,
            )
        except Exception as error:
            raise failure(error) from error
        return Posted(channel=channel, ts="")

    def find(self, message: SlackMessage) -> Posted | None:
        """Look among the newest direct messages, or in its thread, for *message*."""
        place = {"channel": self._conversation(message.to), "limit": LOOK_BACK}
        if message.thread:
            found = call(self._client, "conversations.replies", place | {"ts": message.thread})
        else:
            found = call(self._client, "conversations.history", place | {"include_all_metadata": True})
        for each in found.get("messages", []):
            if _is_the_same(each, message):
                return Posted(channel=str(place["channel"]), ts=str(each["ts"]))
        return None

    def _with_blocks(self, method: str, arguments: dict[str, Any], message: SlackMessage) -> dict[str, Any]:
        try:
            return call(self._client, method, arguments | {"blocks": message.blocks})
        except SendFailed as failed:
            if failed.reason not in BROKEN_BLOCKS:
                raise
            log.warning("Slack refused our blocks; sent as text", extra={"key": opaque(message.key)})
            return call(self._client, method, arguments)

    def _conversation(self, to: str) -> str:
        if not to.startswith(("U", "W")):
            return to
        return str(call(self._client, "conversations.open", {"users": to})["channel"]["id"])


class SlackViews:
    """The calls that a request may make; implements ``bot.ports.Views``."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def open(self, *, trigger: str, view: dict[str, Any]) -> None:
        """Open *view* for the person whose press gave *trigger*."""
        call(self._client, "views.open", {"trigger_id": trigger, "view": view})

    def push(self, *, trigger: str, view: dict[str, Any]) -> None:
        """Show *view* above the one that was pressed."""
        call(self._client, "views.push", {"trigger_id": trigger, "view": view})

    def update(self, *, view_id: str, view: dict[str, Any], seen: str | None = None) -> None:
        """Rewrite an open view, unless it has changed since *seen*."""
        call(self._client, "views.update", {"view_id": view_id, "view": view, "hash": seen})

    def publish(self, *, user: str, view: dict[str, Any]) -> None:
        """Show *view* as somebody's Home tab."""
        call(self._client, "views.publish", {"user_id": user, "view": view})


class SlackPeople:
    """What Slack knows of people; implements ``bot.ports.People``. *team* tells our workspace's id."""

    def __init__(self, client: WebClient, team: Callable[[], str | None]) -> None:
        self._client = client
        self._team = team

    def look_up(self, slack_user: str) -> SlackPerson | None:
        """Ask Slack for one person. Raises a ``SendFailed`` kind when Slack cannot be asked."""
        try:
            user = call(self._client, "users.info", {"user": slack_user})["user"]
        except NeverArrives:
            return None
        if user.get("deleted"):
            return None
        profile = user.get("profile", {})
        return SlackPerson(
            id=str(user["id"]),
            name=str(
                profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user["id"]
            ),
            timezone=user.get("tz"),
            email=profile.get("email"),
            external=self._is_external(user),
            bot=bool(user.get("is_bot")),
        )

    def _is_external(self, user: dict[str, Any]) -> bool:
        """Say whether *user* is of another workspace, outside of our organisation if there is one."""
        theirs = {user.get("team_id"), *user.get("enterprise_user", {}).get("teams", ())}
        ours = self._team()
        return bool(user.get("is_stranger")) or (ours is not None and ours not in theirs)


def call(client: WebClient, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Call *method* and return Slack's answer. Raises one of the ``SendFailed`` kinds."""
    body = {name: value for name, value in arguments.items() if value is not None}
    asks = method.startswith(("users.", "conversations.", "files.info"))
    try:
        answer = client.api_call(method, params=body) if asks else client.api_call(method, json=body)
    except Exception as error:
        raise failure(error) from error
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def failure(error: Exception) -> SendFailed:
    """Return what *error* means for the message that was being sent."""
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, SlackRequestError):
        return TryLater("Slack took nothing")  # a file, say, that is not shared yet
    if isinstance(error, URLError) and isinstance(error.reason, ConnectionRefusedError):
        return TryLater("connection refused")
    if isinstance(error, (URLError, OSError, HTTPException, ValueError)):
        return MaybeArrived(type(error).__name__)
    raise error


def _refused(error: SlackApiError) -> SendFailed:
    response = error.response
    status = getattr(response, "status_code", 200)
    word = str(response.get("error") or "") if hasattr(response, "get") else ""
    reason = word if word and " " not in word else f"status {status}"  # it speaks in single words
    if status == HTTPStatus.TOO_MANY_REQUESTS or reason in LATER:
        return TryLater(reason, after=_pause(response.headers))
    if reason in REFUSED_TOKEN:
        return NotConnected(reason)
    if reason == "missing_scope":
        log.error(
            "the app lacks the scope %s: `interview-tracks check --serve` tells more", response.get("needed")
        )
    if reason in BROKEN_BLOCKS:
        return SendFailed(reason)
    if reason != word or reason in UNSURE or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return MaybeArrived(reason)  # a page of HTML: nobody knows either
    return NeverArrives(reason)


def _pause(headers: dict[str, Any]) -> float:
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    said = said[0] if isinstance(said, list) else said
    return float(said) if str(said).isdecimal() else DEFAULT_PAUSE


def _is_the_same(found: dict[str, Any], message: SlackMessage) -> bool:
    """Say whether *found* is *message*: by its key, or with a file, which carries none, by words and name."""
    if message.file is None:
        return bool(found.get("metadata", {}).get("event_payload", {}).get("key") == opaque(message.key))
    names = [file.get("name") for file in found.get("files", ())]
    return message.file.name in names and found.get("text") == message.text


def _posted(answer: dict[str, Any]) -> Posted:
    channel, ts = answer.get("channel"), answer.get("ts")
    if not channel or not ts:
        raise MaybeArrived("an answer without a time stamp")
    return Posted(channel=str(channel), ts=str(ts))


def opaque(key: str) -> str:
    """Return a key that tells nothing: message metadata can be read by every app of a workspace."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]
