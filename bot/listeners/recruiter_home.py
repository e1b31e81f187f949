"""What waits for whom, on the Home tab of those who run candidacies."""

from collections.abc import Iterable
from dataclasses import replace

from bot.listeners.home_parts import HomeLive, HomeParts
from bot.use_cases.invite import roles_to_invite_for
from bot.use_cases.standing import actor_in_slack
from bot.use_cases.what_i_see import candidacies_of, open_adjustments, open_questions
from bot.views import candidacy as views
from bot.views.panel import again_button, host_buttons
from bot.views.said import Button, Said, Section
from bot.wording import say
from bot.wording.overview import Overview, Turn
from tracks.catalogue import Catalogue

home = HomeParts()
MOST_LINES = 8  # of one heading; the rest is behind /tracks status

_HEADINGS = (
    (Turn.HOST, "for_me"),
    (Turn.CANDIDATE, "for_the_candidate"),
    (Turn.PANEL, "for_the_panel"),
    (Turn.DECIDER, "for_the_decider"),
    (Turn.NOBODY, "taking_place"),
)
_PANEL_IS_OPEN = {"asking", "at_risk"}  # stands in which somebody may have to choose people or times


@home.part(0)
def inviting(live: HomeLive) -> Said | None:
    """Offer the invitation form to those who may invite."""
    if not roles_to_invite_for(live.unit, actor_in_slack(live.unit, live.user)):
        return None
    button = Button(text=say(live.catalogue, "button.invite"), verb="invite", primary=True)
    return Said(sections=(), buttons=(button,))


@home.part(10)
def waiting(live: HomeLive) -> Said | None:
    """Show the candidacies that the person runs, by whose turn it is; their own turn stands first."""
    if live.person is None:
        return None
    catalogue, me = live.catalogue, live.person.id
    mine = [each for each in candidacies_of(live.services, live.unit, live.user) if _runs(each, me)]
    sections = []
    for turn, heading in _HEADINGS:
        lines = [_line(live, each) for each in mine if _turn_for(each, me) is turn]
        if turn is Turn.HOST:
            lines = [*_asked(live, mine, me), *lines]
        if lines:
            sections += [Section(text=say(catalogue, f"home.{heading}")), *_first(catalogue, lines)]
    return Said(sections=tuple(sections)) if sections else None


def _runs(seen: Overview, person_id: str) -> bool:
    return person_id in {
        seen.invitation.host_id,
        seen.invitation.invited_by,
        seen.role.coordinator_id,
        seen.role.hiring_manager_id,
    }


def _line(live: HomeLive, seen: Overview) -> Section:
    """Return where a candidacy stands, for its host with what can be done about it at once."""
    line = views.line(live.catalogue, seen)
    return replace(line, row=_at_once(live, seen)) if seen.invitation.host_id == live.user else line


def _at_once(live: HomeLive, seen: Overview) -> tuple[Button, ...]:
    if seen.stand.sentence == "no_times":
        return (again_button(live.catalogue, seen.invitation.id),)
    loop = live.unit.loops.live(seen.invitation.id) if seen.stand.sentence in _PANEL_IS_OPEN else None
    return host_buttons(live.catalogue, seen.invitation.id, loop.id) if loop else ()


def _turn_for(seen: Overview, person_id: str) -> Turn:
    """Return whose turn it is; what the hiring manager decides is theirs to see first."""
    turn = seen.stand.turn
    return Turn.HOST if turn is Turn.DECIDER and person_id == seen.role.hiring_manager_id else turn


def _asked(live: HomeLive, mine: Iterable[Overview], person_id: str) -> list[Section]:
    catalogue, seen = live.catalogue, list(mine)
    sections = []
    for each, question in open_questions(live.unit, seen, person_id):
        button = Button(text=say(catalogue, "button.answer_question"), verb=views.ANSWER, about=question.id)
        text = say(catalogue, "home.question", candidate=each.candidate.called, role=each.role.title)
        sections.append(Section(text=text, button=button))
    for each, asked in open_adjustments(live.unit, seen, person_id):
        button = Button(text=say(catalogue, "button.read_adjustment"), verb="read_adjustment", about=asked.id)
        text = say(catalogue, "home.adjustment", candidate=each.candidate.called, role=each.role.title)
        sections.append(Section(text=text, button=button))
    return sections


def _first(catalogue: Catalogue, lines: list[Section]) -> list[Section]:
    left = len(lines) - MOST_LINES
    more = [Section(text=say(catalogue, "home.more", count=left), small=True)] if left > 0 else []
    return [*lines[:MOST_LINES], *more]
