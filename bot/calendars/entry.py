"""One calendar entry as iCalendar text (RFC 5545, 5546): calendars add it, move it and take it back."""

from datetime import UTC, datetime
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress, vUri

from bot.ports import Attachment, CalendarEntry
from tracks.intake import clean, clean_line

MEDIA_TYPE = "text/calendar"
FILE = "interview.ics"
_MAKER = "-//Interview Tracks//EN"
_IN_ADDRESSES = "@.+-_~!$&'*="  # what may stand in a mail address as it is


def calendar_file(entry: CalendarEntry, now: datetime) -> Attachment:
    """Return *entry* as a file, stamped *now*."""
    return Attachment(name=FILE, media_type=MEDIA_TYPE, content=written(entry, now=now))


def written(entry: CalendarEntry, *, now: datetime) -> bytes:
    """Return *entry* as a calendar of one event, stamped *now*; times are UTC, texts are cleaned."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", clean_line(entry.title))
    event.add("location", clean_line(entry.link))
    event.add("url", vUri(quote(clean_line(entry.link), safe=":/?#[]@!$&'()*+,;=%~")))
    event.add("description", clean(entry.notes))
    event.add("organizer", _address(entry.organizer))
    if entry.attendee is not None:
        event.add("attendee", _invited(entry.attendee))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _invited(address: str) -> vCalAddress:
    invited = _address(address)
    invited.params["role"] = "REQ-PARTICIPANT"
    invited.params["partstat"] = "NEEDS-ACTION"
    invited.params["rsvp"] = "TRUE"
    return invited


def _address(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{quote(clean_line(address), safe=_IN_ADDRESSES)}")
