"""A calendar entry says the same to whoever reads it, whatever its texts try."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars.entry import written
from bot.ports import CalendarEntry
from tracks.intake import clean, clean_line

NOW = datetime(2026, 11, 23, 8, 0, 0, 123, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid="4f0c",
    sequence=0,
    starts_at=datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")),
    ends_at=datetime(2026, 11, 24, 13, 40, tzinfo=ZoneInfo("Europe/Berlin")),
    title="Conversation with Rita",
    notes="10:00 Welcome\n10:10 Coding",
    link="https://meet.example/4f0c",
    organizer="interviews@example.com",
    attendee="noor@home.example",
)
TEXTS = st.text(st.characters(), max_size=300)  # surrogates, controls and switches of direction too
HOSTILE = [
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil",
    '";ROLE=CHAIR',
    "\x00nul \x1b[31mesc",
    "half \ud800 a pair",
    "\u202egnp.exe",
    "e\u0301 and \u00e9",
    "\u2028line\u2029paragraph\x85next",
    "<!channel> <@U1> <https://evil.example|bank> &lt;!here&gt; ```code```",
    "{0.__class__} {{7*7}} %s '; drop table due; --",
    "a,b;c\\n:d^n",
    "\U0001f389" * 200,
]


def read(entry, now=NOW):
    return vobject.readOne(written(entry, now=now).decode())


def told(calendar):
    event = calendar.vevent
    return {
        "method": calendar.method.value,
        "uid": event.uid.value,
        "sequence": int(event.sequence.value),
        "starts": event.dtstart.value,
        "ends": event.dtend.value,
        "title": event.summary.value,
        "notes": event.description.value,
        "place": event.location.value,
        "status": event.status.value,
    }


def test_invitation_is_read_back_by_another_library():
    calendar = read(ENTRY)

    assert told(calendar) == {
        "method": "REQUEST",
        "uid": "4f0c",
        "sequence": 0,
        "starts": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        "ends": datetime(2026, 11, 24, 12, 40, tzinfo=UTC),
        "title": "Conversation with Rita",
        "notes": "10:00 Welcome\n10:10 Coding",
        "place": "https://meet.example/4f0c",
        "status": "CONFIRMED",
    }
    assert calendar.vevent.dtstamp.value == NOW.replace(microsecond=0)
    assert calendar.vevent.organizer.value == "mailto:interviews@example.com"
    assert calendar.vevent.attendee.value == "mailto:noor@home.example"
    assert calendar.vevent.attendee.params == {
        "PARTSTAT": ["NEEDS-ACTION"],
        "ROLE": ["REQ-PARTICIPANT"],
        "RSVP": ["TRUE"],
    }


def test_times_stand_in_utc_and_never_float():
    lines = written(ENTRY, now=NOW).decode().split("\r\n")

    assert "DTSTART:20261124T090000Z" in lines
    assert "DTEND:20261124T124000Z" in lines
    assert "DTSTAMP:20261123T080000Z" in lines


def test_cancelled_entry_keeps_its_uid():
    cancelled = told(read(replace(ENTRY, sequence=3, cancelled=True)))

    assert (cancelled["method"], cancelled["uid"], cancelled["sequence"], cancelled["status"]) == (
        "CANCEL",
        "4f0c",
        3,
        "CANCELLED",
    )


def test_somebody_without_address_is_not_invited():
    calendar = read(replace(ENTRY, attendee=None))

    assert "attendee" not in calendar.vevent.contents


def test_stamp_is_new_each_time():
    later = read(ENTRY, NOW + timedelta(hours=1)).vevent.dtstamp.value

    assert later - read(ENTRY).vevent.dtstamp.value == timedelta(hours=1)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_one_event(text):
    entry = replace(ENTRY, title=text, notes=text)

    calendar = read(entry)

    assert len(list(calendar.components())) == 1
    assert (calendar.vevent.summary.value, calendar.vevent.description.value) == (
        clean_line(text),
        clean(text),
    )
    assert told(calendar)["uid"] == "4f0c"


@given(title=TEXTS, notes=TEXTS)
def test_any_text_is_read_back_as_cleaned(title, notes):
    event = read(replace(ENTRY, title=title, notes=notes)).vevent

    assert (event.summary.value, event.description.value) == (clean_line(title), clean(notes))


@given(address=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_address_breaks_out_of_its_line(address):
    calendar = read(replace(ENTRY, attendee=address))

    assert sorted(calendar.vevent.contents) == sorted(read(ENTRY).vevent.contents)
    assert calendar.vevent.attendee.params["ROLE"] == ["REQ-PARTICIPANT"]
