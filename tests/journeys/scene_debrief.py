"""The story after the interview: six forms sent through the store, each rating with its evidence."""

from collections.abc import Collection, Mapping

from bot.use_cases import papers
from bot.use_cases.debrief import forms_changed
from bot.use_cases.telling import open_card
from storage.tables import Candidate, EvidenceItem, Form, Invitation, LevelRead, Loop, Rating, Role
from storage.unit_of_work import Unit
from tests.journeys.chapters import chapter
from tests.journeys.filling import DIMENSIONS, FACETS, PARTS, RATERS
from tests.journeys.scene_booked import Scene, booked
from tests.journeys.world import World
from tracks.candidacy import FormState
from tracks.evidence import EvidenceKind, FollowUpOutcome
from tracks.rubric import LevelReading
from tracks.track import DimensionId, FollowUp, Group, SeatId

Values = Mapping[tuple[Group, SeatId, DimensionId], int | None]
CODE, JUDGMENT, PEOPLE = DimensionId.CODE, DimensionId.JUDGMENT, DimensionId.PEOPLE
MIXED: Values = {
    (Group.SHARED_REVIEW, SeatId.SECOND, JUDGMENT): None,
    (Group.HOW_YOU_WORK, SeatId.INDEPENDENT, PEOPLE): 2,
    (Group.HOW_YOU_WORK, SeatId.LEAD, PEOPLE): 4,
    (Group.TRACK_HALF, SeatId.LEAD, CODE): 1,
    (Group.TRACK_HALF, SeatId.SECOND, CODE): 2,
}


@chapter
def interviewed(world: World, *, by_mail: bool = False) -> Scene:
    """Return the story just after the interview, with its message in the channel and no form sent."""
    scene = booked(world)
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        invitation = unit.get(Invitation, scene.invitation_id)
        if by_mail:
            candidate = unit.get(Candidate, invitation.candidate_id)
            unit.change(candidate, slack_user=None, email="noor@home.example", called="Noor")
        candidate = unit.get(Candidate, invitation.candidate_id)
        paper = papers.compose(unit, world.program.services.catalogue, invitation, candidate)
        unit.change(invitation, paper_sha=papers.keep(unit, paper))
        open_card(unit, invitation, unit.get(Role, invitation.role_id).channel)
    scene.until_over()
    return scene


@chapter
def forms_in(
    world: World,
    values: Values | None = None,
    *,
    but: Collection[tuple[Group, SeatId]] = (),
    by_mail: bool = False,
) -> Scene:
    """Send every form *but* those named; a rating is 3 unless *values* says another, None: not enough."""
    scene = interviewed(world, by_mail=by_mail)
    for group, seats in RATERS.items():
        for seat in seats:
            if (group, seat) not in but:
                send(scene, group, seat, values or {})
    world.settle()
    return scene


def send(scene: Scene, group: Group, seat: SeatId, values: Values) -> None:
    """Put one form on record as sent, as if its rater had filled it in."""
    world, found = scene.world, scene.form(group, seat)
    part = scene.part(PARTS[group])
    with world.store.change(at=world.clocks.now, actor=f"person:{found.rater_id}") as unit:
        form = unit.get(Form, found.id)
        marks = _marks(unit, form, part.id)
        for dimension in DIMENSIONS[group]:
            value = values.get((group, seat, dimension), 3)
            unit.add(_rating(form, dimension, value, marks))
        if group is Group.HOW_YOU_WORK:
            for facet in FACETS:
                reads = LevelReading.SENIOR
                unit.add(LevelRead(form_id=form.id, facet=facet, reads=reads, evidence_ids=marks[:1]))
        unit.change(form, state=FormState.SENT, sent_at=unit.at)
        forms_changed(unit, unit.get(Loop, form.loop_id))


def _marks(unit: Unit, form: Form, session_id: str) -> list[str]:
    known = (
        (12, True, EvidenceKind.ASKED, f"asked for the failing input, {form.seat} {form.group}", None, None),
        (
            20,
            False,
            EvidenceKind.QUOTE,
            f"'I would not merge <this>', {form.seat} {form.group}",
            FollowUp.REVISIT,
            FollowUpOutcome.HELD_TOGETHER,
        ),
    )
    marks = [
        unit.add(
            EvidenceItem(
                form_id=form.id,
                session_id=session_id,
                minute=minute,
                exact=exact,
                kind=kind,
                text=text,
                probe=probe,
                outcome=outcome,
                marked_at=unit.at,
            )
        )
        for minute, exact, kind, text, probe, outcome in known
    ]
    return [mark.id for mark in marks]


def _rating(form: Form, dimension: DimensionId, value: int | None, marks: list[str]) -> Rating:
    return Rating(
        form_id=form.id,
        dimension=dimension,
        value=value,
        not_enough=value is None,
        reason_if_ne="our question came too late" if value is None else None,
        evidence_ids=[] if value is None else marks,
        why=None if value is None else f"why {dimension}, says {form.seat}",
    )


def record(world, scene):
    with world.program.services.look() as unit:
        debrief = unit.forms.debrief(scene.loop_id)
        return unit.get(Invitation, scene.invitation_id), unit.get(Loop, scene.loop_id), debrief


def open_debrief(person):
    person.press("Open the debrief", channel="C0BACKEND")
    return person.sees_view()


def open_directly(person):
    person.press("Open the debrief", on="message")
    return person.sees_view()
