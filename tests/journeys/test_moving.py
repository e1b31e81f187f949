"""Another time, no time, another track: the old one stays until the new one is held, and people are told."""

from datetime import datetime, timedelta

import pytest

from bot.use_cases.book import take_time
from bot.use_cases.move_loop import ask_to_move
from bot.use_cases.own_step import Asked
from storage.tables import Leave, Role
from tests.journeys.booking import (
    confirmed,
    everybody_says_yes,
    held,
    loop_of,
    offered,
    panel,
    seats,
    take,
    taken,
)
from tests.journeys.browsing import address_of, get
from tests.journeys.choosing import newest_loop
from tests.journeys.forging import press_forged
from tests.journeys.inviting import current
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState, SessionState
from tracks.errors import MoveTooLate, NotAllowed

HOUR = timedelta(hours=1)
BEFORE = "Thursday 26 November 2026, 11:45-15:25 Berlin time (UTC+1)"


def due_kinds(world: World, loop) -> set[str]:
    """Return the kinds of what is still planned for a loop."""
    kinds = "SELECT DISTINCT kind FROM due WHERE state = 'pending' AND loop_id = ?"
    with world.store.engine.connect() as connection:
        return {kind for (kind,) in connection.exec_driver_sql(kinds, (loop.id,))}


def away(world: World, person_id: str, *, day: int, month: int = 11) -> None:
    with world.program.services.change("rule:setup") as unit:
        on = datetime(2026, month, day).date()  # noqa: DTZ001 -- a date
        unit.add(Leave(person_id=person_id, first_day=on, last_day=on))


def move(world: World, number: int) -> None:
    world.kim.press("Another time")
    world.settle()
    take(world, number)


# --- moving
def test_old_time_stays_until_another_is_held(world: World):
    invitation = confirmed(world)
    before = loop_of(world, invitation)

    world.kim.press("Another time")
    world.settle()

    assert "What is booked stays yours until you take one of these" in world.kim.sees()
    assert f"* {BEFORE}" not in world.kim.sees()
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


# --- cancelling
def test_cancelling_releases_everybody_and_stays_open(world: World):
    invitation = confirmed(world)
    loop = loop_of(world, invitation)

    world.kim.press("Cancel")
    world.settle()

    assert newest_loop(world, loop).state == LoopState.CANCELLED
    assert current(world, invitation).state == InvitationState.CHOSEN
    assert f"Cancelled: {BEFORE[:32]}" in world.kim.sees()
    assert "[One day] [Two days]" in world.kim.sees()
    for name in ("ada", "ben", "eve"):
        assert "Cancelled: Kim" in getattr(world, name).sees()
        assert "[Give it back]" not in getattr(world, name).sees()
    assert "Cancelled: Kim, Thursday 26 November 2026, 14:00" in world.eve.sees()  # when Eve's own part began
    with world.program.services.look() as unit:
        assert unit.loops.busy(start=loop.starts_at - HOUR, end=loop.ends_at + HOUR) == {}
        assert {entry.cancelled for entry in unit.loops.invites(loop.id)} == {True}
    assert due_kinds(world, loop) == set()


def test_nothing_is_sent_for_what_was_cancelled(world: World):
    confirmed(world)
    world.kim.press("Cancel")
    world.settle()
    before = {name: getattr(world, name).sees() for name in ("ada", "ben", "eve", "kim")}

    world.forward(timedelta(days=6))

    assert {name: getattr(world, name).sees() for name in before} == before


@pytest.mark.parametrize("label", ["Cancel", "Another time"])
def test_coordinator_decides_too_while_the_host_is_away(world: World, label: str):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 3 * HOUR)
    with world.program.services.change("rule:setup") as unit:
        today = world.clocks.now.date()
        unit.add(Leave(person_id="U0RITA", first_day=today, last_day=today))

    world.kim.press(label)
    world.settle()

    assert "<@U0RITA> is away, so I ask you as well." in world.caro.sees()
    world.caro.press("Cancel it", on="message")
    world.settle()
    assert loop_of(world, invitation) is None


