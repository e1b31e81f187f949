"""A candidate is asked one day or two, sees times, and holds one: whole, once, or not at all."""

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
from storage.tables import Invitation, Leave, Person
from tests.journeys import company
from tests.journeys.booking import agreed, held, loop_of, offered, panel, take, taken, trail
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.inviting import current, invite, invite_by_mail
from tests.journeys.world import World
from tests.journeys.world import world as build_world
from tracks.candidacy import ChosenVia, InvitationState, LoopState
from tracks.errors import InterviewError, NoSuchTime
from tracks.track import TrackId

HOUR = timedelta(hours=1)
TIME = "Thursday 26 November 2026, 11:45-15:25 Berlin time (UTC+1)"


def offer_of(world: World, invitation: Invitation):
    with world.program.services.look() as unit:
        return unit.candidacies.times_offered(invitation.id)


# --- one day or two, and what is on offer
def test_agreement_leads_to_one_day_or_two(world: World):
    invitation = agreed(world)

    assert (
        "On one day it takes 3 hours 40 minutes, breaks included. On two days it is 2 hours 5 minutes first"
        in world.kim.sees()
    )
    assert "[One day] [Two days]" in world.kim.sees()
    assert current(world, invitation).asked_last == "days"


def test_six_times_on_six_days_with_weekday_and_zone(world: World):
    offered(world)

    times = [line for line in world.kim.sees().splitlines() if line.startswith("*") and "-" in line]
    assert times == [
        "*1.* Tuesday 24 November 2026, 09:15-12:55 Berlin time (UTC+1)",
        "*2.* Wednesday 25 November 2026, 14:15-17:55 Berlin time (UTC+1)",
        f"*3.* {TIME}",
        "*4.* Friday 27 November 2026, 10:30-14:10 Berlin time (UTC+1)",
        "*5.* Monday 30 November 2026, 13:00-16:40 Berlin time (UTC+1)",
        "*6.* Tuesday 1 December 2026, 09:45-13:25 Berlin time (UTC+1)",
    ]
    assert "You asked for everything on one day." in world.kim.sees()


def test_offer_names_seats_and_nobody(world: World):
    offered(world)
    take(world)

    everybody = [name.split()[0] for _, name, *_ in company.INTERVIEWERS]
    assert [name for name in everybody if name in world.kim.sees()] == []
    asked = "the lead interviewer, the second interviewer, the interviewer from another team"
    assert f"Held for you: {TIME}. I am asking {asked} now" in world.kim.sees()


def test_two_days_are_offered_with_the_same_people(world: World):
    invitation = offered(world, days="Two days")
    first = world.kim.sees().splitlines()[-17:]
    take(world, 1)

    loop = loop_of(world, invitation)
    with world.program.services.look() as unit:
        days = [(session.day, session.spec_id) for session in unit.loops.sessions(loop.id)]
    assert any(line.startswith("and ") for line in first)
    assert loop.split
    assert [spec for day, spec in days if day == 2] == [
        "hello_again",
        "shared_review",
        "how_you_work",
        "your_questions",
    ]
    assert loop.ends_at - loop.starts_at > 12 * HOUR


@pytest.mark.parametrize("way", ["message", "page"])
def test_other_number_of_days_may_be_asked_for(world: World, way):
    invitation = offered(world, days="Two days")

    if way == "message":
        world.kim.press("On one day instead")
    else:
        submit(world, get(world, address_of(world, invitation)), "choose_days-one")
    world.settle()
    take(world, 1)

    assert not loop_of(world, invitation).split


def test_more_times_stand_below_the_first(world: World):
    invitation = offered(world)

    world.kim.press("More times")
    world.settle()
    world.kim.type("more")
    world.settle()

    starts = offer_of(world, invitation).starts
    assert len(starts) == len({tuple(each) for each in starts}) == 18
    assert "*18.*" in world.kim.sees()
    assert "[More times]" not in world.kim.sees()
    assert "You can also reply *none*." in world.kim.sees()


