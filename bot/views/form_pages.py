"""The pages of one form: a dimension with its anchors each, the level, and the overview before it is sent."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.views.form_look import (
    BACK,
    NOT_ENOUGH,
    OVERVIEW,
    SAVE,
    TO_OVERVIEW,
    TURN,
    FormLook,
    block_id,
    mark_groups,
    value_name,
)
from bot.views.form_overview import overview_sections
from bot.views.modals import Option, modal, radio_input, select_input, text_input, ticks_input
from bot.views.said import Button, Said, Section, blocks_of, section_blocks, to_blocks
from bot.wording import say
from tracks.catalogue import Catalogue
from tracks.evidence import MOST_EVIDENCE
from tracks.rubric import VALUES, LevelReading, Page
from tracks.track import Dimension, LevelFacet

MOST_WORDS = 600
Blocks = list[dict[str, Any]]


def form_view(
    catalogue: Catalogue, look: FormLook, page: int, *, token: str, notes: Sequence[Section] = ()
) -> dict[str, Any]:
    """Return one page of a form; *page* counts from 0, the overview is the last.

    *token* tells later whether the page has been saved elsewhere since. *notes* stand on top.
    """
    if page >= look.overview_number:
        return _overview_view(catalogue, look, notes=notes)
    screen = look.screens[page]
    blocks = (
        _dimension(catalogue, look, screen, notes) if screen.dimensions else _facets(catalogue, look, notes)
    )
    pages = look.overview_number + 1
    return modal(
        catalogue,
        say(catalogue, "forms.page_title", page=page + 1, pages=pages),
        [*blocks, *_buttons(catalogue, look, first=page == 0)],
        callback=TURN,
        submit=say(catalogue, "button.form_next"),
        about=look.form.id,
        metadata={"page": page, "seen": token, "revision": look.form.revision},
    )


def _overview_view(catalogue: Catalogue, look: FormLook, *, notes: Sequence[Section]) -> dict[str, Any]:
    """Return the last page: what is filled in, what is missing, and Send."""
    back = Button(text=say(catalogue, "button.back"), verb=BACK, about=look.form.id)
    sections = (*notes, *overview_sections(catalogue, look))
    return modal(
        catalogue,
        say(catalogue, "forms.overview_title"),
        [*blocks_of(sections), *to_blocks(Said(sections=(), buttons=(back,)))],
        callback=OVERVIEW,
        submit=say(catalogue, "button.send"),
        about=look.form.id,
        metadata={"page": look.overview_number, "revision": look.form.revision},
    )


# --- one dimension


def _dimension(catalogue: Catalogue, look: FormLook, screen: Page, notes: Sequence[Section]) -> Blocks:
    [wanted] = screen.dimensions
    dimension, rating = look.dimension(wanted), look.rating(wanted)
    about = str(wanted)
    chosen = NOT_ENOUGH if rating.not_enough else str(rating.value or "")
    return [
        *blocks_of([_head(catalogue, look, dimension), *notes, *_anchors(catalogue, look, dimension)]),
        radio_input(
            block_id(look, "value", about),
            say(catalogue, "forms.rating"),
            _values(catalogue, look),
            initial=chosen or None,
            optional=True,
        ),
        text_input(
            block_id(look, "reason", about),
            say(catalogue, "forms.reason"),
            initial=rating.reason,
            hint=say(catalogue, "forms.reason_hint"),
            optional=True,
            most=MOST_WORDS,
        ),
        *_evidence(catalogue, look, dimension),
        text_input(
            block_id(look, "why", about),
            say(catalogue, "forms.why"),
            initial=rating.why,
            long=True,
            optional=True,
            most=MOST_WORDS,
        ),
        *_axes(catalogue, look, dimension),
        *_moment(catalogue, look),
    ]


def _head(catalogue: Catalogue, look: FormLook, dimension: Dimension) -> Section:
    return Section(
        text=say(
            catalogue,
            "forms.head",
            candidate=look.candidate,
            group=look.sheet.name,
            dimension=dimension.name,
            what=dimension.what,
        )
    )


def _anchors(catalogue: Catalogue, look: FormLook, dimension: Dimension) -> Iterator[Section]:
    lines = [
        say(catalogue, "forms.anchor", value=value, name=value_name(look, value), anchor=anchor)
        for value, anchor in enumerate(dimension.anchors, start=1)
    ]
    yield Section(text="\n".join(lines))
    small = [
        say(catalogue, "forms.at_level", text=dimension.at(look.sheet.level)),
        say(catalogue, "forms.not_scored", text=dimension.not_scored),
    ]
    for example in look.sheet.examples:
        if example.dimension == dimension.id:
            small += [
                say(catalogue, "forms.example", value=value, text=text)
                for value, text in enumerate(example.examples, start=1)
            ]
    yield Section(text="\n".join(small), small=True)


def _values(catalogue: Catalogue, look: FormLook) -> list[Option]:
    numbers: list[Option] = [
        (str(value), say(catalogue, "forms.rating_option", value=value, name=value_name(look, value)))
        for value in VALUES
    ]
    return [*numbers, (NOT_ENOUGH, look.sheet.scale.not_rated_name)]


def _evidence(catalogue: Catalogue, look: FormLook, dimension: Dimension) -> Iterator[dict[str, Any]]:
    """Yield the boxes; before the first save what was marked for this dimension is ticked already."""
    if not look.marks:
        yield from section_blocks(Section(text=say(catalogue, "forms.no_moments"), small=True))
        return
    rating = look.draft.ratings.get(dimension.id)
    ticked = rating.evidence if rating else [one.id for one in look.marks if dimension.id in one.dimensions]
    yield from mark_groups(
        catalogue,
        look,
        look.marks,
        name="ticks",
        about=str(dimension.id),
        ticked=ticked,
        labels=(say(catalogue, "forms.evidence"), say(catalogue, "forms.evidence_more")),
    )


def _axes(catalogue: Catalogue, look: FormLook, dimension: Dimension) -> Iterator[dict[str, Any]]:
    options = [(axis.id, axis.name) for axis in look.sheet.axes if axis.maps_to == dimension.id]
    if options:
        block = block_id(look, "axes", str(dimension.id))
        ticked = look.rating(dimension.id).axes
        yield ticks_input(block, say(catalogue, "forms.axes"), options, initial=ticked)


def _moment(catalogue: Catalogue, look: FormLook) -> Iterator[dict[str, Any]]:
    yield {"type": "divider"}
    if look.parts:
        yield select_input(
            block_id(look, "where"),
            say(catalogue, "forms.add_where"),
            _places(look),
            initial=look.parts[0].id,
            hint=say(catalogue, "forms.add_where_hint"),
            optional=True,
        )
    yield text_input(block_id(look, "minute"), say(catalogue, "forms.add_minute"), optional=True, most=8)
    yield text_input(
        block_id(look, "words"),
        say(catalogue, "forms.add_words"),
        hint=say(catalogue, "forms.add_hint"),
        long=True,
        optional=True,
        most=MOST_EVIDENCE,
    )


def _places(look: FormLook) -> list[Option]:
    """Return the parts, each followed by its steps."""
    options: list[Option] = []
    for part in look.parts:
        options.append((part.id, part.name))
        options += [
            (f"{part.id}:{number}", f"{part.name}: {step.what}")
            for number, step in enumerate(part.steps, start=1)
        ]
    return options[:100]


# --- the level


def _facets(catalogue: Catalogue, look: FormLook, notes: Sequence[Section]) -> Blocks:
    head = say(catalogue, "forms.facets_head", candidate=look.candidate, group=look.sheet.name)
    blocks = blocks_of([Section(text=head), *notes])
    used = {mark for rating in look.draft.ratings.values() for mark in rating.evidence}
    for facet in look.sheet.facets:
        blocks += _facet(catalogue, look, facet, used)
    return blocks


def _facet(
    catalogue: Catalogue, look: FormLook, facet: LevelFacet, used: set[str]
) -> Iterator[dict[str, Any]]:
    read = look.draft.levels.get(facet.id)
    facts = {"name": facet.name, "asks": facet.asks}
    texts = {"mid": facet.mid, "senior": facet.senior, "staff": facet.staff}
    yield from section_blocks(Section(text=say(catalogue, "forms.facet", **facts, **texts)))
    readings = [(str(reading), say(catalogue, f"reading.{reading}")) for reading in LevelReading]
    yield select_input(
        block_id(look, "reads", facet.id),
        say(catalogue, "forms.facet_reads", name=facet.name),
        readings,
        initial=str(read.reads) if read else None,
        optional=True,
    )
    marks = [mark for mark in look.marks if mark.id in used or (read and mark.id in read.evidence)]
    if not marks:
        note = say(catalogue, "forms.facet_no_evidence")
        yield from section_blocks(Section(text=note, small=True))
    yield from mark_groups(
        catalogue,
        look,
        marks,
        name="facet",
        about=facet.id,
        ticked=read.evidence if read else (),
        labels=(
            say(catalogue, "forms.facet_evidence", name=facet.name),
            say(catalogue, "forms.facet_evidence_more", name=facet.name),
        ),
    )


def _buttons(catalogue: Catalogue, look: FormLook, *, first: bool) -> Blocks:
    verbs = (() if first else ((BACK, "back"),)) + ((SAVE, "save"), (TO_OVERVIEW, "to_overview"))
    buttons = tuple(
        Button(text=say(catalogue, f"button.{word}"), verb=verb, about=look.form.id) for verb, word in verbs
    )
    return to_blocks(Said(sections=(), buttons=buttons))
