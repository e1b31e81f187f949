"""Two people at the same moment, on PostgreSQL: nobody waits for somebody who waits for them."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bot.use_cases.answer_seat import give_back
from bot.use_cases.hold import watch_ends
from bot.use_cases.look_after_forms import waive_form
from bot.use_cases.mark_moment import Moment, mark_moment
from bot.use_cases.start_part import correct_start, start_part
from storage.loops import cell_of
from storage.tables import Candidate, Form, Invitation, Loop, Session
from storage.unit_of_work import Unit
from tests.journeys.scene_booked import BEGINS, Scene, booked
from tests.journeys.world import pressed
from tests.journeys.world import world as build_world
from tests.storage.racing import until_somebody_waits
from tracks.candidacy import FormState, SessionState
from tracks.track import Group, SeatId


@pytest.fixture(name="scene")
def scene_on_postgres(postgres_url: str) -> Iterator[Scene]:
    with build_world(postgres_url) as world:
        yield booked(world)


def test_steps_about_forms_and_parts_wait_for_the_candidacy_first(scene: Scene):
    services, form = scene.world.program.services, scene.form(Group.TRACK_HALF, SeatId.LEAD)
    part = scene.part("coding")
    scene.until_over()
    steps: list[Callable[[], object]] = [
        lambda: correct_start(
            services, pressed("U0ADA", "start"), session_id=part.id, started_at=part.starts_at
        ),
        lambda: mark_moment(
            services,
            pressed("U0ADA", "mark"),
            moment=Moment(text="asked who is hit first", session_id=part.id, minute=3),
        ),
        lambda: waive_form(services, pressed("U0HANS", "waive"), form_id=form.id, reason="was ill that day"),
    ]
    for step in steps:
        with services.change("rule:story") as unit:
            unit.get(Invitation, scene.invitation_id, lock=True)
            beside = threading.Thread(target=step)
            beside.start()
            until_somebody_waits(scene.world.store)
            mine = unit.get(Form, form.id, lock=True)
            unit.change(mine, due_at=mine.due_at + timedelta(minutes=1))
        beside.join()

    assert scene.form(Group.TRACK_HALF, SeatId.LEAD).state == FormState.MISSING_WITH_REASON


def test_moment_counts_from_a_start_that_is_corrected_meanwhile(scene: Scene):
    services, part, marked = scene.world.program.services, scene.part("coding"), []
    scene.world.clocks.now = part.starts_at + timedelta(minutes=10)
    start_part(services, pressed("U0ADA", "start"), session_id=part.id)

    def mark() -> None:
        moment = Moment(text="asked who is hit first", session_id=part.id)
        marked.append(mark_moment(services, pressed("U0ADA", "mark"), moment=moment).mark.minute)

    with services.change("rule:story") as unit:
        unit.get(Invitation, scene.invitation_id, lock=True)
        beside = threading.Thread(target=mark)
        beside.start()
        until_somebody_waits(scene.world.store)
        unit.change(unit.get(Session, part.id), started_at=part.starts_at)
    beside.join()

    assert marked == [10]


def test_what_falls_due_waits_for_the_candidacy_first(scene: Scene):
    services, worker = scene.world.program.services, scene.world.program.worker
    with services.change("rule:story") as unit:
        watch_ends(unit, unit.get(Loop, scene.loop_id))
    scene.world.clocks.forward(timedelta(days=2))
    with services.change("rule:story") as unit:
        unit.get(Invitation, scene.invitation_id, lock=True)
        beside = threading.Thread(target=worker.tick)
        beside.start()
        until_somebody_waits(scene.world.store)
        unit.due.drop(loop_id=scene.loop_id)
    beside.join()

    assert scene.part("welcome").state == SessionState.PLANNED


def test_person_who_is_being_booked_is_not_asked_over_their_limit(scene: Scene):
    services, day = scene.world.program.services, timedelta(days=1)
    with services.change("rule:story") as unit:
        seat = unit.loops.seats(scene.loop_id)[SeatId.LEAD]
        unit.company.lock_people(["U0BEN"])  # as a booking does once it has looked at everybody
        beside = threading.Thread(
            target=lambda: give_back(services, pressed("U0ADA", "back"), seat_id=seat.id)
        )
        beside.start()
        until_somebody_waits(scene.world.store)
        afternoon = cell_of(BEGINS + timedelta(hours=6))
        unit.loops.occupy(another_loop(unit, scene).id, [("U0BEN", afternoon)])
    beside.join()

    with services.look() as unit:
        held = unit.loops.held(start=BEGINS - day, end=BEGINS + day, person_id="U0BEN")
        asked = unit.loops.seats(scene.loop_id)
    assert len({loop for _, loop, _ in held}) == 1
    assert SeatId.LEAD not in asked  # nobody else could


def another_loop(unit: Unit, scene: Scene) -> Loop:
    loop, invitation = unit.get(Loop, scene.loop_id), unit.get(Invitation, scene.invitation_id)
    noor = unit.add(Candidate(called="Noor", email="noor@home.example"))
    other = Invitation(**invitation.model_dump(exclude={"id", "candidate_id"}), candidate_id=noor.id)
    unit.add(other)
    return unit.add(Loop(**loop.model_dump(exclude={"id", "invitation_id"}), invitation_id=other.id))
