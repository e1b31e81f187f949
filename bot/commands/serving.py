"""``serve``: looks whether it can, then serves."""

from bot.checks import database_fault
from bot.commands.stopping import Stopped, settings_or_stop, stop_at
from bot.serve import run as serve
from tracks.catalogue import ContentFaults


def run() -> None:
    """Serve until interrupted. Raises Stopped when something that it needs is missing."""
    settings = settings_or_stop()
    stop_at(settings.lacking_to_serve())
    stop_at(filter(None, [database_fault(settings.database_url)]))
    try:
        serve(settings)
    except ContentFaults as wrong:
        raise Stopped(map(str, wrong.faults)) from None
