"""U1 and M1: how soon ``serve`` and ``demo`` are ready after their command, and the memory they idle with."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.manifest import manifest
from bot.stand_in.records import Installation
from bot.stand_in.server import serving
from bot.stand_in.workspace import Workspace
from storage import schema
from tests.benchmarks.rows import Row

PROGRAM = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds until a command that is not ready counts as broken
QUIET = 2.0  # seconds after which what it did to get ready is over


@dataclass(frozen=True)
class Bounds:
    """The longest start in seconds, the most memory in millions of bytes."""

    seconds: float
    megabytes: float


SERVE, DEMO = Bounds(3.0, 160.0), Bounds(5.0, 250.0)


def run(*, rounds: int = 3) -> list[Row]:
    """Start both several times, each in a folder of its own."""
    serve = [measured_serve() for _ in range(rounds)]
    demo = [measured_demo() for _ in range(rounds)]
    return [*rows("", "serve", serve, SERVE), *rows("d", "demo", demo, DEMO)]


def rows(suffix: str, command: str, taken: list[tuple[float, float]], bounds: Bounds) -> list[Row]:
    """Return a row for the start and one for the memory; the bound takes the reference's place."""
    seconds, megabytes = (statistics.median(values) for values in zip(*taken, strict=True))
    ready, idle = f"{command} is ready after its command", f"{command} idles with so much memory"
    return [
        Row(f"U1{suffix}", ready, f"{seconds:.2f} s", f"{bounds.seconds:.0f} s", bounds.seconds / seconds, 1),
        Row(
            f"M1{suffix}",
            idle,
            f"{megabytes:.0f} MB",
            f"{bounds.megabytes:.0f} MB",
            bounds.megabytes / megabytes,
            1,
        ),
    ]


def measured_serve() -> tuple[float, float]:
    """Start ``serve`` over Socket Mode, the way an operator would first; ready is connected to Slack."""
    app = Installation.from_manifest(manifest())
    workspace = Workspace(now=lambda: datetime.now(UTC), machine=time.time, app=app)
    with tempfile.TemporaryDirectory() as folder, serving(workspace):
        port = free_port()
        settings = {
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_APP_TOKEN": app.app_token,
            "SLACK_API_URL": f"{workspace.address}/api/",
            "TRACKS_SECRET_KEY": "k" * 40,
            "DATABASE_URL": f"sqlite:///{folder}/start.db",
            "TRACKS_PORT": str(port),
        }
        schema.upgrade(settings["DATABASE_URL"])
        return measured("serve", folder=folder, ready=f"http://127.0.0.1:{port}/readyz", settings=settings)


def measured_demo() -> tuple[float, float]:
    """Start ``demo`` in an empty folder; ready is its page and its connection to the stand-in."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        return measured(
            "demo", "--port", str(port), folder=folder, ready=f"http://127.0.0.1:{port}/readyz", settings={}
        )


def measured(*words: str, folder: str, ready: str, settings: Mapping[str, str]) -> tuple[float, float]:
    """Return the seconds until *ready* answers 200, and the megabytes that are held when all is quiet."""
    with started(*words, folder=folder, settings=settings) as process:
        begun = time.perf_counter()
        while not answers(ready):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise RuntimeError(f"{words[0]} did not get ready")
            time.sleep(0.01)
        seconds = time.perf_counter() - begun
        time.sleep(QUIET)
        return seconds, megabytes_of(process.pid)


@contextmanager
def started(*words: str, folder: str, settings: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROGRAM), **settings}
    command = [sys.executable, "-m", "bot", *words]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


def megabytes_of(process: int) -> float:
    """Return the memory that a process holds by itself or with others, in millions of bytes."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines() if ":" in line
    )
    return int(status["VmRSS"].split()[0]) * 1024 / 1e6


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
