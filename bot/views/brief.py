"""A candidate's own paper after the choice: what happens when, what to have ready, rules and questions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.views.modals import modal
from bot.views.said import Section, blocks_of
from bot.wording import day, say, short_time
from bot.wording.sentences import safe
from bot.wording.times import zone_name
from tracks.ai_policy import AiLine
from tracks.candidate_brief import CandidateBrief
from tracks.candidate_day import CandidateDay
from tracks.catalogue import Catalogue
from tracks.task import Task

Facts = Mapping[str, str]


def ai_sections(lines: Iterable[AiLine], catalogue: Catalogue) -> Iterator[Section]:
    """Yield one section per part in which the question arises, with its reason."""
    for line in lines:
        rule = safe(line.candidate_text)
        text = f"*{safe(line.name)}* ({line.minutes} min). {rule}"
        yield Section(text=text)
    yield Section(text=safe(catalogue.ground.ai_rules.never_ai), small=True)


def brief_sections(
    catalogue: Catalogue, brief: CandidateBrief, facts: Facts, today: CandidateDay
) -> tuple[Section, ...]:
    """Return the brief as paragraphs, for a form, a mail or a page."""
    told = [
        ("order", _order(catalogue, brief, today)),
        ("prepare", safe(brief.prepare.strip())),
        ("bring", _listed(brief.bring)),
        ("nothing_to_show", _listed(brief.if_nothing_to_show)),
        ("from_us", _listed(brief.from_us)),
        ("arrangement", _listed(today.arrangements)),
        ("questions", _listed(brief.questions_ahead)),
        ("ai", "\n".join(f"- *{safe(line.name)}*: {safe(line.candidate_text)}" for line in brief.ai_lines)),
        ("looked_at", _listed(brief.looked_at)),
        ("not_looked_at", _listed(brief.not_looked_at)),
        ("kept", safe(brief.kept)),
        ("people", say(catalogue, "brief.people_text", **facts)),
    ]
    return tuple(
        Section(text=f"*{say(catalogue, f'brief.{heading}')}*\n{text}") for heading, text in told if text
    )


def brief_modal(
    catalogue: Catalogue, brief: CandidateBrief, facts: Facts, today: CandidateDay
) -> dict[str, Any]:
    """Return the brief as a form that only says something."""
    sections = brief_sections(catalogue, brief, facts, today)
    blocks = blocks_of(sections)
    return modal(catalogue, say(catalogue, "label.your_brief"), blocks)


def task_sections(task: Task, cards: str | None) -> tuple[Section, ...]:
    """Return what a candidate reads of *task*; of its cards, those that were laid out for this loop."""
    laid = {card.strip() for card in (cards or "").split(",")}
    texts = [task.card, task.report, *(f"- {card.text}" for card in task.cards if card.id in laid)]
    trace = "\n".join(f"- {step.at} {step.who}: {step.text}" for step in task.trace)
    return tuple(Section(text=safe(text)) for text in (*texts, trace) if text)


def _order(catalogue: Catalogue, brief: CandidateBrief, today: CandidateDay) -> str:
    if today.parts:
        return "\n".join(_booked(catalogue, today))
    return "\n".join(_planned(catalogue, brief))


def _planned(catalogue: Catalogue, brief: CandidateBrief) -> Iterator[str]:
    for part in brief.parts:
        if len(brief.parts) > 1:
            yield say(catalogue, "brief.order_day", number=part.number)
        for session in part.sessions:
            yield "- " + say(catalogue, "brief.part", part=session.name, minutes=session.minutes)


def _booked(catalogue: Catalogue, today: CandidateDay) -> Iterator[str]:
    number = 0
    for part in today.parts:
        if part.number != number:
            number = part.number
            clock = zone_name(catalogue, part.starts_at, today.zone)
            yield say(catalogue, "brief.day", day=day(catalogue, part.starts_at, today.zone), zone=clock)
        told = {
            "time": short_time(part.starts_at, today.zone),
            "part": part.name,
            "minutes": part.minutes,
        }
        yield "- " + say(catalogue, "brief.part_at", **told)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {safe(line.strip())}" for line in lines)
