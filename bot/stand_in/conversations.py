"""Channels and direct messages, and who sees which line of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.stand_in.records import Channel, Json, Member, Message


@dataclass
class Conversations:
    """All channels by id; direct messages with the bot come into being when somebody opens them."""

    bot_user_id: str
    channels: dict[str, Channel] = field(default_factory=dict)

    def find(self, id_or_name: str) -> Channel | None:
        if found := self.channels.get(id_or_name):
            return found
        name = id_or_name.removeprefix("#")
        return next(
            (each for each in self.channels.values() if each.kind != "im" and each.name == name), None
        )

    def direct(self, user: str) -> Channel:
        """The direct message between *user* and the bot."""
        channel_id = f"D{user[1:]}"
        if channel_id not in self.channels:
            members = [user, self.bot_user_id]
            self.channels[channel_id] = Channel(id=channel_id, name=user, kind="im", members=members)
        return self.channels[channel_id]

    def of(self, user: str) -> list[Channel]:
        """What *user* finds in the side bar: channels first, then the direct message, once it exists."""
        mine = [each for each in self.channels.values() if user in each.members and not each.archived]
        return sorted(mine, key=lambda each: (each.kind == "im", each.name))

    def share_a_channel(self, user: str, other: str) -> bool:
        return any({user, other} <= set(each.members) for each in self.channels.values() if each.kind != "im")

    def visible(self, channel: Channel, user: str) -> list[Message]:
        """Every line that *user* sees there, oldest first: nobody else's ephemeral ones."""
        if user not in channel.members:
            return []
        return [each for each in channel.messages if each.ephemeral_to in {None, user}]


def message_json(message: Message, bot_profile: Json) -> Json:
    """The message as Web API and events show it."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": bot_profile["team_id"],
    }
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": bot_profile["app_id"], "bot_profile": bot_profile}
    optional = {
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
        "files": message.files,
        "client_msg_id": message.client_msg_id,
    }
    shown |= {name: value for name, value in optional.items() if value}
    if message.broadcast:
        shown["subtype"] = "thread_broadcast"
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    return shown


def channel_json(channel: Channel, *, bot_user_id: str, created: int) -> Json:
    """The channel as ``conversations.info`` shows it."""
    base: Json = {
        "id": channel.id,
        "created": created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
    }
    if channel.kind == "im":
        return base | {"user": channel.members[0], "is_org_shared": False, "is_user_deleted": False}
    return base | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_member": bot_user_id in channel.members,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_org_shared": False,
        "num_members": len(channel.members),
    }


def member_json(member: Member, offset: Callable[[str], int], *, with_email: bool, stranger: bool) -> Json:
    """The person as ``users.info`` shows them: outsiders without zone and address."""
    profile: Json = {
        "real_name": member.real_name,
        "real_name_normalized": member.real_name,
        "display_name": member.name,
        "display_name_normalized": member.name,
        "title": member.title,
        "team": member.team_id,
    }
    if with_email and member.email and not member.external:
        profile["email"] = member.email
    shown: Json = {
        "id": member.id,
        "team_id": member.team_id,
        "name": member.name,
        "deleted": member.deleted,
        "real_name": member.real_name,
        "profile": profile,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "is_stranger": stranger,
    }
    if member.deleted:
        return shown
    if not member.external:
        shown |= {"is_admin": False, "is_owner": False, "is_restricted": member.guest != "no"}
        shown |= {"is_ultra_restricted": member.guest == "single_channel"}
        if member.tz:
            shown |= {"tz": member.tz, "tz_label": member.tz, "tz_offset": offset(member.tz)}
    return shown
