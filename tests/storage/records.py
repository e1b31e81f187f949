"""One candidacy of each kind of record, as small as the database lets it be."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import SQLModel

from storage import sqlite
from storage.tables import (
    AdjustmentRequest,
    AiAgreement,
    AskedQuestion,
    BroughtPage,
    CalendarInvite,
    Candidate,
    CandidateFeedback,
    Company,
    Debrief,
    DecisionDraft,
    EvidenceItem,
    Form,
    Invitation,
    Leave,
    LevelRead,
    Loop,
    PanelSeat,
    Person,
    Qualification,
    Rating,
    Role,
    Session,
    Snapshot,
    TimesOffered,
    TrackChoice,
)
from storage.unit_of_work import Store, Unit
from tracks.candidacy import (
    AdjustmentState,
    ChoiceKind,
    ChosenVia,
    FormState,
    InvitationState,
    LoopState,
    SessionState,
)
from tracks.evidence import EvidenceKind
from tracks.rubric import LevelReading
from tracks.track import AiModeId, DimensionId, Group, Level, SeatId, Shape, TrackId

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WHY = "You wrote the queue that we have been using since spring."
PEOPLE = ("U0ADA", "U0BEN", "U0CHO", "U0RITA")


def company() -> list[SQLModel]:
    """Return the company, four people and one role."""
    role = Role(
        id="backend",
        title="Senior backend engineer",
        family="backend",
        level=Level.SENIOR,
        channel="C0HIRING",
        host_id="U0RITA",
        coordinator_id="U0RITA",
        hiring_manager_id="U0RITA",
        meeting_link="https://meet.example/{loop}",
        medium="video",
        place="Berlin",
        stages_before="a call",
        stages_after="an offer talk",
        stack="Python",
        ai_at_work="Assistants are used daily.",
        privacy_contact="privacy@example.com",
    )
    return [
        Company(name="Example", timezone="Europe/Berlin"),
        *(Person(id=person, name=person.title(), timezone="Europe/Berlin") for person in PEOPLE),
        Qualification(person_id="U0ADA", kind="seat", value="lead", granted_by="U0RITA", granted_at=NOW),
        Leave(id="holiday", person_id="U0ADA", first_day=date(2026, 12, 24), last_day=date(2027, 1, 2)),
        role,
    ]


def candidate(key: str = "kim", **given: Any) -> Candidate:
    return Candidate(**{"id": key, "called": key.title(), "email": f"{key}@example.org"} | given)


def invitation(key: str = "kim", **given: Any) -> Invitation:
    usual = {
        "id": key,
        "role_id": "backend",
        "candidate_id": "kim",
        "invited_by": "U0RITA",
        "host_id": "U0RITA",
        "why_you": WHY,
        "address_source": "their page",
        "created_at": NOW,
        "last_step_at": NOW,
        "reply_by": NOW + 7 * DAY,
        "paper_sha": "sha",
        "content_version": "1",
        "shape": Shape.FULL,
        "state": InvitationState.SENT,
    }
    return Invitation(**usual | given)


def loop(key: str = "kim", **given: Any) -> Loop:
    usual = {
        "id": key,
        "invitation_id": "kim",
        "track_id": TrackId.REALIST,
        "format_sha": "sha",
        "content_version": "1",
        "level_aimed": Level.SENIOR,
        "split": False,
        "state": LoopState.PLANNING,
        "starts_at": NOW + 3 * DAY,
        "ends_at": NOW + 3 * DAY + 4 * HOUR,
        "booked_at": NOW,
    }
    return Loop(**usual | given)


def session(key: str = "talk", **given: Any) -> Session:
    usual = {
        "id": key,
        "loop_id": "kim",
        "spec_id": "talk",
        "position": 1,
        "day": 1,
        "starts_at": NOW + 3 * DAY,
        "ends_at": NOW + 3 * DAY + HOUR,
        "wall_start": "2026-11-05T10:00",
        "timezone": "Europe/Berlin",
        "state": SessionState.PLANNED,
        "ai_mode": AiModeId.ALLOWED,
        "ai_reason": "as in the job",
    }
    return Session(**usual | given)


def seat(key: str = "lead", **given: Any) -> PanelSeat:
    usual = {
        "id": key,
        "loop_id": "kim",
        "seat": SeatId.LEAD,
        "person_id": "U0ADA",
        "asked_at": NOW,
        "qualified_checked_at": NOW,
    }
    return PanelSeat(**usual | given)


def form(key: str = "form", **given: Any) -> Form:
    usual = {
        "id": key,
        "loop_id": "kim",
        "group": Group.TRACK_HALF,
        "rater_id": "U0ADA",
        "seat": SeatId.LEAD,
        "state": FormState.OPEN,
        "due_at": NOW + 4 * DAY,
        "rubric_sha": "sha",
    }
    return Form(**usual | given)


def evidence(key: str = "mark", **given: Any) -> EvidenceItem:
    usual = {
        "id": key,
        "form_id": "form",
        "session_id": "talk",
        "minute": 12,
        "kind": EvidenceKind.ASKED,
        "text": "asked for the failing input",
        "marked_at": NOW,
    }
    return EvidenceItem(**usual | given)


def rating(key: str = "rating", **given: Any) -> Rating:
    usual = {
        "id": key,
        "form_id": "form",
        "dimension": DimensionId.CODE,
        "value": 3,
        "evidence_ids": ["mark"],
    }
    return Rating(**usual | given)


def before_the_loop() -> list[SQLModel]:
    """Return one candidate's invitation and everything that hangs on it before a booking."""
    return [
        Snapshot(sha256="sha", kind="paper", body={"greeting": "Hello"}),
        candidate(),
        invitation(),
        TrackChoice(
            id="choice",
            invitation_id="kim",
            track_id=TrackId.REALIST,
            chosen_at=NOW,
            chosen_via=ChosenVia.BUTTON,
            content_version="1",
            kind=ChoiceKind.FIRST,
        ),
        AiAgreement(
            id="agreed",
            invitation_id="kim",
            by="candidate:kim",
            track_id=TrackId.REALIST,
            rules_sha="sha",
            agreed_at=NOW,
        ),
        AdjustmentRequest(
            id="need", invitation_id="kim", text="captions", asked_at=NOW, state=AdjustmentState.OPEN
        ),
        AskedQuestion(id="question", invitation_id="kim", about="paper", text="Who is there?", asked_at=NOW),
        BroughtPage(id="page", invitation_id="kim", sent_at=NOW, text="What I built"),
        TimesOffered(id="times", invitation_id="kim", purpose="book", split=False, offered_at=NOW),
    ]


