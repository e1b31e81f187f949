"""What Slack really sends, with any one part missing or of another kind: answered, and nothing falls over."""

import copy
import logging
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from bot.stand_in import payloads
from bot.stand_in.people import Person
from bot.stand_in.records import Json
from tests.journeys.forging import submit_forged
from tests.journeys.inviting import fill_in, invite
from tests.journeys.scene_booked import booked
from tests.journeys.world import World

GONE = object()
WRONG = ([], {}, "x", 7, [None], {"id": None})
FRESH = ("trigger_id", "event_id")  # what tells one delivery from another: each crooked one is a first one
GONE_FROM_HERE = "Nothing answers to this button any more."
UNSHOWN = "could not show"  # said of an answer whose trigger Slack does not know, and each of ours is made up
LEFT = {"blocks", "message", "token"}  # what was sent to Slack comes back in these; nothing reads it


def paths(part: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the way to everything inside of *part*."""
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, inner in steps:
        if key not in LEFT:
            yield (*at, key)
            yield from paths(inner, (*at, key))


def crooked(payload: Json) -> Iterator[Json]:
    """Return *payload* with each of its parts taken away or replaced in turn."""
    turns = cycle(WRONG)
    bends = ((path, wrong) for path in paths(payload) for wrong in (GONE, None, next(turns)))
    for number, (path, wrong) in enumerate(bends):
        bent = copy.deepcopy(payload) | {key: f"{key}.{number}" for key in FRESH if key in payload}
        holder = bent
        for key in path[:-1]:
            holder = holder[key]
        if wrong is not GONE:
            holder[path[-1]] = wrong
        elif isinstance(holder, dict):
            del holder[path[-1]]
        else:
            holder.clear()
        yield bent


def pressed(person: Person, label: str) -> Json:
    return person._payload(*person._find(label), None)


def a_track(world: World) -> tuple[str, Json]:
    invite(world)
    return "interactive", pressed(world.kim, "Pick the realist")


def an_invitation(world: World) -> tuple[str, Json]:
    fill_in(world)
    return "interactive", payloads.view_submission(world.workspace, world.rita.member, world.rita.view)


def a_command(world: World) -> tuple[str, Json]:
    booked(world)
    dm = world.ada.dm
    return "command", payloads.command(world.workspace, world.ada.member, "/tracks", "mark 3 asked why", dm)


def a_shortcut(world: World) -> tuple[str, Json]:
    return "interactive", payloads.shortcut(world.workspace, world.rita.member, "invite_candidate", None)


def words(world: World) -> tuple[str, Json]:
    invite(world)
    world.kim.type("hmm")
    return "event", world.workspace.journal.deliveries[-1].payload


@pytest.mark.parametrize("real", [a_track, an_invitation, a_command, a_shortcut, words])
def test_any_part_may_be_missing_or_wrong(world: World, caplog: pytest.LogCaptureFixture, real):
    kind, payload = real(world)
    statuses = {world.workspace.send(kind, bent).status for bent in crooked(payload)}
    world.workspace.journal.clear()

    assert statuses == {200}
    errors = {record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR}
    assert errors <= {UNSHOWN}


def test_what_nobody_serves_any_more_is_said(world: World):
    fill_in(world)
    form = world.rita.view
    assert form is not None
    world.workspace.send(
        "interactive", payloads.shortcut(world.workspace, world.rita.member, "no_such_shortcut", None)
    )

    assert GONE_FROM_HERE in world.rita.sees_view()
    assert GONE_FROM_HERE in submit_forged(world.rita, form, callback_id="no_such_form").body
