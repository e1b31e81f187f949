"""The command line: what an operator types; each command loads only what it needs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

# ruff: noqa: PLC0415 -- a command's imports stand in it: together they take a second

program = typer.Typer(
    help="One candidate at a time chooses how to be interviewed; the evidence goes to those who decide.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@program.command()
def demo(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the demo's page is.")] = 3000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was played before.")] = False,
) -> None:
    """Play a whole candidacy in a browser.

    A stand-in for Slack, a mailbox, a company and a clock that can be put forward come in one process.
    """
    from bot.demo import run

    run(port=port, fresh=fresh)


@program.command()
def serve() -> None:
    """Serve a Slack workspace.

    It goes over Socket Mode when SLACK_APP_TOKEN is set, else over HTTP.
    """
    from bot.commands import serving

    with _one_line_per_fault():
        serving.run()


@program.command()
def setup(
    company: Annotated[Path, typer.Argument(metavar="COMPANY.toml", help="The company's file.")],
) -> None:
    """Apply people, roles, leave and limits.

    The file can be applied again at any time. Candidates never stand in it.
    """
    from bot.commands import setting_up

    with _one_line_per_fault():
        setting_up.run(company)


@program.command()
def check(
    *,
    serve: Annotated[bool, typer.Option("--serve", help="Look at all that serve needs, strictly.")] = False,
) -> None:
    """Say what is in place and what is missing.

    Each fault is one line with its remedy.
    """
    from bot.commands import checking

    with _one_line_per_fault():
        checking.run(serving=serve)


@program.command()
def migrate() -> None:
    """Bring the database to the shape that this version needs."""
    from bot.commands import migrating

    with _one_line_per_fault():
        migrating.run()


@program.command()
def manifest(
    *,
    http: Annotated[
        str | None,
        typer.Option(metavar="URL", help="For an app that Slack calls at this address, without Socket Mode."),
    ] = None,
) -> None:
    """Print what Slack has to know of the app.

    It is the manifest, to paste at api.slack.com/apps.
    """
    from bot.manifest import NotReachable
    from bot.manifest import manifest as written

    try:
        typer.echo(json.dumps(written(http=http), indent=2))
    except NotReachable as wrong:
        typer.echo(f"--http: {wrong}", err=True)
        raise typer.Exit(1) from None


@contextmanager
def _one_line_per_fault() -> Iterator[None]:
    from bot.commands.stopping import Stopped

    try:
        yield
    except Stopped as stopped:
        for line in stopped.lines:
            typer.echo(line, err=True)
        raise typer.Exit(1) from None
