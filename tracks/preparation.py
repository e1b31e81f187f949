"""What both sides do beforehand in one track, as frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePreparation:
    """What a candidate reads about preparing; *minutes_at_most* is the whole effort, in minutes."""

    text: str
    minutes_at_most: int = 0
    bring: tuple[str, ...] = ()
    if_nothing_to_show: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPreparation:
    minutes_needed: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    candidate: CandidatePreparation
    panel: PanelPreparation
