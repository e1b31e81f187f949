"""Whether every blank in a text is one that has a fact when the text is used."""

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

from tracks.contents import Catalogue
from tracks.fill import BlankError, blanks
from tracks.format import Format, compose
from tracks.intro_paper import RoleFacts, known_facts
from tracks.panel_brief import NAMES
from tracks.plain import Fault
from tracks.plan_facts import facts_of, own_facts
from tracks.track import Level, TrackId

PAPER = "intro_paper.toml"
SPOKEN = {*NAMES, "agenda", "stack", "job_less_liked"}
_AI = {"reason", "minutes_off", "minutes_on"}
_PHRASES = {
    "rule_throughout": {"rule"},
    "rule_of_part": {"part", "rule"},
    "rule_two_modes": _AI,
    "rule_with_reason": {"part", "rule", "reason"},
    "track_heading": {"track"},
    "one_way": set(),
    "several_ways": {"track_count"},
    "one_way_freely": set(),
    "several_ways_freely": set(),
    "fewer_tracks": {"tracks", "reason"},
}


def small_faults_of(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield the blanks without a fact in what needs no plan: sentences, AI modes, hints, phrases."""
    for key, text in catalogue.messages.items():
        yield from _unknown(catalogue.homes[key], key, text, None)
    for mode in catalogue.ground.ai_modes:
        for name in ("candidate_text", "panel_text"):
            key = f"ai_modes[{mode.id}].{name}"
            yield from _unknown("common.toml", key, getattr(mode, name), _AI)
    ladder = catalogue.ground.hint_ladder
    for number, step in enumerate((ladder.step_1, ladder.step_2, ladder.step_3), 1):
        yield from _unknown("common.toml", f"hint_ladder.step_{number}.says", step.says, {"area"})
    for name, known in _PHRASES.items():
        yield from _unknown(PAPER, f"phrases.{name}", getattr(catalogue.paper.phrases, name), known)


def plan_faults_of(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield the blanks without a fact in texts about plans; every plan must compose."""
    for family in catalogue.families_that_differ:
        plans = {t: compose(catalogue, track=t, family=family, level=Level.SENIOR) for t in TrackId}
        try:
            known = known_facts(catalogue, _some_role(family), plans).keys()
        except BlankError as wrong:
            yield Fault(file=PAPER, key="phrases", found=wrong.blank, expected="a name that has a fact")
            return
        for section in catalogue.paper.sections:
            for name in ("title", "body"):
                yield from _unknown(PAPER, f"sections[{section.id}].{name}", getattr(section, name), known)
        for plan in plans.values():
            told = facts_of(catalogue, plan).keys()
            yield from _cell_faults(catalogue, told | known)
            yield from _track_faults(catalogue, plan, told | known)
            yield from _prepare_faults(catalogue, plan, told)
            yield from _session_faults(catalogue, plan, told)


def _cell_faults(catalogue: Catalogue, known: Collection[str]) -> Iterator[Fault]:
    labels = catalogue.paper.comparison
    for name in (field.name for field in fields(labels) if field.name.endswith("_cell")):
        yield from _unknown(PAPER, f"comparison.{name}", getattr(labels, name), known)


def _track_faults(catalogue: Catalogue, plan: Format, known: Collection[str]) -> Iterator[Fault]:
    own, file = catalogue.family(plan.family).text(plan.track), f"family_{plan.family}.toml"
    theirs = catalogue.paper.track(plan.track)
    for name in ("body", "short", "alone", "you_prepare"):
        if text := getattr(own, name, ""):
            yield from _unknown(file, f"paper[{plan.track}].{name}", text, known)
        else:
            yield from _unknown(PAPER, f"tracks[{plan.track}].{name}", getattr(theirs, name), known)


def _prepare_faults(catalogue: Catalogue, plan: Format, told: Collection[str]) -> Iterator[Fault]:
    own, shared = catalogue.family(plan.family).text(plan.track), catalogue.tracks[plan.track].prepare
    panel = {*told, *NAMES}
    for name, theirs, key, text, known in (
        ("prepare", own.prepare, "prepare.candidate.text", shared.candidate.text, {*told, "host"}),
        ("panel", own.panel, "prepare.panel.text", shared.panel.text, panel),
    ):
        if theirs:
            yield from _unknown(f"family_{plan.family}.toml", f"paper[{plan.track}].{name}", theirs, known)
        else:
            yield from _unknown(f"track_{plan.track}.toml", key, text, known)
    for seat in catalogue.ground.seats:
        if seat.prepare:
            yield from _unknown("common.toml", f"seats[{seat.id}].prepare.text", seat.prepare.text, panel)


def _session_faults(catalogue: Catalogue, plan: Format, told: Collection[str]) -> Iterator[Fault]:
    for session in plan.sessions:
        spec, known = session.spec, {*told, *own_facts(catalogue, session)}
        file = catalogue.file_of(session.id, plan.track, plan.family)
        yield from _unknown(file, f"{spec.id}.script", spec.script, known | SPOKEN)
        yield from _unknown(file, f"{spec.id}.closing", spec.closing, NAMES)
        asks = known if spec.shared_ahead else known | {"change"}  # what changes is not told ahead
        for question in spec.questions:
            key = f"{spec.id}.questions[{question.id}]"
            yield from _unknown(file, key, question.ask, asks)
            for probe in question.probes:
                yield from _unknown(file, key, probe, NAMES)
        for task in map(catalogue.tasks.__getitem__, session.tasks):
            key = f"tasks[{task.id}].scripts[{session.id}]"
            yield from _unknown(catalogue.homes[task.id], key, task.script_in(session.id), known | SPOKEN)


def _unknown(file: str, key: str, text: str, known: Collection[str] | None) -> Iterator[Fault]:
    try:
        strange = blanks(text) - set(known) if known is not None else frozenset()
    except BlankError as wrong:
        yield Fault(file=file, key=key, found=wrong.blank, expected="a plain name in curly brackets")
        return
    for name in sorted(strange):
        expected = "one of " + ", ".join(sorted(known or ()))
        yield Fault(file=file, key=key, found=f"{{{name}}}", expected=expected)


def _some_role(family: str) -> RoleFacts:
    """Return a role that stands for any: only which facts there are matters here."""
    texts: dict[str, Any] = {field.name: field.name for field in fields(RoleFacts) if field.type is str}
    days: dict[str, Any] = {field.name: 1 for field in fields(RoleFacts) if field.type is int}
    return RoleFacts(**(texts | days | {"level": Level.SENIOR, "family": family}))
