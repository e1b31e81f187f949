"""The company's side: its people, what they may do, when they work, and the roles it hires for."""

from datetime import date, datetime

from sqlalchemy import PrimaryKeyConstraint
from sqlmodel import Field

from storage.columns import instant, key, listed, mapped, only, ref, rule, word
from storage.record import Record
from tracks.track import Level, Shape


class Company(Record, table=True):
    """The one company that this installation belongs to."""

    __tablename__ = "company"
    __table_args__ = (rule("there_is_one_company", "id = 1"),)

    id: int = Field(default=1, primary_key=True)
    name: str
    timezone: str
    working_hours: dict[str, list[str]] = mapped()


class Person(Record, table=True):
    """Somebody who works for the company; *id* is the Slack user id."""

    __tablename__ = "person"
    __table_args__ = (only("level", Level), rule("limits_are_counts", "day_limit >= 0 AND week_limit >= 0"))

    id: str = Field(primary_key=True)
    name: str
    email: str | None = None
    timezone: str
    working_hours: dict[str, list[str]] | None = mapped(optional=True)
    roles: list[str] = listed()
    level: Level | None = word(Level, optional=True)
    team: str | None = None
    day_limit: int = 1
    week_limit: int = 2
    standing_yes: bool = False
    founding_until: date | None = None
    calibrated_on: date | None = None
    active: bool = True


class Qualification(Record, table=True):
    """One thing that a person may do: a seat, a track or a role family (*kind*)."""

    __tablename__ = "qualification"
    __table_args__ = (
        PrimaryKeyConstraint("person_id", "kind", "value"),
        rule("kind_is_known", "kind IN ('seat', 'track', 'family')"),
    )

    person_id: str = Field(foreign_key="person.id")
    kind: str
    value: str
    granted_by: str
    granted_at: datetime = instant()
    expires_at: datetime | None = instant(optional=True)


class Leave(Record, table=True):
    """Days on which a person does not work, both ends included, in the person's own zone."""

    __tablename__ = "leave"
    __table_args__ = (rule("leave_ends_after_it_starts", "last_day >= first_day"),)

    id: str = key()
    person_id: str = ref("person.id", index=True)
    first_day: date
    last_day: date


class Role(Record, table=True):
    """A vacancy: what is told about it, and the people who answer for it."""

    __tablename__ = "role"
    __table_args__ = (only("level", Level), only("shape", Shape))

    id: str = Field(primary_key=True)
    title: str
    family: str
    level: Level = word(Level)
    team: str | None = None
    channel: str
    host_id: str = ref("person.id")
    coordinator_id: str = ref("person.id")
    hiring_manager_id: str = ref("person.id")
    meeting_link: str
    medium: str
    place: str
    pay_range: str | None = None
    pay_reason: str | None = None
    stages_before: str
    stages_after: str
    stack: str
    job_less_liked: list[str] = listed()
    ai_at_work: str
    job_bans_ai: bool = False
    privacy_contact: str
    shape: Shape = word(Shape, default=Shape.FULL)
    tracks: list[str] = listed()
    tracks_reason: str | None = None
    reply_days: int = 7
    answer_days: int = 5
    switch_cutoff_hours: int = 48
    invite_cap: int = 10
    open: bool = True
