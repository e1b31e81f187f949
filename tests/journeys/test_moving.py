"""Another time: the old one stays until the new one is held, and then everything goes with it."""

from datetime import datetime, timedelta

import pytest

from bot.use_cases.book import take_time
from bot.use_cases.move_loop import ask_to_move
from bot.use_cases.own_step import Asked
from storage.tables import Leave
from tests.journeys.booking import (
    TIME,
    confirmed,
    everybody_says_yes,
    held,
    loop_of,
    panel,
    seats,
    take,
    taken,
)
from tests.journeys.forging import press_forged
from tests.journeys.world import World
from tracks.candidacy import LoopState, SessionState
from tracks.errors import MoveTooLate, NotAllowed

HOUR = timedelta(hours=1)


def away(world: World, person_id: str, *, day: int, month: int = 11) -> None:
    with world.program.services.change("rule:setup") as unit:
        on = datetime(2026, month, day).date()  # noqa: DTZ001 -- a date
        unit.add(Leave(person_id=person_id, first_day=on, last_day=on))


def move(world: World, number: int) -> None:
    world.kim.press("Another time")
    world.settle()
    take(world, number)


def test_old_time_stays_until_another_is_held(world: World):
    invitation = confirmed(world)
    before = loop_of(world, invitation)

    world.kim.press("Another time")
    world.settle()

    assert "What is booked stays yours until you take one of these" in world.kim.sees()
    assert f"* {TIME}" not in world.kim.sees()
    assert loop_of(world, invitation).starts_at == before.starts_at
    assert taken(world, invitation)["U0ADA"] == 34


def test_forms_opened_before_the_move_keep_their_words(world: World):
    invitation = confirmed(world)
    press_forged(world.rita, f"choose_panelist:{loop_of(world, invitation).id}.lead")
    world.rita.fill({"Who is asked": "U0CHO"})
    away(world, "U0CHO", day=27)
    world.kim.press("Another time")
    world.settle()
    world.kim.press("None of these")
    world.kim.fill({"What would suit you": "Only in the evening."})
    take(world, 3)
    moved = loop_of(world, invitation), panel(world, invitation)

    for person, field in ((world.kim, "words"), (world.rita, "why")):
        person.submit()
        world.settle()
        assert (list(person.view_errors), person.view is None) == ([field], False)
    assert world.kim.view_errors["words"].startswith("That is not on offer any more.")
    assert world.kim.view.entered["words"]["words"]["value"] == "Only in the evening."
    assert (loop_of(world, invitation), panel(world, invitation)) == moved
    assert "Only in the evening." not in world.rita.sees()


def test_kept_time_takes_the_others_off_the_table(world: World):
    invitation = confirmed(world)
    before = loop_of(world, invitation)

    world.kim.press("Another time")
    world.settle()
    world.kim.type("keep it")
    world.settle()

    assert loop_of(world, invitation).starts_at == before.starts_at
    assert "[Take this]" not in world.kim.sees()
    with world.program.services.look() as unit:
        assert unit.candidacies.times_offered(invitation.id) is None


def test_everything_goes_with_the_new_time(world: World):
    invitation = confirmed(world)
    old = loop_of(world, invitation)

    move(world, 3)

    loop = loop_of(world, invitation)
    assert (loop.id, loop.state, loop.moves) == (old.id, LoopState.BOOKED, 1)
    assert loop.starts_at != old.starts_at
    assert panel(world, invitation) == {
        "host": ("U0RITA", "yes"),
        "lead": ("U0ADA", "yes"),
        "second": ("U0BEN", "yes"),
        "independent": ("U0EVE", "yes"),
    }
    with world.program.services.look() as unit:
        sessions = unit.loops.sessions(loop.id)
        forms = unit.forms.of_loop(loop.id)
        entries = unit.loops.invites(loop.id)
    moved = [each for each in sessions if each.state == SessionState.MOVED]
    planned = [each for each in sessions if each.state == SessionState.PLANNED]
    assert [each.spec_id for each in moved] == [each.spec_id for each in planned]
    assert [each.task_id for each in moved] == [each.task_id for each in planned]
    assert {form.due_at for form in forms} <= {each.ends_at for each in planned}
    assert {entry.sequence for entry in entries} == {1}
    assert "Moved to Friday 27 November 2026" in world.kim.sees()
    assert "Moved to another time.\nYou sit in the *lead* seat" in world.ada.sees()


def test_moving_does_not_count_twice_against_limits(world: World):
    invitation = confirmed(world)

    move(world, 3)

    with world.program.services.look() as unit:
        rows = unit.loops.held(start=world.clocks.now, end=world.clocks.now + timedelta(days=20))
    assert len({start.date() for who, _, start in rows if who == "U0ADA"}) == 1
    assert taken(world, invitation)["U0ADA"] == 34


def test_only_who_cannot_come_is_replaced(world: World):
    invitation = confirmed(world)
    away(world, "U0ADA", day=27)

    move(world, 3)

    assert panel(world, invitation) == {
        "host": ("U0RITA", "yes"),
        "lead": ("U0CHO", None),
        "second": ("U0BEN", "yes"),
        "independent": ("U0EVE", "yes"),
    }
    assert "has moved to a time at which you are not free" in world.ada.sees()
    assert "Some of the people are new" in world.kim.sees()
    everybody_says_yes(world, invitation)
    assert "A change in who you meet: Cho Second" in world.kim.sees()


def test_unanswered_are_asked_for_the_new_time(world: World):
    invitation = held(world)

    move(world, 3)

    assert loop_of(world, invitation).state == LoopState.PLANNING
    assert world.ada.sees().count("[Yes]") == 1
    assert "This was about another time" in world.ada.sees()
    everybody_says_yes(world, invitation)
    assert loop_of(world, invitation).state == LoopState.BOOKED


