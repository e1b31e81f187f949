"""The panel is asked, answers, suggests, falls silent, gives back; seats are filled by rule or host."""

from datetime import timedelta

import pytest

from bot.listeners.panel import yes_pressed
from bot.listeners.press import Press
from bot.use_cases.forms_at_hand import open_forms_of
from storage.tables import Person
from tests.journeys.booking import choose, confirmed, held, holder, loop_of, panel, seats, take, taken, trail
from tests.journeys.browsing import address_of, get
from tests.journeys.confirmed import entries
from tests.journeys.playing import booked
from tests.journeys.world import World
from tracks.candidacy import LoopState
from tracks.errors import NotAllowed, OutOfDate

HOUR = timedelta(hours=1)
READ = (
    "Could you take the *lead* seat for Kim, *The pragmatist*, Senior backend engineer (senior)? "
    "Thursday 26 November 2026, 11:45 Berlin time (UTC+1), 110 minutes in all, plus 35 minutes to "
    "prepare and 30 minutes for the form. If you know the person or referred them, please decline.\n"
    "Your parts, on your clock:\n"
    "*Thursday 26 November 2026*, Berlin time (UTC+1)\n"
    "• 11:45-11:55  Welcome\n"
    "• 11:55-12:10  Briefing\n"
    "• 13:10-13:50  Walkthrough\n"
    "• 14:40-15:10  How you work\n"
    "• 15:10-15:25  Your questions\n"
    "The seat: Runs the track half and closes the day. Rates the track half and the talk about past work.\n"
    "Your load: 1 in the four weeks before and after today, this one included; 1 in that week, and 3 is your "
    "limit.\n"
    "Please answer by Tuesday 24 November 2026, 09:00 Berlin time (UTC+1); after that I look for "
    "somebody else. A no needs no reason.\n"
    "[Yes] [No] [I know them] [Suggest somebody]"
)
NAMES = (
    "You will meet Ada Lead and Ben Lead (together in the first half; Ben Lead also leads the shared review) "
    "and Eve Independent (from another team, leads the talk about past work). Rita Recruiter welcomes you"
)


# --- asked
def test_asked_person_reads_parts_minutes_and_load(world: World):
    held(world)

    assert world.ada.sees() == READ


def test_everybody_saying_yes_confirms_and_gives_names(world: World):
    invitation = held(world)

    world.ada.press("Yes")
    world.ben.press("Yes")
    world.settle()
    assert loop_of(world, invitation).state == LoopState.PLANNING
    assert "It is settled" not in world.kim.sees()
    world.eve.press("Yes")
    world.settle()

    loop = loop_of(world, invitation)
    assert (loop.state, loop.confirmed_at) == (LoopState.BOOKED, world.clocks.now)
    assert NAMES in world.kim.sees()
    with world.program.services.look() as unit:
        assert len(unit.forms.of_loop(loop.id)) == 6
    assert "Booked for Thursday 26 November 2026, 11:45" in world.rita.sees("C0BACKEND")
    assert world.ada.sees().count("[Yes]") == 0


def test_card_in_the_channel_counts_each_yes(world: World):
    invitation = held(world)

    for seat, told in (("lead", "1 of 3 people have said yes"), ("second", "2 of 3 people have said yes")):
        holder(world, invitation, seat).press("Yes")
        world.settle()
        assert told in world.hans.sees("C0BACKEND")


def test_yes_twice_is_one_yes(world: World):
    invitation = held(world)

    world.ada.double_press("Yes")
    world.settle()

    assert trail(world, seats(world, invitation)["lead"]) == [
        (f"candidate:{invitation.candidate_id}", "asked"),
        ("person:U0ADA", "accepted"),
    ]


def test_nobody_answers_for_somebody_else(world: World):
    invitation = held(world)
    seat = seats(world, invitation)["lead"]

    for user in ("U0BEN", "U0RITA", "U0KIM", "U0NOBODY"):
        press = Press(user=user, team="T", request=f"r:{user}", verb="seat_yes", about=seat.id)
        with pytest.raises(NotAllowed):
            yes_pressed(world.program.services, press)

    assert panel(world, invitation)["lead"] == ("U0ADA", None)


def test_standing_yes_answers_at_once_and_is_noted(world: World):
    with world.program.services.change("rule:setup") as unit:
        for person_id in ("U0ADA", "U0BEN", "U0EVE"):
            unit.change(unit.get(Person, person_id), standing_yes=True)

    invitation = held(world)

    assert loop_of(world, invitation).state == LoopState.BOOKED
    assert ("rule:standing_yes", "accepted") in trail(world, seats(world, invitation)["lead"])
    assert "You sit in the *lead* seat for Kim" in world.ada.sees()
    assert "[Give it back]" in world.ada.sees()
    assert "It is settled" in world.kim.sees()


