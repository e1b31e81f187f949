"""What use cases need from outside, built once by ``bot.app`` and replaced piece by piece by tests."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.clocks import Clock
from bot.settings import Settings
from storage.unit_of_work import Store, Unit
from tracks.catalogue import Catalogue

Blocks = list[dict[str, Any]]


class Views(Protocol):
    """The calls to Slack that a request may make, since trigger ids live three seconds."""

    def open(self, *, trigger: str, view: dict[str, Any]) -> None: ...

    def push(self, *, trigger: str, view: dict[str, Any]) -> None: ...

    def update(self, *, view_id: str, view: dict[str, Any], seen: str | None = None) -> None:
        """Rewrite an open view; *seen* is the hash that the person saw."""

    def publish(self, *, user: str, view: dict[str, Any]) -> None: ...


class People(Protocol):
    """What Slack knows of a person."""

    def look_up(self, slack_user: str) -> "SlackPerson | None":
        """Return the person with that id, or None when Slack knows nobody or somebody deactivated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackPerson:
    """A person as Slack describes them; *timezone* and *email* are None for most people from outside."""

    id: str
    name: str
    timezone: str | None = None
    email: str | None = None
    external: bool = False
    bot: bool = False


class Messenger(Protocol):
    """Sends messages to Slack; what does not get through raises one of the ``SendFailed`` kinds."""

    def post(self, message: "SlackMessage") -> "Posted": ...

    def update(self, message: "SlackMessage", posted: "Posted") -> "Posted": ...

    def upload(self, message: "SlackMessage") -> "Posted": ...

    def find(self, message: "SlackMessage") -> "Posted | None":
        """Return this direct message as it stands in Slack, if it arrived after all."""


class Mailer(Protocol):
    """Sends one mail. Raises one of the ``SendFailed`` kinds when it does not get through."""

    def send(self, mail: "Mail") -> None: ...


class Files(Protocol):
    """What people give to the app in Slack."""

    def fetch(self, file_id: str, *, most: int) -> "Attachment":
        """Return a file of at most *most* bytes, one byte more when it is longer.

        Raises one of the ``SendFailed`` kinds.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """What one person holds for one sitting; the instants are aware.

    *uid* stays for ever and *sequence* grows with each change. *organizer*, *attendee*: mail addresses; a
    person without one gets an entry in which nobody is invited.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    notes: str
    link: str
    organizer: str
    attendee: str | None = None
    cancelled: bool = False

    @property
    def method(self) -> str:
        """The iTIP method, which the mail's media type repeats."""
        return "CANCEL" if self.cancelled else "REQUEST"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """A message for Slack to a person or channel; *key*: the due row's; *thread*: the parent's ts."""

    to: str
    key: str
    text: str
    blocks: Blocks
    thread: str | None = None
    file: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to one person, dated *at*; *calendar* is an iTIP body, *method* its METHOD."""

    to: str
    key: str
    at: datetime
    subject: str
    text: str
    html: str
    reply_to: str | None = None
    calendar: bytes | None = None
    method: str = "REQUEST"
    files: tuple[Attachment, ...] = ()


class SendFailed(Exception):  # noqa: N818 -- it says what happened
    """A message did not get through; *reason* is Slack's or the mail server's word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NeverArrives(SendFailed):
    """It never will: the person or the channel is gone, or refuses it."""


class TryLater(SendFailed):
    """It will, later; *after* is how many seconds to wait when that was said."""

    def __init__(self, reason: str, *, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class MaybeArrived(SendFailed):
    """Nobody knows: the answer was lost, so look before sending again."""


class NotConnected(SendFailed):
    """The workspace refuses our token: all that goes to Slack waits, nothing is dropped."""


class Pressed(Protocol):
    """Something that a person did in Slack: who did it, and the key under which it counts once."""

    @property
    def user(self) -> str: ...

    @property
    def request(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All that use cases, listeners and pages may touch."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    clock: Clock
    people: People
    link: Callable[[str, int], str]
    calendar_file: Callable[[CalendarEntry, datetime], Attachment]
    files: Files | None = None

    @property
    def now(self) -> datetime:
        """People's time, an aware UTC instant."""
        return self.clock.now()

    def look(self) -> AbstractContextManager[Unit]:
        """Open a transaction that only reads."""
        return self.store.look(at=self.now)

    def change_by(self, press: Pressed) -> AbstractContextManager[Unit]:
        """Open a transaction that writes for who pressed, unless the press has been carried out before."""
        return self.change(f"person:{press.user}", request=press.request)

    def change(self, actor: str, *, request: str | None = None) -> AbstractContextManager[Unit]:
        """Open a transaction that writes for *actor*, unless *request* has been carried out before."""
        return self.store.change(at=self.now, actor=actor, request=request)

    @property
    def mail_is_on(self) -> bool:
        """Whether people can be reached by mail."""
        return self.settings.smtp_url is not None
