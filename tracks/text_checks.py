"""What must hold in texts for candidates: no minutes or counts by hand, and Slack's limits."""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import NamedTuple

from tracks.contents import Catalogue
from tracks.paper_text import FamilyTrackText, TrackText
from tracks.plain import Fault, shown
from tracks.track import SessionSpec

SECTION = 2900  # characters; Slack takes 3,000
SHORT = 75  # characters; a button in Slack
PAPER = "intro_paper.toml"
CANDIDATE_TABLES = ("candidate.", "page.", "mail.")

_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
_BY_HAND = re.compile(rf"\d|\b(?:{_NUMBER})[- ](?:minutes?|hours?)\b", re.IGNORECASE)


class Told(NamedTuple):
    """A text for candidates and the longest it may be."""

    file: str
    key: str
    text: str
    limit: int = SECTION


def faults_of(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield the texts that say by hand what is computed, and those that are too long."""
    for told in candidate_prose(catalogue):
        if by_hand := _BY_HAND.search(told.text):
            expected = "a blank that is filled from the plan or the role"
            yield Fault(file=told.file, key=told.key, found=shown(by_hand[0]), expected=expected)
        if len(told.text) > told.limit:
            found, expected = f"{len(told.text)} characters", f"at most {told.limit}"
            yield Fault(file=told.file, key=told.key, found=found, expected=expected)
    for key, text in catalogue.messages.items():
        if key.startswith("button.") and len(text) > SHORT:
            found, expected = f"{len(text)} characters", f"at most {SHORT}"
            yield Fault(file=catalogue.homes[key], key=key, found=found, expected=expected)


def candidate_prose(catalogue: Catalogue) -> Iterator[Told]:
    """Yield every text that candidates read or hear, except tasks."""
    yield from _paper_prose(catalogue)
    for track in catalogue.tracks.values():
        file, told = f"track_{track.id}.toml", track.prepare.candidate
        for name in ("name", "pitch", "suits", "suits_less", "kept"):
            yield Told(file, name, getattr(track, name))
        for key, text in _named("prepare.candidate", told.text, told.bring, told.if_nothing_to_show):
            yield Told(file, key, text)
        yield from (prose for spec in track.sessions for prose in _session_prose(spec, file))
    for family in catalogue.families.values():
        yield from (
            prose for spec in family.sessions for prose in _session_prose(spec, f"family_{family.id}.toml")
        )
    yield from (
        prose for spec in catalogue.ground.shared_sessions for prose in _session_prose(spec, "common.toml")
    )
    for mode in catalogue.ground.ai_modes:
        yield Told("common.toml", f"ai_modes[{mode.id}].candidate_text", mode.candidate_text)
    for key, text in catalogue.messages.items():
        if key.startswith(CANDIDATE_TABLES):
            yield Told(catalogue.homes[key], key, text)


def _paper_prose(catalogue: Catalogue) -> Iterator[Told]:
    paper = catalogue.paper
    for section in paper.sections:
        yield Told(PAPER, f"sections[{section.id}].title", section.title, SHORT)
        yield Told(PAPER, f"sections[{section.id}].body", section.body)
    tracks: list[tuple[str, str, TrackText | FamilyTrackText]] = [
        (PAPER, f"tracks[{text.track}]", text) for text in paper.tracks
    ]
    for family in catalogue.families.values():
        tracks += [(f"family_{family.id}.toml", f"paper[{text.track}]", text) for text in family.paper]
    for file, at, text in tracks:
        for name in ("name", "button", "short", "alone", "you_prepare"):
            yield Told(file, f"{at}.{name}", getattr(text, name, ""), SHORT)
        for name in ("body", "prepare"):
            yield Told(file, f"{at}.{name}", getattr(text, name, ""))
    for table in ("phrases", "comparison"):
        for field in fields(getattr(paper, table)):
            yield Told(PAPER, f"{table}.{field.name}", getattr(getattr(paper, table), field.name))


def _session_prose(spec: SessionSpec, file: str) -> Iterator[Told]:
    yield Told(file, f"{spec.id}.name", spec.name, SHORT)
    yield Told(file, f"{spec.id}.ai_reason", spec.ai_reason)
    yield Told(file, f"{spec.id}.script", spec.script)
    for question in spec.questions:
        for key, text in _named(f"{spec.id}.questions[{question.id}]", question.ask, question.probes):
            yield Told(file, key, text)


def _named(key: str, *texts: str | tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for text in texts:
        yield from ((key, one) for one in ((text,) if isinstance(text, str) else text))
