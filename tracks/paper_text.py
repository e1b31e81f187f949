"""The wording of the intro paper and of a candidate's own brief, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracks.track import Level, TrackId


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLayout:
    """Which sections stand in the first message, and which behind "Read on"."""

    first_message: tuple[str, ...]
    read_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackText:
    """One track as the paper tells it."""

    track: TrackId
    name: str
    button: str
    short: str
    body: str
    alone: str
    you_prepare: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTrackText:
    """What a role family tells otherwise about one track; what is empty stays as it is."""

    track: TrackId
    short: str = ""
    body: str = ""
    alone: str = ""
    prepare: str = ""
    bring: tuple[str, ...] = ()
    from_us: tuple[str, ...] = ()
    panel: str = ""  # what the panel prepares


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Small pieces that sections are put together from."""

    one_or_two_days: str
    one_day: str
    one_way: str
    several_ways: str
    one_way_freely: str
    several_ways_freely: str
    fewer_tracks: str
    one_person: str
    two_people: str
    rule_throughout: str
    rule_of_part: str
    rule_two_modes: str
    rule_with_reason: str
    track_heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonText:
    """Labels of the table that lays the tracks side by side; a name ending in ``_cell`` fills the row."""

    first_half: str
    alone: str
    you_prepare: str
    ai: str
    second_half: str
    second_half_cell: str
    looked_at: str
    looked_at_cell: str
    who: str
    who_cell: str
    time: str
    time_cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """The file ``intro_paper.toml``."""

    id: str
    version: int
    layout: PaperLayout
    sections: tuple[SectionText, ...]
    tracks: tuple[TrackText, ...]
    phrases: Phrases
    comparison: ComparisonText
    levels: Mapping[Level, str]

    def section(self, section: str) -> SectionText:
        """Return the text of the section called *section*."""
        return next(text for text in self.sections if text.id == section)

    def track(self, track: TrackId) -> TrackText:
        """Return the text about *track*."""
        return next(text for text in self.tracks if text.track == track)
