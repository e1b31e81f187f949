"""The workspace: who is in it, what was said, what is on whose screen; many threads may use it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.stand_in.conversations import message_json
from bot.stand_in.delivery import NO_ANSWER, BotAnswer, DeliveryKind, Road
from bot.stand_in.events import EventQueue, envelope
from bot.stand_in.journal import Delivered
from bot.stand_in.link import Link
from bot.stand_in.mailbox import Mailbox
from bot.stand_in.people import Person
from bot.stand_in.records import Channel, Guest, Installation, Json, Member, Message, Team
from bot.stand_in.state import State


class Workspace(State):
    """A Slack team with one app installed.

    *now*: aware UTC, people's time; it stamps messages. *machine*: seconds since 1970, the machine's time; it
    rules triggers, rates, retries and signatures. Both may be moved, forwards only.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], float],
        team: Team | None = None,
        app: Installation | None = None,
    ) -> None:
        super().__init__(now=now, machine=machine, team=team, app=app)
        self.events = EventQueue(machine, self._carry_event)
        self.road: Road | None = None
        self.link: Link | None = None  # the Socket Mode side, once the stand-in is served
        self.mailbox: Mailbox | None = None  # where the page finds people's mail, if there is one
        self._people: dict[str, Person] = {}

    # -- setting the scene --

    def add_person(
        self,
        user: str,
        name: str,
        *,
        tz: str = "Europe/Berlin",
        email: str | None = None,
        external_team: str | None = None,
        guest: Guest = "no",
        title: str = "",
    ) -> Person:
        """Let somebody in: ``U...`` id and full name; *external_team* makes them a Slack Connect person."""
        member = Member(
            id=user,
            name=name.lower().replace(" ", "."),
            real_name=name,
            team_id=external_team or self.team.id,
            tz=tz,
            email=email,
            external=external_team is not None,
            guest=guest,
            title=title,
        )
        return self.let_in(member)

    def let_in(self, member: Member) -> Person:
        """Let in somebody of whom everything is known."""
        with self.lock:
            self.members[member.id] = member
            self._people[member.id] = Person(self, member.id)
            self.touch()
        return self._people[member.id]

    def add_channel(
        self,
        channel: str,
        name: str,
        members: Iterable[str] = (),
        *,
        private: bool = False,
        with_bot: bool = True,
    ) -> Channel:
        """Make a channel (``C...`` id); with an outsider in it, it is shared with another workspace."""
        bot = [self.app.bot_user_id] if with_bot else []
        everybody = [*dict.fromkeys([*members, *bot])]
        made = Channel(id=channel, name=name, kind="private" if private else "public", members=everybody)
        made.shared = any(self.members[each].external for each in everybody)
        with self.lock:
            self.conversations.channels[channel] = made
            self.touch()
        return made

    def connect(self, road: Road | None) -> None:
        """Say how deliveries reach the bot: `HttpRoad` or the `Link` of Socket Mode."""
        self.road = road

    # -- finding --

    def person(self, user: str) -> Person:
        """The person as a driver, by id or by full name."""
        named = (each for each in self._people.values() if each.name == user)
        found = self._people.get(user) or next(named, None)
        if found is None:
            raise KeyError(f"nobody here is called {user}; there are {sorted(self._people)}")
        return found

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def channel(self, id_or_name: str) -> Channel:
        if (found := self.conversations.find(id_or_name)) is None:
            raise KeyError(f"there is no channel {id_or_name}")
        return found

    # -- what happens in a workspace without the bot's doing --

    def join(self, channel: str, user: str) -> None:
        """Somebody, or the bot, joins a channel; the bot is told when it is in there."""
        with self.lock:
            place = self.channel(channel)
            if user not in place.members:
                place.members.append(user)
            place.shared = place.shared or self.members[user].external
            self._tell_of_membership("member_joined_channel", place, user)

    def leave(self, channel: str, user: str) -> None:
        with self.lock:
            place = self.channel(channel)
            self._tell_of_membership("member_left_channel", place, user)
            place.members.remove(user)

    def archive(self, channel: str) -> None:
        with self.lock:
            place = self.channel(channel)
            place.archived = True
            event = "group_archive" if place.kind == "private" else "channel_archive"
            self.announce({"type": event, "channel": place.id, "user": place.members[0]})

    def change_person(self, user: str, *, tz: str | None = None, deleted: bool | None = None) -> None:
        """Move somebody to another zone, deactivate or reactivate them; the bot is told."""
        with self.lock:
            old = self.members[user]
            self.members[user] = replace(
                old,
                tz=tz or old.tz,
                deleted=old.deleted if deleted is None else deleted,
            )
            self.announce(
                {"type": "user_change", "user": self.member_json(user), "cache_ts": int(self.machine())}
            )

    def uninstall(self) -> None:
        """Take the app away: every later call answers ``account_inactive``."""
        self.announce({"type": "app_uninstalled"})
        self.announce({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.app.bot_user_id]}})
        self.app.revoked = "account_inactive"

    # -- what the parts share --

    def say(self, message: Message, event: Json | None = None) -> None:
        """Put a message into its channel and tell the bot what Slack would tell it."""
        with self.lock:
            self.channel(message.channel).messages.append(message)
            self.touch()
            if not message.is_ephemeral:
                self.tell_of(message, event)

    def tell_of(self, message: Message, event: Json | None = None) -> None:
        """Queue the event of *message*, or *event* about it, when it stands in a direct message."""
        place = self.channel(message.channel)
        if place.kind != "im":
            return
        told = event or message_json(message, self.bot_profile)
        extra = {"channel": place.id, "channel_type": "im", "event_ts": message.ts}
        self.announce({**told, **extra}, subscription="message.im", scope="im:history")

    def announce(self, event: Json, *, subscription: str | None = None, scope: str | None = None) -> None:
        """Queue *event* for the bot if the app subscribes to it and holds the scope for it."""
        self.touch()
        if (subscription or event["type"]) not in self.app.events or (scope and scope not in self.app.scopes):
            return
        channel = event.get("channel")
        shared = isinstance(channel, str) and channel in self.conversations.channels
        in_shared = shared and self.is_shared(self.channel(channel or ""))
        event.setdefault("event_ts", self.stamp())
        self.events.put(envelope(event, ids=self.ids, shared=in_shared, at=self.machine()))

    def is_shared(self, place: Channel) -> bool:
        """True for a Slack Connect channel and for a direct message with an outsider."""
        return place.shared or any(self.members[each].external for each in place.members)

    def send(self, kind: DeliveryKind, payload: Json, headers: Mapping[str, str] | None = None) -> BotAnswer:
        """Bring one delivery to the bot now, write it down, return the answer."""
        given = dict(headers or {})
        road = self.road
        answer = (
            road.send(kind, payload, given)
            if road
            else BotAnswer(status=NO_ANSWER, reason="connection_failed")
        )
        entry = Delivered(
            kind=kind,
            payload=payload,
            headers=given,
            status=answer.status,
            body=answer.body,
            at=self.machine(),
        )
        with self.lock:
            self.journal.deliveries.append(entry)
            self.touch()
        return answer

    def deliver_again(self, delivered: Delivered) -> BotAnswer:
        """Bring the very same payload once more, as a repeated or replayed delivery."""
        return self.send(delivered.kind, delivered.payload, delivered.headers)

    def _carry_event(self, payload: Json, headers: dict[str, str]) -> BotAnswer:
        return self.send("event", payload, headers)

    def _tell_of_membership(self, event: str, place: Channel, user: str) -> None:
        if self.app.bot_user_id not in place.members:
            return
        kind = "G" if place.kind == "private" else "C"
        team = self.members[user].team_id
        self.announce({"type": event, "user": user, "channel": place.id, "channel_type": kind, "team": team})
