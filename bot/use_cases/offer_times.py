"""Looks for times at which everybody whom the plan needs is free, and offers them to the candidate."""

from bot.ports import Services
from bot.use_cases.telling import step
from storage.tables import Invitation
from storage.unit_of_work import Unit


def offer_times(services: Services, unit: Unit, invitation: Invitation) -> None:
    """Begin the search for a time: the candidate has agreed to the AI rules, and their zone is known."""
    del services
    step(unit, invitation, "thread.looking_for_times")
