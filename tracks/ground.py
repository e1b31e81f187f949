"""What all tracks share, as frozen values: scale, groups, hints, AI modes, evidence rules, debrief."""

from dataclasses import dataclass

from tracks.track import (
    AiModeId,
    Dimension,
    DimensionId,
    FollowUp,
    Group,
    LevelFacet,
    Seat,
    SeatId,
    SessionSpec,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleNames:
    one: str
    two: str
    three: str
    four: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The four marks and the fifth answer, that we have not seen enough."""

    names: ScaleNames
    not_rated: str
    not_rated_name: str
    not_rated_note: str
    bar: str
    rules: tuple[str, ...]

    def name_of(self, value: int) -> str:
        """Return what *value*, 1 to 4, is called."""
        return (self.names.one, self.names.two, self.names.three, self.names.four)[value - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRules:
    no_rater_may: tuple[str, ...]
    hiring_manager: str
    path_to_seat: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpec:
    """Who rates what in one group of sessions: one form per rater."""

    id: Group
    name: str
    raters: tuple[SeatId, ...]
    rates: tuple[DimensionId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HintLadder:
    rule: str
    step_1: Hint
    step_2: Hint
    step_3: Hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    purpose: str
    minimum_per_track_half: tuple[FollowUp, ...]
    recorded: str
    not_a_score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeKind:
    id: FollowUp
    what: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AiMode:
    """How a mode is said; both texts have the blank ``{reason}``, the mode *both* also its minutes."""

    id: AiModeId
    name: str
    candidate_text: str
    panel_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AiRules:
    never_ai: str
    job_bans_ai_reason: str
    must_be_declared_for: str
    reason_must_say: str
    change_after_invite: str
    if_in_doubt: str
    if_a_rule_seems_broken: str
    panel_side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRules:
    kinds: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    nudge_words: tuple[str, ...]
    nudge_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLint:
    avoid: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefRules:
    opens_when: str
    nothing_to_discuss: str
    minutes: int
    speaking_order: str
    order: tuple[str, ...]
    not_allowed: tuple[str, ...]
    two_good_people_one_seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How counts and durations are written in sentences."""

    counts: tuple[str, ...]
    one_minute: str
    minutes: str
    one_hour: str
    hours: str
    then: str
    listed: str

    def count(self, n: int) -> str:
        """Return *n* as a word, or as a numeral where content has none for it."""
        return self.counts[n] if n < len(self.counts) else str(n)

    def duration(self, minutes: int) -> str:
        """Return *minutes* as hours and minutes, such as "3 hours 40 minutes"."""
        hours, rest = divmod(minutes, 60)
        told = [(self.one_hour if hours == 1 else self.hours).replace("{n}", str(hours))] if hours else []
        if rest or not hours:
            told.append((self.one_minute if rest == 1 else self.minutes).replace("{n}", str(rest)))
        return " ".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The file ``common.toml``."""

    version: int
    scale: Scale
    dimensions: tuple[Dimension, ...]
    level_facets: tuple[LevelFacet, ...]
    seats: tuple[Seat, ...]
    seat_rules: SeatRules
    groups: tuple[GroupSpec, ...]
    shared_sessions: tuple[SessionSpec, ...]
    hint_ladder: HintLadder
    authorship: Authorship
    probe_kinds: tuple[ProbeKind, ...]
    ai_modes: tuple[AiMode, ...]
    ai_rules: AiRules
    evidence: EvidenceRules
    question_lint: tuple[QuestionLint, ...]
    debrief: DebriefRules
    words: Words

    def seat(self, seat: SeatId) -> Seat:
        """Return what content says of *seat*."""
        return next(known for known in self.seats if known.id == seat)

    def group(self, group: Group) -> GroupSpec:
        """Return what content says of *group*."""
        return next(spec for spec in self.groups if spec.id == group)

    def dimension(self, dimension: DimensionId) -> Dimension:
        """Return what content says of *dimension*."""
        return next(known for known in self.dimensions if known.id == dimension)

    def ai_mode(self, mode: AiModeId) -> AiMode:
        """Return what content says of *mode*."""
        return next(known for known in self.ai_modes if known.id == mode)
