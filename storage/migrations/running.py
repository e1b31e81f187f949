"""Runs the steps that a database lacks, with Alembic; only ``storage.schema`` asks for it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def run(connection: Connection, before: str | None) -> tuple[str, ...]:
    """Bring the database from the revision *before* to the newest; return a line per step."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    command.upgrade(config, "head")
    steps = ScriptDirectory.from_config(config).iterate_revisions("head", before or "base")
    return tuple(f"{step.revision} {step.doc}" for step in reversed(list(steps)))
