"""The form in which a person tells a candidate that the answer takes longer than promised."""

from typing import Any

from bot.views.modals import date_input, modal
from bot.views.said import text_blocks
from bot.wording import say
from tracks.catalogue import Catalogue

TELL_LATE = "tell_late"


def late_modal(catalogue: Catalogue, invitation_id: str, *, candidate: str, decider: str) -> dict[str, Any]:
    """Return what the candidate will read, and the day to pick."""
    intro = say(catalogue, "decision.late_intro", candidate=candidate, decider=decider)
    return modal(
        catalogue,
        say(catalogue, "decision.late_title"),
        [
            *text_blocks(intro),
            date_input("until", say(catalogue, "decision.late_until")),
        ],
        callback=TELL_LATE,
        submit=say(catalogue, "button.tell_late_now"),
        about=invitation_id,
    )
