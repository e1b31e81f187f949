"""Notes that somebody looks at their Home tab, so that it is kept current."""

from bot.ports import Services
from storage import homes


def open_home(services: Services, slack_user: str) -> None:
    """Keep the Home tab of *slack_user* current from now on; it costs a change the first time only."""
    with services.look() as unit:
        if homes.is_followed(unit, slack_user):
            return
    with services.change(f"person:{slack_user}") as unit:
        homes.follow(unit, slack_user)
