"""Who may change what alone, until when, and what follows when a seat is empty."""

from datetime import UTC, datetime, timedelta

import pytest

from tracks.availability import Diary, weekly_hours
from tracks.candidacy import InvitationState, SeatAnswer
from tracks.changes import (
    AT_ONCE,
    Cutoffs,
    Replacement,
    Verdict,
    answer_by,
    answer_is_overdue,
    cancel,
    check_answer,
    choose,
    give_back,
    move_time,
    replace,
    switch,
)
from tracks.errors import (
    AlreadyAnswered,
    AlreadyDone,
    AlreadyStarted,
    CancelTooLate,
    ChoiceClosed,
    InterviewError,
    MoveTooLate,
    NoMovesLeft,
    SeatAlreadyFilled,
    SeatNotYours,
    SwitchTooLate,
    TrackAlreadyChosen,
    TrackNotOffered,
)
from tracks.track import TrackId

START = datetime(2026, 3, 9, 9, tzinfo=UTC)  # a Monday
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ALL = tuple(TrackId)
TRADITIONALIST, PRAGMATIST, REALIST = ALL
YES, NO, GIVEN_BACK = SeatAnswer.YES, SeatAnswer.NO, SeatAnswer.GIVEN_BACK
ADA = Diary(
    zone="Europe/Berlin",
    hours=weekly_hours(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",))),
)


def before(lead):
    return {"starts_at": START, "now": START - lead}


def refusal(call, *args, **facts):
    with pytest.raises(InterviewError) as refused:
        call(*args, **facts)
    return refused.value


# --- choosing and switching


def test_first_choice_of_an_offered_track_stands():
    choose(REALIST, current=None, offered=ALL, state=InvitationState.SENT)


@pytest.mark.parametrize(
    "state", [state for state in InvitationState if state not in {"sent", "chosen", "planned"}]
)
def test_choosing_is_closed_before_and_after(state):
    assert refusal(choose, REALIST, current=None, offered=ALL, state=state) == ChoiceClosed(state=state)


def test_choice_outside_the_offer_is_refused():
    refused = refusal(choose, REALIST, current=None, offered=(PRAGMATIST,), state=InvitationState.SENT)

    assert refused == TrackNotOffered(track=REALIST, offered=(PRAGMATIST,))


def test_second_choice_is_done_already_or_a_switch():
    facts = {"current": REALIST, "offered": ALL, "state": InvitationState.CHOSEN}

    assert refusal(choose, REALIST, **facts) == AlreadyDone()
    assert refusal(choose, PRAGMATIST, **facts) == TrackAlreadyChosen(chosen=REALIST)


def switching(wanted=PRAGMATIST, **facts):
    return switch(wanted, current=REALIST, offered=ALL, state=InvitationState.PLANNED, **facts)


def test_switching_is_free_while_nothing_is_booked():
    assert switching(starts_at=None, now=START) == AT_ONCE


@pytest.mark.parametrize("lead", [48 * HOUR, 500 * HOUR])
def test_switching_is_free_until_two_days_before(lead):
    assert switching(**before(lead)) == AT_ONCE


@pytest.mark.parametrize("lead", [48 * HOUR - SECOND, SECOND])
def test_late_switch_goes_to_the_host(lead):
    verdict = switching(**before(lead))

    assert verdict == Verdict(because=SwitchTooLate(starts_at=START, cutoff_hours=48))
    assert not verdict.alone
    assert switching(**before(lead), by_host=True) == AT_ONCE


@pytest.mark.parametrize("by_host", [True, False])
def test_nobody_switches_or_cancels_what_has_started(by_host):
    started = AlreadyStarted(started_at=START)

    assert refusal(switching, **before(0 * HOUR), by_host=by_host) == started
    assert refusal(cancel, **before(-1 * HOUR), by_host=by_host) == started


def test_switching_to_the_same_track_is_done_already():
    assert refusal(switching, REALIST, starts_at=None, now=START) == AlreadyDone()


def test_cancelling_keeps_the_same_cutoff():
    assert cancel(**before(48 * HOUR)) == AT_ONCE
    assert cancel(**before(47 * HOUR)) == Verdict(because=CancelTooLate(starts_at=START, cutoff_hours=48))
    assert cancel(**before(47 * HOUR), by_host=True) == AT_ONCE
    assert cancel(**before(47 * HOUR), cutoffs=Cutoffs(switch=24 * HOUR)).alone


# --- moving


@pytest.mark.parametrize("moves_made", [0, 1])
def test_two_moves_are_made_alone(moves_made):
    assert move_time(moves_made=moves_made, **before(4 * HOUR)) == AT_ONCE


def test_third_move_is_a_request():
    assert move_time(moves_made=2, **before(100 * HOUR)) == Verdict(because=NoMovesLeft(moves=2))


def test_move_shortly_before_the_start_is_a_request():
    late = Verdict(because=MoveTooLate(starts_at=START, notice_hours=4))

    assert move_time(moves_made=0, **before(4 * HOUR - SECOND)) == late
    assert move_time(moves_made=2, **before(SECOND)) == late


def test_host_moves_until_the_start_and_never_after():
    assert move_time(moves_made=7, by_host=True, **before(SECOND)) == AT_ONCE
    assert refusal(move_time, moves_made=0, by_host=True, **before(0 * HOUR)) == AlreadyStarted(
        started_at=START
    )


# --- seats


def test_seat_takes_the_first_answer_and_no_other():
    for said in (YES, NO):
        check_answer(None, said, seat="lead", released=False)

    assert refusal(check_answer, None, YES, seat="lead", released=True) == SeatAlreadyFilled(seat="lead")
    assert refusal(check_answer, YES, YES, seat="lead", released=False) == AlreadyDone()
    assert refusal(check_answer, YES, NO, seat="lead", released=False) == AlreadyAnswered(answer="yes")


def test_accepted_seat_is_given_back_without_a_reason():
    assert give_back(YES, released=False, **before(SECOND)) is GIVEN_BACK


@pytest.mark.parametrize(
    ("current", "released", "lead", "expected"),
    [
        (GIVEN_BACK, True, HOUR, AlreadyDone()),
        (YES, True, HOUR, SeatNotYours()),
        (None, False, HOUR, SeatNotYours()),
        (NO, False, HOUR, SeatNotYours()),
        (YES, False, 0 * HOUR, AlreadyStarted(started_at=START)),
    ],
)
def test_seat_cannot_be_given_back_otherwise(current, released, lead, expected):
    assert refusal(give_back, current, released=released, **before(lead)) == expected


def test_answer_has_one_working_day_and_ends_before_the_start():
    friday_noon = datetime(2026, 3, 6, 11, tzinfo=UTC)

    assert answer_by(friday_noon, ADA, starts_at=START + 500 * HOUR) == datetime(2026, 3, 9, 11, tzinfo=UTC)
    assert answer_by(START - 2 * HOUR, ADA, starts_at=START) == START - HOUR
    assert answer_by(START - 10 * SECOND, ADA, starts_at=START) == START - 5 * SECOND


def test_answer_is_wanted_sooner_when_the_start_is_near():
    friday_noon = datetime(2026, 3, 6, 11, tzinfo=UTC)
    wednesday = datetime(2026, 3, 4, 8, tzinfo=UTC)

    assert answer_by(friday_noon, ADA, starts_at=START) == friday_noon + 4 * HOUR
    assert answer_by(wednesday, ADA, starts_at=wednesday + 30 * HOUR) == wednesday + 6 * HOUR
    assert answer_by(wednesday, ADA, starts_at=wednesday + 25 * HOUR) == wednesday + 4 * HOUR
    assert answer_by(wednesday, ADA, starts_at=wednesday + 72 * HOUR) == wednesday + 24 * HOUR


@pytest.mark.parametrize(
    ("current", "released", "until", "overdue"),
    [
        (None, False, START, True),
        (None, False, START + SECOND, False),
        (None, False, None, False),
        (None, True, START, False),
        (YES, False, START, False),
    ],
)
def test_silence_counts_as_no_answer_after_the_time(current, released, until, overdue):
    assert answer_is_overdue(current, released=released, until=until, now=START) == overdue


def test_next_person_is_asked_alone_in_time():
    assert replace(["bo", "cy"], replacements_made=2, **before(24 * HOUR)) == Replacement(ask="bo")


@pytest.mark.parametrize(("made", "lead"), [(3, 100 * HOUR), (0, 24 * HOUR - SECOND), (0, -HOUR)])
def test_late_or_repeated_replacement_goes_to_the_host(made, lead):
    replacement = replace(["bo", "cy"], replacements_made=made, **before(lead))

    assert replacement == Replacement(choices=("bo", "cy"))
    assert not replacement.at_risk


def test_loop_is_at_risk_when_nobody_is_left():
    assert replace([], replacements_made=0, **before(100 * HOUR)) == Replacement()
    assert Replacement().at_risk
    assert not Replacement(ask="bo").at_risk
