"""Calendar files in words: what a person's calendar would show of them."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.stand_in.page import moments

METHODS = {"REQUEST": "Invitation", "CANCEL": "Cancellation", "PUBLISH": "Appointment", "REPLY": "Answer"}
WORDS = (("SUMMARY", "What"), ("LOCATION", "Where"), ("DESCRIPTION", "Notes"))
LINE = re.compile(r'([A-Za-z-]+)((?:;[^:;"]*(?:"[^"]*")?)*):(.*)', re.DOTALL)
ESCAPED = re.compile(r"\\([\\;,nN])")


def lines_of(content: bytes, *, zone: str) -> list[tuple[str, str]]:
    """Label and words of each event in *content*, times in *zone*; empty when it holds no event."""
    text = re.sub(r"\r?\n[ \t]", "", content.decode("utf-8", "replace"))
    told: list[tuple[str, str]] = []
    event: dict[str, tuple[str, str]] | None = None
    method = ""
    for line in text.splitlines():
        found = LINE.fullmatch(line)
        if found is None:
            continue
        name, parameters, value = found[1].upper(), found[2], found[3]
        if (name, value) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value) == ("END", "VEVENT"):
            told += _event(event or {}, method, zone)
            event = None
        elif name == "METHOD":
            method = value
        elif event is not None:
            event.setdefault(name, (parameters, value))
    return told


def _event(event: dict[str, tuple[str, str]], method: str, zone: str) -> list[tuple[str, str]]:
    told = [("Kind", METHODS.get(method.upper(), method))] if method else []
    told += [("When", _span(event, zone))] if "DTSTART" in event else []
    told += [(label, _plain(event[name][1])) for name, label in WORDS if name in event]
    if "SEQUENCE" in event:
        told.append(("Version", event["SEQUENCE"][1]))
    return told


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _span(event: dict[str, tuple[str, str]], zone: str) -> str:
    start = _moment(*event["DTSTART"], zone)
    end = _moment(*event["DTEND"], zone) if "DTEND" in event else None
    if start is None:
        return event["DTSTART"][1]
    until = f" to {moments.clock_time(end)}" if end else ""
    return f"{moments.day(start)}, {moments.clock_time(start)}{until} ({moments.place_of(zone)})"


def _moment(parameters: str, value: str, zone: str) -> datetime | None:
    """The instant in *zone*; None when it is a whole day or something else."""
    try:
        naive = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- its zone follows
        named = re.search(r'TZID="?([^";:]+)', parameters)
        own = UTC if value.endswith("Z") else ZoneInfo(named[1] if named else zone)
    except (ValueError, ZoneInfoNotFoundError):
        return None
    return moments.in_zone(naive.replace(tzinfo=own), zone)