def the_loop() -> list[SQLModel]:
    """Return the booked loop with a session, a seat, a form in work, a debrief and an unsent letter."""
    return [
        loop(),
        session(),
        seat(),
        CalendarInvite(
            id="entry",
            loop_id="kim",
            day=1,
            recipient="person:U0ADA",
            uid="uid",
            sequence=1,
            starts_at=NOW + 3 * DAY,
            ends_at=NOW + 4 * DAY,
        ),
        form(),
        evidence(),
        rating(),
        LevelRead(id="read", form_id="form", facet="scope", reads=LevelReading.SENIOR),
        Debrief(id="debrief", loop_id="kim", opened_at=NOW),
        DecisionDraft(id="draft", loop_id="kim", written_by="U0RITA", saved_at=NOW),
        CandidateFeedback(id="letter", loop_id="kim", body="Dear Kim", written_by="U0RITA", written_at=NOW),
    ]


def everything() -> list[SQLModel]:
    return [*company(), *before_the_loop(), *the_loop()]


def keep(store: Store, rows: Sequence[SQLModel]) -> None:
    """Put *rows* on record in one transaction."""
    with store.change(at=NOW, actor="rule:setup") as unit:
        unit.add_all(rows)


def plan(unit: Unit, key: str, **given: Any) -> None:
    """Plan one message that is due at once."""
    unit.due.plan(given.pop("kind", "paper"), key=key, to="candidate:kim", **given)


def explain(store: Store, told: list[str]) -> None:
    """Let SQLite tell into *told* how it will find the rows of each statement that follows."""
    beside = sqlite.library.connect(str(store.engine.url.database))

    def ask(statement: str) -> None:
        if statement.startswith(("SELECT", "UPDATE", "WITH")):
            told.extend(str(line[3]) for line in beside.execute(f"EXPLAIN QUERY PLAN {statement}"))

    def listen(connection: Any, _record: object) -> None:
        connection.set_trace_callback(ask)

    store.close()  # the connections that follow are new ones
    for engine in store.engine, store.reader:
        event.listen(engine, "connect", listen)
        event.listen(engine, "close", lambda *_closed: beside.close())
