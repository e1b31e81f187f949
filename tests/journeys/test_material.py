"""What a part works with reaches the candidate at its start and not before."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

from bot.use_cases.hand_over_material import plan_material
from storage.tables import Loop, Session
from tests.journeys.booking import confirmed, loop_of
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.choosing import book
from tests.journeys.inviting import NOOR, invite_by_mail
from tests.journeys.world import World
from tracks.candidacy import SessionState


def session_at(world: World, loop_id: str, starts_at) -> Session:
    """Put the part in which the pragmatist works alone on record, with its task, and plan its material."""
    with world.store.change(at=world.clocks.now, actor="rule:test") as unit:
        session = Session(
            loop_id=loop_id,
            spec_id="build",
            position=2,
            day=1,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=50),
            wall_start=starts_at.isoformat(),
            timezone="Europe/Berlin",
            state=SessionState.PLANNED,
            task_id="P-holds",
            ai_mode="allowed",
            ai_reason="as at work",
        )
        unit.add(session)
        plan_material(world.program.services, unit, unit.get(Loop, loop_id))
    return session


def test_material_is_what_the_panel_prepared_with(world: World):
    invitation = confirmed(world)
    changed = replace(world.program.services.catalogue, tasks={}, materials={})
    object.__setattr__(world.program.services, "catalogue", changed)

    world.until(loop_of(world, invitation).ends_at - timedelta(minutes=1))

    path = address_of(world, invitation)
    material, *_ = re.findall(r"material/\w+", get(world, path).body)
    files = zipfile.ZipFile(io.BytesIO(get(world, f"{path}/{material}").raw))
    assert sorted(files.namelist()) == ["README.md", "holds.py", "test_holds.py"]


def test_material_comes_at_start_and_not_before(world: World):
    invitation = invite_by_mail(world)
    submit(world, get(world, address_of(world, invitation)), "choose_track-pragmatist")
    start = world.clocks.now + timedelta(hours=5)
    loop = book(world, invitation, starts_at=start)
    session = session_at(world, loop.id, start + timedelta(minutes=25))
    path = f"{address_of(world, invitation)}/material/{session.id}"

    world.until(session.starts_at - timedelta(minutes=1))
    assert get(world, path).status == 404
    world.until(session.starts_at)

    visit = get(world, path)
    assert sorted(zipfile.ZipFile(io.BytesIO(visit.raw)).namelist()) == [
        "README.md",
        "holds.py",
        "test_holds.py",
    ]
    assert "panel_only_faults.py" not in zipfile.ZipFile(io.BytesIO(visit.raw)).namelist()
    mail = world.mailbox.mails_for(NOOR)[-1]
    assert (mail.subject, [part.filename for part in mail.attachments]) == (
        "For this part of your interview: Working alone",
        ["P-holds.zip"],
    )


def test_cancelled_part_hands_nothing_over(world: World):
    invitation = invite_by_mail(world)
    page = submit(world, get(world, address_of(world, invitation)), "choose_track-pragmatist")
    start = world.clocks.now + timedelta(hours=50)
    loop = book(world, invitation, starts_at=start)
    session = session_at(world, loop.id, start)

    submit(world, page, "switch_track", track="realist")
    world.until(start + timedelta(hours=1))

    assert [mail for mail in world.mailbox.mails_for(NOOR) if mail.subject.startswith("For this part")] == []
    with world.program.services.look() as unit:
        assert unit.get(Session, session.id).material_sent_at is None
