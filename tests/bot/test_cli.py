"""The command line as it is typed: help at once, one sentence per fault, time zones of one database."""

import json
import socket
import subprocess
import sys
import zoneinfo

import pytest

from bot.manifest import manifest
from tests.bot.operator import COMPANY, types

SERVING = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "TRACKS_SECRET_KEY": "k" * 40}
COMMANDS = ("demo", "serve", "setup", "check", "migrate", "manifest")


def test_help_names_every_command():
    said = types("--help")

    assert said.code == 0
    assert [
        command for command in COMMANDS if not any(line.split()[:1] == [command] for line in said.out)
    ] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command):
    said = types(command, "--help")

    assert (said.code, said.out[0].split()[:3]) == (0, ["Usage:", "interview-tracks", command])


def test_help_loads_nothing_heavy():
    heavy = ("sqlalchemy", "slack_sdk", "slack_bolt", "pydantic", "starlette", "aiohttp", "icalendar")
    code = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "sys.argv[1:] = ['--help']\n"
        "try:\n    main()\n"
        f"finally:\n    print([name for name in {heavy} if name in sys.modules], file=sys.stderr)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert (done.stdout.splitlines()[0], done.stderr) == (
        "Usage: interview-tracks [OPTIONS] COMMAND [ARGS]...",
        "[]\n",
    )


def test_time_zones_come_from_the_pinned_database():
    assert zoneinfo.TZPATH == ()
    assert zoneinfo.ZoneInfo("Europe/Berlin").key == "Europe/Berlin"


@pytest.mark.parametrize("words", [(), ("--http", "https://interviews.example.com")])
def test_manifest_prints_json_and_nothing_else(words):
    said = types("manifest", *words)

    assert (said.code, json.loads("\n".join(said.out))) == (0, manifest(http=words[1] if words else None))


def test_manifest_refuses_what_slack_cannot_call():
    said = types("manifest", "--http", "http://localhost:3000")

    assert (said.code, said.out) == (1, [])
    remedy = (
        "write the one at which your server is reached from outside, like https://interviews.example.com, "
        "or leave --http out for Socket Mode"
    )
    assert said.err == [f"--http: http://localhost:3000 is no address that Slack can call: {remedy}"]


def test_migrating_names_each_step_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"

    first, second = types("migrate", DATABASE_URL=url), types("migrate", DATABASE_URL=url)

    assert (first.code, first.out[0].split()[:2]) == (0, ["migrated", "0001"])
    assert (second.code, second.out) == (0, first.out[-1:])


def test_migrating_a_database_that_does_not_answer_is_one_line():
    said = types("migrate", DATABASE_URL="postgresql+psycopg://me@127.0.0.1:1/tracks")

    assert (said.code, len(said.err)) == (1, 1)
    assert said.err[0].startswith("DATABASE_URL: the database cannot be opened (")


def test_serving_says_what_it_lacks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    said = types("serve")

    assert (said.code, [line.split()[0] for line in said.err]) == (
        1,
        ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TRACKS_SECRET_KEY"],
    )


def test_serving_refuses_a_schema_that_is_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    said = types("serve", **SERVING)

    assert (said.code, len(said.err)) == (1, 1)
    assert "run `interview-tracks migrate`" in said.err[0]


def test_serving_refuses_a_port_that_is_taken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    types("migrate", **SERVING)

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = types("serve", **SERVING, TRACKS_PORT=str(port))

    sentence = (
        f"TRACKS_HOST, TRACKS_PORT: nothing can listen at 127.0.0.1, port {port} (Address already in use): "
        "end the program that holds it, or set another"
    )
    assert (said.code, said.err) == (1, [sentence])


def test_program_runs_as_a_module(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    typed = [sys.executable, "-m", "bot", "setup", str(COMPANY)]

    done = subprocess.run(typed, env={"DATABASE_URL": url}, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, "interview-tracks migrate" in done.stderr) == (1, "", True)
