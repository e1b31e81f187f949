"""The things an interview is made of, as frozen values: tracks, sessions, questions, dimensions, seats."""

from dataclasses import dataclass
from enum import StrEnum

from tracks.preparation import PanelPreparation, Preparation


class TrackId(StrEnum):
    TRADITIONALIST = "traditionalist"
    PRAGMATIST = "pragmatist"
    REALIST = "realist"


class Group(StrEnum):
    """What one form covers; each rater sends one form per group they sit in."""

    TRACK_HALF = "track_half"
    SHARED_REVIEW = "shared_review"
    HOW_YOU_WORK = "how_you_work"


class SeatId(StrEnum):
    HOST = "host"
    LEAD = "lead"
    SECOND = "second"
    INDEPENDENT = "independent"


class DimensionId(StrEnum):
    FRAMING = "framing"
    CODE = "code"
    JUDGMENT = "judgment"
    VERIFICATION = "verification"
    OWNERSHIP = "ownership"
    PEOPLE = "people"


class AiModeId(StrEnum):
    BANNED = "banned"
    ALLOWED = "allowed"
    BOTH = "both"
    NOT_APPLICABLE = "not_applicable"


class Level(StrEnum):
    """From the least to the most senior; the order of the members is the order of the levels."""

    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"

    @property
    def rank(self) -> int:
        """Its place among the levels; 0 is the least senior."""
        return list(Level).index(self)


def by_level(level: Level, *texts: str) -> str:
    """Return the text for *level*; *texts* stand in the order of the levels."""
    return texts[level.rank]


class Shape(StrEnum):
    """How long a whole loop is; the plan of each shape is content."""

    FULL = "full"
    SHORT = "short"


class Kind(StrEnum):
    """Whether people talk in a session, the candidate works alone, or nobody does anything."""

    LIVE = "live"
    ALONE = "alone"
    BREAK = "break"


class FollowUp(StrEnum):
    """The kinds of authorship follow-up that a question carries."""

    DECOMPOSE = "decompose"
    PERTURB = "perturb"
    TRADEOFF = "tradeoff"
    REVISIT = "revisit"
    FAILURE = "failure"
    CONSEQUENCE = "consequence"
    PROVENANCE = "provenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One line of a session's plan; *id* makes its minutes available to texts as ``{id_minutes}``."""

    minutes: int
    what: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AiRule:
    """What holds for assistants in one session, and why; the minutes are zero unless the mode is *both*."""

    mode: AiModeId
    reason: str
    minutes_off: int = 0
    minutes_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A planned question; without *levels* it is asked at every level."""

    id: str
    ask: str
    rates: tuple[DimensionId, ...]
    probes: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    def asked_at(self, level: Level) -> bool:
        """Say whether it is asked of candidates at *level*."""
        return not self.levels or level in self.levels


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSpec:
    """One part of a loop as content describes it.

    *present*: everybody who is taken while it runs. *reachable*: one message away, not taken.
    *needs_task*: cannot be held without a task. *task_of*: the session whose task is spoken of here.
    """

    id: str
    name: str
    minutes: int
    ai_mode: AiModeId
    ai_reason: str
    kind: Kind = Kind.LIVE
    scored: bool = False
    lead_seat: SeatId | None = None
    present: tuple[SeatId, ...] = ()
    reachable: tuple[SeatId, ...] = ()
    raters: tuple[SeatId, ...] = ()
    rates: tuple[DimensionId, ...] = ()
    ai_minutes_off: int = 0
    ai_minutes_on: int = 0
    plan: tuple[PlanStep, ...] = ()
    script: str = ""
    questions: tuple[Question, ...] = ()
    leaves: tuple[str, ...] = ()
    closing: str = ""
    note: str = ""
    shared_ahead: bool = False
    reads_level: bool = False
    needs_task: bool = False
    task_of: str = ""

    @property
    def ai(self) -> AiRule:
        """The rule about AI, with its minutes."""
        return AiRule(
            mode=self.ai_mode,
            reason=self.ai_reason,
            minutes_off=self.ai_minutes_off,
            minutes_on=self.ai_minutes_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """Something with a written meaning for each of the four marks."""

    anchor_1: str
    anchor_2: str
    anchor_3: str
    anchor_4: str

    @property
    def anchors(self) -> tuple[str, str, str, str]:
        """What the marks mean, from 1 to 4."""
        return self.anchor_1, self.anchor_2, self.anchor_3, self.anchor_4


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension(Anchored):
    """One of the six things looked at."""

    id: DimensionId
    name: str
    what: str
    not_scored: str
    level_mid: str
    level_senior: str
    level_staff: str

    def at(self, level: Level) -> str:
        """Return what is expected at *level*."""
        return by_level(level, self.level_mid, self.level_senior, self.level_staff)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis(Anchored):
    """A finer line under a dimension, an optional tick for some role families; never a mark instead of it.

    *seen_in*: the sessions in which it can show.
    """

    id: str
    name: str
    maps_to: DimensionId
    seen_in: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLevel:
    """A text that differs by level."""

    mid: str
    senior: str
    staff: str

    def at(self, level: Level) -> str:
        """Return the text for *level*."""
        return by_level(level, self.mid, self.senior, self.staff)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFacet(ByLevel):
    """One of the four things the level is read from."""

    id: str
    name: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelNotes(ByLevel):
    """What the panel keeps in mind about the level."""

    for_senior_and_staff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A chair on the panel: who may sit there and what they do; *to_candidates* is its plain name.

    *prepare*: what they prepare in every track, for those who are not there in the first half.
    """

    id: SeatId
    name: str
    to_candidates: str
    scores: bool
    who: str
    does: str
    needs: tuple[str, ...] = ()
    prepare: PanelPreparation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorExample:
    """What the four anchors of one dimension look like in one session; *family* empty means any."""

    dimension: DimensionId
    seen_in: str
    ex_1: str
    ex_2: str
    ex_3: str
    ex_4: str
    family: str = ""

    @property
    def examples(self) -> tuple[str, str, str, str]:
        """What was heard at the marks, from 1 to 4."""
        return self.ex_1, self.ex_2, self.ex_3, self.ex_4


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One of the three roads, as its file describes it."""

    id: TrackId
    version: int
    name: str
    pitch: str
    roots: str
    suits: str
    suits_less: str
    prepare: Preparation
    sessions: tuple[SessionSpec, ...]
    examples: tuple[AnchorExample, ...]
    level_notes: LevelNotes
    from_us: tuple[str, ...] = ()
    from_candidate: tuple[str, ...] = ()
    kept: str = ""
