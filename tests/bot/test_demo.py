"""The demo goes on where it was left: after a stop, after a kill, and not after ``--fresh``."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from bot.demo import AHEAD, DATABASE, FOLDER, WORKSPACE, Demo, listening
from bot.stand_in.folder import claimed
from tests.bot.operator import types
from tests.journeys.inviting import KIM, MAIL_ONLY
from tests.touring import served

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # looks of half a second at most, for a machine that has much else to do


@contextmanager
def played(folder: Path, *, fresh: bool = False) -> Iterator[Demo]:
    """Serve the demo and wait until the bot listens."""
    with served(folder, fresh=fresh) as demo:
        assert demo.workspace.link.wait_for_connections(2, timeout=30)
        yield demo


def until(demo: Demo, true: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        if true():
            return
        demo.workspace.wait_for_change(demo.workspace.version, 0.5)
    raise AssertionError("it never came to that")


def invite(demo: Demo, values: dict[str, str | None]) -> None:
    rita = demo.workspace.person("U0RITA")
    rita.command("/tracks", "invite")
    rita.fill({name: value for name, value in values.items() if value is not None})
    rita.submit()
    rita.submit()


def seen(demo: Demo) -> tuple[object, ...]:
    """What the two candidates have got, and what Rita has on her Home tab."""
    kim, rita = demo.workspace.person("U0KIM"), demo.workspace.person("U0RITA")
    mails = [mail.raw for mail in demo.mailbox.mails_for("noor@home.example")]
    return kim.messages(), kim.sees(), mails, rita.sees_home()


def test_demo_goes_on_after_a_restart(tmp_path):
    with played(tmp_path / "demo") as demo:
        demo.workspace.person("U0RITA").open_home()
        invite(demo, KIM)
        invite(demo, MAIL_ONLY)
        until(demo, lambda: "Pick the realist" in demo.workspace.person("U0KIM").sees())
        until(demo, lambda: len(demo.mailbox.mails_for("noor@home.example")) == 1)
        until(demo, lambda: demo.workspace.person("U0RITA").sees_home().count("has the paper") == 2)
        left = seen(demo)

    with played(tmp_path / "demo") as demo:
        assert seen(demo) == left

        kim = demo.workspace.person("U0KIM")
        kim.press("Pick the realist")
        until(demo, lambda: "I have read this and agree" in kim.sees())


def test_fresh_demo_has_forgotten_everything(tmp_path):
    with played(tmp_path / "demo") as demo:
        demo.workspace.person("U0RITA").type("good morning")

    with played(tmp_path / "demo", fresh=True) as demo:
        assert [person.sees() for person in demo.workspace.people] == [""] * len(demo.workspace.people)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (WORKSPACE, f"{FOLDER / WORKSPACE} is damaged"),
        (DATABASE, "(pysqlite3.dbapi2.DatabaseError) file is not a database"),
        (AHEAD, f"{FOLDER / AHEAD} is damaged"),
    ],
)
def test_demo_refuses_a_damaged_folder_with_a_remedy(tmp_path, monkeypatch, file, why):
    monkeypatch.chdir(tmp_path)
    FOLDER.mkdir()
    (FOLDER / file).write_text("{" * 1000)

    remedy = "Begin anew with demo --fresh, or start it in another folder."
    assert refused() == f"{FOLDER} cannot be used: {why}. {remedy}"


def test_demo_begins_in_no_folder_of_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with claimed(FOLDER, fresh=False):
        (FOLDER / AHEAD).write_text("0")
        said = refused("--fresh")

    remedy = "end it, or start this one in another folder."
    assert (said, (FOLDER / AHEAD).exists()) == (
        f"Another demo is running in {tmp_path / FOLDER}: {remedy}",
        True,
    )


def refused(*options: str) -> str:
    """Type ``demo`` on a free port and return the one sentence with which it ends."""
    with listening(0) as door:
        free = door.getsockname()[1]
    said = types("demo", "--port", str(free), *options)
    assert (said.code, said.out, len(said.err)) == (1, [], 1)
    return said.err[0]


def test_killed_demo_has_lost_nothing_that_was_seen(tmp_path):
    with started(tmp_path) as address:
        get(f"{address}/?as=U0RITA")
        post(f"{address}/page/say?as=U0RITA", text="good morning", channel="D0RITA")
        assert is_kept(tmp_path / FOLDER / WORKSPACE, "good morning")

    with started(tmp_path) as address:
        assert "good morning" in get(f"{address}/?as=U0RITA")


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Type ``demo`` in *folder* and give the page's address; it ends by a kill, without a word."""
    with listening(0) as door:
        port = door.getsockname()[1]
    typed = [sys.executable, "-u", "-m", "bot", "demo", "--port", str(port)]
    with subprocess.Popen(
        typed, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            assert b"the demo is at" in process.stdout.readline()
            get(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGKILL)


def post(address: str, **fields: str) -> None:
    with urlopen(Request(address, urlencode(fields).encode()), timeout=30) as answer:
        answer.read()


def get(address: str) -> str:
    with urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def is_kept(file: Path, words: str) -> bool:
    for _ in range(PATIENCE):
        if words in file.read_text():
            return True
        threading.Event().wait(0.05)
    return False
