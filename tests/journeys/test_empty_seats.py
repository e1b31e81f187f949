"""Seats that nobody takes by rule: what the host reads of them, and whom the host may choose."""

from datetime import timedelta

import pytest

from bot.stand_in.hands import NotThere
from bot.use_cases.choose_panelist import seat_at_hand
from storage.tables import Person
from tests.journeys.booking import (
    choose,
    confirmed,
    everybody_says_yes,
    free_only,
    held,
    holder,
    loop_of,
    panel,
)
from tests.journeys.company import qualification
from tests.journeys.world import World
from tracks.candidacy import LoopState
from tracks.errors import NotAllowed
from tracks.track import Level

HOUR = timedelta(hours=1)


def board(world: World):
    (text,) = [each.text for each in world.rita.messages() if "*lead*:" in each.text]
    return text


def about_empty_seats(world: World) -> list[str]:
    return [each.text for each in world.rita.messages() if "at risk until" in each.text]


def test_fourth_replacement_is_left_to_the_host(world: World):
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.get(Person, "U0HAL"), timezone="Europe/Berlin")
    invitation = held(world)

    asked = []
    for _ in range(4):
        asked.append(panel(world, invitation)["lead"][0])
        holder(world, invitation, "lead").press("No")
        world.settle()

    loop = loop_of(world, invitation)
    assert asked == ["U0ADA", "U0CHO", "U0DEE", "U0HAL"]
    assert (loop.replacements, loop.at_risk, "lead" in panel(world, invitation)) == (3, True, False)


def test_nobody_left_marks_at_risk_and_asks_host(world: World):
    invitation = held(world)
    free_only(world, "U0ADA", "U0BEN", "U0EVE")

    world.ada.press("No")
    world.settle()

    assert loop_of(world, invitation).at_risk
    assert "lead" not in panel(world, invitation)
    assert "is empty. The interview is at risk until somebody sits there" in world.rita.sees()
    assert "The *lead* seat: <@U0ADA> cannot. By the rules nobody else" in world.rita.sees()
    assert "at risk" in world.rita.sees("C0BACKEND")
    world.rita.open_home()
    home = world.rita.sees_home()
    assert "please choose somebody or move it.\n[Look]\n[Offer other times] [Change the panel]" in home


def test_nothing_is_confirmed_while_a_seat_is_empty(world: World):
    invitation = held(world)
    free_only(world, "U0ADA", "U0BEN", "U0EVE")
    world.ada.press("No")
    world.settle()

    everybody_says_yes(world, invitation)
    assert loop_of(world, invitation).confirmed_at is None
    choose(world, "U0CHO", "Cho offered to.")
    everybody_says_yes(world, invitation)

    assert loop_of(world, invitation).confirmed_at is not None


def test_board_says_how_many_seats_are_empty(world: World):
    invitation = held(world)
    free_only(world, "U0ADA", "U0BEN", "U0EVE")

    world.ada.press("No")
    world.settle()
    assert ": at risk, a seat is empty." in board(world)
    world.eve.press("No")
    world.settle()

    assert len(panel(world, invitation)) == 2
    assert ": at risk, 2 seats are empty." in board(world)


def test_seats_that_become_empty_at_once_are_one_message(world: World):
    invitation = held(world)
    free_only(world, "U0ADA", "U0BEN", "U0EVE")

    world.forward(timedelta(days=2))

    assert panel(world, invitation).keys() == {"host"}
    (text,) = about_empty_seats(world)
    assert text.startswith("3 seats for *Kim*")
    assert [text.count(f"The *{seat}* seat: ") for seat in ("lead", "second", "independent")] == [1, 1, 1]


def test_newest_message_names_every_empty_seat_until_all_are_taken(world: World):
    held(world)
    free_only(world, "U0ADA", "U0BEN", "U0EVE")
    for person in (world.ada, world.eve):
        person.press("No")
        world.settle()

    (text,) = about_empty_seats(world)
    assert "The *lead* seat" in text
    assert "a newer message below names them all" in world.rita.sees()
    for who, why in (("U0CHO", "Cho offered to."), ("U0FIN", "Fin offered to.")):
        choose(world, who, why)

    assert about_empty_seats(world) == []
    assert world.rita.sees().count("Every seat for *Kim*") == 2


def test_host_chooses_somebody_and_says_why(world: World):
    invitation = held(world)
    free_only(world, "U0ADA", "U0BEN", "U0EVE")
    world.ada.press("No")
    world.settle()

    world.rita.press("Choose somebody")
    world.rita.fill({"Who is asked": "U0CHO"})
    world.rita.submit()
    assert world.rita.view_errors == {"why": "Please write something here."}
    world.rita.fill({"Why a rule is set aside": "Cho offered to come in for it."})
    world.rita.submit()
    world.settle()

    assert panel(world, invitation)["lead"] == ("U0CHO", None)
    assert not loop_of(world, invitation).at_risk
    assert "is taken care of" in world.rita.sees()
    world.cho.press("Yes")
    everybody_says_yes(world, invitation)
    assert loop_of(world, invitation).state == LoopState.BOOKED


def test_host_hears_of_silence_while_something_can_be_done(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 3 * HOUR)
    world.ada.press("Give it back")
    world.settle()
    choose(world, "U0CHO")

    world.until(loop_of(world, invitation).starts_at - HOUR)

    assert loop_of(world, invitation).at_risk
    assert "<@U0CHO> has not answered" in world.rita.sees()


def test_who_declined_cannot_be_chosen_by_hand(world: World):
    held(world)
    world.ada.press("No")
    world.settle()

    world.rita.press("Change the panel")
    world.rita.fill({"Which seat": "second: Ben Lead"})
    world.rita.submit()

    with pytest.raises(NotThere):
        world.rita.fill({"Who is asked": "U0ADA"})


def test_coordinator_may_and_panelist_may_not_choose(world: World):
    invitation = held(world)
    loop = loop_of(world, invitation)
    services = world.program.services
    assert seat_at_hand(services, presser="U0CARO", loop_id=loop.id, seat="lead").possible
    for presser in ("U0ADA", "U0HANS", "U0KIM"):
        with pytest.raises(NotAllowed):
            seat_at_hand(services, presser=presser, loop_id=loop.id, seat="lead")


def test_coordinator_who_reads_adjustments_rates_nobody(world: World):
    with world.program.services.change("rule:setup") as unit:
        for kind, value in (("seat", "lead"), ("track", "pragmatist"), ("family", "backend")):
            unit.add(qualification("U0CARO", kind, value))
        unit.change(unit.get(Person, "U0CARO"), level=Level.STAFF, team="payments")
    loop = loop_of(world, held(world))

    at_hand = seat_at_hand(world.program.services, presser="U0RITA", loop_id=loop.id, seat="lead")

    assert sorted(each.person.id for each in at_hand.possible) == ["U0CHO", "U0DEE", "U0HAL"]


def test_host_replaces_whom_the_candidate_would_rather_not_meet(world: World):
    invitation = confirmed(world)

    world.rita.press("Change the panel")
    world.rita.fill({"Which seat": "independent: Eve Independent"})
    world.rita.submit()
    world.rita.fill({"Who is asked": "U0FIN"})
    world.rita.submit()
    world.settle()
    assert "Somebody else takes your seat for Kim" in world.eve.sees()
    world.fin.press("Yes")
    world.settle()

    assert panel(world, invitation)["independent"] == ("U0FIN", "yes")
    assert (
        "A change in who you meet: Fin Independent is the interviewer from another team now."
        in world.kim.sees()
    )
