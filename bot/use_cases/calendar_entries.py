"""Plans the calendar entries that people hold for a booked loop."""

from collections.abc import Collection

from bot.ports import Services
from storage.tables import Loop
from storage.unit_of_work import Unit


def plan_invites(services: Services, unit: Unit, loop: Loop) -> None:
    """Send everybody their entry for *loop* as it stands now: what is new, what has other times."""
    del services, unit, loop


def cancel_invites(
    services: Services, unit: Unit, loop: Loop, recipients: Collection[str] | None = None
) -> None:
    """Take back the entries for *loop*: all of them, or those of *recipients* such as ``person:U0ADA``."""
    del services, unit, loop, recipients
