"""What a workspace holds, and how Slack shows it; `bot.stand_in.workspace.Workspace` acts on it."""

import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.stand_in.conversations import Conversations, channel_json, member_json, message_json
from bot.stand_in.faults import Faults
from bot.stand_in.files import Files
from bot.stand_in.journal import Journal
from bot.stand_in.rates import Rates
from bot.stand_in.records import Channel, Installation, Json, Member, Message, Reading, Team, View
from bot.stand_in.surfaces import values_of
from bot.stand_in.triggers import Triggers
from bot.stand_in.view_stack import Views, view_json


class State:
    """Everything remembered, under one lock, with a version that grows with each visible change."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], float],
        team: Team | None = None,
        app: Installation | None = None,
    ) -> None:
        self.now, self.machine = now, machine
        self.team, self.app = team or Team(), app or Installation()
        self.lock = threading.Condition(threading.RLock())
        self.version = 0
        self.members: dict[str, Member] = {}
        self.conversations = Conversations(self.app.bot_user_id)
        self.views = Views(self.number)
        self.files = Files(self.number)
        self.triggers = Triggers(machine)
        self.rates = Rates(machine)
        self.faults = Faults()
        self.journal = Journal()
        self.entered: dict[tuple[str, str, str], dict[str, dict[str, Json]]] = {}
        self.address = (
            "http://127.0.0.1"  # where the stand-in is served; `bot.stand_in.server.running` sets it
        )
        self.readings: dict[str, Reading] = {}
        self.last_number = self.last_stamp = 0
        self._add_bot()

    def number(self) -> int:
        with self.lock:
            self.last_number += 1
            return self.last_number

    def stamp(self) -> str:
        """A message timestamp in people's time, later than all before."""
        with self.lock:
            micros = int(self.now().timestamp() * 1_000_000)
            self.last_stamp = max(micros, self.last_stamp + 1)
            return f"{self.last_stamp // 1_000_000}.{self.last_stamp % 1_000_000:06d}"

    def touch(self) -> None:
        """Note that something visible changed."""
        with self.lock:
            self.version += 1
            self.lock.notify_all()

    def wait_for_change(self, since: int, timeout: float) -> int:
        """Wait until `version` is past *since*, *timeout* seconds at most; return the version then."""
        with self.lock:
            self.lock.wait_for(lambda: self.version > since, timeout)
            return self.version

    @property
    def ids(self) -> Json:
        app = self.app
        return {
            "team": self.team.id,
            "app": app.app_id,
            "bot": app.bot_id,
            "bot_user": app.bot_user_id,
            "token": app.verification_token,
        }

    @property
    def bot_profile(self) -> Json:
        app = self.app
        return {
            "id": app.bot_id,
            "app_id": app.app_id,
            "name": app.bot_name,
            "deleted": False,
            "team_id": self.team.id,
        }

    def member_json(self, user: str) -> Json:
        member = self.members[user]
        together = self.conversations.share_a_channel(user, self.app.bot_user_id)
        return member_json(
            member,
            self._offset,
            with_email="users:read.email" in self.app.scopes,
            stranger=member.external and not together,
        )

    def message_json(self, message: Message) -> Json:
        return message_json(message, self.bot_profile)

    def channel_json(self, channel: Channel) -> Json:
        return channel_json(channel, bot_user_id=self.app.bot_user_id, created=1_700_000_000)

    def view_json(self, view: View) -> Json:
        return view_json(view, self.ids, values_of(view.blocks, view.entered))

    def _offset(self, zone: str) -> int:
        offset = self.now().astimezone(ZoneInfo(zone)).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    def _add_bot(self) -> None:
        bot = self.app.bot_user_id
        self.members[bot] = Member(
            id=bot,
            name=self.app.bot_name,
            real_name="Interview Tracks",
            team_id=self.team.id,
            tz="UTC",
            is_bot=True,
        )
