"""Another host for what is booked already: from then on everything that waits for the host is theirs."""

from datetime import timedelta

from storage.tables import Leave
from tests.journeys.booking import confirmed, free_only, held, loop_of, panel, taken
from tests.journeys.confirmed import entries
from tests.journeys.inviting import invite
from tests.journeys.world import World


def hand_over(world: World, to: str, *, by: str = "rita") -> None:
    host = getattr(world, by)
    host.press("Hand over", channel="C0BACKEND")
    host.fill({"The new host": to})
    host.submit()
    world.settle()


def test_new_host_sees_what_is_booked(world: World):
    confirmed(world)

    hand_over(world, "U0CARO")

    assert "[Offer other times] [Change the panel] [Cancel it]" in world.caro.sees()


def test_seat_goes_along_with_entry_and_brief_and_back(world: World):
    invitation = confirmed(world)

    hand_over(world, "U0CARO")

    assert panel(world, invitation)["host"] == ("U0CARO", "yes")
    assert [taken(world, invitation).get(who) for who in ("U0CARO", "U0RITA")] == [6, None]
    told = [[entry[0] for entry in entries(world, f"{who}@example.com")] for who in ("caro", "rita")]
    assert told == [["REQUEST"], ["REQUEST", "CANCEL"]]
    assert "still welcomes" not in world.caro.sees()

    hand_over(world, "U0RITA", by="caro")

    assert panel(world, invitation)["host"] == ("U0RITA", "yes")


def test_seat_stays_when_the_new_host_is_not_free(world: World):
    invitation = confirmed(world)
    with world.program.services.change("rule:story") as unit:
        day = loop_of(world, invitation).starts_at.date()
        unit.add(Leave(person_id="U0CARO", first_day=day, last_day=day))

    hand_over(world, "U0CARO")

    assert panel(world, invitation)["host"] == ("U0RITA", "yes")
    assert "<@U0RITA> still welcomes them on the day, since you are not free then" in world.caro.sees()


def test_empty_seat_goes_along_to_whoever_is_host(world: World):
    invitation = held(world)
    free_only(world, "U0ADA", "U0BEN", "U0EVE")
    world.ada.press("No")
    world.settle()

    hand_over(world, "U0CARO")
    assert "Seats are empty here; <@U0CARO> is the host now" in world.rita.sees()
    assert "Choose somebody" not in world.rita.sees()
    hand_over(world, "U0RITA", by="caro")
    hand_over(world, "U0CARO")

    world.caro.press("Choose somebody")
    world.caro.fill({"Who is asked": "U0CHO", "Why a rule is set aside": "Cho offered to."})
    world.caro.submit()
    world.settle()
    assert panel(world, invitation)["lead"] == ("U0CHO", None)


def test_missing_form_is_told_to_the_new_host(world: World):
    invitation = confirmed(world)

    hand_over(world, "U0CARO")
    world.until(loop_of(world, invitation).ends_at + timedelta(days=4))

    told = [who for who in (world.caro, world.rita) if "I have asked twice" in who.sees()]
    assert told == [world.caro]


def test_candidate_is_reminded_and_the_new_host_told_all_the_same(world: World):
    invite(world)

    hand_over(world, "U0CARO")
    hand_over(world, "U0RITA", by="caro")
    hand_over(world, "U0CARO")
    world.forward(timedelta(days=8))

    assert world.kim.sees().count("there is no hurry until Monday 30 November") == 1
    assert world.caro.sees().count("lease ask in person") == 1