# --- no
def test_no_leads_to_the_next_by_rule(world: World):
    invitation = held(world)

    world.ada.press("No")
    world.settle()

    assert panel(world, invitation)["lead"] == ("U0CHO", None)
    assert taken(world, invitation).keys() == {"U0RITA", "U0BEN", "U0CHO", "U0EVE"}
    assert "You said no to the *lead* seat for Kim" in world.ada.sees()
    assert "[Yes]" not in world.ada.sees()
    assert "Could you take the *lead* seat" in world.cho.sees()
    assert "Ada" not in world.kim.sees()


def test_pressing_after_the_seat_is_gone_says_so(world: World):
    held(world)
    world.ada.press("No")

    world.ada.press("Yes")

    assert "This seat is filled by now, or no longer needed." in world.ada.sees_view()


def test_knowing_the_candidate_rules_out_for_good(world: World):
    invitation = held(world)

    world.ada.press("I know them")
    world.settle()
    world.kim.press("Cancel")
    world.settle()
    world.kim.press("One day")
    world.settle()
    world.kim.type("none")
    world.settle()
    take(world, 3)

    assert "<@U0ADA> (was in this panel before, knows the candidate)" in world.rita.sees()
    assert "U0ADA" not in {who for who, _ in panel(world, invitation).values()}


def test_suggested_person_is_asked_before_others(world: World):
    invitation = held(world)

    world.ada.press("Suggest somebody")
    world.ada.fill({"Who could do it": "U0DEE"})
    world.ada.submit()
    world.settle()

    assert panel(world, invitation)["lead"] == ("U0DEE", None)
    with world.program.services.look() as unit:
        (asked, *_) = unit.loops.seat_history(loop_of(world, invitation).id)[1:]
        assert asked.suggested == "U0DEE"


def test_suggesting_somebody_unfit_is_refused_beside_the_field(world: World):
    invitation = held(world)
    world.ada.press("Suggest somebody")

    world.ada.fill({"Who could do it": "U0EVE"})
    world.ada.submit()
    assert world.ada.view_errors == {"person": "This person cannot take the lead seat, they lack: this seat."}
    world.ada.fill({"Who could do it": "U0BEN"})
    world.ada.submit()

    assert world.ada.view_errors == {
        "person": "This person cannot be there: not free at that time, or known to the candidate."
    }
    assert panel(world, invitation)["lead"] == ("U0ADA", None)


def test_silence_counts_as_no_answer_and_both_hear(world: World):
    invitation = held(world)

    world.until(seats(world, invitation)["lead"].answer_by)

    assert "You had no time to answer about Kim" in world.ada.sees()
    assert {who for who, _ in panel(world, invitation).values()} >= {"U0RITA"}
    assert "U0ADA" not in {who for who, _ in panel(world, invitation).values()}
    assert "[Yes]" not in world.ada.sees()
    with world.program.services.look() as unit:
        history = unit.loops.seat_history(loop_of(world, invitation).id)
    assert [row.answer for row in history if row.person_id == "U0ADA"] == ["no_answer"]


# --- later
def test_seat_given_back_is_filled_and_candidate_hears(world: World):
    invitation = confirmed(world)

    world.ada.press("Give it back")
    world.settle()
    assert panel(world, invitation)["lead"] == ("U0CHO", None)
    assert loop_of(world, invitation).state == LoopState.BOOKED
    assert [entry[0] for entry in entries(world, "ada@example.com")] == ["REQUEST", "CANCEL"]
    world.cho.press("Yes")
    world.settle()

    assert "A change in who you meet: Cho Second is the lead interviewer now." in world.kim.sees()
    with world.program.services.look() as unit:
        forms = unit.forms.of_loop(loop_of(world, invitation).id)
    assert sorted(form.rater_id for form in forms if form.counts) == sorted(
        ["U0CHO", "U0CHO", "U0BEN", "U0BEN", "U0EVE", "U0EVE"]
    )


def test_seat_given_back_within_a_day_goes_to_the_host(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 23 * HOUR)

    world.ada.press("Give it back")
    world.settle()

    assert loop_of(world, invitation).at_risk
    assert "Able and free: <@U0CHO>" in world.rita.sees()


def test_form_of_an_empty_seat_goes_to_the_host_and_whoever_was_there(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 23 * HOUR)
    world.eve.press("Give it back")
    world.settle()

    world.until(loop_of(world, invitation).ends_at + 24 * HOUR)
    assert "Your form for Kim" not in world.eve.sees()
    assert world.rita.sees().count("so nobody can write the form") == 2
    world.rita.press("Somebody else")
    world.rita.fill({"Who": "U0FIN", "Were they there?": ["yes"]})
    world.rita.submit()
    world.settle()

    assert world.rita.view_errors == {}
    assert world.fin.sees().count("Your form for Kim") == 1
    with world.program.services.look() as unit:
        assert len(open_forms_of(unit, "U0FIN")) == 1


