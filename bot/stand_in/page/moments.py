"""Instants as a reader sees them, in the reader's own zone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"))
TOKEN = re.compile(r"\{(\w+)\}")


def in_zone(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(ZoneInfo(zone or "UTC"))


def of_stamp(ts: str) -> datetime:
    """The instant of a message's timestamp."""
    seconds, _, micros = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(micros or 0))


def place_of(zone: str | None) -> str:
    """``Europe/Berlin`` as a person says it: Berlin."""
    return (zone or "UTC").rpartition("/")[2].replace("_", " ")


def clock_time(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def day(moment: datetime) -> str:
    """Tue 24 Mar 2026."""
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def near_day(moment: datetime, now: datetime) -> str:
    """Today, tomorrow, yesterday or the date; both moments in the reader's zone."""
    near = NEAR.get((moment.date() - now.date()).days)
    return f"{near.capitalize()}, {day(moment)}" if near else day(moment)


def _pretty(written: Callable[[datetime], str]) -> Callable[[datetime, datetime], str]:
    return lambda at, now: NEAR.get((at.date() - now.date()).days) or written(at)


def _date(at: datetime) -> str:
    return f"{at.day} {LONG_MONTHS[at.month - 1]} {at.year}"


def _long(at: datetime) -> str:
    return f"{LONG_DAYS[at.weekday()]}, {_date(at)}"


def _short(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def _ago(at: datetime, now: datetime) -> str:
    seconds = (at - now).total_seconds()
    size, unit = next((each for each in UNITS if abs(seconds) >= each[0]), (1, "second"))
    count = int(abs(seconds) // size)
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {words}" if seconds > 0 else f"{words} ago"


FORMATS: dict[str, Callable[[datetime, datetime], str]] = {
    "date_num": lambda at, _: f"{at:%Y-%m-%d}",
    "date_slash": lambda at, _: f"{at:%d/%m/%Y}",
    "date": lambda at, _: _date(at),
    "date_long": lambda at, _: _long(at),
    "date_long_full": lambda at, _: _long(at),
    "date_short": lambda at, _: _short(at),
    "date_pretty": _pretty(_date),
    "date_long_pretty": _pretty(_long),
    "date_short_pretty": _pretty(_short),
    "day_divider_pretty": _pretty(_long),
    "time": lambda at, _: f"{at:%H:%M}",
    "time_secs": lambda at, _: f"{at:%H:%M:%S}",
    "ago": _ago,
}


def written(epoch: int, form: str, *, now: datetime, zone: str | None) -> str:
    """Fill Slack's date tokens in *form*, as ``{date_long} at {time}``; tokens it does not know stay."""
    at, today = in_zone(datetime.fromtimestamp(epoch, UTC), zone), in_zone(now, zone)

    def fill(token: re.Match[str]) -> str:
        known = FORMATS.get(token[1])
        return known(at, today) if known else token[0]

    filled = TOKEN.sub(fill, form)
    return filled[:1].upper() + filled[1:] if form.startswith("{") else filled
