"""What one person sees: their channels, their modals, their Home tab, and nothing else."""

from typing import TYPE_CHECKING, Literal

from bot.stand_in.hands import NotThere
from bot.stand_in.payloads import Place
from bot.stand_in.records import Channel, Json, Member, Message, View
from bot.stand_in.surfaces import values_of
from bot.stand_in.words import words_of

if TYPE_CHECKING:
    from bot.stand_in.workspace import Workspace

On = Literal["message", "view", "home"]


class Sight:
    """The eyes of a `bot.stand_in.people.Person`."""

    def __init__(self, workspace: "Workspace", user: str) -> None:
        self.workspace, self.id = workspace, user

    # -- who they are --

    @property
    def member(self) -> Member:
        return self.workspace.members[self.id]

    @property
    def name(self) -> str:
        return self.member.real_name

    # -- what they see --

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Their side bar: channels by name, then the direct message with the bot."""
        with self.workspace.lock:
            return tuple(self.workspace.conversations.of(self.id))

    @property
    def dm(self) -> Channel:
        """The direct message with the bot."""
        with self.workspace.lock:
            return self.workspace.conversations.direct(self.id)

    def messages(self, channel: str | None = None, *, thread: str | None = None) -> tuple[Message, ...]:
        """What they see in *channel* (id or name; None: the direct message), or in one *thread* of it."""
        with self.workspace.lock:
            place = self._channel(channel)
            seen = self.workspace.conversations.visible(place, self.id)
            return tuple(each for each in seen if thread is None or each.root_ts == thread)

    def sees(self, channel: str | None = None) -> str:
        """The same as text, line by line: blocks where there are some, else the text; files by name."""
        lines = (line for each in self.messages(channel) for line in lines_of(each))
        return "\n".join(lines)

    @property
    def views(self) -> tuple[View, ...]:
        with self.workspace.lock:
            return tuple(self.workspace.views.stack(self.id))

    @property
    def view(self) -> View | None:
        """The modal on top of their screen."""
        with self.workspace.lock:
            return self.workspace.views.top(self.id)

    @property
    def view_errors(self) -> dict[str, str]:
        """The complaints shown in that modal, by block id."""
        return dict(self.view.errors) if self.view else {}

    @property
    def home(self) -> View | None:
        """Their Home tab; an outsider has none, whatever was published."""
        with self.workspace.lock:
            hidden = self.member.external or not self.workspace.app.home_tab
            return None if hidden else self.workspace.views.homes.get(self.id)

    def sees_view(self) -> str:
        return "\n".join([self.view.title, *words_of(self.view.blocks)]) if self.view else ""

    def sees_home(self) -> str:
        return "\n".join(words_of(self.home.blocks)) if self.home else ""

    def values(self, view: View) -> dict[str, dict[str, Json]]:
        """What stands in the fields of *view* now, in the shape of ``state.values``."""
        with self.workspace.lock:
            return values_of(view.blocks, view.entered)

    # -- underneath --

    def _channel(self, channel: str | None) -> Channel:
        if channel is None:
            return self.dm
        place = self.workspace.conversations.find(channel)
        if place is None or self.id not in place.members:
            raise NotThere(f"{self.name} is not in {place.name if place else channel}")
        return place

    def _message(self, place: Channel, ts: str) -> Message:
        seen = self.workspace.conversations.visible(place, self.id)
        if (found := next((each for each in seen if each.ts == ts), None)) is None:
            raise NotThere(f"{self.name} sees no message {ts} in {place.name}")
        return found

    def _places(self, on: On | None, channel: str | None, message: str | None) -> list[Place]:
        if message or channel:
            on = "message"
        if on is None and self.view:
            on = "view"
        found: list[Place] = []
        if on == "view" and self.view:
            found = [Place(blocks=self.view.blocks, entered=self.view.entered, view=self.view)]
        if on in {None, "message"}:
            found += self._messages_with_controls(channel, message)
        if on in {None, "home"} and self.home:
            found.append(Place(blocks=self.home.blocks, entered=self.home.entered, view=self.home))
        return found

    def _messages_with_controls(self, channel: str | None, ts: str | None) -> list[Place]:
        where = [self._channel(channel)] if channel else self.channels
        seen = (
            (place, each) for place in where for each in self.workspace.conversations.visible(place, self.id)
        )
        newest = sorted(seen, key=lambda pair: pair[1].ts, reverse=True)
        return [
            Place(blocks=each.blocks, entered=self._entered(place, each), channel=place, message=each)
            for place, each in newest
            if each.blocks and ts in {None, each.ts}
        ]

    def _entered(self, place: Channel, message: Message) -> dict[str, dict[str, Json]]:
        return self.workspace.entered.setdefault((self.id, place.id, message.ts), {})


def lines_of(message: Message) -> list[str]:
    """A message as a reader sees it."""
    files = [f"[file: {each['name']}]" for each in message.files]
    return [*(words_of(message.blocks) or [message.text]), *files]
