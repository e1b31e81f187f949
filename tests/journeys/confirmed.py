"""The booked interview with all that follows from it: entries, reminders, briefs."""

from datetime import datetime
from typing import Any

import vobject

from bot.stand_in.people import Person
from bot.use_cases import papers
from bot.use_cases.ai_rules import keep_rules
from bot.use_cases.calendar_entries import plan_invites
from bot.use_cases.loop_days import days_of_loop
from bot.use_cases.open_forms import open_forms
from bot.use_cases.remind import plan_reminders
from storage.tables import AiAgreement, Candidate, Invitation, Loop, PanelSeat
from tests.journeys.chapters import chapter
from tests.journeys.scene_booked import Scene, booked
from tests.journeys.world import World
from tracks.candidacy import LoopState, SeatAnswer, SessionState

Told = tuple[str, str, int, datetime, str]


@chapter
def confirmed(world: World, **given: Any) -> Scene:
    """Book Kim's interview, let Kim have agreed to the AI rules, and plan what follows."""
    scene = booked(world, **given)
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        loop, invitation = unit.get(Loop, scene.loop_id), unit.get(Invitation, scene.invitation_id)
        sha = keep_rules(unit, world.program.services.catalogue, days_of_loop(unit, loop).plan)
        by = f"candidate:{invitation.candidate_id}"
        unit.add(
            AiAgreement(
                invitation_id=invitation.id, by=by, track_id=loop.track_id, rules_sha=sha, agreed_at=unit.at
            )
        )
    replan(scene)
    return scene


def replan(scene: Scene) -> None:
    """Plan anew, as everybody does who changes a loop."""
    services = scene.world.program.services
    with services.change("rule:story") as unit:
        loop = unit.get(Loop, scene.loop_id)
        open_forms(services, unit, loop)
        plan_invites(services, unit, loop)
        plan_reminders(services, unit, loop)


def by_mail_only(scene: Scene, address: str = "kim@home.example", zone: str = "Europe/Lisbon") -> None:
    """Let Kim be somebody without Slack."""
    with scene.world.store.change(at=scene.world.clocks.now, actor="rule:story") as unit:
        invitation = unit.get(Invitation, scene.invitation_id)
        candidate = unit.get(Candidate, invitation.candidate_id)
        unit.change(candidate, email=address, timezone=zone)
        unit.change(candidate, slack_user=None)


def with_paper(scene: Scene) -> None:
    """Let the invitation hold the paper that Kim was sent, so that the page can be opened."""
    catalogue = scene.world.program.services.catalogue
    with scene.world.store.change(at=scene.world.clocks.now, actor="rule:story") as unit:
        invitation = unit.get(Invitation, scene.invitation_id)
        candidate = unit.get(Candidate, invitation.candidate_id)
        sha = papers.keep(unit, papers.compose(unit, catalogue, invitation, candidate))
        unit.change(invitation, paper_sha=sha)


def move(scene: Scene, by: Any) -> None:
    """Move every part by so much: the old ones stay on record as moved."""
    with scene.world.store.change(at=scene.world.clocks.now, actor="rule:story") as unit:
        loop = unit.get(Loop, scene.loop_id)
        old = [one for one in unit.loops.sessions(loop.id) if one.state == SessionState.PLANNED]
        for session in old:
            unit.change(session, state=SessionState.MOVED)
        keep = {
            "loop_id",
            "spec_id",
            "position",
            "day",
            "wall_start",
            "timezone",
            "task_id",
            "ai_mode",
            "ai_reason",
        }
        unit.add_all(
            type(session)(
                **session.model_dump(include=keep),
                starts_at=session.starts_at + by,
                ends_at=session.ends_at + by,
                state=SessionState.PLANNED,
            )
            for session in old
        )
        unit.change(
            loop,
            starts_at=loop.starts_at + by,
            ends_at=loop.ends_at + by,
            booked_at=unit.at,
            moves=loop.moves + 1,
        )


def cancel(scene: Scene) -> None:
    """Cancel the loop on record and do nothing else."""
    with scene.world.store.change(at=scene.world.clocks.now, actor="rule:story") as unit:
        loop = unit.get(Loop, scene.loop_id)
        for session in unit.loops.sessions(loop.id):
            unit.change(session, state=SessionState.CANCELLED)
        unit.change(loop, state=LoopState.CANCELLED)


def give_back(scene: Scene, seat: str, to: str) -> None:
    """Let somebody leave and another one say yes in their place."""
    with scene.world.store.change(at=scene.world.clocks.now, actor="rule:story") as unit:
        row = unit.loops.seats(scene.loop_id)[seat]
        unit.change(row, released_at=unit.at, answer=SeatAnswer.GIVEN_BACK, answered_at=unit.at)
        unit.add(
            PanelSeat(
                loop_id=scene.loop_id,
                seat=seat,
                person_id=to,
                asked_at=unit.at,
                answer=SeatAnswer.YES,
                answered_at=unit.at,
                qualified_checked_at=unit.at,
            )
        )


def entries(world: World, address: str) -> list[Told]:
    """Return what calendars were told by mail: method, UID, SEQUENCE, start and title, oldest first."""
    parts = [part for mail in world.mailbox.mails_for(address) for part in mail.attachments]
    calendars = [part for part in parts if part.content_type == "text/calendar"]
    told = [_told(part.content) for part in calendars]
    assert [method for method, *_ in told] == [dict(part.parameters)["method"] for part in calendars]
    return told


def entries_in_slack(world: World, person: Person) -> list[Told]:
    """Return the same of the files that somebody was given in Slack."""
    files = [file for message in person.messages() for file in message.files]
    stored = world.workspace.files.stored
    return [_told(stored[file["id"]].content) for file in files if file["name"].endswith(".ics")]


def _told(content: bytes) -> Told:
    calendar = vobject.readOne(content.decode())
    event = calendar.vevent
    start, title = event.dtstart.value, event.summary.value
    return calendar.method.value, event.uid.value, int(event.sequence.value), start, title
