"""Who somebody is to a candidacy, and whether they may: asked by every use case, on the server."""

from storage.tables import CandidateFeedback, Form, Invitation, PanelSeat, Role
from storage.unit_of_work import R, Unit
from tracks.access import Action, Actor, Candidacy, CompanyRole, SeatFact, Vacancy, require
from tracks.candidacy import LetterState
from tracks.errors import NotAllowed, NotFound
from tracks.sealing import FormFact


def actor_in_slack(unit: Unit, slack_user: str) -> Actor:
    """Return who pressed in Slack: a person of the company, a candidate, both, or nobody that we know."""
    person = unit.company.person(slack_user)
    candidate = unit.candidacies.candidate_in_slack(slack_user)
    known = person if person and person.active else None
    return Actor(
        person_id=known.id if known else None,
        candidate_id=candidate.id if candidate else None,
        roles=frozenset(CompanyRole(role) for role in known.roles) if known else frozenset(),
    )


def actor_on_page(invitation: Invitation) -> Actor:
    """Return who opened a candidate's page: the link is the proof."""
    return Actor(candidate_id=invitation.candidate_id)


def name_of(actor: Actor) -> str:
    """Return how the audit trail calls *actor*."""
    return f"person:{actor.person_id}" if actor.person_id else f"candidate:{actor.candidate_id}"


def facts_of(unit: Unit, invitation: Invitation) -> Candidacy:
    """Return what access needs to know of one candidacy, from the live records."""
    role = unit.get(Role, invitation.role_id)
    loop = unit.loops.live(invitation.id)
    letter = unit.forms.letter(loop.id) if loop else None
    return Candidacy(
        id=invitation.id,
        candidate_id=invitation.candidate_id,
        host=invitation.host_id,
        coordinator=role.coordinator_id,
        hiring_manager=role.hiring_manager_id,
        invited_by=invitation.invited_by,
        state=invitation.state,
        seats=tuple(_seat_fact(seat) for seat in unit.loops.seat_history(loop.id)) if loop else (),
        forms=tuple(form_fact(form) for form in unit.forms.of_loop(loop.id)) if loop else (),
        letter=_letter_state(letter),
    )


def named(unit: Unit, kind: type[R], key: str, action: Action, *, lock: bool = False) -> R:
    """Return the row that somebody named for *action*. Raises NotAllowed.

    One that does not exist is refused like one that is somebody else's.
    """
    try:
        return unit.get(kind, key, lock=lock)
    except NotFound:
        raise NotAllowed(action=action) from None


def allow(
    unit: Unit,
    actor: Actor,
    action: Action,
    invitation: Invitation,
    *,
    form_id: str | None = None,
    was_there: bool = False,
) -> None:
    """Return if *actor* may take *action* on a candidacy, or on one of its forms. Raises NotAllowed.

    *was_there*: whether the rater of that form was.
    """
    facts = facts_of(unit, invitation)
    require(actor, action, facts.about(form_id, was_there=was_there) if form_id else facts)


def allow_for_role(actor: Actor, action: Action, role: Role) -> None:
    """Return if *actor* may take *action* for a role. Raises NotAllowed."""
    require(actor, action, Vacancy(id=role.id, host=role.host_id))


def _seat_fact(seat: PanelSeat) -> SeatFact:
    """Return what access needs to know of a seat."""
    return SeatFact(
        person_id=seat.person_id, seat=seat.seat, answer=seat.answer, released=seat.released_at is not None
    )


def form_fact(form: Form) -> FormFact:
    """Return what sealing needs to know of a form."""
    return FormFact(
        id=form.id, rater_id=form.rater_id, group=form.group, state=form.state, counts=form.counts
    )


def _letter_state(letter: CandidateFeedback | None) -> LetterState:
    if letter is None:
        return LetterState.NONE
    if letter.replied_at:
        return LetterState.ANSWERED
    return LetterState.SENT if letter.sent_at else LetterState.WRITTEN
