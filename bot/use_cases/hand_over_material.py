"""Hands the candidate what a part works with, at its start and not before."""

import io
import zipfile
from collections.abc import Collection, Iterable, Sequence

from bot.ports import Attachment, Services
from bot.use_cases.bring_page import plan_sharing
from bot.use_cases.kept_content import read_once
from bot.use_cases.telling import tell_candidate
from storage.tables import Invitation, Loop, Session
from storage.unit_of_work import Unit
from tracks.candidacy import SessionState
from tracks.catalogue import Catalogue
from tracks.plain import to_plain
from tracks.task import MaterialFile, Work
from tracks.track import TrackId

KIND = "work"
NO_DATE = (1980, 1, 1, 0, 0, 0)  # zip's first day: the same files make the same bytes


def plan_material(services: Services, unit: Unit, loop: Loop) -> None:
    """Plan each part's material for its start, and the candidate's own page for the day before.

    Call it whenever *loop* gets its times: what was planned for earlier ones goes with its other due rows.
    """
    if loop.track_id == TrackId.REALIST:
        plan_sharing(unit, loop)
    for session in unit.loops.sessions(loop.id):
        if work_of(services, unit, session) is not None and session.state == SessionState.PLANNED:
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
    if work_of(services, unit, session) is None:
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


def handed_over(services: Services, unit: Unit, loop: Loop) -> Sequence[tuple[Session, Work]]:
    """Return the parts whose material the candidate may see, in order."""
    begun = (session for session in unit.loops.sessions(loop.id) if session.material_sent_at)
    return [(session, work) for session in begun if (work := work_of(services, unit, session))]


def work_of(services: Services, unit: Unit, session: Session) -> Work | None:
    """Return what the candidate is handed in *session*, or None when it works with nothing new of ours.

    Parts that only speak of another part's task hand nothing over, nor does one that the candidate fills.
    """
    work = _kept_work(unit, session) or _work_now(services.catalogue, session)
    return work if work and session.spec_id in work.task.sessions and not work.task.stand_in else None


def keep_works(services: Services, unit: Unit, sessions: Collection[Session]) -> Catalogue:
    """Keep what is worked on in *sessions*, unless it has been; return content in which it stands so."""
    catalogue = services.catalogue
    for session in sessions:
        work = None if session.work_sha else _work_now(catalogue, session)
        if work is not None:
            unit.change(session, work_sha=unit.candidacies.keep(KIND, to_plain(work)))
    return catalogue.with_works(work for session in sessions if (work := _kept_work(unit, session)))


def _kept_work(unit: Unit, session: Session) -> Work | None:
    """Return what is worked on in *session* as it was when everybody had accepted, None before."""
    return read_once(unit, Work, session.work_sha) if session.work_sha else None


def _work_now(catalogue: Catalogue, session: Session) -> Work | None:
    task = catalogue.tasks.get(session.task_id or "")
    return catalogue.work(task) if task else None


def as_file(work: Work) -> Attachment | None:
    """Return the material of *work* as one file, a zip when there are several; None when it has none."""
    files = work.handed
    if not files:
        return None
    if len(files) == 1:
        return Attachment(name=files[0].name, media_type="text/plain", content=files[0].text.encode())
    return Attachment(name=f"{work.task.id}.zip", media_type="application/zip", content=_zipped(files))


def _zipped(files: Iterable[MaterialFile]) -> bytes:
    """Return *files* as a zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name, NO_DATE), file.text)
    return held.getvalue()
