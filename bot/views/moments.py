"""What the panel sees while an interview runs: two clocks, the start and its correction, a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.views.modals import Option, modal, moment_input, select_input, text_input, ticks_input
from bot.views.said import Button, Said, Section, section_blocks, to_blocks
from bot.wording import clock_time, say
from bot.wording.sentences import mention, safe
from storage.tables import EvidenceItem
from tracks.catalogue import Catalogue
from tracks.evidence import HINT_STEPS, LEAST_EVIDENCE, MOST_EVIDENCE, EvidenceKind, FollowUpOutcome
from tracks.running import TwoClocks
from tracks.track import Dimension, PlanStep

START, CORRECT, MARK, CHANGE = "start_part", "correct_start", "mark_moment", "change_mark"
TAKE_BACK = "take_back"
_KINDS = (
    EvidenceKind.DID,
    EvidenceKind.QUOTE,
    EvidenceKind.ASKED,
    EvidenceKind.ARTIFACT,
    EvidenceKind.HINT_GIVEN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """One part as its panel sees it; *minutes* is its length by the plan."""

    id: str
    name: str
    minutes: int
    steps: tuple[PlanStep, ...]
    clocks: TwoClocks
    started_at: datetime | None = None
    started_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShown:
    """What the form of a moment starts with; *chosen* is a part's id, "" when only a person can say."""

    parts: tuple[PartShown, ...]
    dimensions: tuple[Dimension, ...]
    chosen: str = ""
    minute: int | None = None
    text: str = ""
    mark: EvidenceItem | None = None


def start_button(catalogue: Catalogue, part_id: str, name: str) -> Button:
    """Return the button that starts a part."""
    return Button(text=say(catalogue, "button.start_part", part=name), verb=START, about=part_id)


def mark_button(catalogue: Catalogue) -> Button:
    """Return the button that marks a moment in whatever part runs."""
    return Button(text=say(catalogue, "button.mark_moment"), verb=MARK)


def started_modal(catalogue: Catalogue, part: PartShown, *, reader: str, zone: str) -> dict[str, Any]:
    """Return both clocks of a part, with the way to correct the start and to mark."""
    sections = (
        Section(text=_began(catalogue, part, reader, zone)),
        Section(text=_clocks_line(catalogue, part.clocks)),
    )
    correct = Button(text=say(catalogue, "button.correct_start"), verb=CORRECT, about=part.id)
    said = Said(sections=sections, buttons=(mark_button(catalogue), correct))
    return modal(catalogue, say(catalogue, "moments.start_title"), to_blocks(said))


def correct_form(catalogue: Catalogue, part: PartShown, *, now: datetime) -> dict[str, Any]:
    """Return the form that says when a part really began."""
    shown = int((part.started_at or now).timestamp())
    intro = Section(text=say(catalogue, "moments.correct_intro", part=part.name))
    blocks = [
        *section_blocks(intro),
        *section_blocks(Section(text=_clocks_line(catalogue, part.clocks), small=True)),
        text_input(
            "ago",
            say(catalogue, "moments.correct_ago"),
            hint=say(catalogue, "moments.correct_ago_hint"),
            optional=True,
            most=3,
        ),
        moment_input("at", say(catalogue, "moments.correct_at"), initial=shown),
    ]
    return modal(
        catalogue,
        say(catalogue, "moments.correct_title"),
        blocks,
        callback=CORRECT,
        submit=say(catalogue, "button.save"),
        about=part.id,
    )


def _clocks_line(catalogue: Catalogue, two: TwoClocks) -> str:
    """Return both clocks in one line."""
    match (two.by_start, two.by_plan):
        case (None, None):
            return say(catalogue, "moments.no_clock")
        case (None, by_plan):
            return say(catalogue, "moments.clock_by_plan", by_plan=by_plan)
        case (by_start, None):
            return say(catalogue, "moments.clock_by_start", by_start=by_start)
        case (by_start, by_plan):
            return say(catalogue, "moments.clocks", by_start=by_start, by_plan=by_plan)


def mark_form(catalogue: Catalogue, shown: MarkShown) -> dict[str, Any]:
    """Return the form of a moment, new or to be changed."""
    changing = shown.mark is not None
    title = say(catalogue, "moments.change_title" if changing else "moments.mark_title")
    return modal(
        catalogue,
        title,
        [*_when(catalogue, shown), *_what(catalogue, shown), *_more(catalogue, shown)],
        callback=CHANGE if changing else MARK,
        submit=say(catalogue, "button.save"),
        about=shown.mark.id if shown.mark else "",
        metadata={"part": shown.parts[0].id if len(shown.parts) == 1 else ""},
    )


