"""Hands the candidate what a part works with, at its start and not before."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from bot.ports import Attachment, Services
from bot.use_cases.bring_page import plan_sharing
from bot.use_cases.telling import tell_candidate
from storage.tables import Invitation, Loop, Session
from storage.unit_of_work import Unit
from tracks.candidacy import SessionState
from tracks.catalogue import Catalogue
from tracks.task import MaterialFile, Task
from tracks.track import TrackId

NO_DATE = (1980, 1, 1, 0, 0, 0)  # zip's first day: the same files make the same bytes


def plan_material(services: Services, unit: Unit, loop: Loop) -> None:
    """Plan each part's material for its start, and the candidate's own page for the day before.

    Call it whenever *loop* gets its times: what was planned for earlier ones goes with its other due rows.
    """
    if loop.track_id == TrackId.REALIST:
        plan_sharing(unit, loop)
    for session in unit.loops.sessions(loop.id):
        task = task_of(services.catalogue, session)
        if task is not None and session.state == SessionState.PLANNED:
            unit.due.plan(
                "hand_over",
                key=f"hand_over:{session.id}:{loop.revision}",
                to="rule:material",
                invitation_id=loop.invitation_id,
                loop_id=loop.id,
                due_at=session.starts_at,
                expires_at=session.ends_at,
                about={"session": session.id},
            )


def hand_over(services: Services, unit: Unit, session: Session) -> bool:
    """Send the candidate the material of *session* now, once; False when there is none or it was sent.

    Pressing *Start* before the planned minute calls it as well.
    """
    if session.material_sent_at is not None or session.state != SessionState.PLANNED:
        return False
    if task_of(services.catalogue, session) is None:
        return False
    loop = unit.get(Loop, session.loop_id)
    unit.change(session, material_sent_at=unit.at)
    unit.audit.record("handed_over", session)
    invitation = unit.get(Invitation, loop.invitation_id)
    tell_candidate(
        unit,
        invitation,
        "material",
        key=session.id,
        expires_at=session.ends_at,
        loop_id=loop.id,
        session=session.id,
    )
    return True


def handed_over(services: Services, unit: Unit, loop: Loop) -> Sequence[tuple[Session, Task]]:
    """Return the parts whose material the candidate may see, in order."""
    found = ((session, task_of(services.catalogue, session)) for session in unit.loops.sessions(loop.id))
    return [(session, task) for session, task in found if task and session.material_sent_at]


def task_of(catalogue: Catalogue, session: Session) -> Task | None:
    """Return what the candidate is handed in *session*, or None when it works with nothing new of ours.

    Parts that only speak of another part's task hand nothing over, nor does one that the candidate fills.
    """
    task = catalogue.tasks.get(session.task_id or "")
    return task if task and session.spec_id in task.sessions and not task.stand_in else None


def as_file(catalogue: Catalogue, task: Task) -> Attachment | None:
    """Return a task's material as one file, a zip when there are several; None when it has none."""
    files = catalogue.material(task)
    if not files:
        return None
    if len(files) == 1:
        return Attachment(name=files[0].name, media_type="text/plain", content=files[0].text.encode())
    return Attachment(name=f"{task.id}.zip", media_type="application/zip", content=zipped(files))


def zipped(files: Iterable[MaterialFile]) -> bytes:
    """Return *files* as a zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name, NO_DATE), file.text)
    return held.getvalue()