def test_page_and_home_offer_more_only_while_there_is(world: World):
    invitation = offered(world)
    page = address_of(world, invitation)
    shown = [get(world, page).body, world.kim.open_home() and world.kim.sees_home()]
    with world.program.services.change("rule:setup") as unit:
        for person_id in ("U0EVE", "U0FIN", "U0GUS"):
            unit.change(unit.get(Person, person_id), week_limit=0)

    shown += [get(world, page).body, world.kim.open_home() and world.kim.sees_home()]

    assert ["More times" in each for each in shown] == [True, True, False, False]
    assert [shown[1].count(each) for each in ("[Take this]", "[None of these]")] == [6, 1]


def test_none_of_these_tells_the_host_why(world: World):
    offered(world)

    world.kim.press("None of these")
    world.kim.fill({"What would suit you": "Evenings, after six."})
    world.kim.submit()
    world.settle()

    seen = world.rita.sees()
    assert "has seen the times, and none of them suits." in seen
    assert "*lead*: <@U0ADA> (could at some time), <@U0BEN> (could at some time)" in seen
    assert "Evenings, after six." in seen
    assert "Rita Recruiter has it, with the reasons" in world.kim.sees()


def test_times_can_be_taken_after_none_in_words(world: World):
    invitation = offered(world)

    for words in ("none", "none of these", "2"):
        world.kim.type(words)
        world.settle()

    assert world.kim.sees().count("stay open, so you can still take one") == 2
    assert world.rita.sees().count("none of them suits") == 1
    assert loop_of(world, invitation).state == LoopState.PLANNING


def test_no_time_at_all_brings_host_the_reasons_per_person(world: World):
    with world.program.services.change("rule:setup") as unit:
        for person_id in ("U0EVE", "U0FIN"):
            unit.change(unit.get(Person, person_id), week_limit=0)
        unit.change(unit.get(Person, "U0GUS"), level="mid")
    agreed(world)

    world.kim.press("One day")
    world.settle()

    assert "I found no time at which everybody is free" in world.kim.sees()
    line = next(line for line in world.rita.sees().splitlines() if "*independent*" in line)
    assert line == (
        "*independent*: <@U0EVE> (at their limit that week), <@U0FIN> (at their limit that week), "
        "<@U0GUS> (the level)"
    )
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.get(Person, "U0EVE"), week_limit=3)
    world.rita.press("Look for times again")
    world.settle()
    assert "[Take this]" in world.kim.sees()
    take(world, 1)
    world.rita.press("Look for times again", on="message")
    assert "They have a time by now. *Offer other times*" in world.rita.sees_view()


def test_no_time_is_brought_to_the_coordinator_while_the_host_is_away(world: World):
    agreed(world)
    today = world.clocks.now.date()
    with world.program.services.change("rule:setup") as unit:
        for person_id in ("U0EVE", "U0FIN", "U0GUS"):
            unit.change(unit.get(Person, person_id), week_limit=0)
        unit.add(Leave(person_id="U0RITA", first_day=today, last_day=today))

    world.kim.press("One day")
    world.settle()

    assert "none at which everybody is free.\n<@U0RITA> is away, so I ask you as well." in world.caro.sees()
    world.caro.press("Look for times again", on="message")
    assert "There is still no time at which everybody is free." in world.caro.sees_view()


def test_rules_that_changed_are_a_step_away_from_the_times(world: World):
    invitation = offered(world)
    with world.program.services.change("rule:story") as unit:
        agreement = unit.candidacies.newest_agreement(
            invitation.id, by=f"candidate:{invitation.candidate_id}"
        )
        unit.change(agreement, by="somebody else")

    world.kim.press("Take this")

    said = "Please read and agree to the AI rule of each part first: "
    assert f"{said}<{world.address}{address_of(world, invitation)}#ai>" in world.kim.sees_view()


def test_times_follow_the_candidates_own_zone(world: World):
    invitation = invite_by_mail(world)
    page = get(world, address_of(world, invitation))
    page = submit(world, page, "choose_track-realist")
    page = submit(world, page, next(form for form in page.forms if form.startswith("agree_ai")))
    page = submit(world, page, "set_timezone", zone="Europe/Lisbon")
    page = submit(world, page, "choose_days-one")

    assert "Lisbon time (UTC+0)" in page.text
    assert "Berlin time" not in page.text


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
