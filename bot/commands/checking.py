"""``check``: what is in place and what is missing, a line each."""

import typer

from bot.checks import check_content, check_serving
from bot.clocks import people_time
from bot.commands.stopping import Stopped, settings_or_stop


def run(*, serving: bool) -> None:
    """Print what was found. Raises Stopped, with nothing more to say, when any of it is a fault."""
    settings = settings_or_stop()
    faults = 0
    for finding in check_serving(settings, now=people_time()) if serving else check_content(settings):
        typer.echo(str(finding), err=finding.fault)
        faults += finding.fault
    if faults:
        raise Stopped(())
    typer.echo("everything that serve needs is in place" if serving else "no fault found")
