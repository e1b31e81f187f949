"""The page served on loopback, and a browser to look at it with."""

import pytest

from bot.stand_in.server import running
from tests.stand_in.page.stage import set_stage


@pytest.fixture
def stage():
    made = set_stage()
    with running(made.app()) as address:
        made.address = made.workspace.address = address
        made.play()
        yield made
