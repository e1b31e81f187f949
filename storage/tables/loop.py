"""What was booked: the loop, its sessions, who sits where, and the time that they take."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, String
from sqlmodel import Field

from storage.columns import instant, key, one, only, ref, rule, some, word
from storage.record import Record
from tracks.candidacy import LoopState, SeatAnswer, SessionState
from tracks.track import AiModeId, Level, SeatId, TrackId

LIVE = "state NOT IN ('cancelled', 'restarted')"


class Loop(Record, table=True):
    """The interview of one candidacy as booked; *starts_at* and *ends_at* span all sittings."""

    __tablename__ = "loop"
    __table_args__ = (
        only("state", LoopState),
        only("track_id", TrackId),
        only("level_aimed", Level),
        rule("a_loop_ends_after_it_starts", "ends_at > starts_at"),
        one("one_live_loop", "invitation_id", where=LIVE),
    )

    id: str = key()
    invitation_id: str = ref("invitation.id", index=True)
    track_id: TrackId = word(TrackId)
    format_sha: str = ref("snapshot.sha256")
    content_version: str
    level_aimed: Level = word(Level)
    split: bool
    state: LoopState = word(LoopState)
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    booked_at: datetime = instant()
    confirmed_at: datetime | None = instant(optional=True)
    moves: int = 0
    at_risk: bool = False
    replacements: int = 0
    revision: int = 0
    restart_of: str | None = ref("loop.id", optional=True)


class Session(Record, table=True):
    """One part of a loop at its time; *wall_start*, *timezone*: what was meant on the candidate's clock.

    *work_sha*: the task with its material, as content was when everybody had accepted.
    """

    __tablename__ = "session"
    __table_args__ = (
        only("state", SessionState),
        only("ai_mode", AiModeId),
        rule("a_session_ends_after_it_starts", "ends_at > starts_at"),
        rule("an_ai_rule_has_a_reason", "length(ai_reason) > 0"),
        rule("minutes_are_only_added", "extra_minutes >= 0"),
        one("one_session_a_position", "loop_id", "position", where="state IN ('planned', 'held')"),
    )

    id: str = key()
    loop_id: str = ref("loop.id", index=True)
    spec_id: str
    position: int
    day: int
    starts_at: datetime = instant()
    ends_at: datetime = instant(index=True)
    wall_start: str
    timezone: str
    state: SessionState = word(SessionState)
    task_id: str | None = None
    work_sha: str | None = ref("snapshot.sha256", optional=True)
    change_card: str | None = None
    ai_mode: AiModeId = word(AiModeId)
    ai_reason: str
    extra_minutes: int = 0
    started_at: datetime | None = instant(optional=True)
    started_by: str | None = ref("person.id", optional=True)
    material_sent_at: datetime | None = instant(optional=True)


class PanelSeat(Record, table=True):
    """Who was asked to sit where, and what they said; the row without *released_at* holds the seat.

    *brief_sha*: what they prepare with, as content was when everybody had accepted.
    """

    __tablename__ = "panel_seat"
    __table_args__ = (
        only("seat", SeatId),
        only("answer", SeatAnswer),
        one("one_person_a_seat", "loop_id", "seat", where="released_at IS NULL"),
        one("one_seat_a_person", "loop_id", "person_id", where="released_at IS NULL AND seat <> 'host'"),
    )

    id: str = key()
    loop_id: str = ref("loop.id", index=True)
    seat: SeatId = word(SeatId)
    person_id: str = ref("person.id", index=True)
    asked_at: datetime = instant()
    answer_by: datetime | None = instant(optional=True)
    answer: SeatAnswer | None = word(SeatAnswer, optional=True)
    answered_at: datetime | None = instant(optional=True)
    suggested: str | None = ref("person.id", optional=True)
    conflict_declared: bool = False
    qualified_checked_at: datetime = instant()
    released_at: datetime | None = instant(optional=True)
    brief_sha: str | None = ref("snapshot.sha256", optional=True)


class Occupied(Record, table=True):
    """Five minutes of one person's time, *cell* counted from 1970: nobody can be in two places."""

    __tablename__ = "occupied"
    __table_args__ = (
        PrimaryKeyConstraint("person_id", "cell"),
        some("occupied_by_time", "cell"),
        {"sqlite_with_rowid": False},
    )

    person_id: str = Field(sa_column=Column(String, nullable=False))
    cell: int = Field(sa_column=Column(BigInteger, nullable=False))
    loop_id: str = ref("loop.id", index=True)


class CalendarInvite(Record, table=True):
    """A calendar entry that somebody holds for one sitting: its UID stays, its SEQUENCE only grows."""

    __tablename__ = "calendar_invite"
    __table_args__ = (
        one("one_invite_each", "loop_id", "day", "recipient"),
        rule("an_invite_ends_after_it_starts", "ends_at > starts_at"),
        rule("sequence_counts_up", "sequence >= 0"),
    )

    id: str = key()
    loop_id: str = ref("loop.id", index=True)
    day: int
    recipient: str
    uid: str = Field(unique=True)
    sequence: int = 0
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    cancelled: bool = False
