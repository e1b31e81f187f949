"""The decision as a form of several pages: two dimensions each, then the outcome with its level."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.views.modals import modal, notice_modal, radio_input, select_input, text_input
from bot.views.said import Button, Said, Section, section_blocks, text_blocks, to_blocks
from bot.wording import say
from tracks.candidacy import DecisionOutcome
from tracks.catalogue import Catalogue
from tracks.track import DimensionId, Level

FORM, PAGE = "decision", "decision_page"
PER_PAGE = 2
SCREENS = tuple(
    tuple(DimensionId)[start : start + PER_PAGE] for start in range(0, len(DimensionId), PER_PAGE)
)
LAST = len(SCREENS)  # the page with the outcome
MOST_TEXT, MOST_LEVEL_REASON = 2_000, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionShown:
    """What has been typed so far; *revision* goes with the form, to see whether another window has saved."""

    loop_id: str
    revision: int
    texts: Mapping[DimensionId, str] = field(default_factory=dict)
    outcome: DecisionOutcome | None = None
    dimension_asked: DimensionId | None = None
    level_offered: Level | None = None
    level_reason: str = ""
    debrief_open: bool = False


def page_of(missing: str) -> int:
    """Return the page on which *missing*, a dimension or a field, can be mended."""
    return next((page for page, screen in enumerate(SCREENS) if missing in screen), LAST)


def decision_modal(
    catalogue: Catalogue, shown: DecisionShown, page: int, *, note: str | None
) -> dict[str, Any]:
    """Return one page, counted from 0; *note* says on top what is missing."""
    page = page if 0 <= page <= LAST else 0
    top = text_blocks(note) if note else []
    if page == 0:
        top += text_blocks(say(catalogue, "decision.intro"))
    if shown.debrief_open:
        top += section_blocks(Section(text=say(catalogue, "decision.debrief_open"), small=True))
    fields = _outcome(catalogue, shown) if page == LAST else _reasons(catalogue, shown, page)
    back = Button(text=say(catalogue, "button.back"), verb=PAGE, about=f"{shown.loop_id}.{page - 1}")
    rest = to_blocks(Said(sections=(), buttons=(back,))) if page else []
    return modal(
        catalogue,
        say(catalogue, "decision.page_title", page=page + 1, pages=LAST + 1),
        [*top, *fields, *rest],
        callback=FORM,
        submit=say(catalogue, "button.record_decision" if page == LAST else "button.next"),
        about=shown.loop_id,
        metadata={"page": page, "seen": shown.revision},
    )


def recorded_modal(catalogue: Catalogue, *, invitation_id: str, host: str, write: str) -> dict[str, Any]:
    """Return what is said once it is recorded, with the way to the letter; *write* is that button's verb."""
    view = notice_modal(
        catalogue, say(catalogue, "decision.recorded", host=host), title=say(catalogue, "decision.title")
    )
    button = Button(text=say(catalogue, "button.write_letter"), verb=write, about=invitation_id, primary=True)
    view["blocks"] = [*view["blocks"], *to_blocks(Said(sections=(), buttons=(button,)))]
    return view


def _reasons(catalogue: Catalogue, shown: DecisionShown, page: int) -> list[dict[str, Any]]:
    return [
        text_input(
            str(dimension),
            catalogue.ground.dimension(dimension).name,
            initial=shown.texts.get(dimension),
            hint=say(catalogue, "decision.text_hint"),
            long=True,
            optional=True,
            most=MOST_TEXT,
        )
        for dimension in SCREENS[page]
    ]


def _outcome(catalogue: Catalogue, shown: DecisionShown) -> list[dict[str, Any]]:
    outcomes = [(str(one), say(catalogue, f"decision.{one}")) for one in DecisionOutcome]
    dimensions = [(str(one), catalogue.ground.dimension(one).name) for one in DimensionId]
    levels = [(str(one), say(catalogue, f"decision.{one}")) for one in Level]
    return [
        *text_blocks(say(catalogue, "decision.last")),
        radio_input(
            "outcome", say(catalogue, "decision.outcome"), outcomes, initial=shown.outcome, optional=True
        ),
        select_input(
            "dimension_asked",
            say(catalogue, "decision.dimension_asked"),
            dimensions,
            initial=shown.dimension_asked,
            optional=True,
        ),
        select_input(
            "level_offered",
            say(catalogue, "decision.level_offered"),
            levels,
            initial=shown.level_offered,
            hint=say(catalogue, "decision.level_offered_hint"),
            optional=True,
        ),
        text_input(
            "level_reason",
            say(catalogue, "decision.level_reason"),
            initial=shown.level_reason or None,
            hint=say(catalogue, "decision.level_reason_hint"),
            long=True,
            optional=True,
            most=MOST_LEVEL_REASON,
        ),
    ]
