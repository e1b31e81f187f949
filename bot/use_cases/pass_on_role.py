"""Brings what waits for a role's coordinator or hiring manager to whoever is named in their place."""

from bot.use_cases.debrief import READY
from bot.use_cases.questions import ask_for_arrangement, pass_on_questions
from bot.use_cases.telling import tell_person
from storage.tables import Invitation, Role
from storage.unit_of_work import Unit


def pass_on_role(unit: Unit, role: Role, *, coordinator: str, hiring_manager: str) -> None:
    """Tell the new people of *role* what waits for them; the other two are those before them."""
    for invitation in unit.candidacies.live_for_role(role.id):
        if role.coordinator_id != coordinator:
            _to_coordinator(unit, invitation)
        if role.hiring_manager_id != hiring_manager:
            _to_decider(unit, role, invitation)


def _to_coordinator(unit: Unit, invitation: Invitation) -> None:
    for asked in unit.candidacies.adjustments(invitation.id):
        if asked.handled_at is None:
            ask_for_arrangement(unit, invitation, asked)
    pass_on_questions(unit, invitation)


def _to_decider(unit: Unit, role: Role, invitation: Invitation) -> None:
    loop = unit.loops.live(invitation.id)
    if loop is not None and unit.forms.debrief(loop.id) is not None:
        tell_person(unit, role.hiring_manager_id, READY, key=loop.id, invitation=invitation, loop_id=loop.id)
