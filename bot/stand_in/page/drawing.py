"""Draws the pages: who there is, one person's page, one mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.stand_in.mailbox import Attachment, Mail
from bot.stand_in.page import calendar_files, moments, mrkdwn, places, rich, shown
from bot.stand_in.page.desk import Desk
from bot.stand_in.page.mrkdwn import Reader
from bot.stand_in.people import Person
from bot.stand_in.records import Json, Member
from bot.stand_in.surfaces import text_of

HERE = Path(__file__).parent
GROUPS = ("Candidates", "Hiring team", "Interviewers")


@cache
def environment() -> Environment:
    """The templates, escaped, in which a misspelt name is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["plain_words"] = text_of
    made.filters["inline"] = mrkdwn.inline
    return made


@dataclass(frozen=True, kw_only=True)
class Face:
    """Somebody in the list of people."""

    name: str
    about: str
    address: str
    news: int
    here: bool = False


def people_page(desk: Desk, *, notice: str = "") -> str:
    """Whom one can be; *notice* says why one is here."""
    return (
        environment()
        .get_template("people.html")
        .render(**_frame(desk, "", None), back="/", team=desk.workspace.team.name, notice=notice)
    )


def _faces(desk: Desk, here: str) -> dict[str, list[Face]]:
    """Everybody by group, in the order in which they came."""
    found: dict[str, list[Face]] = {group: [] for group in GROUPS}
    for member in desk.members():
        about = " · ".join(filter(None, (member.title, moments.place_of(member.tz) if member.tz else "")))
        found[places.group_of(member)].append(
            Face(
                name=member.real_name,
                about=about,
                address=places.address(member.id),
                news=desk.news(member),
                here=member.id == here,
            )
        )
    for address, name in desk.mail_only().items():
        news = desk.unread_mails(address, address)
        about = "mail only" if name == address else f"mail only · {address}"
        where = places.address(address, places.MAIL)
        found["Candidates"].append(
            Face(name=name, about=about, address=where, news=news, here=address == here)
        )
    return {group: each for group, each in found.items() if each}


def _frame(desk: Desk, who: str, zone: str | None) -> dict[str, Any]:
    """What every page needs: people, clock, version."""
    now, due = desk.clock.now(), desk.clock.next_due()
    local = moments.in_zone(now, zone)
    return {
        "version": desk.version(),
        "who": who,
        "people": _faces(desk, who),
        "now": local,
        "day": moments.day(local),
        "time": moments.clock_time(local),
        "zone": moments.place_of(zone),
        "utc": moments.clock_time(now) if local.utcoffset() else "",
        "due": _due_words(due, now, zone) if due else "",
    }


def _due_words(due: datetime, now: datetime, zone: str | None) -> str:
    """When the next thing is due, as briefly as it stays clear."""
    at, local = moments.in_zone(due, zone), moments.in_zone(now, zone)
    if due - now < timedelta(minutes=1):
        return "now"
    if at.date() == local.date():
        return moments.clock_time(at)
    day = moments.day(at).removesuffix(f" {local.year}")
    return f"{day}, {moments.clock_time(at)}"


def person_page(desk: Desk, person: Person, place: str, mail: int | None) -> str:
    """One person's page, open at *place*: a channel's id, ``home`` or ``mail``."""
    member = person.member
    reader = places.reader_for(desk, member)
    screen = desk.screen(member.id)
    channel = desk.workspace.conversations.channels.get(place)
    here = channel if channel is not None and member.id in channel.members else None
    days = places.days(desk, person, here) if here else []
    if here:
        desk.looked_at(member.id, here)
    if mail is not None and mail < len(desk.mails(member.email)):
        desk.opened(member.id, mail)
    views = person.views
    return (
        environment()
        .get_template("person.html")
        .render(
            **_frame(desk, member.id, member.tz),
            **_blocks(desk, reader),
            **_mails(desk, member.id, member.email, mail if place == places.MAIL else None),
            person=person,
            member=member,
            place=place,
            channel=here,
            title=_title(desk, place, here),
            entries=places.entries(desk, member, place),
            direct=places.channel_name(desk, here) if here and here.kind == "im" else "",
            app_name=desk.workspace.members[desk.workspace.app.bot_user_id].real_name,
            days=days,
            home=shown.home(person, person.home) if place == places.HOME and person.home else None,
            views=views,
            modal=shown.modal(person, views[-1]) if views else None,
            shortcuts=shortcuts(desk, member, "global"),
            line_shortcuts=shortcuts(desk, member, "message"),
            commands=_may_command(desk, member),
            notice=screen.notice,
            pending=screen.pending,
            back=places.address(member.id, place, **({"mail": str(mail)} if mail is not None else {})),
            address=places.address,
        )
    )


