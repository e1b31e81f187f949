"""Renders what brings calendar entries and takes them back: by mail as iTIP, in Slack as a file."""

from bot.delivery.live import Live, Outgoing, Renderers
from bot.use_cases.calendar_entries import SEND, TAKE_BACK
from bot.use_cases.entry_texts import HeldEntry, entry_for
from bot.views.said import Said, Section
from storage.tables import CalendarInvite

renderers = Renderers()


@renderers.renders(SEND)
def calendar(live: Live) -> Outgoing | None:
    """Bring an entry, unless it has changed or been taken back since this was planned."""
    invite = live.unit.get(CalendarInvite, live.about("invite"))
    if invite.cancelled or str(invite.sequence) != live.about("sequence"):
        return None
    return _outgoing(live, invite, "changed" if invite.sequence else "new")


@renderers.renders(TAKE_BACK)
def calendar_cancelled(live: Live) -> Outgoing | None:
    """Take an entry back, unless it stands again since this was planned."""
    invite = live.unit.get(CalendarInvite, live.about("invite"))
    if not invite.cancelled or str(invite.sequence) != live.about("sequence"):
        return None
    return _outgoing(live, invite, "cancelled")


def _outgoing(live: Live, invite: CalendarInvite, what: str) -> Outgoing:
    held = entry_for(live.services, live.unit, invite)
    file = live.services.calendar_file(held.entry, live.unit.at)
    by_mail = live.row.recipient.startswith("mail:")
    sections = [_sentence(live, held, what)]
    if by_mail and what != "cancelled" and _to_candidate(live):
        address = f"{live.page}/interview.ics/{invite.day}"
        sections.append(Section(text=live.say("candidate.calendar_as_file", address=address), small=True))
    said = Said(subject=_subject(live, held, what), sections=tuple(sections))
    if by_mail:
        return Outgoing(said=said, calendar=file.content, method=held.entry.method, reply_to=live.host.email)
    return Outgoing(said=said, file=file)


def _subject(live: Live, held: HeldEntry, what: str) -> str:
    key = "calendar" if what == "new" else f"calendar_{what}"
    return live.say(f"mail_subject.{key}", title=held.entry.title, time=held.time)


def _sentence(live: Live, held: HeldEntry, what: str) -> Section:
    spoken_to = "candidate" if _to_candidate(live) else "panel"
    facts = {"time": held.time, "seat": held.seat.lower(), "track": held.track}
    return Section(text=live.say(f"{spoken_to}.calendar_{what}", **facts))


def _to_candidate(live: Live) -> bool:
    return "candidate:" in live.row.recipient
