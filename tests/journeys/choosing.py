"""Looks at one candidacy, and plants what another part of the product would have booked."""

from datetime import datetime, timedelta

from bot.use_cases.loop_parts import whole_plan
from storage.tables import AiAgreement, Candidate, Invitation, Loop, TrackChoice
from storage.unit_of_work import Unit
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState
from tracks.plain import to_plain


def choices(world: World, invitation: Invitation) -> list[TrackChoice]:
    with world.program.services.look() as unit:
        return list(unit.candidacies.choices(invitation.id))


def tracks_chosen(world: World, invitation: Invitation) -> list[tuple[str, str, bool]]:
    """Return track, way and whether it is in force, of each choice in its order."""
    return [(row.track_id, row.chosen_via, row.superseded_at is None) for row in choices(world, invitation)]


def candidate_of(world: World, invitation: Invitation) -> Candidate:
    with world.program.services.look() as unit:
        return unit.get(Candidate, invitation.candidate_id)


def agreements(unit: Unit, invitation: Invitation, sha: str) -> AiAgreement | None:
    return unit.candidacies.agreement(invitation.id, by=f"candidate:{invitation.candidate_id}", rules_sha=sha)


def book(world: World, invitation: Invitation, *, starts_at: datetime) -> Loop:
    """Put a loop on record that begins at *starts_at*, as if everybody had accepted."""
    with world.store.change(at=world.clocks.now, actor="rule:test") as unit:
        row = unit.get(Invitation, invitation.id)
        plan = whole_plan(unit, world.program.services.catalogue, row)
        loop = Loop(
            invitation_id=row.id,
            track_id=plan.track,
            format_sha=unit.candidacies.keep("format", to_plain(plan)),
            content_version=plan.content_version,
            level_aimed=plan.level,
            split=False,
            state=LoopState.BOOKED,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=plan.total_minutes),
            booked_at=world.clocks.now,
            confirmed_at=world.clocks.now,
        )
        unit.add(loop)
        unit.change(row, state=InvitationState.PLANNED)
    return loop


def newest_loop(world: World, loop: Loop) -> Loop:
    with world.program.services.look() as unit:
        return unit.get(Loop, loop.id)
