"""What the page itself remembers, whom it told what and what waits for a "sure?"; and what is new to whom."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.stand_in.mailbox import Mail, Mailbox
from bot.stand_in.records import Channel, Json, Member, Message, Reading
from bot.stand_in.workspace import Workspace

Fields = tuple[tuple[str, str], ...]


class Clock(Protocol):
    """People's time, which the page shows and moves forward."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def advance(self, by: timedelta) -> None: ...

    def next_due(self) -> datetime | None:
        """When the bot will next do something by itself (aware UTC); None when nothing waits."""
        ...


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A press that asked back: the words of its confirm dialog and the form to post again."""

    confirm: Json
    fields: Fields


@dataclass(kw_only=True)
class Screen:
    """What one person's screen shows beside Slack's own state."""

    notice: str | None = None
    pending: Pending | None = None


@dataclass(kw_only=True)
class Desk:
    """The workspace, its mail, its clock, and one screen per person."""

    workspace: Workspace
    mailbox: Mailbox
    clock: Clock
    settle: Callable[[], object]
    outsiders: Mapping[str, str] = field(default_factory=dict)  # mail address -> name
    _screens: dict[str, Screen] = field(default_factory=dict)
    _changes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def version(self) -> str:
        """Another string whenever a page would look different: a change, a mail, a minute."""
        minute = int(self.clock.now().timestamp() // 60)
        return f"{self.workspace.version}.{len(self.mailbox.mails)}.{self._changes}.{minute}"

    def screen(self, who: str) -> Screen:
        with self._lock:
            return self._screen(who)

    def _screen(self, who: str) -> Screen:
        return self._screens.setdefault(who, Screen())

    def tell(self, who: str, notice: str | None, pending: Pending | None = None) -> None:
        """Put a sentence, or a question, on somebody's screen until their next act."""
        with self._lock:
            screen = self._screen(who)
            self._changes += (screen.notice, screen.pending) != (notice, pending)
            screen.notice, screen.pending = notice, pending

    # -- who there is --

    def members(self) -> list[Member]:
        return [each for each in self.workspace.members.values() if not each.is_bot and not each.deleted]

    def mail_only(self) -> dict[str, str]:
        """Addresses that belong to nobody in Slack, with the best name for each."""
        known = {(each.email or "").lower() for each in self.workspace.members.values()}
        arrived = [address for mail in self.mailbox.mails for address in mail.recipients]
        named = {address.lower(): name for address, name in self.outsiders.items()}
        return {
            each: named.get(each, each) for each in dict.fromkeys([*named, *arrived]) if each not in known
        }

    # -- what is new to them --

    def reading(self, who: str) -> Reading:
        with self.workspace.lock:
            return self.workspace.readings.setdefault(who, Reading())

    def lines(self, user: str, channel: Channel) -> list[Message]:
        with self.workspace.lock:
            return self.workspace.conversations.visible(channel, user)

    def unread(self, user: str, channel: Channel) -> int:
        """How many lines of others came since they last looked."""
        seen = self.reading(user).lines.get(channel.id, "")
        return sum(each.ts > seen and each.user != user for each in self.lines(user, channel))

    def looked_at(self, user: str, channel: Channel) -> None:
        """They have seen everything there is in *channel*."""
        last = max((each.ts for each in self.lines(user, channel)), default="")
        with self._lock:
            read = self.reading(user).lines
            self._changes += read.get(channel.id, "") != last
            read[channel.id] = last

    def opened(self, who: str, mail: int) -> None:
        """They have opened a mail, counted from the oldest."""
        with self._lock:
            read = self.reading(who).mails
            if mail not in read:
                self._changes += 1
                read.append(mail)

    def mails(self, address: str | None) -> tuple[Mail, ...]:
        return self.mailbox.mails_for(address) if address else ()

    def unread_mails(self, who: str, address: str | None) -> int:
        return len(self.mails(address)) - len(self.reading(who).mails)

    def news(self, member: Member) -> int:
        """Everything unread of one person, for the list of people."""
        places = self.workspace.conversations.of(member.id)
        lines = sum(self.unread(member.id, each) for each in places)
        return lines + self.unread_mails(member.id, member.email)
