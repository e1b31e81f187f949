"""What is said about forms: lists, messages, and the forms of those who look after a missing one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.views.form_look import FormLook, value_name
from bot.views.modals import modal, moment_input, notice_modal, person_input, text_input, ticks_input
from bot.views.said import Button, Said, Section, blocks_of, one, section_blocks, to_blocks
from bot.wording import say, when
from bot.wording.overview import FormLine
from bot.wording.sentences import mention, safe
from storage.tables import EvidenceItem, Form
from tracks.catalogue import Catalogue

OPEN, READ, NOT_ATTENDED = "open_form", "read_form", "not_attended"
SEE_TO, EXTEND, REASSIGN, WAIVE = "see_to_form", "extend_form", "reassign_form", "waive_form"
MOST_LINES = 12


def own_lines(
    catalogue: Catalogue, lines: Sequence[FormLine], *, now: datetime, zone: str
) -> tuple[Section, ...]:
    """Return a rater's open forms, each with the button that opens it."""
    sections = []
    for line in lines[:MOST_LINES]:
        key = "forms.list_due" if line.due_at <= now else "forms.list_later"
        text = say(catalogue, key, time=when(catalogue, line.due_at, zone), **line.facts)
        sections.append(Section(text=text, button=open_button(catalogue, line)))
    return tuple(sections)


def open_button(catalogue: Catalogue, line: FormLine, *, primary: bool = False) -> Button:
    """Return the button that opens a form."""
    word = "go_on_form" if line.begun else "open_form"
    label = f"{say(catalogue, f'button.{word}')}: {safe(line.candidate)}, {safe(line.group)}"
    return Button(
        text=say(catalogue, f"button.{word}"), verb=OPEN, about=line.id, primary=primary, label=label
    )


def missing_lines(
    catalogue: Catalogue, lines: Sequence[tuple[FormLine, bool]], *, zone: str
) -> tuple[Section, ...]:
    """Return the forms that are missing; the flag says whether all three ways out are the reader's."""
    if not lines:
        return ()
    sections = [Section(text=say(catalogue, "forms.missing_heading"))]
    for line, all_ways in lines[:MOST_LINES]:
        text = say(catalogue, "forms.missing_line", time=when(catalogue, line.due_at, zone), **line.facts)
        verb = SEE_TO if all_ways else WAIVE
        button = Button(text=say(catalogue, f"button.{verb}"), verb=verb, about=line.id)
        sections.append(Section(text=text, button=button))
    return tuple(sections)


def see_to_modal(catalogue: Catalogue, line: FormLine, *, zone: str) -> dict[str, Any]:
    """Return what can be done about one missing form."""
    text = say(catalogue, "forms.missing_line", time=when(catalogue, line.due_at, zone), **line.facts)
    said = one(text, *ways_out(catalogue, line.id))
    return modal(catalogue, say(catalogue, "forms.see_to_title"), to_blocks(said))


def ways_out(catalogue: Catalogue, form_id: str) -> tuple[Button, ...]:
    """Return what can be done about a form that does not come."""
    verbs = (EXTEND, REASSIGN, WAIVE)
    return tuple(Button(text=say(catalogue, f"button.{verb}"), verb=verb, about=form_id) for verb in verbs)


def form_due(catalogue: Catalogue, line: FormLine, text: str, *, zone: str) -> Said:
    """Return the message that a form is due, or the nudge *text* about it, with its buttons."""
    due = when(catalogue, line.due_at, zone)
    told = say(catalogue, "forms.due", text="{text}", group=line.group, time=due).replace("{text}", text)
    sure = (
        say(catalogue, "forms.not_attended_sure_title"),
        say(catalogue, "forms.not_attended_sure"),
        say(catalogue, "button.confirm_yes"),
        say(catalogue, "button.cancel"),
    )
    not_there = Button(
        text=say(catalogue, "button.not_attended"), verb=NOT_ATTENDED, about=line.id, sure=sure
    )
    return Said(
        sections=(Section(text=told),), buttons=(open_button(catalogue, line, primary=True), not_there)
    )


