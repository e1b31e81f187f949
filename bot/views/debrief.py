"""The debrief as pages of one form: what to talk about, dimensions with evidence, level, follow-ups."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.views.modals import modal, radio_input, text_input
from bot.views.said import (
    VIEW_BLOCKS,
    Button,
    Said,
    Section,
    blocks_of,
    text_blocks,
    to_blocks,
)
from bot.wording import say
from bot.wording.sentences import safe
from tracks.catalogue import Catalogue
from tracks.debrief_sheet import DebriefSheet, InGroup, MayDo, Moment, OnDimension, Opinion, Revised
from tracks.rubric import VALUES

OPEN, PAGE = "open_debrief", "debrief_page"
NOTHING, CALL, CLOSE, REVISE = "nothing_to_discuss", "call_debrief", "close_debrief", "revise_rating"
DECIDE, WRITE = "decide", "write_letter"
NOT_ENOUGH = "not_enough"
MOST_REASON = 600


def open_button(catalogue: Catalogue, loop_id: str, *, primary: bool = False) -> Button:
    """Return the button that opens the debrief to whoever may see it."""
    return Button(text=say(catalogue, "button.open_debrief"), verb=OPEN, about=loop_id, primary=primary)


def _pages_of(sheet: DebriefSheet) -> int:
    """Return how many pages there are: the beginning, one a dimension, the level, the follow-ups."""
    return len(sheet.dimensions) + 3


def debrief_modal(
    catalogue: Catalogue, sheet: DebriefSheet, may: MayDo, *, loop_id: str, invitation_id: str, page: int
) -> dict[str, Any]:
    """Return one page, counted from 0; whatever lies outside is the first."""
    last = _pages_of(sheet) - 1
    page = page if 0 <= page <= last else 0
    if page == 0:
        said = _beginning(catalogue, sheet, may, loop_id, invitation_id)
    elif page <= len(sheet.dimensions):
        said = Said(sections=tuple(_dimension(catalogue, sheet.dimensions[page - 1], may)))
    elif page == last - 1:
        said = Said(sections=tuple(_level(catalogue, sheet)))
    else:
        said = Said(sections=tuple(_follow_ups(catalogue, sheet)))
    turns = [("back", page - 1)] if page else []
    turns += [("next", page + 1)] if page < last else []
    row = tuple(
        Button(text=say(catalogue, f"button.{name}"), verb=PAGE, about=f"{loop_id}.{to}")
        for name, to in turns
    )
    title = say(catalogue, "debrief.page_title", page=page + 1, pages=last + 1)
    turning = to_blocks(Said(sections=(), buttons=row))
    blocks = [*to_blocks(said, most=VIEW_BLOCKS - len(turning)), *turning]
    return modal(catalogue, title, blocks, about=loop_id)


# --- the beginning


def _beginning(
    catalogue: Catalogue, sheet: DebriefSheet, may: MayDo, loop_id: str, invitation_id: str
) -> Said:
    rules = catalogue.ground.debrief
    facts = {"candidate": sheet.candidate, "role": sheet.role, "track": sheet.track}
    lines = "\n".join(f"- {safe(line)}" for line in rules.order)
    not_here = catalogue.ground.words.listed.join(rules.not_allowed)
    sections = [
        Section(text=say(catalogue, "debrief.head", **facts)),
        *(Section(text=line) for line in _state(catalogue, sheet)),
        *(Section(text=line) for line in _waived(catalogue, sheet)),
        Section(text="\n".join((say(catalogue, "debrief.to_discuss"), *_to_discuss(catalogue, sheet)))),
        Section(text="\n".join((say(catalogue, "debrief.order_title", minutes=rules.minutes), lines))),
        Section(text=say(catalogue, "debrief.speakers", names=_listed(catalogue, sheet.order))),
        Section(text=say(catalogue, "debrief.not_allowed", things=not_here), small=True),
    ]
    return Said(sections=tuple(sections), buttons=tuple(_acts(catalogue, may, loop_id, invitation_id)))


def _acts(catalogue: Catalogue, may: MayDo, loop_id: str, invitation_id: str) -> Iterator[Button]:
    for allowed, verb, about in (
        (may.say_nothing, NOTHING, loop_id),
        (may.call, CALL, loop_id),
        (may.close, CLOSE, loop_id),
        (may.decide, DECIDE, loop_id),
        (may.write, WRITE, invitation_id),
    ):
        if allowed:
            yield Button(
                text=say(catalogue, f"button.{verb}"),
                verb=verb,
                about=about,
                primary=verb in {DECIDE, WRITE},
            )


def _state(catalogue: Catalogue, sheet: DebriefSheet) -> Iterator[str]:
    if sheet.closed:
        yield say(catalogue, "debrief.closed")
    elif sheet.called_by:
        yield say(catalogue, "debrief.called", person=sheet.called_by)
    elif sheet.clear:
        yield safe(catalogue.ground.debrief.nothing_to_discuss)
    if sheet.said_nothing:
        yield say(catalogue, "debrief.said_nothing", names=_listed(catalogue, sheet.said_nothing))


def _waived(catalogue: Catalogue, sheet: DebriefSheet) -> Iterator[str]:
    for one in sheet.waived:
        yield say(
            catalogue, "debrief.waived", rater=one.rater, group=one.group_name, by=one.by, reason=one.reason
        )


def _to_discuss(catalogue: Catalogue, sheet: DebriefSheet) -> list[str]:
    lines = []
    for why in ("apart", "not_enough", "lowest"):
        found = [one for one in sheet.dimensions if getattr(one, why)]
        lines += [f"- {say(catalogue, f'debrief.to_discuss_{why}', dimension=one.name)}" for one in found]
    return lines or [say(catalogue, "debrief.nothing_apart")]


# --- one dimension


def _dimension(catalogue: Catalogue, one: OnDimension, may: MayDo) -> Iterator[Section]:
    yield Section(text=say(catalogue, "debrief.dimension", dimension=one.name, what=one.what))
    for half in one.halves:
        yield from _half(catalogue, half, may)


def _half(catalogue: Catalogue, half: InGroup, may: MayDo) -> Iterator[Section]:
    yield Section(text=say(catalogue, f"debrief.half{'_apart' if half.apart else ''}", group=half.name))
    for opinion in half.opinions:
        yield from _opinion(catalogue, opinion, may)
    for gone in half.waived:
        told = {"rater": gone.rater, "by": gone.by, "reason": gone.reason}
        yield Section(text=say(catalogue, "debrief.half_waived", **told))


def _opinion(catalogue: Catalogue, opinion: Opinion, may: MayDo) -> Iterator[Section]:
    mine = Button(text=say(catalogue, "button.revise_rating"), verb=REVISE, about=opinion.id)
    yield Section(text=_rated(catalogue, opinion), button=mine if opinion.id in may.revise else None)
    for label, words in (("why", opinion.why), ("reason", opinion.reason)):
        if words:
            yield Section(text=say(catalogue, f"debrief.{label}", words=words), quoted=True)
    if opinion.moments:
        yield _moments(catalogue, opinion.moments)
    elif opinion.value is not None:
        yield Section(text=say(catalogue, "debrief.no_moments"), small=True)
    if opinion.axes:
        yield Section(
            text=say(catalogue, "debrief.rated_axes", axes=_listed(catalogue, opinion.axes)), small=True
        )
    if opinion.revised:
        yield Section(text=_revised(catalogue, opinion.rater, opinion.revised))
        yield Section(text=say(catalogue, "debrief.revised_why", words=opinion.revised.reason), quoted=True)


def _rated(catalogue: Catalogue, opinion: Opinion) -> str:
    told = {"rater": opinion.rater, "meaning": opinion.meaning}
    if opinion.value is None:
        return say(catalogue, "debrief.rated_not_enough", **told)
    return say(catalogue, "debrief.rated", value=opinion.value, anchor=opinion.anchor, **told)


def _revised(catalogue: Catalogue, rater: str, revised: Revised) -> str:
    if revised.value is None:
        return say(catalogue, "debrief.revised_not_enough", rater=rater, meaning=revised.meaning)
    return say(catalogue, "debrief.revised", rater=rater, value=revised.value, meaning=revised.meaning)


def _moments(catalogue: Catalogue, moments: Sequence[Moment]) -> Section:
    return Section(text="\n".join(_moment(catalogue, moment) for moment in moments), quoted=True)


def _moment(catalogue: Catalogue, moment: Moment) -> str:
    return say(
        catalogue,
        "debrief.moment" if moment.exact else "debrief.moment_by_plan",
        part=moment.part,
        minute=moment.minute,
        kind=say(catalogue, f"evidence_kind.{moment.kind}"),
        text=moment.text,
    )


# --- level and follow-ups


def _level(catalogue: Catalogue, sheet: DebriefSheet) -> Iterator[Section]:
    yield Section(text=say(catalogue, "debrief.level_title"))
    for facet in sheet.facets:
        yield Section(text=say(catalogue, "debrief.facet", facet=facet.name, asks=facet.asks))
        for read in facet.read:
            reads = say(catalogue, f"reading.{read.reads}")
            yield Section(text=say(catalogue, "debrief.facet_read", rater=read.rater, reads=reads))
            if read.moments:
                yield _moments(catalogue, read.moments)
        if not facet.read:
            yield Section(text=say(catalogue, "debrief.facet_nobody"), small=True)
    if not sheet.facets:
        yield Section(text=say(catalogue, "debrief.facet_nobody"), small=True)


def _follow_ups(catalogue: Catalogue, sheet: DebriefSheet) -> Iterator[Section]:
    kinds = {kind.id: kind.what for kind in catalogue.ground.probe_kinds}
    yield Section(text=say(catalogue, "debrief.follow_ups_title"))
    for asked in sheet.follow_ups:
        told = {"rater": asked.rater, "kind": kinds[asked.kind]}
        if asked.outcome is None:
            yield Section(text=say(catalogue, "debrief.follow_up_open", **told))
        else:
            outcome = say(catalogue, f"follow_up_outcome.{asked.outcome}")
            yield Section(text=say(catalogue, "debrief.follow_up", outcome=outcome, **told))
        yield _moments(catalogue, (asked.moment,))
    if not sheet.follow_ups:
        yield Section(text=say(catalogue, "debrief.no_follow_ups"))


# --- before all is in, and a second rating


def waiting_modal(
    catalogue: Catalogue, waiting: Sequence[tuple[str, str, Button | None]], *, finished: int, forms: int
) -> dict[str, Any]:
    """Return who is waited for, to those who run the candidacy: rater, group, and the way to do without."""
    sections = [Section(text=say(catalogue, "debrief.waiting", finished=finished, forms=forms))]
    for rater, group, waive in waiting:
        text = say(catalogue, "debrief.waiting_for", rater=rater, group=group)
        sections.append(Section(text=text, button=waive))
    blocks = blocks_of(sections)
    return modal(catalogue, say(catalogue, "debrief.waiting_title"), blocks)


def revise_modal(catalogue: Catalogue, *, rating_id: str, dimension: str) -> dict[str, Any]:
    """Return the form for a second rating."""
    scale = catalogue.ground.scale
    options = [(str(value), f"{value}: {scale.name_of(value)}") for value in VALUES]
    blocks = [
        *text_blocks(say(catalogue, "debrief.revise_intro", dimension=dimension)),
        radio_input(
            "value",
            say(catalogue, "debrief.revise_to"),
            [*options, (NOT_ENOUGH, say(catalogue, "debrief.revise_not_enough"))],
        ),
        text_input(
            "reason",
            say(catalogue, "debrief.revise_reason"),
            hint=say(catalogue, "debrief.revise_reason_hint"),
            long=True,
            most=MOST_REASON,
        ),
    ]
    return modal(
        catalogue,
        say(catalogue, "debrief.revise_title"),
        blocks,
        callback=REVISE,
        submit=say(catalogue, "button.save"),
        about=rating_id,
    )


def _listed(catalogue: Catalogue, texts: Sequence[str]) -> str:
    return catalogue.ground.words.listed.join(texts)
