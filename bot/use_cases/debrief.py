"""Brings a loop from its forms to the talk over them."""

from bot.ports import Services
from storage.tables import Loop
from storage.unit_of_work import Unit


def forms_changed(services: Services, unit: Unit, loop: Loop) -> None:
    """Note that a form of *loop* was sent or waived; called in the transaction of that change."""
    del services, unit, loop
