"""The three tables of a company's file: the company, a person, a role."""

from typing import Any, ClassVar

from pydantic import BaseModel, Field, StrictBool, StrictInt

from bot.company_file.values import (
    AroundText,
    ChannelId,
    Day,
    Days,
    Family,
    Hours,
    Line,
    ListedSeat,
    MailAddress,
    MeetingLink,
    Once,
    OnceAtLeast,
    PersonId,
    RoleId,
    Shipped,
    Title,
    WebAddress,
    Zone,
)
from tracks.access import CompanyRole
from tracks.track import Level, Shape, TrackId


class Table(BaseModel, frozen=True, extra="forbid"):
    """One table of the file; *PATTERN* is a small one that is right, for looking past a fault at the rest."""

    PATTERN: ClassVar[dict[str, Any]] = {}

    @classmethod
    def keys(cls) -> list[str]:
        """Return the keys as they are written in the file."""
        return [field.alias or name for name, field in cls.model_fields.items()]


class Week(Table):
    """Hours of work by day, on the wall clock: ``["09:00-12:00", "13:00-17:30"]``."""

    mon: Hours = []
    tue: Hours = []
    wed: Hours = []
    thu: Hours = []
    fri: Hours = []
    sat: Hours = []
    sun: Hours = []

    def by_day(self) -> dict[str, list[str]]:
        """Return the days that have hours."""
        return {day: hours for day, hours in self.model_dump().items() if hours}


class Limits(Table):
    """How many interviews a person gives at most, on one day and in one week."""

    day: StrictInt = Field(1, ge=0, le=8)
    week: StrictInt = Field(2, ge=0, le=40)


class CompanyTable(Table):
    PATTERN = {"name": "A", "timezone": "UTC", "working_hours": {"mon": ["09:00-17:00"]}}

    name: Title
    timezone: Zone
    working_hours: Week


class PersonTable(Table):
    PATTERN = {"slack": "U00", "is": ["admin"]}

    slack: PersonId
    roles: OnceAtLeast[CompanyRole] = Field(alias="is")
    name: Title | None = None
    email: MailAddress | None = None
    level: Level | None = None
    seats: Once[ListedSeat] = []
    tracks: Once[TrackId] = []
    families: Once[Family] = []
    limits: Limits = Limits()
    team: Title | None = None
    standing_yes: StrictBool = False
    founding: StrictBool = False
    calibrated_on: Day | None = None
    leave: list[Days] = []
    timezone: Zone | None = None
    working_hours: Week | None = None
    busy_feeds: list[WebAddress] = []


class RoleTable(Table):
    PATTERN = {
        "id": "a",
        "title": "A",
        "family": "",
        "level": "mid",
        "channel": "C00",
        "host": "U00",
        "coordinator": "U00",
        "hiring_manager": "U00",
        "meeting_link": "https://a",
        "medium": "a",
        "place": "a",
        "stages_before": "a",
        "stages_after": "a",
        "stack": "a",
        "job_less_liked": ["a"],
        "ai_at_work": "a",
        "privacy_contact": "a",
    }

    id: RoleId
    title: Title
    family: Family
    level: Level
    team: Title | None = None
    channel: ChannelId
    host: PersonId
    coordinator: PersonId
    hiring_manager: PersonId
    meeting_link: MeetingLink
    medium: Line
    place: Line
    pay_range: Line | None = None
    pay_reason: Line | None = None
    stages_before: AroundText
    stages_after: AroundText
    stack: Line
    job_less_liked: OnceAtLeast[Line]
    ai_at_work: Line
    job_bans_ai: StrictBool = False
    privacy_contact: Line
    shape: Shipped = Shape.FULL
    tracks: OnceAtLeast[TrackId] = list(TrackId)
    tracks_reason: Line | None = None
    # two at least, since candidates read "days" and "hours"
    reply_days: StrictInt = Field(7, ge=2, le=30)
    answer_days: StrictInt = Field(5, ge=2, le=30)
    switch_cutoff_hours: StrictInt = Field(48, ge=2, le=168)
    invite_cap: StrictInt = Field(10, ge=1, le=10)
    open: StrictBool = True
