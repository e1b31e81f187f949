"""Keeps what each seat prepares with as content was when everybody had accepted; reads it back later."""

from bot.ports import Services
from bot.use_cases.hand_over_material import keep_works
from bot.use_cases.kept_content import kept
from bot.use_cases.loop_days import LoopDays, called, days_of_loop
from storage.tables import Invitation, Loop, PanelSeat, Person, Role
from storage.unit_of_work import Unit
from tracks.catalogue import Catalogue
from tracks.panel_brief import PanelBrief, compose, with_names
from tracks.plain import to_plain
from tracks.track import SeatId

KIND = "panel_brief"


def freeze_briefs(services: Services, unit: Unit, loop: Loop) -> None:
    """Keep the brief of everybody who has said yes; one that was kept stays, unless the plan is another."""
    days = days_of_loop(unit, loop)
    if loop.confirmed_at is None:
        return
    catalogue = keep_works(services, unit, days.sessions)
    for row in days.seated().values():
        if row.brief_sha is None or kept(unit, PanelBrief, row.brief_sha).format_sha != loop.format_sha:
            brief = _compose(catalogue, unit, days, row.seat)
            unit.change(row, brief_sha=unit.candidacies.keep(KIND, to_plain(brief)))


def brief_of_seat(unit: Unit, loop: Loop, row: PanelSeat) -> PanelBrief | None:
    """Return the brief that was kept for a seat, with the names of those who sit there now."""
    if row.brief_sha is None:
        return None
    invitation = unit.get(Invitation, loop.invitation_id)
    names = {
        str(seat): unit.get(Person, held.person_id).name for seat, held in unit.loops.seats(loop.id).items()
    }
    names = {"host": unit.get(Person, invitation.host_id).name} | names
    return with_names(kept(unit, PanelBrief, row.brief_sha), names | {"called": called(unit, invitation)})


def _compose(catalogue: Catalogue, unit: Unit, days: LoopDays, seat: SeatId) -> PanelBrief:
    role = unit.get(Role, unit.get(Invitation, days.loop.invitation_id).role_id)
    return compose(
        catalogue,
        days.plan,
        seat=seat,
        split=days.loop.split,
        tasks={session.spec_id: session.task_id for session in days.sessions if session.task_id},
        cards={
            session.spec_id: session.change_card.split(",")
            for session in days.sessions
            if session.change_card
        },
        stack=role.stack,
        job_less_liked="; ".join(role.job_less_liked),
        format_sha=days.loop.format_sha,
    )
