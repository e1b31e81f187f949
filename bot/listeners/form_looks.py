"""Reads a form from the records into what its pages show, and a page that comes back into what was typed."""

from collections.abc import Iterator

from bot.listeners.press import Press
from bot.use_cases.fill_form import PageContent, Typed, content_of, draft_of
from bot.use_cases.forms_at_hand import AtHand, sheet_of, spec_of
from bot.use_cases.mark_moment import Moment
from bot.views.form_look import NOT_ENOUGH, FormLook, PartOfForm
from storage.tables import EvidenceItem
from storage.unit_of_work import Unit
from tracks.errors import MinuteMissing, RatingOutside
from tracks.evidence import parse_mark
from tracks.rubric import LevelRead, LevelReading, Page, Rating, pages


def look_of(unit: Unit, at_hand: AtHand) -> FormLook:
    """Return the form as its rater sees it now."""
    sheet = sheet_of(unit, at_hand.form)
    spec = spec_of(sheet)
    return FormLook(
        form=at_hand.form,
        candidate=at_hand.candidate.called,
        sheet=sheet,
        spec=spec,
        screens=pages(spec),
        draft=draft_of(unit, at_hand.form),
        marks=tuple(_in_time(unit, at_hand)),
        parts=tuple(
            PartOfForm(id=session.id, name=spec.name, steps=spec.plan)
            for session in at_hand.sessions
            for spec in [at_hand.plan.spec(session.spec_id)]
        ),
    )


def token_of(unit: Unit, look: FormLook, page: int) -> str:
    """Return what tells later whether a page was saved elsewhere."""
    return content_of(unit, look.form, look.screens[page]).token if page < len(look.screens) else ""


def typed_in(press: Press, screens: tuple[Page, ...]) -> Typed:
    """Return what stands on the page that was pressed. Raises RatingOutside, MinuteMissing."""
    page = press.page
    screen = screens[page] if page < len(screens) else Page()
    return Typed(
        page=page,
        seen=str(press.metadata.get("seen") or ""),
        content=PageContent(
            ratings={one: _rating(press, str(one)) for one in screen.dimensions},
            levels=dict(_levels(press, screen)),
        ),
        moment=_moment(press),
    )


def _block_of(press: Press, name: str, about: str = "") -> str:
    """Return the id under which a field came back, whatever revision it was shown at."""
    begins = f"{name}:{about}:"
    return next((block for block in press.values if block.startswith(begins)), begins)


def _rating(press: Press, about: str) -> Rating:
    value = press.typed(_block_of(press, "value", about))
    if value and value != NOT_ENOUGH and not value.isdecimal():
        raise RatingOutside(value=0)
    return Rating(
        value=int(value) if value.isdecimal() else None,
        not_enough=value == NOT_ENOUGH,
        reason=press.typed(_block_of(press, "reason", about)),
        evidence=tuple(_ticked(press, "ticks", about)),
        why=press.typed(_block_of(press, "why", about)),
        axes=tuple(press.ticked(_block_of(press, "axes", about))),
    )


def _levels(press: Press, screen: Page) -> Iterator[tuple[str, LevelRead]]:
    for facet in screen.facets:
        reads = press.typed(_block_of(press, "reads", facet))
        if reads in set(LevelReading):
            evidence = tuple(_ticked(press, "facet", facet))
            yield facet, LevelRead(reads=LevelReading(reads), evidence=evidence)


def _ticked(press: Press, name: str, about: str) -> Iterator[str]:
    for block in press.values:
        kind, _, rest = block.partition(":")
        if kind.startswith(name) and kind[len(name) :].isdecimal() and rest.partition(":")[0] == about:
            yield from press.ticked(block)


def _moment(press: Press) -> Moment | None:
    """Return the moment that was written on the page, None without words and minute."""
    words, minute = press.typed(_block_of(press, "words")), press.typed(_block_of(press, "minute"))
    if not (words or minute):
        return None
    number, rest = parse_mark(minute) if minute else (None, "")
    if rest:
        raise MinuteMissing
    part, _, step = press.typed(_block_of(press, "where")).partition(":")
    by_step = number is None and step.isdecimal()
    return Moment(text=words, minute=number, session_id=part, step=int(step) if by_step else None)


def _in_time(unit: Unit, at_hand: AtHand) -> Iterator[EvidenceItem]:
    order = {session.id: number for number, session in enumerate(at_hand.sessions)}
    marks = unit.forms.evidence([at_hand.form.id])
    yield from sorted(marks, key=lambda mark: (order.get(mark.session_id, 0), mark.minute, mark.marked_at))
