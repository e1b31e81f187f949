"""Asks a candidate back, once, when their words could mean several things; remembers what was asked."""

from collections.abc import Sequence

from bot.ports import Services
from bot.use_cases.own_step import Asked, answer, own_step
from tracks.access import Action
from tracks.track import TrackId

WHICH_TRACK = "which_track"
WHICH_OF = "which_of"  # some of them, so that a number says nothing
WITHDRAW = "withdraw"


def ask_back(
    services: Services,
    asked: Asked,
    *,
    sentence: str,
    asked_last: str | None,
    tracks: Sequence[TrackId] = (),
    button: str = "",
) -> None:
    """Send the question *sentence*, a key of content, and keep *asked_last* as what is answered next.

    *tracks* are those that may have been meant. Raises NotAllowed.
    """
    listed = services.catalogue.ground.words.listed
    names = [services.catalogue.paper.track(track).name for track in tracks]
    with own_step(services, asked, Action.SEE_OWN) as (unit, invitation):
        unit.change(invitation, asked_last=asked_last)
        facts = {"tracks": listed.join(names)} if names else {}
        key = f"{sentence}:{invitation.revision}"
        answer(unit, invitation, sentence, key=key, on_page=False, button=button, **facts)