def test_cancelled_time_can_be_booked_again(world: World):
    invitation = confirmed(world)
    world.kim.press("Cancel")
    world.settle()

    world.kim.type("one day")
    world.settle()
    take(world, 3)

    assert loop_of(world, invitation).state == LoopState.PLANNING


def test_cancelling_within_two_days_goes_to_the_host(world: World):
    invitation = confirmed(world)
    world.until(loop_of(world, invitation).starts_at - 47 * HOUR)

    world.kim.press("Cancel")
    world.settle()
    assert loop_of(world, invitation).state == LoopState.BOOKED
    assert "would like to cancel what is booked" in world.rita.sees()
    world.rita.press("Cancel it")
    world.settle()

    assert loop_of(world, invitation) is None
    assert "Cancelled: Thursday 26 November 2026" in world.kim.sees()


def test_role_says_until_when_candidates_cancel_alone(world: World):
    invitation = confirmed(world)
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.get(Role, invitation.role_id), switch_cutoff_hours=46)
    world.until(loop_of(world, invitation).starts_at - 47 * HOUR)

    world.kim.press("Cancel")

    assert loop_of(world, invitation) is None


def test_withdrawing_tells_the_panel_and_frees_them(world: World):
    invitation = confirmed(world)
    loop = loop_of(world, invitation)

    world.kim.press("Withdraw")
    world.settle()

    assert current(world, invitation).state == InvitationState.WITHDRAWN
    assert "Cancelled: Kim" in world.ada.sees()
    with world.program.services.look() as unit:
        assert unit.loops.busy(start=loop.starts_at - HOUR, end=loop.ends_at + HOUR) == {}


def test_switching_cancels_and_begins_the_search_anew(world: World):
    invitation = confirmed(world, number=5)

    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.settle()
    assert loop_of(world, invitation) is None
    assert "Cancelled: Kim" in world.ada.sees()
    world.kim.close_view(everything=True)
    world.kim.press("I have read this and agree")
    world.settle()
    world.kim.press("One day")
    world.settle()
    take(world, 5)

    assert loop_of(world, invitation).track_id == "realist"
    assert seats(world, invitation).keys() == {"host", "lead", "second", "independent"}


def test_times_offered_before_a_switch_cannot_be_taken(world: World):
    invitation = offered(world)
    old = world.kim.messages()[-1].ts

    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.kim.press("Take this", message=old)
    world.settle()

    assert loop_of(world, invitation) is None
    assert "not on offer any more" in world.kim.sees_view()


def test_page_tells_what_is_booked_in_the_same_words(world: World):
    invitation = confirmed(world)

    text = get(world, address_of(world, invitation)).text

    assert f"It is settled: {BEFORE}." in text
    assert "Everybody meets here: https://meet.example/" in text
    assert "You will meet Ada Lead" in text


def test_arranged_minutes_make_the_next_time_longer(world: World):
    invitation = confirmed(world)
    old = loop_of(world, invitation)
    world.kim.type("I need an adjustment: more time")
    world.settle()

    world.caro.press("Read and answer")
    world.caro.fill(
        {"outcome": "Arranged as below", "reply": "Gladly.", "line": "More time", "extra": "20 minutes"}
    )
    world.caro.submit()
    world.settle()

    assert (
        "what is booked for Thursday 26 November 2026, 11:45 Berlin time (UTC+1) is too short"
        in world.rita.sees()
    )
    assert "You get 20 minutes more" in world.kim.sees()
    world.rita.press("Offer other times")
    world.settle()
    take(world, 5)
    loop = loop_of(world, invitation)
    assert loop.ends_at - loop.starts_at == old.ends_at - old.starts_at + timedelta(minutes=20)
    with world.program.services.look() as unit:
        sessions = unit.loops.sessions(loop.id)
    assert sum(s.extra_minutes for s in sessions if s.state == SessionState.PLANNED) == 20
