"""Keeps the buttons of a candidacy in its thread: mend the address, withdraw the invitation, hand over."""

from bot.use_cases.telling import card_key, rewrite_sent
from storage.tables import Invitation
from storage.unit_of_work import Unit

KIND = "controls"


def open_controls(unit: Unit, invitation: Invitation) -> None:
    """Plan the buttons as the first reply under the candidacy's message."""
    parent = unit.due.by_key(card_key(invitation))
    if parent is not None:
        unit.due.plan(
            KIND,
            key=_key(invitation),
            to=parent.recipient,
            invitation_id=invitation.id,
            under=parent.dedupe_key,
        )


def refresh_controls(unit: Unit, invitation: Invitation) -> None:
    """Plan to rewrite them: nothing is left to press once a candidacy is over."""
    original = unit.due.by_key(_key(invitation))
    if original is not None:
        rewrite_sent(unit, original, key=f"{_key(invitation)}:{invitation.revision}")


def _key(invitation: Invitation) -> str:
    return f"{KIND}:{invitation.id}"
