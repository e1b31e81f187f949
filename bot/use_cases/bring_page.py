"""Takes the page that a realist brings: text, or a small file that is judged by its bytes, not its name."""

from datetime import timedelta
from typing import Final

from bot.ports import Attachment, Services
from bot.use_cases import papers
from bot.use_cases.loop_days import called
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.telling import step, tell_person
from storage.columns import new_id
from storage.tables import BroughtPage, Invitation, Loop
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import SeatAnswer, is_final
from tracks.errors import AlreadyStarted, ChoiceClosed, FileNotUsable
from tracks.intake import clean_line, require_text
from tracks.track import SeatId, TrackId

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_TEXT: Final = 10_000  # characters, which Slack takes in one message
READ_BEFORE: Final = timedelta(hours=24)  # the panel reads it the day before
READERS: Final = (SeatId.LEAD, SeatId.SECOND)
#: What a file's name ends in -> its media type and what its first bytes are; None for text.
KINDS: Final[dict[str, tuple[str, bytes | None]]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "txt": ("text/plain", None),
    "md": ("text/markdown", None),
}


def bring_page(services: Services, asked: Asked, *, text: str = "", file: Attachment | None = None) -> None:
    """Keep the candidate's page; the newest one counts. *file* goes before *text*.

    Raises NotAllowed, ChoiceClosed unless they are on the realist track, AlreadyStarted, FileNotUsable,
    TextMissing, TextTooLong.
    """
    usable = checked(file) if file else None
    words = None if usable else require_text(text, field="page", most=MOST_TEXT)
    with own_step(services, asked, Action.BRING_PAGE) as (unit, invitation):
        expect_page(unit, invitation)
        page = BroughtPage(
            invitation_id=invitation.id,
            sent_at=unit.at,
            text=words,
            file_name=usable.name if usable else None,
            media_type=usable.media_type if usable else None,
            content=usable.content if usable else None,
        )
        take_step(unit, invitation)
        _keep(unit, invitation, page, on_page=asked.on_page)


def bring_slack_file(services: Services, asked: Asked, *, file_id: str, name: str, size: int) -> None:
    """Plan to fetch a file that was given in Slack; its bytes are looked at when they are here.

    Raises NotAllowed, ChoiceClosed, AlreadyStarted, FileNotUsable by its name or its *size* in bytes.
    """
    _check_name(name)
    if size > MOST_BYTES:
        raise FileNotUsable(why="size")
    with own_step(services, asked, Action.BRING_PAGE) as (unit, invitation):
        expect_page(unit, invitation)
        take_step(unit, invitation)
        unit.due.plan(
            "fetch_page",
            key=f"fetch_page:{invitation.id}:{file_id}",
            to="rule:fetching",
            invitation_id=invitation.id,
            about={"file": file_id, "name": name},
        )


def keep_fetched(unit: Unit, invitation_id: str, file: Attachment) -> None:
    """Keep a page that has come from Slack, or tell the candidate why it cannot be taken."""
    invitation = unit.get(Invitation, invitation_id, lock=True)
    try:
        usable = checked(file)
    except FileNotUsable:
        tell_not_usable(unit, invitation_id)
        return
    page = BroughtPage(
        invitation_id=invitation.id,
        sent_at=unit.at,
        file_name=usable.name,
        media_type=usable.media_type,
        content=usable.content,
    )
    _keep(unit, invitation, page, on_page=False)


def tell_not_usable(unit: Unit, invitation_id: str) -> None:
    """Tell the candidate that what they gave in Slack was not kept, and what would work."""
    invitation = unit.get(Invitation, invitation_id)
    answer(unit, invitation, "candidate.file_not_usable", key=f"file:{new_id()}", on_page=False)


def checked(file: Attachment) -> Attachment:
    """Return *file* under a plain name and the media type that its bytes have. Raises FileNotUsable."""
    name, ending = _check_name(file.name)
    if not file.content or len(file.content) > MOST_BYTES:
        raise FileNotUsable(why="size" if file.content else "unreadable")
    media_type, begins_with = KINDS[ending]
    if begins_with is not None and not file.content.startswith(begins_with):
        raise FileNotUsable(why="unreadable")
    if begins_with is None and not _is_text(file.content):
        raise FileNotUsable(why="unreadable")
    return Attachment(name=name, media_type=media_type, content=file.content)


def _check_name(name: str) -> tuple[str, str]:
    """Return a name without folders or odd characters, and its ending. Raises FileNotUsable."""
    last = clean_line(name).replace("\\", "/").rpartition("/")[2].replace('"', "")
    stem, _, ending = last.rpartition(".")
    if ending.lower() not in KINDS:
        raise FileNotUsable(why="kind")
    return f"{(stem or 'page')[:80]}.{ending.lower()}", ending.lower()


def plan_sharing(unit: Unit, loop: Loop) -> None:
    """Plan to bring the newest page to its readers the day before *loop* begins."""
    unit.due.plan(
        "share_page",
        key=f"share_page:{loop.id}:{loop.revision}",
        to="rule:sharing",
        invitation_id=loop.invitation_id,
        loop_id=loop.id,
        due_at=max(loop.starts_at - READ_BEFORE, unit.at),
        expires_at=loop.ends_at,
    )


def share_page(unit: Unit, invitation: Invitation, loop: Loop) -> None:
    """Bring the candidate's newest page to those who read it beforehand; nobody gets the same one twice.

    Call it as well when somebody new takes the lead's or the second's seat.
    """
    if loop.track_id != TrackId.REALIST or unit.at < loop.starts_at - READ_BEFORE:
        return  # the last one counts, so it goes out when it is time to read it
    page = unit.candidacies.brought_page(invitation.id)
    if page is None:
        return
    for seat in unit.loops.seats(loop.id).values():
        if seat.seat in READERS and seat.answer == SeatAnswer.YES:
            tell_person(
                unit,
                seat.person_id,
                "brought_page",
                key=page.id,
                invitation=invitation,
                loop_id=loop.id,
                expires_at=loop.ends_at,
                page=page.id,
            )


def expect_page(unit: Unit, invitation: Invitation) -> None:
    """Return while a page can be sent. Raises ChoiceClosed, AlreadyStarted."""
    choice = unit.candidacies.choice(invitation.id)
    if choice is None or choice.track_id != TrackId.REALIST or is_final(invitation.state):
        raise ChoiceClosed(state=invitation.state)
    loop = unit.loops.live(invitation.id)
    if loop is not None and loop.starts_at <= unit.at:
        raise AlreadyStarted(started_at=loop.starts_at)


def _keep(unit: Unit, invitation: Invitation, page: BroughtPage, *, on_page: bool) -> None:
    unit.add(page)
    unit.audit.record("brought_page", page, after={"media_type": page.media_type})
    papers.rewrite(unit, invitation, "candidate_brief")
    answer(unit, invitation, "candidate.page_received", key=page.id, on_page=on_page)
    step(unit, invitation, "thread.brought_page", key=page.id, candidate=called(unit, invitation))
    loop = unit.loops.live(invitation.id)
    if loop is not None:
        share_page(unit, invitation, loop)


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode()
    except UnicodeDecodeError:
        return False
