"""The rows that the product keeps, by subject."""

from storage.tables.audit import AuditEvent
from storage.tables.candidacy import (
    AdjustmentRequest,
    AiAgreement,
    AskedQuestion,
    BroughtPage,
    Candidate,
    Invitation,
    Snapshot,
    TimesOffered,
    TrackChoice,
)
from storage.tables.company import Company, Leave, Person, Qualification, Role
from storage.tables.delivery import Due, DueState, Received
from storage.tables.form import (
    CandidateFeedback,
    Debrief,
    Decision,
    DecisionDraft,
    EvidenceItem,
    Form,
    LevelRead,
    Rating,
)
from storage.tables.loop import CalendarInvite, Loop, Occupied, PanelSeat, Session

__all__ = [
    "AdjustmentRequest",
    "AiAgreement",
    "AskedQuestion",
    "AuditEvent",
    "BroughtPage",
    "CalendarInvite",
    "Candidate",
    "CandidateFeedback",
    "Company",
    "Debrief",
    "Decision",
    "DecisionDraft",
    "Due",
    "DueState",
    "EvidenceItem",
    "Form",
    "Invitation",
    "Leave",
    "LevelRead",
    "Loop",
    "Occupied",
    "PanelSeat",
    "Person",
    "Qualification",
    "Rating",
    "Received",
    "Role",
    "Session",
    "Snapshot",
    "TimesOffered",
    "TrackChoice",
]
