"""A candidate holds one of the times on offer: whole, once, or not at all."""

import re
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from bot.listeners.booking import time_taken
from bot.listeners.press import Press
from bot.use_cases.agree_ai import agree_to_ai_rules
from bot.use_cases.ai_rules import version_now
from bot.use_cases.book import take_time
from bot.use_cases.candidate_says import set_timezone
from bot.use_cases.choose_track import choose_track
from bot.use_cases.loop_parts import sought_new
from bot.use_cases.offer_times import choose_days
from bot.use_cases.own_step import Asked
from bot.use_cases.papers import plan_chosen
from bot.use_cases.staff import wanted_for
from storage.tables import Invitation, Person
from tests.journeys import company
from tests.journeys.booking import agreed, held, loop_of, offer_of, offered, panel, take, taken, trail
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.inviting import current, invite, invite_by_mail
from tests.journeys.world import World
from tests.journeys.world import world as build_world
from tracks.candidacy import ChosenVia, InvitationState, LoopState
from tracks.errors import InterviewError, NoSuchTime
from tracks.track import TrackId

HOUR = timedelta(hours=1)


# --- holding one
def test_one_press_holds_the_whole_plan(world: World):
    invitation = held(world)

    loop = loop_of(world, invitation)
    assert (loop.state, loop.starts_at) == (
        LoopState.PLANNING,
        datetime.fromisoformat("2026-11-26T10:45+00:00"),
    )
    assert panel(world, invitation) == {
        "host": ("U0RITA", "yes"),
        "lead": ("U0ADA", None),
        "second": ("U0BEN", None),
        "independent": ("U0EVE", None),
    }
    assert taken(world, invitation) == {"U0RITA": 6, "U0ADA": 34, "U0BEN": 31, "U0EVE": 18}
    assert current(world, invitation).state == InvitationState.PLANNED
    assert offer_of(world, invitation) is None
    with world.program.services.look() as unit:
        sessions = unit.loops.sessions(loop.id)
    assert [(each.spec_id, each.wall_start, each.timezone) for each in sessions][:2] == [
        ("welcome", "2026-11-26T11:45", "Europe/Berlin"),
        ("brief", "2026-11-26T11:55", "Europe/Berlin"),
    ]
    assert [each.position for each in sessions] == list(range(9))
    assert trail(world, loop) == [(f"candidate:{invitation.candidate_id}", "booked")]


def test_same_time_pressed_twice_is_held_once(world: World):
    invitation = offered(world)

    world.kim.double_press("Take this")
    world.kim.press_again()
    world.settle()

    assert loop_of(world, invitation) is not None
    assert world.kim.sees().count("Held for you") == 1
    assert world.ada.sees().count("Could you take") == 1


def test_another_time_on_old_screen_changes_nothing(world: World):
    invitation = offered(world)
    old = world.kim.messages()[-1]
    presses = [b["accessory"] for b in old.blocks if b.get("accessory")]
    take(world)

    press = Press(user="U0KIM", team="T", request="old", verb="take_time", about=presses[3]["value"])
    with pytest.raises(NoSuchTime):
        time_taken(world.program.services, press)
    assert loop_of(world, invitation).starts_at.hour == 10


def test_gone_time_is_refused_politely_with_others(world: World):
    invitation = offered(world)
    with world.program.services.change("rule:setup") as unit:
        for person_id in ("U0EVE", "U0FIN", "U0GUS"):
            unit.change(unit.get(Person, person_id), working_hours={"fri": ["09:00-17:30"]})

    world.kim.press("Take this")
    seen = world.kim.sees_view()
    world.settle()

    assert loop_of(world, invitation) is None
    assert "That time is no longer free, so nothing is booked yet. Here are others." in seen
    assert seen.count("[Take this]") == 3
    assert len(offer_of(world, invitation).starts) == 3
    world.kim.press("Take this", on="view")
    world.settle()
    assert loop_of(world, invitation).starts_at.weekday() == 4


def test_time_too_near_by_now_is_not_held(world: World):
    invitation = offered(world)
    old = world.kim.messages()[-1]
    world.forward(2 * HOUR)

    world.kim.press("Take this", message=old.ts)

    assert loop_of(world, invitation) is None
    assert "That time is no longer free" in world.kim.sees_view()


def test_number_counts_as_answer_to_times_only(world: World):
    invitation = offered(world)
    world.kim.type("switch")
    world.settle()

    world.kim.type("2")
    world.settle()

    assert loop_of(world, invitation) is None


def test_words_choose_days_and_time(world: World):
    invitation = agreed(world)

    world.kim.type("On one day, please.")
    world.settle()
    world.kim.type("3")
    world.settle()

    assert loop_of(world, invitation).starts_at == datetime.fromisoformat("2026-11-26T10:45+00:00")