def test_late_second_interviewer_gets_the_page_too(world: World):
    play = booked(world, track="realist")
    play.brings("The queue that outlived a summer")
    world.until(play.loop.starts_at - 20 * HOUR)
    assert "The queue that outlived a summer" in world.ben.sees()

    world.ben.press("Give it back")
    world.settle()
    choose(world, "U0CHO", "Cho comes in for it.")
    assert "The queue" not in world.cho.sees()
    world.cho.press("Yes")
    world.settle()

    assert "The queue that outlived a summer" in world.cho.sees()


def test_page_can_be_sent_until_the_start(world: World):
    play = booked(world, track="realist")
    world.until(play.loop.starts_at - 20 * HOUR)

    play.brings("The queue that outlived a summer")
    assert "You can send another one until Thursday 26 November 2026, 11:45 Berlin" in play.reads()

    world.until(play.loop.starts_at)
    play.person.press("Send my page")
    assert "It has started already" in play.person.sees_view()


def test_seat_given_back_a_day_and_an_hour_before_is_filled(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 25 * HOUR)

    world.ada.press("Give it back")
    world.settle()

    assert panel(world, invitation)["lead"] == ("U0CHO", None)


def test_nobody_gives_back_after_the_start(world: World):
    invitation = confirmed(world)
    message = world.ada.messages()[0].ts
    world.until(loop_of(world, invitation).starts_at + HOUR / 60)

    world.ada.press("Give it back", message=message)

    assert panel(world, invitation)["lead"] == ("U0ADA", "yes")
    assert "It has started already" in world.ada.sees_view()


def test_two_days_are_both_named_wherever_somebody_answers(world: World):
    held(world, days="Two days")
    first, second = "Thursday 26 November 2026, 12:45", "Friday 27 November 2026, 10:05"
    both = f"{first} Berlin time (UTC+1); {second} Berlin time (UTC+1)"

    world.ada.open_home()
    world.kim.open_home()

    assert f"{both}, 110 minutes in all" in world.ada.sees()
    assert f"{both}. Please answer by" in world.ada.sees_home()
    assert f"Your time, once everybody has said yes: {first}-14:50" in world.kim.sees_home()
    assert "; Friday 27 November 2026, 09:15-10:50 Berlin time (UTC+1)." in world.kim.sees_home()


def test_seat_is_given_back_between_two_days(world: World):
    invitation = confirmed(world, days="Two days")
    message = world.ada.messages()[0].ts
    world.until(loop_of(world, invitation).starts_at + 6 * HOUR)

    world.ada.press("Give it back", message=message)

    assert world.ada.sees_view() == ""
    assert panel(world, invitation).get("lead") != ("U0ADA", "yes")


def test_page_still_says_who_comes_while_a_seat_is_empty(world: World):
    invitation = confirmed(world)
    world.ada.press("Give it back")
    world.settle()

    text = get(world, address_of(world, invitation)).text
    ben, eve = "Ben Lead (the second interviewer)", "Eve Independent (the interviewer from another team)"
    assert f"You will meet {ben}, {eve}." in text
    assert "Still being asked: the lead interviewer." in text


def test_old_yes_does_not_count_for_another_time(world: World):
    invitation = held(world)
    seat = seats(world, invitation)["lead"]

    press = Press(
        user="U0ADA", team="T", request="old", verb="seat_yes", about=f"{seat.id}.2026-11-24T08:15:00+00:00"
    )
    with pytest.raises(OutOfDate):
        yes_pressed(world.program.services, press)


def test_home_shows_panelist_asks_and_next_interviews(world: World):
    held(world)
    world.ada.open_home()
    assert "*You are asked*" in world.ada.sees_home()
    answers = ("[Yes]", "[No]", "[I know them]", "[Suggest somebody]")
    assert [answer for answer in answers if answer not in world.ada.sees_home()] == []

    world.ada.press("Yes", on="home")
    world.ada.open_home()

    assert "*Your next interviews*" in world.ada.sees_home()
    assert "Your load: 1 in the four weeks" in world.ada.sees_home()


def test_no_on_home_counts_as_in_the_message(world: World):
    invitation = held(world)
    world.ada.open_home()

    world.ada.press("No", on="home")
    world.settle()

    assert "You said no to the *lead* seat for Kim" in world.ada.sees()
    assert panel(world, invitation)["lead"][0] != "U0ADA"


def test_host_is_asked_nothing_and_sees_the_board(world: World):
    invitation = held(world)
    world.ada.press("Yes")
    world.settle()

    seen = world.rita.sees()
    assert "*Kim* (Senior backend engineer): held for Thursday 26 November 2026, 11:45-15:25" in seen
    assert "• *lead*: <@U0ADA>, yes" in seen
    assert "• *second*: <@U0BEN>, asked, answers by" in seen
    assert holder(world, invitation, "host").name == "Rita Recruiter"
