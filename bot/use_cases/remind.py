"""Plans what a booked loop reminds people of."""

from bot.ports import Services
from storage.tables import Loop
from storage.unit_of_work import Unit


def plan_reminders(services: Services, unit: Unit, loop: Loop) -> None:
    """Plan what *loop* asks for as it stands now; planned once more, nothing is planned twice."""
    del services, unit, loop
