"""``migrate``: brings the database to the shape that this version needs."""

import typer

from bot.checks import cannot_open
from bot.commands.stopping import Stopped, settings_or_stop
from storage import schema


def run() -> None:
    """Run what is missing and name it. Raises Stopped when the database cannot be brought there."""
    settings = settings_or_stop()
    try:
        done = schema.upgrade(settings.database_url)
    except schema.SchemaMismatch as ahead:
        raise Stopped([str(ahead)]) from None
    except Exception as unreachable:
        raise Stopped([cannot_open(unreachable)]) from unreachable
    for step in done:
        typer.echo(f"migrated {step}")
    typer.echo(f"the database is at {schema.head()}")