def extend_modal(catalogue: Catalogue, line: FormLine, *, initial: datetime) -> dict[str, Any]:
    """Return the form that gives more time."""
    until = moment_input("until", say(catalogue, "forms.extend_until"), initial=int(initial.timestamp()))
    return _way_out(catalogue, "extend", line, until)


def reassign_modal(catalogue: Catalogue, line: FormLine) -> dict[str, Any]:
    """Return the form that lets somebody else write it."""
    to = person_input("to", say(catalogue, "forms.reassign_to"))
    tick = [("yes", say(catalogue, "forms.reassign_there_tick"))]
    there = ticks_input("there", say(catalogue, "forms.reassign_there"), tick, optional=False)
    return _way_out(catalogue, "reassign", line, to, there)


def waive_modal(catalogue: Catalogue, line: FormLine) -> dict[str, Any]:
    """Return the form that does without it."""
    reason = text_input(
        "reason",
        say(catalogue, "forms.waive_reason"),
        hint=say(catalogue, "forms.waive_reason_hint"),
        long=True,
        most=600,
    )
    return _way_out(catalogue, "waive", line, reason)


def sent_modal(catalogue: Catalogue, *, candidate: str, group: str) -> dict[str, Any]:
    """Return what a rater sees after sending."""
    text = say(catalogue, "forms.sent", candidate=candidate, group=group)
    return notice_modal(catalogue, text, title=say(catalogue, "forms.sent_title"))


def waived_modal(catalogue: Catalogue, form: Form, line: FormLine) -> dict[str, Any]:
    """Return who did without a form, and why; what its rater had begun to write stays theirs."""
    text = say(catalogue, "forms.read_waived", person=mention(form.waived_by or ""), **line.facts)
    sections = (Section(text=text), Section(text=safe(form.waived_reason or ""), quoted=True))
    blocks = blocks_of(sections)
    return modal(catalogue, say(catalogue, "forms.read_title"), blocks)


def read_modal(catalogue: Catalogue, look: FormLook, rater: str) -> dict[str, Any]:
    """Return a form to be read by those who may: ratings with their moments, sentence by sentence."""
    head = {"candidate": look.candidate, "group": look.sheet.name}
    sections = [
        Section(text=say(catalogue, "forms.overview_head", **head)),
        Section(text=safe(rater), small=True),
    ]
    for dimension in look.sheet.dimensions:
        rating = look.rating(dimension.id)
        if rating.value is not None:
            facts = {"value": rating.value, "name": value_name(look, rating.value)}
            text = say(catalogue, "forms.read_rating", dimension=dimension.name, **facts)
        else:
            key = "forms.read_not_enough" if rating.not_enough else "forms.overview_open"
            text = say(catalogue, key, dimension=dimension.name)
        sections.append(Section(text=text))
        words = rating.reason if rating.not_enough else rating.why
        if words:
            sections.append(Section(text=safe(words), quoted=True))
        moments = [_moment(catalogue, look, mark) for mark in look.marks if mark.id in rating.evidence]
        if moments:
            sections.append(Section(text="\n".join(moments)))
    for facet in look.sheet.facets:
        if facet.id in look.draft.levels:
            reads = say(catalogue, f"reading.{look.draft.levels[facet.id].reads}")
            sections.append(
                Section(text=say(catalogue, "forms.overview_facet", name=facet.name, reads=reads))
            )
    blocks = blocks_of(sections)
    return modal(catalogue, say(catalogue, "forms.read_title"), blocks)


def _moment(catalogue: Catalogue, look: FormLook, mark: EvidenceItem) -> str:
    part = next((part.name for part in look.parts if part.id == mark.session_id), "")
    when_said = say(catalogue, "forms.read_moment", minute=mark.minute, part=part)
    return f"- {when_said}: {safe(mark.text)}"


def _way_out(catalogue: Catalogue, way: str, line: FormLine, *fields: dict[str, Any]) -> dict[str, Any]:
    intro = Section(text=say(catalogue, f"forms.{way}_intro", **line.facts))
    return modal(
        catalogue,
        say(catalogue, f"forms.{way}_title"),
        [*section_blocks(intro), *fields],
        callback=f"{way}_form",
        submit=say(catalogue, "button.save"),
        about=line.id,
    )
