"""A small workspace whose clocks a test moves, served on loopback, and Slack's own client for it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.stand_in.records import Installation
from bot.stand_in.server import serving
from bot.stand_in.workspace import Workspace

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Both clocks; they start together and a test moves them together."""

    moment: datetime = MONDAY

    def now(self):
        return self.moment

    def machine(self):
        return self.moment.timestamp()

    def forward(self, seconds):
        self.moment += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def workspace(clock):
    """Rita recruits, Ada interviews in New York, Otto is from elsewhere, Gwen is a guest."""
    app = Installation(shortcuts={"invite_candidate": "global", "save_evidence": "message"})
    made = Workspace(now=clock.now, machine=clock.machine, app=app)
    made.add_person("U0RITA", "Rita Recruiter", email="rita@example.com")
    made.add_person("U0ADA", "Ada Lovelace", tz="America/New_York", email="Ada@example.com")
    made.add_person("U0OTTO", "Otto Outsider", email="otto@elsewhere.example", external_team="T0ELSE")
    made.add_person("U0GWEN", "Gwen Guest", guest="single_channel")
    made.add_channel("C0HIRING", "hiring", ["U0RITA", "U0ADA"])
    made.add_channel("C0SHARED", "with-otto", ["U0RITA", "U0OTTO"], private=True)
    made.add_channel("C0QUIET", "quiet", ["U0RITA"], with_bot=False)
    with serving(made):
        yield made


@pytest.fixture
def client(workspace):
    token = workspace.app.bot_token
    return WebClient(token=token, base_url=f"{workspace.address}/api/", retry_handlers=[])


@pytest.fixture
def rita(workspace):
    return workspace.person("U0RITA")


@pytest.fixture
def otto(workspace):
    return workspace.person("U0OTTO")
