"""What the stand-in remembers: team, app, members, channels, messages, views, files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Json = dict[str, Any]
Guest = Literal["no", "single_channel", "multi_channel"]
Kind = Literal["public", "private", "im"]

CORE_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    },
)
CORE_EVENTS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_id_changed",
        "group_archive",
        "member_joined_channel",
        "member_left_channel",
        "message.im",
        "tokens_revoked",
        "user_change",
    },
)


@dataclass(kw_only=True)
class Team:
    """The workspace that installed the app."""

    id: str = "T0TRACKS"
    name: str = "Example GmbH"
    domain: str = "example"


@dataclass(kw_only=True)
class Installation:
    """The app as the workspace installed it: ids, tokens, scopes, subscriptions, commands."""

    app_id: str = "A0TRACKS"
    bot_id: str = "B0TRACKS"
    bot_user_id: str = "U0TRACKSBOT"
    bot_name: str = "interview-tracks"
    bot_token: str = "xoxb-stand-in"  # noqa: S105 -- opens nothing but this stand-in
    app_token: str = "xapp-stand-in"  # noqa: S105 -- as above
    signing_secret: str = "stand-in-signing-secret"  # noqa: S105 -- as above
    verification_token: str = "stand-in-verification"  # noqa: S105 -- as above
    scopes: frozenset[str] = CORE_SCOPES
    events: frozenset[str] = CORE_EVENTS
    commands: frozenset[str] = frozenset({"/tracks"})
    shortcuts: Mapping[str, str] = field(default_factory=lambda: {"invite_candidate": "global"})
    shortcut_names: Mapping[str, str] = field(
        default_factory=lambda: {"invite_candidate": "Invite a candidate"}
    )
    home_tab: bool = True
    messages_tab: bool = True
    guests_may_command: bool = False
    revoked: str | None = None  # the error that every call gets: token_revoked, account_inactive

    @classmethod
    def from_manifest(cls, manifest: Json) -> Self:
        """Install what an app manifest asks for."""
        features, settings = manifest["features"], manifest.get("settings", {})
        home = features.get("app_home", {})
        return cls(
            scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            commands=frozenset(each["command"] for each in features.get("slash_commands", ())),
            shortcuts={each["callback_id"]: each["type"] for each in features.get("shortcuts", ())},
            shortcut_names={each["callback_id"]: each["name"] for each in features.get("shortcuts", ())},
            bot_name=features["bot_user"]["display_name"],
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", False),
        )


@dataclass(kw_only=True)
class Member:
    """A person, or the bot, as Slack lists them."""

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str | None = None
    email: str | None = None
    external: bool = False
    guest: Guest = "no"
    deleted: bool = False
    is_bot: bool = False
    title: str = ""


@dataclass(kw_only=True)
class Message:
    """One line in a channel; *ephemeral_to* is the only person who sees an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    broadcast: bool = False
    client_msg_id: str | None = None

    @property
    def is_ephemeral(self) -> bool:
        return self.ephemeral_to is not None

    @property
    def root_ts(self) -> str:
        """The timestamp of the message that starts the thread, or of this one."""
        return self.thread_ts or self.ts


@dataclass(kw_only=True)
class Channel:
    """A channel or a direct message with everything said in it, oldest first."""

    id: str
    name: str
    kind: Kind = "public"
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    archived: bool = False
    shared: bool = False  # with another workspace, by Slack Connect

    def find(self, ts: str) -> Message | None:
        return next((each for each in self.messages if each.ts == ts), None)


@dataclass(kw_only=True)
class View:
    """A modal or a Home tab as it stands now; *entered* is what the person typed and chose in it."""

    id: str
    user: str
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    entered: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.payload["blocks"]
        return blocks

    @property
    def callback_id(self) -> str:
        return str(self.payload.get("callback_id", ""))

    @property
    def title(self) -> str:
        return str(self.payload.get("title", {}).get("text", ""))


@dataclass(kw_only=True)
class StoredFile:
    """An upload, finished when *shared*."""

    id: str
    name: str
    length: int
    user: str
    title: str = ""
    content: bytes | None = None
    shared: bool = False
    ticket: str = ""


@dataclass(kw_only=True)
class Reading:
    """How far one person has read: *lines* holds the last timestamp seen by channel, *mails* the opened."""

    lines: dict[str, str] = field(default_factory=dict)
    mails: list[int] = field(default_factory=list)  # counted from their oldest
