"""The overview of a form: what is filled in, what is missing and where, what reads like an impression."""

from collections.abc import Iterator
from itertools import groupby

from bot.views.form_look import GO, FormLook, value_name
from bot.views.moments import CHANGE
from bot.views.said import Button, Section
from bot.wording import say
from tracks.catalogue import Catalogue
from tracks.evidence import impressions
from tracks.rubric import Gap, Missing, follow_ups_left, gaps, page_of

MOST_NUDGES = 8
MOST_OUTCOMES = 20  # follow-ups listed at once; the rest comes when these are answered


def overview_sections(catalogue: Catalogue, look: FormLook) -> Iterator[Section]:
    """Yield the overview from top to bottom."""
    head = {"candidate": look.candidate, "group": look.sheet.name}
    yield Section(text=say(catalogue, "forms.overview_head", **head))
    yield Section(text="\n".join(_lines(catalogue, look)))
    yield from _missing(catalogue, look)
    yield from _follow_ups(catalogue, look)
    yield from list(_nudges(catalogue, look))[:MOST_NUDGES]
    yield Section(text=say(catalogue, "forms.confirm"))


def _lines(catalogue: Catalogue, look: FormLook) -> Iterator[str]:
    for dimension in look.sheet.dimensions:
        rating, facts = look.rating(dimension.id), {"dimension": dimension.name}
        if rating.not_enough:
            yield say(catalogue, "forms.overview_not_enough", **facts)
        elif rating.value is None:
            yield say(catalogue, "forms.overview_open", **facts)
        else:
            name = value_name(look, rating.value)
            count = len(look.draft.marks.intersection(rating.evidence))
            yield say(catalogue, "forms.overview_rated", value=rating.value, name=name, count=count, **facts)
    for facet in look.sheet.facets:
        if facet.id in look.draft.levels:
            reads = say(catalogue, f"reading.{look.draft.levels[facet.id].reads}")
            yield say(catalogue, "forms.overview_facet", name=facet.name, reads=reads)


def _missing(catalogue: Catalogue, look: FormLook) -> Iterator[Section]:
    found = gaps(look.spec, look.draft)
    if not found:
        yield Section(text=say(catalogue, "forms.nothing_missing"))
        return
    yield Section(text=say(catalogue, "forms.missing_title"))
    on_pages = [gap for gap in found if gap.missing is not Missing.OUTCOME]
    for page, together in groupby(on_pages, key=lambda gap: page_of(gap, look.screens)):
        lines = [f"- {_gap(catalogue, look, gap)}" for gap in together]
        yield Section(text="\n".join(lines), button=_go(catalogue, look, page))
    outcomes = [gap for gap in found if gap.missing is Missing.OUTCOME]
    for gap in outcomes[:MOST_OUTCOMES]:
        if gap.mark is not None:
            yield Section(text=f"- {_gap(catalogue, look, gap)}", button=_change(catalogue, gap.mark))


def _gap(catalogue: Catalogue, look: FormLook, gap: Gap) -> str:
    if gap.missing is Missing.OUTCOME:
        minute = next(mark.minute for mark in look.marks if mark.id == gap.mark)
        return say(catalogue, "missing.outcome", minute=minute)
    if gap.dimension is not None:
        return say(catalogue, f"missing.{gap.missing}", name=look.dimension(gap.dimension).name)
    name = next(facet.name for facet in look.sheet.facets if facet.id == gap.facet)
    return say(catalogue, f"missing.{gap.missing}", name=name)


def _follow_ups(catalogue: Catalogue, look: FormLook) -> Iterator[Section]:
    """Say which were marked by this rater; whether the other one marked any is sealed."""
    asked = {follow_up.kind for follow_up in look.draft.follow_ups}
    names = {kind.id: kind.what for kind in catalogue.ground.probe_kinds}
    if asked:
        kinds = ", ".join(name for kind, name in names.items() if kind in asked)
        yield Section(text=say(catalogue, "forms.follow_ups_done", kinds=kinds))
    left = follow_ups_left(look.spec, asked)
    if left:
        kinds = ", ".join(names[kind] for kind in left)
        yield Section(text=say(catalogue, "forms.follow_ups_left", kinds=kinds), small=True)


def _nudges(catalogue: Catalogue, look: FormLook) -> Iterator[Section]:
    words = catalogue.ground.evidence.nudge_words
    for number, screen in enumerate(look.screens):
        for dimension in screen.dimensions:
            found = impressions(look.rating(dimension).why, words)
            if found:
                facts = {"dimension": look.dimension(dimension).name, "words": ", ".join(found)}
                text = say(catalogue, "forms.impression_why", **facts)
                yield Section(text=text, button=_go(catalogue, look, number, why=True))
    for mark in look.marks:
        found = impressions(mark.text, words)
        if found:
            text = say(catalogue, "forms.impression_mark", minute=mark.minute, words=", ".join(found))
            yield Section(text=text, button=_change(catalogue, f"{mark.id}:words"))


def _go(catalogue: Catalogue, look: FormLook, page: int, *, why: bool = False) -> Button:
    about = f"{look.form.id}:{page}{':why' if why else ''}"
    text = say(catalogue, "button.go_there")
    names = [look.dimension(dimension).name for dimension in look.screens[page].dimensions]
    return Button(text=text, verb=GO, about=about, label=", ".join([text, *names]))


def _change(catalogue: Catalogue, about: str) -> Button:
    return Button(text=say(catalogue, "button.change_mark"), verb=CHANGE, about=about)
