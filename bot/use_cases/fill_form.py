"""Saves a form page by page, and sends it once nothing is missing; what is sent never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.ports import Pressed, Services
from bot.use_cases.debrief import forms_changed
from bot.use_cases.forms_at_hand import AtHand, form_for, require_open, sheet_of, spec_of, times_of
from bot.use_cases.mark_moment import Moment, PartAtHand, add_mark
from bot.use_cases.tell_about_forms import rewrite_form_messages
from storage.candidacies import sha_of
from storage.tables import Form
from storage.tables import LevelRead as LevelReadRow
from storage.tables import Rating as RatingRow
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import FormState, move
from tracks.errors import FormNotYet, NotAllowed
from tracks.intake import require_short
from tracks.plain import to_plain
from tracks.rubric import AskedFollowUp, Draft, FormSpec, LevelRead, Page, Rating, pages, require_complete
from tracks.running import last_to_begin
from tracks.track import DimensionId

MOST_WORDS = 600  # characters of a reason or of the sentence why


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What stands on one page of a form; a facet without a reading is left out."""

    ratings: Mapping[DimensionId, Rating] = field(default_factory=dict)
    levels: Mapping[str, LevelRead] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """What tells whether a page still holds what a window was opened with."""
        return sha_of({"ratings": to_plain(self.ratings), "levels": to_plain(self.levels)})[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One page as it comes back from a window: *seen* is the token of what it was opened with."""

    page: int
    seen: str
    content: PageContent
    moment: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What came of saving: *behind* when another window had saved this page since; nothing was replaced."""

    behind: bool = False


def open_form(services: Services, *, presser: str, form_id: str) -> None:
    """Note that the rater has opened the form. Raises NotAllowed."""
    with services.change(f"person:{presser}") as unit:
        form = form_for(unit, presser, form_id, Action.FILL_FORM, lock=True).form
        if form.state == FormState.OPEN and form.opened_at is None:
            unit.change(form, opened_at=unit.at)
            unit.audit.record("opened", form)


def save_page(services: Services, press: Pressed, *, form_id: str, typed: Typed, go_to: int) -> Kept:
    """Save one page, add the moment that stands on it, and remember *go_to* as the page to go on with.

    When another window has saved the page in the meantime nothing is replaced, but the moment is kept.
    Raises NotAllowed, FormSent, TextTooLong, what ``mark_moment`` raises, AlreadyDone.
    """
    with services.change_by(press) as unit:
        at_hand = form_for(unit, press.user, form_id, Action.FILL_FORM, lock=True)
        form, spec = at_hand.form, spec_of(sheet_of(unit, at_hand.form))
        require_open(form)
        screens = pages(spec)
        page = screens[typed.page] if typed.page < len(screens) else Page()
        content = _with_moment(unit, at_hand, page, typed)
        content = _checked(unit, form, spec, page, content)
        known = content_of(unit, form, page)
        behind = known.token not in {typed.seen, content.token}
        if not behind and known.token != content.token:
            _write(unit, form, content)
        if not behind and (known.token != content.token or form.page != go_to):
            unit.change(form, page=go_to)
            unit.audit.record("saved", form, after={"page": typed.page})
        return Kept(behind=behind)


def send_form(services: Services, press: Pressed, *, form_id: str) -> None:
    """Send a complete form; from then on it stays as it is, and is sealed until all are in.

    Raises FormIncomplete, FormSent, FormNotYet before the last part of its group has begun, NotAllowed,
    AlreadyDone.
    """
    with services.change_by(press) as unit:
        at_hand = form_for(unit, press.user, form_id, Action.FILL_FORM, lock=True)
        form = at_hand.form
        require_open(form)
        require_complete(spec_of(sheet_of(unit, form)), draft_of(unit, form))
        begins = last_to_begin([times_of(session) for session in at_hand.sessions])
        if begins is None or unit.at < begins:
            raise FormNotYet
        unit.change(form, state=move(form.state, FormState.SENT), sent_at=unit.at)
        unit.audit.record("sent", form)
        rewrite_form_messages(unit, at_hand)
        forms_changed(unit, at_hand.loop)


def draft_of(unit: Unit, form: Form) -> Draft:
    """Return what has been filled in so far."""
    marks = unit.forms.evidence([form.id])
    return Draft(
        ratings={row.dimension: _rating(row) for row in unit.forms.ratings([form.id])},
        marks=frozenset(mark.id for mark in marks),
        levels={row.facet: _level(row) for row in unit.forms.level_reads([form.id])},
        follow_ups=tuple(
            AskedFollowUp(mark=mark.id, kind=mark.probe, outcome=mark.outcome) for mark in marks if mark.probe
        ),
    )


def content_of(unit: Unit, form: Form, page: Page) -> PageContent:
    """Return what is on record for one page."""
    draft = draft_of(unit, form)
    return PageContent(
        ratings={one: draft.ratings.get(one, Rating()) for one in page.dimensions},
        levels={facet: draft.levels[facet] for facet in page.facets if facet in draft.levels},
    )


def _with_moment(unit: Unit, at_hand: AtHand, page: Page, typed: Typed) -> PageContent:
    """Add the page's moment and tick it there."""
    moment = typed.moment
    if moment is None:
        return typed.content
    named = [one for one in at_hand.sessions if moment.session_id in {one.id, ""}]
    session = named[0] if named else None
    if session is None:
        raise NotAllowed(action=Action.MARK)
    part = PartAtHand(session=session, at_hand=at_hand)
    mark = add_mark(unit, at_hand.form, part, replace(moment, dimensions=page.dimensions))
    ratings = {one: _ticked(rating, mark.id) for one, rating in typed.content.ratings.items()}
    return replace(typed.content, ratings=ratings)


def _ticked(rating: Rating, mark_id: str) -> Rating:
    return replace(rating, evidence=tuple(dict.fromkeys((*rating.evidence, mark_id))))


def _checked(unit: Unit, form: Form, spec: FormSpec, page: Page, content: PageContent) -> PageContent:
    """Return *content* with clean words, and with nothing but what this page of this form can hold."""
    own = {mark.id for mark in unit.forms.evidence([form.id])}
    axes = dict(spec.axes)
    ratings = {
        one: replace(
            rating,
            reason=require_short(rating.reason, most=MOST_WORDS),
            why=require_short(rating.why, most=MOST_WORDS),
            evidence=tuple(sorted(own.intersection(rating.evidence))),
            axes=tuple(sorted(axis for axis in rating.axes if axes.get(axis) == one)),
        )
        for one, rating in content.ratings.items()
        if one in page.dimensions
    }
    levels = {
        facet: replace(level, evidence=tuple(sorted(own.intersection(level.evidence))))
        for facet, level in content.levels.items()
        if facet in page.facets
    }
    return PageContent(ratings=ratings, levels=levels)


def _write(unit: Unit, form: Form, content: PageContent) -> None:
    for dimension, rating in content.ratings.items():
        values: dict[str, Any] = {
            "value": rating.value,
            "not_enough": rating.not_enough,
            "reason_if_ne": rating.reason or None,
            "evidence_ids": list(rating.evidence),
            "axes": list(rating.axes),
            "why": rating.why or None,
        }
        known = unit.forms.rating(form.id, dimension)
        if known is None:
            unit.add(RatingRow(form_id=form.id, dimension=dimension, **values))
        else:
            unit.change(known, **values)
    for facet, level in content.levels.items():
        read = unit.forms.level_read(form.id, facet)
        told: dict[str, Any] = {"reads": level.reads, "evidence_ids": list(level.evidence)}
        if read is None:
            unit.add(LevelReadRow(form_id=form.id, facet=facet, **told))
        else:
            unit.change(read, **told)


def _rating(row: RatingRow) -> Rating:
    return Rating(
        value=row.value,
        not_enough=row.not_enough,
        reason=row.reason_if_ne or "",
        evidence=tuple(sorted(row.evidence_ids)),
        why=row.why or "",
        axes=tuple(sorted(row.axes)),
    )


def _level(row: LevelReadRow) -> LevelRead:
    return LevelRead(reads=row.reads, evidence=tuple(sorted(row.evidence_ids)))