def mail_only_page(desk: Desk, who: str, name: str, mail: int | None) -> str:
    """The page of somebody who has a mailbox and no Slack."""
    if mail is not None and mail < len(desk.mails(who)):
        desk.opened(who, mail)
    return (
        environment()
        .get_template("mail_only.html")
        .render(
            **_frame(desk, who, None),
            **_mails(desk, who, who, mail),
            name=name,
            back=places.address(who, places.MAIL, **({"mail": str(mail)} if mail is not None else {})),
            notice=desk.screen(who).notice,
            address=places.address,
        )
    )


def _title(desk: Desk, place: str, channel: Any) -> str:
    if channel is not None:
        return places.channel_name(desk, channel)
    return {places.HOME: "Home", places.MAIL: "Mailbox"}.get(place, "Nothing here")


def _may_command(desk: Desk, member: Member) -> bool:
    """Whether Slack lets them use commands and shortcuts: not outsiders, guests only where it is allowed."""
    app = desk.workspace.app
    guest = member.guest == "no" or (member.guest == "multi_channel" and app.guests_may_command)
    return guest and not member.external


def shortcuts(desk: Desk, member: Member, kind: str) -> list[tuple[str, str]]:
    """Callback id and name of each that they may use."""
    app = desk.workspace.app
    offered = [each for each, found in app.shortcuts.items() if found == kind and _may_command(desk, member)]
    return [(each, app.shortcut_names.get(each) or each.replace("_", " ").capitalize()) for each in offered]


def _blocks(desk: Desk, reader: Reader) -> dict[str, Any]:
    """Functions with which templates draw Slack's texts for this reader."""
    return {
        "words": places.text_renderer(reader),
        "mrkdwn": lambda text: mrkdwn.rendered(text, reader),
        "rich_text": lambda block: rich.rendered(block, reader),
        "markdown": lambda text: mrkdwn.rendered(mrkdwn.from_markdown(text), reader),
        "file_words": lambda file: _readable(file["name"], content_of(desk, file), reader.zone),
    }


# -- mail --


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail in the list, and opened."""

    number: int
    mail: Mail
    at: str
    is_new: bool
    parts: Sequence[tuple[str, Attachment, Sequence[tuple[str, str]]]] = ()
    body: Markup | None = None


def _mails(desk: Desk, who: str, email: str | None, opened: int | None) -> dict[str, Any]:
    """The mailbox of *who*, newest first, and the mail that is open in it."""
    mails, read = desk.mails(email), desk.reading(who).mails
    member = desk.workspace.members.get(who)
    zone = member.tz if member else None
    letters = [_letter(number, mail, zone, is_new=number not in read) for number, mail in enumerate(mails)]
    return {
        "has_mail": email is not None,
        "letters": list(reversed(letters)),
        "letter": letters[opened] if opened is not None and 0 <= opened < len(letters) else None,
        "mail_news": desk.unread_mails(who, email),
        "email": email,
    }


def _letter(number: int, mail: Mail, zone: str | None, *, is_new: bool) -> Letter:
    at = moments.in_zone(mail.received, zone)
    parts = [
        (name_of_part(each, index), each, _readable(name_of_part(each, index), each.content, zone))
        for index, each in enumerate(mail.attachments)
    ]
    return Letter(
        number=number,
        mail=mail,
        at=f"{moments.day(at)}, {moments.clock_time(at)}",
        is_new=is_new,
        parts=parts,
        body=mrkdwn.linked(mail.text),
    )


def name_of_part(part: Attachment, index: int) -> str:
    """What a downloaded part is called."""
    suffix = "ics" if part.content_type == "text/calendar" else "bin"
    return part.filename or f"attachment-{index + 1}.{suffix}"


def _readable(name: str, content: bytes | None, zone: str | None) -> list[tuple[str, str]]:
    if content is None or not name.lower().endswith(".ics"):
        return []
    return calendar_files.lines_of(content, zone=zone or "UTC")


def content_of(desk: Desk, file: Json) -> bytes | None:
    """The bytes of a shared file."""
    stored = desk.workspace.files.stored.get(file["id"])
    return stored.content if stored else None
