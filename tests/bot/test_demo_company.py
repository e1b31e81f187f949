"""The demo's company can hire: every track of every role has times, and somebody to take over each seat."""

from datetime import UTC, date, datetime
from functools import cache

import pytest

from tests.bot.operator import COMPANY
from tests.bot.small_company import read
from tracks.availability import Diary, every_day, weekly_hours
from tracks.catalogue import load
from tracks.format import compose
from tracks.panel import Interviewer
from tracks.presence import Part, Segment
from tracks.slots import search
from tracks.track import SeatId, TrackId
from tracks.wanted import Wanted
from tracks.workdays import CompanyDays

DAYS = [
    datetime(2026, month, 9, 8, 0, tzinfo=UTC) for month in (1, 4, 7, 11)
]  # winter, summer, both switches near
FILE = read(COMPANY.read_text())
ROLES = {role.id: role for role in FILE.roles}


@cache
def content():
    return load()


def interviewer(person):
    hours = person.working_hours or FILE.company.working_hours
    return Interviewer(
        id=person.slack,
        diary=Diary(person.timezone, weekly_hours(hours.by_day()), leave=tuple(person.leave)),
        seats=frozenset(person.seats),
        tracks=frozenset(person.tracks),
        families=frozenset(person.families),
        level=person.level or "mid",
        team=person.team or "",
        day_limit=person.limits.day,
        week_limit=person.limits.week,
        founding_until=date.max,
    )


def starts(role, track, *, split=False, now=DAYS[0], left_out=()):
    plan = compose(content(), track=track, family=role.family, level=role.level, shape=role.shape)
    parts = tuple(
        Part(tuple(Segment(s.offset_minutes, s.minutes, frozenset(s.present)) for s in part.sessions))
        for part in plan.parts(split=split)
    )
    company = FILE.company
    wanted = Wanted(
        parts=parts,
        track=track,
        family=role.family,
        level=role.level,
        host=role.host,
        people=tuple(map(interviewer, FILE.people)),
        candidate=Diary("Europe/Lisbon", every_day("08:00-20:00")),
        company=CompanyDays(company.timezone, weekly_hours(company.working_hours.by_day())),
        role_team=role.team,
        left_out=frozenset(left_out),
    )
    found = search(wanted, now=now)
    return found.panels()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("track", TrackId)
def test_every_track_of_every_role_has_times(role, track):
    for now in DAYS:
        days = {start.date() for start, _ in starts(ROLES[role], track, now=now)}
        assert len(days) >= 6
    assert starts(ROLES[role], track, split=True) != []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seat", [SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT])
def test_somebody_can_take_over_each_seat(role, seat):
    for start, panel in starts(ROLES[role], TrackId.PRAGMATIST)[:6]:
        again = dict(starts(ROLES[role], TrackId.PRAGMATIST, left_out=[panel[seat]]))
        assert start in again


def test_three_zones_and_two_roles_are_there():
    interviewing = [person for person in FILE.people if person.seats]

    assert len(interviewing) == 8
    assert {person.timezone for person in interviewing} == {
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
    }
    assert [(role.id, role.family) for role in FILE.roles] == [
        ("senior-backend", "backend"),
        ("ai-engineer", "ai_engineer"),
    ]
    assert FILE.notices == ()
