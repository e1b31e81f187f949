"""A candidate is asked one day or two and sees times; where there is none, a person is told why."""

from datetime import timedelta

import pytest

from bot.stand_in.surfaces import controls
from storage.tables import Leave, Person
from tests.journeys import company
from tests.journeys.booking import TIME, agreed, loop_of, offer_of, offered, take
from tests.journeys.browsing import address_of, get, submit
from tests.journeys.inviting import current, invite_by_mail
from tests.journeys.world import World
from tracks.candidacy import LoopState


def test_agreement_leads_to_one_day_or_two(world: World):
    invitation = agreed(world)

    assert (
        "On one day it takes 3 hours 40 minutes, breaks included. On two days it is 2 hours 5 minutes first"
        in world.kim.sees()
    )
    assert "[One day] [Two days]" in world.kim.sees()
    looks = {button.element.get("style") for button in controls(world.kim.messages()[-1].blocks)}
    assert looks == {None}  # neither answer stands out
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
    assert loop.ends_at - loop.starts_at > timedelta(hours=12)


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
    assert "Where it stands: has agreed to the AI rules; next" in world.rita.sees("C0BACKEND")

    world.kim.press("One day")
    world.settle()

    assert "Where it stands: would like a time, and there is none" in world.rita.sees("C0BACKEND")
    world.rita.open_home()
    assert "the host has the reasons.\n[Look]\n[Look for times again]" in world.rita.sees_home()
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
    assert "Where it stands: has times to choose from" in world.rita.sees("C0BACKEND")
    take(world, 1)
    world.rita.press("Look for times again", on="message")
    assert "They have a time by now. *Offer other times*" in world.rita.sees_view()
    world.rita.press("Cancel it", on="message")
    world.settle()
    world.rita.press("Look for times again", on="message")
    assert "They have not said yet whether on one day or two." in world.rita.sees_view()


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
            invitation.id, by=f"candidate:{invitation.candidate_id}", track="pragmatist"
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
