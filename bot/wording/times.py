"""Says instants in somebody's zone, in the words of content: with weekday, date and the name of the zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tracks.availability import WEEKDAYS
from tracks.catalogue import Catalogue
from tracks.fill import fill

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def day(catalogue: Catalogue, instant: datetime, zone: str) -> str:
    """Return the date of an aware *instant* in *zone*: ``Tuesday 24 November 2026``."""
    local = instant.astimezone(ZoneInfo(zone))
    weekday = catalogue.message(f"weekday.{WEEKDAYS[local.weekday()]}")
    month = catalogue.message(f"month.{MONTHS[local.month - 1]}")
    return _fill(catalogue, "time.day", weekday=weekday, day=local.day, month=month, year=local.year)


def clock_time(catalogue: Catalogue, instant: datetime, zone: str) -> str:
    """Return the time of day in *zone* with the zone's name: ``15:00 Berlin time (UTC+1)``."""
    named = zone_name(catalogue, instant, zone)
    return _fill(catalogue, "time.clock", time=short_time(instant, zone), zone=named)


def short_time(instant: datetime, zone: str) -> str:
    """Return the bare time of day in *zone*, ``15:00``, for lists whose heading names the zone."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def when(catalogue: Catalogue, instant: datetime, zone: str) -> str:
    """Return ``Tuesday 24 November 2026, 15:00 Berlin time (UTC+1)`` for an aware *instant*."""
    on, at = day(catalogue, instant, zone), clock_time(catalogue, instant, zone)
    return _fill(catalogue, "time.when", day=on, time=at)


def span(catalogue: Catalogue, start: datetime, end: datetime, *, zone: str) -> str:
    """Return ``Tuesday 24 November 2026, 15:00-18:40 Berlin time (UTC+1)`` for two aware instants."""
    return _fill(
        catalogue,
        "time.span",
        day=day(catalogue, start, zone),
        start=short_time(start, zone),
        end=short_time(end, zone),
        zone=zone_name(catalogue, start, zone),
    )


def zone_name(catalogue: Catalogue, instant: datetime, zone: str) -> str:
    """Return how people call a zone, with its offset at an aware *instant*: ``Berlin time (UTC+1)``."""
    offset = _offset(instant.astimezone(ZoneInfo(zone)))
    if zone in {"UTC", "Etc/UTC"}:
        return _fill(catalogue, "time.utc", offset=offset)
    return _fill(catalogue, "time.zone", city=zone.rsplit("/", 1)[-1].replace("_", " "), offset=offset)


def _fill(catalogue: Catalogue, key: str, **facts: object) -> str:
    """Return a sentence filled as it is: what comes of it is a fact of another one, and made safe there."""
    return fill(catalogue.message(key), **facts)


def _offset(local: datetime) -> str:
    """Return the offset of an aware *local* time: ``UTC+1``, ``UTC-3:30``."""
    minutes = int((local.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes >= 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")
