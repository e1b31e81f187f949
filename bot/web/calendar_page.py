"""The calendar entries on a candidate's page, as files."""

from bot.ports import Attachment
from bot.use_cases.entry_texts import entry_for
from bot.views.said import Section
from bot.web.page_parts import PageLive, PagePart, PageParts
from storage.tables import CalendarInvite
from tracks.errors import NotFound

page = PageParts()
FILE = "interview.ics"


@page.part(300)
def calendar(live: PageLive) -> PagePart | None:
    """One file for each day that is ahead."""
    entries = [(invite, entry_for(live.services, live.unit, invite)) for invite in _held(live)]
    if not entries:
        return None
    _, first = entries[0]
    return PagePart(
        title=live.say("page.calendar"),
        sections=(Section(text=live.say("page.calendar_text", time=first.time)),),
        links=tuple(
            (live.plain("page.calendar_file", time=held.time), f"{FILE}/{invite.day}")
            for invite, held in entries
        ),
        anchor="calendar",
    )


@page.file(FILE)
def calendar_file(live: PageLive, about: str) -> Attachment | None:
    """The entry of the day *about*, or of the next one; looking changes nothing."""
    for invite in _held(live):
        if about in ("", str(invite.day)):
            entry = entry_for(live.services, live.unit, invite).entry
            return live.services.calendar_file(entry, live.unit.at)
    raise NotFound(what="CalendarInvite")


def _held(live: PageLive) -> list[CalendarInvite]:
    loop = live.unit.loops.live(live.invitation.id)
    invites = live.unit.loops.invites(loop.id) if loop else []
    mine = f"candidate:{live.candidate.id}"
    return [
        invite
        for invite in invites
        if invite.recipient == mine and not invite.cancelled and invite.ends_at > live.unit.at
    ]
