"""What an operator does in a test: types a command in a folder of its own, with an environment of its own."""

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import program

COMPANY = Path("bot/demo_company.toml").resolve()


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit code, and what it printed on both roads, line by line."""

    code: int
    out: list[str]
    err: list[str]


def types(*words: str, **environment: str) -> Said:
    """Run the command line in this process; *environment* is added to what there is."""
    result = CliRunner().invoke(
        program, words, prog_name="interview-tracks", env=environment, catch_exceptions=False
    )
    return Said(result.exit_code, result.stdout.splitlines(), result.stderr.splitlines())