def _began(catalogue: Catalogue, part: PartShown, reader: str, zone: str) -> str:
    if part.started_at is None:
        return say(catalogue, "moments.not_started", part=part.name)
    time = clock_time(catalogue, part.started_at, zone)
    if part.started_by in {None, reader}:
        return say(catalogue, "moments.started_by_you", part=part.name, time=time)
    who = mention(str(part.started_by))
    return say(catalogue, "moments.started", part=part.name, time=time, by=who)


def _when(catalogue: Catalogue, shown: MarkShown) -> list[dict[str, Any]]:
    parts = {part.id: part for part in shown.parts}
    chosen = parts.get(shown.chosen)
    blocks = []
    if chosen is not None:
        line = f"*{safe(chosen.name)}*\n{_clocks_line(catalogue, chosen.clocks)}"
        blocks += section_blocks(Section(text=line, small=True))
    if len(parts) > 1:
        options = [(part.id, part.name) for part in shown.parts]
        label = say(catalogue, "moments.part")
        blocks.append(select_input("part", label, options, initial=shown.chosen or None))
    minute = None if shown.minute is None else str(shown.minute)
    hint = say(catalogue, "moments.minute_hint")
    blocks.append(
        text_input(
            "minute", say(catalogue, "moments.minute"), initial=minute, hint=hint, optional=True, most=8
        )
    )
    steps = _steps(shown)
    if steps:
        blocks.append(
            select_input(
                "step", say(catalogue, "moments.step"), steps, initial=_step_of(shown), optional=True
            )
        )
    return blocks


def _steps(shown: MarkShown) -> list[Option]:
    several = len(shown.parts) > 1
    return [
        (f"{part.id}:{number}", f"{part.name}: {step.what}" if several else step.what)
        for part in shown.parts
        for number, step in enumerate(part.steps, start=1)
    ][:100]


def _step_of(shown: MarkShown) -> str | None:
    """Return the step at whose beginning an inexact mark stands."""
    part = next((part for part in shown.parts if part.id == shown.chosen), None)
    if shown.mark is None or shown.mark.exact or part is None:
        return None
    begins = 0
    for number, step in enumerate(part.steps, start=1):
        if begins == shown.mark.minute:
            return f"{part.id}:{number}"
        begins += step.minutes
    return None


def _what(catalogue: Catalogue, shown: MarkShown) -> list[dict[str, Any]]:
    mark = shown.mark
    kinds = [(str(kind), say(catalogue, f"evidence_kind.{kind}")) for kind in _KINDS]
    dimensions = [(str(one.id), one.name) for one in shown.dimensions]
    blocks = [
        text_input(
            "words",
            say(catalogue, "moments.words"),
            initial=mark.text if mark else shown.text,
            hint=say(catalogue, "moments.words_hint"),
            long=True,
            least=LEAST_EVIDENCE,
            most=MOST_EVIDENCE,
        ),
        select_input(
            "kind",
            say(catalogue, "moments.kind"),
            kinds,
            initial=str(mark.kind if mark else EvidenceKind.DID),
        ),
    ]
    if dimensions:
        label = say(catalogue, "moments.dimensions")
        chosen = mark.dimensions if mark else ()
        blocks.append(ticks_input("dimensions", label, dimensions, initial=chosen))
    return blocks


def _more(catalogue: Catalogue, shown: MarkShown) -> list[dict[str, Any]]:
    mark, ground = shown.mark, catalogue.ground
    ladder = (ground.hint_ladder.step_1, ground.hint_ladder.step_2, ground.hint_ladder.step_3)
    hints = [
        (str(step), say(catalogue, "moments.hint_step", step=step, name=ladder[step - 1].name))
        for step in range(1, HINT_STEPS + 1)
    ]
    probes = [(str(kind.id), kind.what) for kind in ground.probe_kinds]
    outcomes = [(str(each), say(catalogue, f"follow_up_outcome.{each}")) for each in FollowUpOutcome]
    given = {
        "hint": str(mark.hint_step) if mark and mark.hint_step else None,
        "follow_up": str(mark.probe) if mark and mark.probe else None,
        "outcome": str(mark.outcome) if mark and mark.outcome else None,
    }
    blocks = [
        select_input(name, say(catalogue, f"moments.{name}"), options, initial=given[name], optional=True)
        for name, options in (("hint", hints), ("follow_up", probes), ("outcome", outcomes))
    ]
    if mark is not None:
        tick = [(TAKE_BACK, say(catalogue, "moments.take_back_tick"))]
        blocks.append(ticks_input(TAKE_BACK, say(catalogue, "moments.take_back"), tick))
    return blocks