def test_silence_after_a_move_in_the_same_evening_still_counts(world: World):
    world.clocks.forward(13 * HOUR)
    invitation = held(world)
    before = seats(world, invitation)
    move(world, 3)
    after = seats(world, invitation)
    assert after["lead"].id == before["lead"].id
    assert after["lead"].answer_by == before["lead"].answer_by

    world.until(after["lead"].answer_by)

    assert panel(world, invitation)["lead"][0] != after["lead"].person_id


def test_work_of_the_first_day_is_handed_over_though_the_second_moved(world: World):
    invitation = confirmed(world, number=1, days="Two days")
    world.until(loop_of(world, invitation).starts_at)

    move(world, 1)
    world.forward(8 * HOUR)

    with world.program.services.look() as unit:
        parts = unit.loops.sessions(loop_of(world, invitation).id)
    assert [part.spec_id for part in parts if part.material_sent_at] == ["build"]


def test_two_moves_alone_then_the_host(world: World):
    invitation = confirmed(world)
    move(world, 4)
    move(world, 5)
    booked = loop_of(world, invitation).starts_at

    world.kim.press("Another time")
    world.settle()

    assert "I have asked Rita Recruiter about another time" in world.kim.sees()
    assert "They have moved as often as they can alone" in world.rita.sees()
    world.rita.press("Offer other times")
    world.settle()
    assert "Rita Recruiter has asked me to offer you other times." in world.kim.sees()
    take(world, 3)
    loop = loop_of(world, invitation)
    assert (loop.moves, loop.starts_at == booked) == (2, False)


def test_move_within_four_hours_is_a_request(world: World):
    invitation = confirmed(world)
    start = loop_of(world, invitation).starts_at
    world.until(start - 4 * HOUR + timedelta(minutes=1))

    world.kim.press("Another time")
    world.settle()

    assert loop_of(world, invitation).starts_at == start
    assert "would like another time than" in world.rita.sees()
    assert "[Take this]" not in world.kim.sees()


def test_offer_left_lying_until_four_hours_before_is_refused(world: World):
    invitation = confirmed(world)
    start = loop_of(world, invitation).starts_at
    world.kim.press("Another time")
    world.settle()
    world.until(start - 3 * HOUR)

    with world.program.services.look() as unit:
        offer = unit.candidacies.times_offered(invitation.id)
    with pytest.raises(MoveTooLate):
        take_time(
            world.program.services,
            Asked(invitation_id=invitation.id, by=None, request="late"),
            offer_id=offer.id,
            number=str(len(offer.starts) - 1),
        )
    assert loop_of(world, invitation).starts_at == start


def test_nobody_moves_after_the_start(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at)

    world.kim.press("Another time")

    assert "It has started already" in world.kim.sees_view()
    for label in ("Offer other times", "Cancel it", "Change the panel"):
        world.rita.press(label, on="message")
        assert "can be noted" in world.rita.sees_view()
        world.rita.close_view(everything=True)


def test_second_day_alone_is_moved_after_the_first(world: World):
    invitation = confirmed(world, number=1, days="Two days")
    old = loop_of(world, invitation)
    world.until(old.starts_at + 3 * HOUR)

    world.kim.press("Another time")
    world.settle()
    take(world, 1)

    loop = loop_of(world, invitation)
    assert (loop.starts_at, loop.moves) == (old.starts_at, 1)
    with world.program.services.look() as unit:
        states = {(each.day, each.state) for each in unit.loops.sessions(loop.id)}
    assert (1, SessionState.MOVED) not in states
    assert {(2, SessionState.MOVED), (2, SessionState.PLANNED)} <= states


def test_panel_is_told_when_the_interview_moves_back(world: World):
    invitation = confirmed(world)
    before = loop_of(world, invitation).starts_at
    move(world, 3)

    world.kim.press("Another time")
    world.settle()
    with world.program.services.change("rule:story") as unit:
        offer = unit.candidacies.times_offered(invitation.id)
        unit.change(offer, starts=[[before.isoformat()]])
    take(world, 1)

    assert loop_of(world, invitation).starts_at == before
    assert world.ada.sees().count("Moved to another time.") == 1


def test_words_move_and_cancel(world: World):
    invitation = confirmed(world)

    world.kim.type("I need another time, please")
    world.settle()
    assert "Here are other times." in world.kim.sees()
    world.kim.type("cancel")
    world.settle()
    assert "reply *cancel* once more" in world.kim.sees()
    world.kim.type("cancel")
    world.settle()

    assert loop_of(world, invitation) is None


def test_yes_cancels_only_right_after_the_question(world: World):
    invitation = confirmed(world)

    for words in ("cancel", "no", "cancel", "hmm", "yes"):
        world.kim.type(words)
        world.settle()

    assert "Nothing has changed, and everything stays as it is." in world.kim.sees()
    assert loop_of(world, invitation).state == LoopState.BOOKED


def test_coordinator_may_and_panelist_may_not_move(world: World):
    invitation = confirmed(world)

    for person_id in ("U0ADA", "U0HANS"):
        with pytest.raises(NotAllowed):
            ask_to_move(
                world.program.services,
                Asked(invitation_id=invitation.id, by=person_id, request=person_id),
            )


def test_moved_parts_keep_what_the_wall_clock_meant(world: World):
    invitation = confirmed(world)

    move(world, 4)

    with world.program.services.look() as unit:
        sessions = unit.loops.sessions(loop_of(world, invitation).id)
    first = min((s for s in sessions if s.state == SessionState.PLANNED), key=lambda s: s.starts_at)
    assert first.wall_start == "2026-11-30T13:00"
    assert first.starts_at.isoformat() == "2026-11-30T12:00:00+00:00"
