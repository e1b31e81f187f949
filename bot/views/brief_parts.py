"""The pages of a brief that come from content: parts, tasks with their keys, anchors, fairness."""

from collections.abc import Iterator

from bot.views.brief_texts import BriefTexts, Page
from bot.views.said import Section
from bot.wording.sentences import Markup, safe
from tracks.panel_brief import BriefPart, BriefQuestion, BriefTask, PanelBrief
from tracks.rating_sheet import RatingSheet
from tracks.track import Dimension


def part_pages(texts: BriefTexts, brief: PanelBrief) -> Iterator[Page]:
    """Yield a page for each part with something to read, and one for each task where it comes up first."""
    seen: dict[str, str] = {}
    for part in brief.parts:
        task = part.task
        if part.script or part.closing or part.questions or part.steps:
            title = seen.get(task.id, "") if task else ""
            yield Page(title=part.name, sections=tuple(_part(texts, part, title)))
        if task is not None and task.id not in seen:
            seen[task.id] = texts.say("task", name=task.name)
            yield Page(title=seen[task.id], sections=tuple(_task(texts, task)))


def anchor_pages(texts: BriefTexts, brief: PanelBrief) -> Iterator[Page]:
    """Yield a page for each form that the panelist sends."""
    for sheet in brief.sheets:
        title = texts.say("anchors", group=sheet.name)
        yield Page(title=title, sections=tuple(_sheet(texts, sheet)))


def fair_page(texts: BriefTexts, brief: PanelBrief, *, host: str | None) -> Page:
    """Return what is not asked or done, and for raters hints, follow-ups and evidence."""
    return Page(
        title=texts.say("fair" if brief.sheets else "fair_to_host"), sections=tuple(_fair(texts, brief, host))
    )


def _part(texts: BriefTexts, part: BriefPart, task_before: str) -> Iterator[Section]:
    yield Section(text=texts.say("you_lead" if part.leads else "you_sit_in"), small=True)
    yield Section(text=texts.say("rule", part=part.name, minutes=part.minutes, rule=part.ai))
    yield from texts.listed("plan", (texts.say("step", minutes=s.minutes, what=s.what) for s in part.steps))
    if part.script:
        yield Section(text=texts.say("script"))
        yield Section(text=safe(part.script), quoted=True)
    if part.questions:
        yield Section(text=texts.say("questions"))
    yield from (_question(texts, question) for question in part.questions)
    yield from texts.told("leaves", "; ".join(part.leaves), "things")
    yield from texts.told("closing", part.closing)
    if task_before:
        yield Section(text=texts.say("task_again", title=Markup(task_before)), small=True)


def _question(texts: BriefTexts, question: BriefQuestion) -> Section:
    rates = ", ".join(question.dimensions)
    text = texts.say("question", id=question.id, rates=rates, ask=question.ask)
    probes = texts.say("probes", probes=" / ".join(question.probes)) if question.probes else ""
    return Section(text="\n".join(line for line in (text, probes) if line))


def _task(texts: BriefTexts, task: BriefTask) -> Iterator[Section]:
    yield Section(text=texts.say("task_note"))
    yield from texts.told("card", task.card)
    yield from texts.told("report", task.report)
    yield from texts.listed("cards", texts.plain(task.cards))
    yield from texts.listed(
        "trace", (texts.say("trace_line", at=step.at, who=step.who, text=step.text) for step in task.trace)
    )
    yield from texts.told("files", ", ".join(task.files), "files")
    yield from texts.told("hands_on", task.hands_on)
    yield from texts.told("change", task.change)
    yield from texts.told("stand_in", task.stand_in)
    yield from texts.listed("if_asked", texts.plain(task.told_if_asked))
    yield from texts.told("smallest_test", task.smallest_test)
    yield from texts.listed("look_for", texts.plain(task.look_for))
    yield from texts.listed(
        "key", (texts.say("key_line", fault=line.fault, level=line.expect) for line in task.key)
    )
    yield from texts.told("reading", " ".join(filter(None, (task.reading, task.reading_nobody))))
    hints = enumerate(task.hints, start=1)
    yield from texts.listed("hints", (texts.say("hint", step=step, says=says) for step, says in hints))


def _sheet(texts: BriefTexts, sheet: RatingSheet) -> Iterator[Section]:
    yield Section(text=texts.say("anchors_intro", bar=sheet.scale.bar))
    for dimension in sheet.dimensions:
        yield Section(text="\n".join(_dimension(texts, sheet, dimension)))
    yield from texts.listed(
        "facets", (texts.say("facet", name=facet.name, asks=facet.asks) for facet in sheet.facets)
    )
    yield from texts.listed("level_notes", texts.plain(sheet.level_notes))


def _dimension(texts: BriefTexts, sheet: RatingSheet, dimension: Dimension) -> Iterator[str]:
    yield texts.say("dimension", name=dimension.name, what=dimension.what)
    examples = [example for example in sheet.examples if example.dimension == dimension.id]
    for value, anchor in enumerate(dimension.anchors, start=1):
        yield "- " + texts.say("anchor", value=value, name=sheet.scale.name_of(value), text=anchor)
        for example in examples:
            yield texts.say("example", value=value, text=example.examples[value - 1])
    yield texts.say("at_level", text=dimension.at(sheet.level))
    yield texts.say("not_scored", text=dimension.not_scored)


def _fair(texts: BriefTexts, brief: PanelBrief, host: str | None) -> Iterator[Section]:
    yield from texts.told("fair_hints", brief.hint_rule)
    kinds = ((kind.what, " / ".join(kind.examples)) for kind in brief.follow_ups)
    yield from texts.listed(
        "follow_ups", (texts.say("follow_up", what=what, examples=examples) for what, examples in kinds)
    )
    yield from texts.listed("evidence", texts.plain(brief.rules))
    yield from texts.listed(
        "not_asked",
        (
            texts.say("not_asked_line", avoid=lint.avoid, why=lint.why, instead=lint.instead)
            for lint in brief.not_asked
        ),
    )
    yield from texts.listed("do_not_title", (texts.say("do_not_look"), texts.say("do_not_why")))
    lines = [f"- {line}" for line in texts.plain(brief.no_rater_may)]
    head = texts.say("rater_may_not", host=host) if host else texts.say("host_may_not")
    yield Section(text="\n".join([head, *lines]))
