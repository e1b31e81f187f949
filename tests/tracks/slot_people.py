"""People, plans and times for the tests of the slot search."""

from datetime import UTC, date, datetime, timedelta

from tracks.availability import Diary, every_day, weekly_hours
from tracks.grid import Interval
from tracks.panel import Interviewer
from tracks.presence import Part, Segment
from tracks.track import Level, SeatId, TrackId
from tracks.wanted import Wanted
from tracks.workdays import CompanyDays

HOST, LEAD, SECOND, INDEPENDENT = SeatId
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = weekly_hours(dict.fromkeys(WEEKDAYS, ("09:00-17:30",)))
ALWAYS = every_day("00:00-24:00")
COMPANY = CompanyDays("Europe/Berlin", OFFICE)
NOW = datetime(2026, 10, 19, 8, tzinfo=UTC)


def utc(*when):
    return datetime(*when, tzinfo=UTC)


def session(offset, minutes, *seats):
    return Segment(offset, minutes, frozenset(seats))


# A small whole: welcome, a part of two, a pause, a part of two others, and in two days the same cut in half.
WELCOME, TRACK_HALF = session(0, 10, HOST, LEAD), session(10, 50, LEAD, SECOND)
SHARED = session(70, 30, SECOND, INDEPENDENT)
ONE_DAY = (Part((WELCOME, TRACK_HALF, session(60, 10), SHARED)),)
TWO_DAYS = (Part((WELCOME, TRACK_HALF)), Part((session(0, 30, SECOND, INDEPENDENT),)))


def somebody(name, *, zone="Europe/Berlin", hours=OFFICE, seats=(LEAD, SECOND, INDEPENDENT), **more):
    leave, busy = more.pop("leave", ()), more.pop("busy", ())
    known = {
        "tracks": frozenset(TrackId),
        "families": frozenset({"backend"}),
        "level": Level.STAFF,
        "team": name,
        "calibrated_on": date(2026, 10, 1),
    }
    diary = Diary(zone, hours, leave=tuple(leave), busy=tuple(busy))
    return Interviewer(id=name, diary=diary, seats=frozenset(seats), **{**known, **more})


def plan(*people, parts=ONE_DAY, candidate=None, **more):
    rita = somebody("rita", seats=(), day_limit=None, week_limit=None)
    return Wanted(
        parts=parts,
        track=TrackId.REALIST,
        family="backend",
        level=Level.SENIOR,
        host="rita",
        people=(rita, *people),
        candidate=candidate or Diary("Europe/Berlin", every_day("08:00-20:00")),
        company=more.pop("company", COMPANY),
        **{"role_team": "search", **more},
    )


MONDAY = Interval(utc(2026, 10, 26), utc(2026, 10, 27))  # Berlin is an hour ahead by then


def clocks(starts):
    return [f"{start:%d %H:%M}" for start in starts]


def meeting(day, start, end):
    return Interval(utc(2026, 10, day, start), utc(2026, 10, day, end))
