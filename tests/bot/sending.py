"""One due row: planned, and looked at as it stands."""

from storage.tables import Due
from tests.journeys.world import World

HELP = "refusal.did_not_work"


def plan(
    world: World, key: str = "notice:one", *, kind: str = "notice", to: str = "person:U0RITA", **more: object
) -> None:
    with world.store.change(at=world.clocks.now, actor="rule:test") as unit:
        unit.due.plan(kind, key=key, to=to, about={"say": HELP}, **more)


def row(world: World, key: str = "notice:one") -> Due:
    with world.program.services.look() as unit:
        found = unit.due.by_key(key)
    assert found is not None
    return found


def arrived(world: World) -> int:
    return len(world.rita.messages())
