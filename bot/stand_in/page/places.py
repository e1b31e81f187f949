"""What stands on a person's page: their places, the open conversation, Home or mail, modals on top."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from bot.stand_in.page import moments, mrkdwn, shown
from bot.stand_in.page.desk import Desk
from bot.stand_in.page.shown import Shown
from bot.stand_in.people import Person
from bot.stand_in.records import Channel, Json, Member, Message

HOME, MAIL = "home", "mail"
HIRING = ("recruiter", "coordinator", "hiring manager", "host", "programme owner")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place in the list on the left."""

    label: str
    address: str
    key: str
    news: int = 0
    kind: str = "channel"
    here: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A message as it is drawn, with its replies."""

    message: Message
    author: str
    is_app: bool
    at: str
    shown: Shown
    replies: tuple["Line", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Day:
    """The lines of one day."""

    title: str
    lines: tuple[Line, ...]


def address(who: str, place: str | None = None, **more: str) -> str:
    """Where a person's page stands, so that every tab can be somebody else."""
    return "/?" + urlencode({"as": who, **({"in": place} if place else {}), **more})


def group_of(member: Member) -> str:
    """Candidates, hiring team or interviewers, by what the directory says about them."""
    title = member.title.lower()
    if member.external or "candidate" in title:
        return "Candidates"
    return "Hiring team" if any(each in title for each in HIRING) else "Interviewers"


def reader_for(desk: Desk, member: Member) -> mrkdwn.Reader:
    """Names, channels and times as *member* sees them."""
    workspace = desk.workspace

    def name_of(user: str) -> str:
        known = workspace.members.get(user.partition("|")[0])
        return known.real_name if known else user.rpartition("|")[2]

    def channel_of(found: str) -> tuple[str, str | None]:
        channel_id, _, name = found.partition("|")
        channel = workspace.conversations.channels.get(channel_id)
        if channel is None or (channel.kind != "public" and member.id not in channel.members):
            return name or "private-channel", None
        return channel.name, address(member.id, channel_id) if member.id in channel.members else None

    return mrkdwn.Reader(now=desk.clock.now(), zone=member.tz, name_of=name_of, channel_of=channel_of)


def entries(desk: Desk, member: Member, here: str) -> list[Entry]:
    """Channels first, then the direct message with the bot."""
    found = desk.workspace.conversations.of(member.id)
    return [
        Entry(
            label=channel_name(desk, channel),
            address=address(member.id, channel.id),
            key=channel.id,
            news=0 if channel.id == here else desk.unread(member.id, channel),
            kind="direct" if channel.kind == "im" else "channel",
            here=channel.id == here,
        )
        for channel in found
    ]


def channel_name(desk: Desk, channel: Channel) -> str:
    bot = desk.workspace.members[desk.workspace.app.bot_user_id]
    return bot.real_name if channel.kind == "im" else f"#{channel.name}"


def days(desk: Desk, person: Person, channel: Channel) -> list[Day]:
    """Everything the person sees there, by day; replies below the message they answer."""
    seen = desk.lines(person.id, channel)
    there = {each.ts for each in seen}
    tops = [each for each in seen if each.root_ts == each.ts or each.root_ts not in there]
    now = moments.in_zone(desk.clock.now(), person.member.tz)

    def day_of(message: Message) -> str:
        return moments.near_day(moments.in_zone(moments.of_stamp(message.ts), person.member.tz), now)

    def line_of(message: Message) -> Line:
        replies = [each for each in seen if each.root_ts == message.ts and each is not message]
        return _line(desk, person, message, [_line(desk, person, each, []) for each in replies])

    return [
        Day(title=title, lines=tuple(line_of(each) for each in lines))
        for title, lines in groupby(tops, day_of)
    ]


def _line(desk: Desk, person: Person, message: Message, replies: list[Line]) -> Line:
    author = desk.workspace.members.get(message.user)
    at = moments.in_zone(moments.of_stamp(message.ts), person.member.tz)
    return Line(
        message=message,
        author=author.real_name if author else message.user,
        is_app=message.bot_id is not None,
        at=moments.clock_time(at),
        shown=shown.message(person, message),
        replies=tuple(replies),
    )


def text_renderer(reader: mrkdwn.Reader) -> Callable[[Json | str | None], str]:
    """A function for templates: a text object, or a plain string, as HTML."""

    def words(text: Json | str | None) -> str:
        if text is None:
            return ""
        if isinstance(text, dict) and text["type"] == "mrkdwn":
            return mrkdwn.rendered(text["text"], reader, verbatim=text.get("verbatim", False))
        return mrkdwn.plain(text if isinstance(text, str) else text["text"])

    return words
