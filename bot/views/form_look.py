"""One form as its rater sees it, and the names that its pages share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.modals import Option, ticks_input
from bot.wording import say
from storage.tables import EvidenceItem, Form
from tracks.catalogue import Catalogue
from tracks.rating_sheet import RatingSheet
from tracks.rubric import Draft, FormSpec, Page, Rating
from tracks.track import Dimension, DimensionId, PlanStep

TURN, OVERVIEW = "form_page", "form_overview"  # the forms' callbacks
BACK, SAVE, GO, TO_OVERVIEW = "form_back", "form_save", "form_go", "form_to_overview"
GROUP = 10  # ticks in one group of boxes
MOST_TICKS = 80  # moments that a page offers
NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfForm:
    """A part that a form covers."""

    id: str
    name: str
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLook:
    """A form with its draft; *marks* are the rater's own that stand, in the order of time."""

    form: Form
    candidate: str
    sheet: RatingSheet
    spec: FormSpec
    screens: tuple[Page, ...]
    draft: Draft
    marks: tuple[EvidenceItem, ...]
    parts: tuple[PartOfForm, ...]

    @property
    def overview_number(self) -> int:
        """The number of the last page, from 0."""
        return len(self.screens)

    def dimension(self, wanted: DimensionId) -> Dimension:
        """Return a dimension as this form asks for it."""
        return next(one for one in self.sheet.dimensions if one.id == wanted)

    def rating(self, dimension: DimensionId) -> Rating:
        """Return what is filled in for a dimension."""
        return self.draft.ratings.get(dimension, Rating())


def block_id(look: FormLook, name: str, about: str = "") -> str:
    """Return the id of an input: new with each save, so that Slack shows what is on record."""
    return f"{name}:{about}:{look.form.revision}"


def mark_groups(
    catalogue: Catalogue,
    look: FormLook,
    marks: Sequence[EvidenceItem],
    *,
    name: str,
    about: str,
    ticked: Sequence[str],
    labels: tuple[str, str],
) -> Iterator[dict[str, Any]]:
    """Yield boxes for *marks*, ten at a time; what is ticked is always among them."""
    shown = sorted(marks, key=lambda mark: mark.id not in ticked)[:MOST_TICKS]
    in_time = [mark for mark in marks if mark in shown]
    for number, start in enumerate(range(0, len(in_time), GROUP)):
        options = [_mark_option(catalogue, mark) for mark in in_time[start : start + GROUP]]
        block = block_id(look, f"{name}{number}", about)
        yield ticks_input(block, labels[bool(number)], options, initial=ticked)


def _mark_option(catalogue: Catalogue, mark: EvidenceItem) -> Option:
    """Return one moment as a box to tick."""
    words = " ".join(mark.text.split())
    return mark.id, say(catalogue, "forms.evidence_option", minute=mark.minute, text=words)


def value_name(look: FormLook, value: int) -> str:
    """Return what a mark is called."""
    return look.sheet.scale.name_of(value)
