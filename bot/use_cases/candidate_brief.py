"""A candidate's own paper, put together from their plan and from what is booked and arranged for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ports import Services
from bot.use_cases import papers
from bot.use_cases.candidacy_facts import candidate_zone
from bot.use_cases.forms_at_hand import plan_of_loop, times_of
from bot.use_cases.loop_parts import whole_plan
from storage.tables import AdjustmentRequest, Invitation, Loop, Person
from storage.unit_of_work import Unit
from tracks import candidate_brief
from tracks.candidacy import TAKES_PLACE, AdjustmentState
from tracks.candidate_brief import CandidateBrief
from tracks.candidate_day import BookedPart, CandidateDay
from tracks.format import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBrief:
    """What the candidate reads after choosing."""

    plan: Format
    brief: CandidateBrief
    day: CandidateDay


def brief_of(services: Services, unit: Unit, invitation: Invitation) -> OwnBrief | None:
    """Return the brief for the choice in force, with times once something is booked; None before a choice."""
    if papers.plan_chosen(unit, services.catalogue, invitation) is None:
        return None
    plan = whole_plan(unit, services.catalogue, invitation)
    host = unit.get(Person, invitation.host_id).name
    split = bool(invitation.split)
    loop = unit.loops.live(invitation.id)
    day = CandidateDay(
        zone=candidate_zone(unit, invitation),
        parts=_parts(unit, loop) if loop else (),
        arrangements=arrangements(unit.candidacies.adjustments(invitation.id)),
    )
    return OwnBrief(
        plan=plan,
        brief=candidate_brief.compose(services.catalogue, plan, host=host, split=split),
        day=day,
    )


def arrangements(asked: Iterable[AdjustmentRequest]) -> tuple[str, ...]:
    """Return the lines that are arranged, in the order in which they were asked for."""
    return tuple(
        row.arrangement_line
        for row in asked
        if row.state == AdjustmentState.ARRANGED and row.arrangement_line
    )


def _parts(unit: Unit, loop: Loop) -> tuple[BookedPart, ...]:
    plan = plan_of_loop(unit, loop)
    return tuple(
        BookedPart(
            name=plan.spec(session.spec_id).name,
            minutes=times_of(session).minutes,
            number=session.day,
            starts_at=session.starts_at,
        )
        for session in unit.loops.sessions(loop.id)
        if session.state in TAKES_PLACE
    )
