"""``serve``: looks whether it can, then serves."""

from contextlib import closing

from bot.checks import database_fault, door_fault, missing_content
from bot.clocks import people_time
from bot.commands.stopping import Stopped, settings_or_stop, stop_at
from bot.serve import run as serve
from storage.unit_of_work import Store
from tracks.catalogue import ContentFaults, load


def run() -> None:
    """Serve until interrupted. Raises Stopped when something that it needs is missing."""
    settings = settings_or_stop()
    stop_at(settings.lacking_to_serve())
    stop_at(filter(None, [database_fault(settings.database_url), door_fault(settings.host, settings.port)]))
    try:
        content = load(settings.content_dir)
    except ContentFaults as wrong:
        raise Stopped(map(str, wrong.faults)) from None
    with closing(Store(settings.database_url)) as store, store.look(at=people_time()) as unit:
        stop_at(missing_content(unit, content))
    serve(settings, content)
