"""Says instants in somebody's zone: always with weekday, date and the zone's name."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(instant: datetime, zone: str) -> str:
    """Return the date of an aware *instant* in *zone*: ``Tuesday 24 November 2026``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"


def clock_time(instant: datetime, zone: str) -> str:
    """Return the time of day in *zone* with the zone's name: ``15:00 Berlin time (UTC+1)``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} {place(zone)} ({offset(local)})"


def short_time(instant: datetime, zone: str) -> str:
    """Return the bare time of day in *zone*, ``15:00``, for lists whose heading names the zone."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def when(instant: datetime, zone: str) -> str:
    """Return ``Tuesday 24 November 2026, 15:00 Berlin time (UTC+1)`` for an aware *instant*."""
    return f"{day(instant, zone)}, {clock_time(instant, zone)}"


def span(start: datetime, end: datetime, zone: str) -> str:
    """Return ``Tuesday 24 November 2026, 15:00-18:40 Berlin time (UTC+1)`` for two aware instants."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    return f"{day(start, zone)}, {first:%H:%M}-{last:%H:%M} {place(zone)} ({offset(first)})"


def place(zone: str) -> str:
    """Return how people call a zone: ``Berlin time`` for ``Europe/Berlin``."""
    return "UTC" if zone in ("UTC", "Etc/UTC") else f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def offset(local: datetime) -> str:
    """Return the offset of an aware *local* time: ``UTC+1``, ``UTC-3:30``."""
    minutes = int((local.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes >= 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")
