"""What may stand behind the keys of a company's file; each type refuses the rest with its remedy."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from bot.company_file.words import meant, nearest
from tracks.availability import DateRange, date_range, weekly_hours, zone_named
from tracks.errors import InterviewError
from tracks.fill import BlankError, blanks
from tracks.inviting import one_address
from tracks.track import SeatId, Shape

T = TypeVar("T")
LONGEST_LINE = 300
LONGEST_TITLE = 75  # Slack's limit for a button or an option
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
_IN_NO_ADDRESS = re.compile(r"""[\s<>|"'\\^`]""")
_TURNS_TEXT = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _line(value: str) -> str:
    for letter in value:
        if unicodedata.category(letter) in _UNSEEN or letter in _TURNS_TEXT:
            raise ValueError(f"holds U+{ord(letter):04X}, which cannot be shown on one line: take it out")
    text = value.strip()
    if not text:
        raise ValueError("is empty: write something, or take the line out")
    if len(text) > LONGEST_LINE:
        raise ValueError(f"has {len(text)} characters: {LONGEST_LINE} are the most")
    return text


def _title(value: str) -> str:
    if len(value) > LONGEST_TITLE:
        raise ValueError(
            f"has {len(value)} characters: {LONGEST_TITLE} are the most, so that it fits a button"
        )
    return value


def _slack_person(value: str) -> str:
    if not re.fullmatch(r"[UW][A-Z0-9]{2,}", value):
        raise ValueError(
            f"{value!r} is no Slack id of a person: copy it from their profile, it looks like U0ADA12"
        )
    return value


def _slack_channel(value: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{2,}", value):
        raise ValueError(
            f"{value!r} is no Slack id of a channel: it stands at the end of the channel's details"
        )
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}", value):
        raise ValueError(f"{value!r} is no id: use small letters, digits and hyphens, such as senior-backend")
    return value


def _zone(value: str) -> str:
    try:
        return zone_named(value).key
    except ValueError as unknown:
        raise ValueError(f"{unknown}{_nearest_zone(value)}") from None


def _nearest_zone(value: str) -> str:
    import zoneinfo  # noqa: PLC0415 -- reads six hundred names, only after a fault

    found = nearest(value, zoneinfo.available_timezones(), alike=0.8)
    return f"; did you mean {found}?" if found else ""


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:  # brackets or a port that no address has
        good = False
    if not good or _IN_NO_ADDRESS.search(value):
        raise ValueError(f"{value!r} is no address: write it like https://meet.example/room, without blanks")
    return value


def _mail_address(value: str) -> str:
    try:
        return one_address(value)
    except InterviewError:
        raise ValueError(f"{value!r} is no mail address") from None


def _placeholders(*known: str) -> AfterValidator:
    usable = [f"{{{name}}}" for name in known]

    def check(value: str) -> str:
        try:
            used = [f"{{{name}}}" for name in blanks(value)]
        except BlankError as wrong:
            if wrong.blank in ("{", "}"):
                raise ValueError(
                    "has a brace without its partner: write {host}, or leave braces out"
                ) from None
            used = [wrong.blank]
        if strange := set(used).difference(usable):
            raise ValueError(f"{min(strange)} is filled by nothing: use {', '.join(usable)}")
        return value

    return AfterValidator(check)


def _with_content(kind: str, what: str) -> AfterValidator:
    def check(value: str, info: ValidationInfo) -> str:
        there = sorted(info.context[kind]) if info.context else [value]
        if value not in there:
            raise ValueError(f"{str(value)!r} is no {what} with content; {meant(value, there)}")
        return value

    return AfterValidator(check)


def _day(value: object) -> object:
    """Take a date as TOML has them, or as text; not the numbers and times that would also do."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{str(value)!r} is no date: write it like 2026-12-24") from None


def _days(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return DateRange(value, value)
    try:
        return date_range(str(value))
    except ValueError as wrong:
        known = str(wrong) if "before" in str(wrong) else f"{str(value)!r} is no stretch of days"
        raise ValueError(f"{known}: write it like 2026-12-24..2027-01-02, first and last day") from None


def _hours(value: list[str], info: ValidationInfo) -> list[str]:
    try:
        weekly_hours({str(info.field_name): value})
    except ValueError as wrong:
        raise ValueError(str(wrong).removeprefix(f"{info.field_name}: ")) from None
    return value


def _listed_seat(value: SeatId) -> SeatId:
    if value is SeatId.HOST:
        raise ValueError("host is no seat to list: each role names its host")
    return value


def _once(value: list[T]) -> list[T]:
    return list(dict.fromkeys(value))


Line = Annotated[str, AfterValidator(_line)]
Title = Annotated[Line, AfterValidator(_title)]
PersonId = Annotated[str, AfterValidator(_slack_person)]
ChannelId = Annotated[str, AfterValidator(_slack_channel)]
RoleId = Annotated[str, AfterValidator(_slug)]
Zone = Annotated[str, AfterValidator(_zone)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]
MeetingLink = Annotated[WebAddress, _placeholders("loop")]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
AroundText = Annotated[Line, _placeholders("host", "coordinator", "company", "role")]
Family = Annotated[str, _with_content("families", "role family")]
Shipped = Annotated[Shape, _with_content("shapes", "shape")]
Day = Annotated[date, BeforeValidator(_day)]
Days = Annotated[DateRange, BeforeValidator(_days)]
Hours = Annotated[list[str], AfterValidator(_hours)]
ListedSeat = Annotated[SeatId, AfterValidator(_listed_seat)]
Once = Annotated[list[T], AfterValidator(_once)]
OnceAtLeast = Annotated[list[T], Field(min_length=1), AfterValidator(_once)]
