"""What waits for a panelist on the Home tab: today's parts, their forms; and forms that others owe."""

from collections.abc import Iterator
from datetime import timedelta

from bot.listeners.home_parts import HomeLive, HomeParts
from bot.use_cases.forms_at_hand import group_of, open_forms_of, plan_of_loop
from bot.use_cases.look_after_forms import missing_forms_of
from bot.use_cases.loop_days import called
from bot.use_cases.mark_moment import parts_meant
from bot.views.forms import missing_lines, own_lines
from bot.views.moments import CORRECT, mark_button, start_button
from bot.views.said import Button, Said, Section
from bot.wording import clock_time, say
from storage.tables import Invitation, Loop, Session
from tracks.candidacy import TAKES_PLACE, SeatAnswer
from tracks.format import Format

home = HomeParts()
SOON, LATELY = timedelta(hours=12), timedelta(hours=2)  # around now: what counts as today
SOON_DUE = timedelta(days=1)


@home.part(2)
def today(live: HomeLive) -> Said | None:
    """Offer Start for today's parts, and the moments while one runs."""
    if live.person is None:
        return None
    sections: list[Section] = []
    for loop, seat in live.unit.loops.of_panelist(live.person.id):
        if seat.answer == SeatAnswer.YES:
            sections += _of_loop(live, loop)
    marking = parts_meant(live.unit, live.person.id)
    buttons = (mark_button(live.catalogue),) if marking else ()
    return Said(sections=tuple(sections), buttons=buttons) if sections or buttons else None


@home.part(4)
def own_forms(live: HomeLive) -> Said | None:
    """List the forms that wait, or will by tomorrow."""
    if live.person is None:
        return None
    now, zone = live.unit.at, live.person.timezone
    lines = [at_hand.line for at_hand in open_forms_of(live.unit, live.person.id)]
    shown = [line for line in lines if line.due_at <= now + SOON_DUE]
    if not shown:
        return None
    heading = Section(text=say(live.catalogue, "forms.home_heading"))
    return Said(sections=(heading, *own_lines(live.catalogue, shown, now=now, zone=zone)))


@home.part(8)
def missing(live: HomeLive) -> Said | None:
    """List the forms that are missing in interviews which the person runs or decides."""
    if live.person is None:
        return None
    found = missing_forms_of(live.services, live.unit, live.person.id)
    lines = [(at_hand.line, all_ways) for at_hand, all_ways in found]
    sections = missing_lines(live.catalogue, lines, zone=live.person.timezone)
    return Said(sections=sections) if sections else None


def _of_loop(live: HomeLive, loop: Loop) -> Iterator[Section]:
    now = live.unit.at
    near = [
        session
        for session in live.unit.loops.sessions(loop.id)
        if session.state in TAKES_PLACE
        and now - LATELY <= session.ends_at
        and session.starts_at <= now + SOON
    ]
    plan = plan_of_loop(live.unit, loop) if near else None
    scored = [session for session in near if plan and group_of(plan, session)]
    if plan is None or not scored:
        return
    candidate = called(live.unit, live.unit.get(Invitation, loop.invitation_id))
    yield Section(text=say(live.catalogue, "moments.home_title", candidate=candidate))
    for session in scored:
        yield _part(live, plan, session)


def _part(live: HomeLive, plan: Format, session: Session) -> Section:
    catalogue, name = live.catalogue, plan.spec(session.spec_id).name
    zone = live.unit.company.zone_of(live.user)
    if session.started_at is None:
        text = say(
            catalogue, "moments.home_part", part=name, time=clock_time(catalogue, session.starts_at, zone)
        )
        return Section(text=text, button=start_button(catalogue, session.id, name))
    text = say(
        catalogue,
        "moments.home_part_started",
        part=name,
        time=clock_time(catalogue, session.started_at, zone),
    )
    correct = Button(text=say(catalogue, "button.correct_start"), verb=CORRECT, about=session.id)
    return Section(text=text, button=correct)
