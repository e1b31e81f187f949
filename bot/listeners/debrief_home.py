"""The end on Home tabs: decisions and letters for those who owe them, the letter for its candidate."""

from collections.abc import Iterator

from bot.listeners.home_parts import HomeLive, HomeParts
from bot.use_cases.letter import sent_letter
from bot.use_cases.what_i_see import candidacies_of
from bot.views.debrief import WRITE, open_button
from bot.views.letter import READ
from bot.views.said import Button, Said, Section
from bot.wording import say
from bot.wording.overview import Overview
from storage.tables import Role
from tracks.candidacy import InvitationState

home = HomeParts()


@home.part(6)
def decisions(live: HomeLive) -> Said | None:
    """Show the hiring manager what is to be decided, and who may write it the letters to be written."""
    if live.person is None:
        return None
    lines = [
        line for seen in candidacies_of(live.services, live.unit, live.user) for line in _lines(live, seen)
    ]
    if not lines:
        return None
    heading = Section(text=say(live.catalogue, "decision.home"))
    return Said(sections=(heading, *lines))


@home.part(510)
def letter(live: HomeLive) -> Said | None:
    """Show a candidate that their letter is here; it opens behind the button."""
    newest = live.unit.candidacies.newest_of(live.candidate.id) if live.candidate else None
    if newest is None or sent_letter(live.unit, newest) is None:
        return None
    facts = {
        "role": live.unit.get(Role, newest.role_id).title,
        "company": live.unit.company.company().name,
    }
    text = say(live.catalogue, "candidate.letter_waits", **facts)
    button = Button(text=say(live.catalogue, "button.read_letter"), verb=READ, about=newest.id)
    return Said(sections=(Section(text=text, button=button),))


def _lines(live: HomeLive, seen: Overview) -> Iterator[Section]:
    catalogue, me = live.catalogue, live.user
    loop = live.unit.loops.live(seen.invitation.id)
    if loop is None:
        return
    facts = {"candidate": seen.candidate.called, "role": seen.role.title}
    decides = seen.role.hiring_manager_id == me
    if decides and seen.stand.sentence == "debrief":
        text = say(catalogue, "decision.home_debrief", **facts)
        yield Section(text=text, button=open_button(catalogue, loop.id))
    decided = seen.invitation.state == InvitationState.DECIDED and seen.stand.sentence == "letter"
    if decided and me in {seen.role.hiring_manager_id, seen.invitation.host_id}:
        text = say(catalogue, "decision.home_letter", **facts)
        write = Button(text=say(catalogue, "button.write_letter"), verb=WRITE, about=seen.invitation.id)
        yield Section(text=text, button=write)
