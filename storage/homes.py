"""Home tabs that were opened: one due row per person, planned anew when what it shows has changed."""

from collections.abc import Collection

from sqlalchemy import delete, select, update

from storage.columns import table_of
from storage.tables import Due, DueState
from storage.unit_of_work import Unit

KIND = "home"
_DUE = table_of(Due)
_IS_PENDING = _DUE.c.state == DueState.PENDING


def is_followed(unit: Unit, slack_user: str) -> bool:
    """Say whether the Home tab of *slack_user* is kept current."""
    return unit.due.by_key(_key(slack_user)) is not None


def follow(unit: Unit, slack_user: str) -> None:
    """Keep the Home tab of *slack_user* current from now on."""
    unit.due.plan(KIND, key=_key(slack_user), to=f"rule:{KIND}:{slack_user}")


def renew(unit: Unit, slack_users: Collection[str]) -> None:
    """Have the Home tabs of *slack_users* shown once more, as far as they are followed.

    One that is being shown at this moment may have looked too early: it loses its lease and is shown again.
    """
    keys = [_key(each) for each in slack_users]
    rows = _DUE.c.id.in_(
        select(_DUE.c.id).where(_DUE.c.dedupe_key.in_(keys)).order_by(_DUE.c.id).with_for_update()
    )
    wire = unit.memory.wire
    wire.execute(update(_DUE).where(rows, _IS_PENDING).values(lease_token=None, lease_until=None))
    for shown in wire.scalars(delete(_DUE).where(rows, ~_IS_PENDING).returning(_DUE.c.recipient)).all():
        follow(unit, shown.rpartition(":")[2])


def _key(slack_user: str) -> str:
    return f"{KIND}:{slack_user}"
