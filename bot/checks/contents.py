"""What the content holds, and what it lacks before every role family could be interviewed."""

from collections.abc import Iterator, Mapping

from bot.checks.finding import Finding, note
from tracks.catalogue import Catalogue
from tracks.task_choice import shortcomings
from tracks.track import Level, TrackId


def content_findings(catalogue: Catalogue) -> Iterator[Finding]:
    """Tell what is there, and per family and track what is missing."""
    complete = []
    for family in sorted(catalogue.families):
        lacking = _lacking(catalogue, family)
        if not lacking:
            complete.append(family)
        for track, lines in lacking.items():
            yield note(f"{family}, {track}: {'; '.join(lines)}")
    for key in catalogue.fallbacks:
        yield note(f"the company's messages have no sentence for {key}: the shipped one is used")
    yield note(
        f"content {catalogue.version[:12]} is read without a fault; ready for every track and level: "
        f"{', '.join(complete) or 'no family'}"
    )


def _lacking(catalogue: Catalogue, family: str) -> Mapping[TrackId, list[str]]:
    found: dict[TrackId, list[str]] = {}
    for track in TrackId:
        lines = (
            line
            for plan in catalogue.shapes
            for level in Level
            for line in shortcomings(catalogue, family=family, level=level, track=track, shape=plan.id)
        )
        if known := list(dict.fromkeys(lines)):
            found[track] = known
    return found
