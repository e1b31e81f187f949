"""Finds the candidacies that somebody may see, however they belong to them; nothing else exists for them."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from bot.ports import Services
from bot.use_cases.questions import who_answers
from bot.use_cases.standing import actor_in_slack, facts_of
from bot.use_cases.where_it_stands import overview
from bot.wording.overview import Overview
from storage.tables import AdjustmentRequest, AskedQuestion, Invitation
from storage.unit_of_work import Unit
from tracks.access import Action, can

ALIKE = 0.6
MOST_NAMES = 3


def candidacies_of(services: Services, unit: Unit, slack_user: str) -> tuple[Overview, ...]:
    """Return what the person may see of the running candidacies of others, most urgent first."""
    actor = actor_in_slack(unit, slack_user)
    if actor.person_id is None:
        return ()
    found = {invitation.id: invitation for invitation in _around(unit, actor.person_id)}
    allowed = (each for each in found.values() if can(actor, Action.SEE_STATUS, facts_of(unit, each)))
    seen = (overview(services, unit, each) for each in allowed)
    return tuple(sorted(seen, key=lambda each: each.urgency))


def own_candidacies(unit: Unit, slack_user: str) -> Sequence[Invitation]:
    """Return the running candidacies in which the person is the candidate, newest first."""
    candidate = unit.candidacies.candidate_in_slack(slack_user)
    return unit.candidacies.live_of(candidate.id) if candidate else ()


def named(seen: Sequence[Overview], name: str) -> tuple[Overview, ...]:
    """Return those of *seen* whose candidate is called like *name*, whatever the case."""
    wanted = name.casefold().strip()
    return tuple(each for each in seen if wanted in each.candidate.called.casefold())


def names_like(seen: Iterable[Overview], name: str) -> tuple[str, ...]:
    """Return names among *seen* that resemble *name*."""
    known = {each.candidate.called.casefold(): each.candidate.called for each in seen}
    close = get_close_matches(name.casefold().strip(), known, n=MOST_NAMES, cutoff=ALIKE)
    return tuple(known[each] for each in close)


def open_questions(
    unit: Unit, seen: Iterable[Overview], person_id: str
) -> list[tuple[Overview, AskedQuestion]]:
    """Return the questions that wait for the person."""
    return [
        (each, question)
        for each in seen
        if person_id in who_answers(unit, each.invitation)
        for question in unit.candidacies.questions(each.invitation.id)
        if question.answered_at is None
    ]


def open_adjustments(
    unit: Unit, seen: Iterable[Overview], person_id: str
) -> list[tuple[Overview, AdjustmentRequest]]:
    """Return the adjustments that wait for the person as coordinator."""
    coordinated = (each for each in seen if each.role.coordinator_id == person_id)
    return [
        (each, asked)
        for each in coordinated
        for asked in unit.candidacies.adjustments(each.invitation.id)
        if asked.handled_at is None
    ]


def _around(unit: Unit, person_id: str) -> Iterator[Invitation]:
    yield from unit.candidacies.live_around(person_id)
    for role in unit.company.roles():
        if person_id in {role.coordinator_id, role.hiring_manager_id}:
            yield from unit.candidacies.live_for_role(role.id)
    for loop, _ in unit.loops.of_panelist(person_id):
        yield unit.get(Invitation, loop.invitation_id)