def test_everything_about_times_works_on_the_page(world: World):
    invitation = invite_by_mail(world)
    page = get(world, address_of(world, invitation))
    page = submit(world, page, "choose_track-pragmatist")
    page = submit(world, page, next(form for form in page.forms if form.startswith("agree_ai")))
    page = submit(world, page, "set_timezone", zone="Europe/Berlin")
    page = submit(world, page, "choose_days-two")
    page = submit(world, page, "choose_days-one") if "choose_days-one" in page.text else page
    offer = offer_of(world, invitation)
    page = submit(world, page, f"take_time-{offer.id}.1")

    assert loop_of(world, invitation) is not None
    assert "What is held for you" in page.text
    assert "<summary>Cancel the interview</summary>" in page.body  # only the second press cancels
    ids = re.findall(r'\bid="([^"]+)"', page.body)
    assert sorted(ids) == sorted(set(ids))
    page = submit(world, page, "move_time")
    assert "Pick another time" in page.text
    page = submit(world, page, "keep_time")
    page = submit(world, page, "cancel_loop")
    assert loop_of(world, invitation) is None
    assert "One day or two" in page.text


# --- what the search is given
def test_number_of_statements_does_not_grow_with_people(world: World):
    invitation = agreed(world)

    def statements() -> int:
        asked: list[str] = []

        def note(_c, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(world.store.engine, "before_cursor_execute", note)
        try:
            with world.program.services.look() as unit:
                row = unit.get(Invitation, invitation.id)
                sought = sought_new(unit, world.program.services.catalogue, row, split=False)
                asked.clear()
                wanted = wanted_for(unit, row, sought)
        finally:
            event.remove(world.store.engine, "before_cursor_execute", note)
        assert len(wanted.people) > 8
        return len(asked)

    few = statements()
    with world.program.services.change("rule:setup") as unit:
        for number in range(60):
            unit.add(company.interviewer(f"U1P{number}", f"P {number}", "Europe/Berlin", "search"))
            for kind, value in (("seat", "independent"), ("family", "backend")):
                unit.add(company.qualification(f"U1P{number}", kind, value))
    assert statements() == few <= 9


def test_introducer_and_candidate_are_never_asked(world: World):
    invitation = invite(world, introduced_by="Ada Lead from payments")
    world.kim.press("Pick the pragmatist")
    world.settle()

    with world.program.services.look() as unit:
        row = unit.get(Invitation, invitation.id)
        sought = sought_new(unit, world.program.services.catalogue, row, split=False)
        assert wanted_for(unit, row, sought).conflicts == {"U0ADA"}


# --- two candidates, one time
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_two_candidates_race_for_one_time(kind: str, request: pytest.FixtureRequest):
    with build_world(request.getfixturevalue(f"{kind}_url")) as world:
        _only_three_interviewers(world)
        first, second = offered(world), _noor(world)
        results: list[object] = []
        start = threading.Barrier(2)

        def run(invitation: Invitation) -> None:
            offer = offer_of(world, invitation)
            start.wait()
            try:
                taken_one = take_time(
                    world.program.services,
                    Asked(invitation_id=invitation.id, by=None, request=f"race:{invitation.id}"),
                    offer_id=offer.id,
                    number="1",
                )
            except InterviewError as error:
                taken_one = error
            results.append(str(taken_one))

        threads = [threading.Thread(target=run, args=(each,)) for each in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(results) == ["time_gone", "time_held"]
        loops = [loop_of(world, each) for each in (first, second)]
        assert [loop is None for loop in loops].count(True) == 1


def _only_three_interviewers(world: World) -> None:
    keep = {"U0ADA", "U0BEN", "U0EVE"}
    with world.program.services.change("rule:setup") as unit:
        for person_id, *_ in company.INTERVIEWERS:
            if person_id not in keep:
                unit.change(unit.get(Person, person_id), active=False)


def _noor(world: World) -> Invitation:
    """Bring a second candidate, reached by mail, to the same times."""
    invitation = invite_by_mail(world)
    services = world.program.services
    asked = Asked(invitation_id=invitation.id, by=None, request="noor")
    choose_track(services, asked, track=TrackId.PRAGMATIST, via=ChosenVia.PAGE)
    with services.look() as unit:
        _, plan = plan_chosen(unit, services.catalogue, current(world, invitation))
    version = version_now(services.catalogue, plan)
    agree_to_ai_rules(services, asked.besides("rules"), version=version)
    set_timezone(services, asked.besides("zone"), zone="Europe/Berlin")
    choose_days(services, asked.besides("days"), split=False)
    world.settle()
    return invitation
