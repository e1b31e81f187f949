"""Finds an open debrief with all that belongs to it, for those who may see it; for others there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.use_cases.forms_at_hand import forms_that_count, plan_of_loop, sessions_of
from bot.use_cases.standing import actor_in_slack, facts_of, named
from storage.tables import Debrief, Form, Invitation, Loop, Person, Rating, Role
from storage.unit_of_work import Unit
from tracks.access import Action, Actor, Candidacy, can
from tracks.candidacy import FormState
from tracks.debrief import Seen
from tracks.errors import FormSealed, NotAllowed
from tracks.sealing import all_finished, finished_count, raters


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A loop whose forms are all in, its debrief, the forms that count and their first ratings."""

    actor: Actor
    facts: Candidacy
    invitation: Invitation
    loop: Loop
    debrief: Debrief
    forms: list[Form]
    ratings: list[Rating]

    @property
    def seen(self) -> list[Seen]:
        """The first ratings as the rules know them."""
        form_of = {form.id: form for form in self.forms}
        return [
            Seen(
                dimension=rating.dimension,
                group=form_of[rating.form_id].group,
                rater=form_of[rating.form_id].rater_id,
                value=rating.value,
            )
            for rating in self.ratings
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOpen:
    """A form that has yet to come; *may_waive*: its parts have ended, so it can be done without."""

    form: Form
    rater: Person
    group_name: str
    may_waive: bool


def opened_for(unit: Unit, presser: str, loop_id: str, action: Action, *, lock: bool = False) -> Opened:
    """Return the debrief of a loop if *presser* may take *action* on it.

    A loop that does not exist is refused like one that is somebody else's business. Raises NotAllowed, and
    FormSealed for those who will see it once every form is in.
    """
    invitation, loop = _loop(unit, loop_id, action, lock=lock)
    actor, facts = actor_in_slack(unit, presser), facts_of(unit, invitation)
    finished = all_finished(facts.forms)
    if not finished and _will_see(actor, facts):
        done, of = finished_count(facts.forms)
        raise FormSealed(finished=done, forms=of)
    debrief = unit.forms.debrief(loop.id)
    if debrief is None or not finished or not can(actor, action, facts):
        raise NotAllowed(action=action)
    if lock:
        debrief = unit.get(Debrief, debrief.id, lock=True)
    forms = forms_that_count(unit, loop.id)
    return Opened(
        actor=actor,
        facts=facts,
        invitation=invitation,
        loop=loop,
        debrief=debrief,
        forms=forms,
        ratings=list(unit.forms.ratings([form.id for form in forms if form.state == FormState.SENT])),
    )


def still_open(unit: Unit, presser: str, loop_id: str) -> list[StillOpen]:
    """Return who is waited for, to those who can do without a form by name. Raises NotAllowed."""
    invitation, loop = _loop(unit, loop_id, Action.WAIVE_FORM)
    if not can(actor_in_slack(unit, presser), Action.WAIVE_FORM, facts_of(unit, invitation)):
        raise NotAllowed(action=Action.WAIVE_FORM)
    plan = plan_of_loop(unit, loop)
    return [
        StillOpen(
            form=form,
            rater=unit.get(Person, form.rater_id),
            group_name=plan.group(form.group).name,
            may_waive=all(part.ends_at <= unit.at for part in sessions_of(unit, loop, plan, form.group)),
        )
        for form in forms_that_count(unit, loop.id)
        if form.state == FormState.OPEN
    ]


def hiring_manager_of(unit: Unit, invitation: Invitation) -> str:
    """Return the person id of whoever decides."""
    return unit.get(Role, invitation.role_id).hiring_manager_id


def names(unit: Unit, person_ids: Iterable[str]) -> tuple[str, ...]:
    """Return what people are called, in the order given."""
    return tuple(unit.get(Person, person_id).name for person_id in person_ids)


def _loop(unit: Unit, loop_id: str, action: Action, *, lock: bool = False) -> tuple[Invitation, Loop]:
    invitation_id = named(unit, Loop, loop_id, action).invitation_id
    invitation, loop = unit.get(Invitation, invitation_id, lock=lock), unit.get(Loop, loop_id, lock=lock)
    live = unit.loops.live(invitation.id)
    if live is None or live.id != loop.id:
        raise NotAllowed(action=action)
    return invitation, loop


def _will_see(actor: Actor, facts: Candidacy) -> bool:
    peers = raters(facts.forms) | {facts.host, facts.hiring_manager}
    return actor.person_id in peers and actor.candidate_id != facts.candidate_id
