"""Only the listed steps exist, people cause them, and what is over stays over."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.candidacy import (
    AdjustmentState,
    FormState,
    InvitationState,
    LetterState,
    LoopState,
    SeatAnswer,
    SessionState,
    following,
    is_final,
    move,
    waits_for_a_person,
)
from tracks.errors import StepNotPossible

I, L, S, F = InvitationState, LoopState, SessionState, FormState  # noqa: E741 -- short names for long lists
KINDS = (I, L, S, SeatAnswer, F, AdjustmentState, LetterState)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "road",
    [
        [I.DRAFTED, I.SENT, I.CHOSEN, I.PLANNED, I.HELD, I.DECIDED, I.CLOSED],
        [I.PLANNED, I.CHOSEN, I.PLANNED],
        [I.HELD, I.PLANNED],
        [L.PLANNING, L.FIRST_HALF_HELD, L.BOOKED],
        [L.PLANNING, L.BOOKED, L.FIRST_HALF_HELD, L.SECOND_HALF_HELD, L.FORMS_IN, L.DEBRIEFED, L.DECIDED],
        [L.FORMS_IN, L.DECIDED],
        [L.SECOND_HALF_HELD, L.FIRST_HALF_HELD, L.BOOKED, L.CANCELLED],
        [S.PLANNED, S.HELD, S.PLANNED, S.MOVED],
        [S.PLANNED, S.CANCELLED],
        [S.HELD, S.CANCELLED],
        [S.HELD, S.REPEATED],
        [SeatAnswer.YES, SeatAnswer.GIVEN_BACK],
        [F.OPEN, F.SENT],
        [F.OPEN, F.MISSING_WITH_REASON],
        [AdjustmentState.OPEN, AdjustmentState.TALKING, AdjustmentState.ARRANGED, AdjustmentState.TALKING],
        [AdjustmentState.OPEN, AdjustmentState.ARRANGED],
        [
            AdjustmentState.OPEN,
            AdjustmentState.ALTERNATIVE_OFFERED,
            AdjustmentState.TALKING,
            AdjustmentState.ALTERNATIVE_OFFERED,
            AdjustmentState.ARRANGED,
        ],
        [LetterState.NONE, LetterState.WRITTEN, LetterState.SENT, LetterState.ANSWERED],
    ],
)
def test_these_roads_can_be_walked(road):
    assert [move(here, there) for here, there in pairwise(road)] == road[1:]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (I.DRAFTED, I.CHOSEN),
        (I.SENT, I.PLANNED),
        (I.WITHDRAWN, I.SENT),
        (I.CLOSED, I.WITHDRAWN),
        (L.BOOKED, L.FORMS_IN),
        (L.DECIDED, L.CANCELLED),
        (F.SENT, F.OPEN),
        (F.MISSING_WITH_REASON, F.SENT),
        (SeatAnswer.NO, SeatAnswer.YES),
    ],
)
def test_other_steps_are_refused_by_name(here, there):
    with pytest.raises(StepNotPossible) as refused:
        move(here, there)

    assert refused.value == StepNotPossible(thing=type(here).__name__, current=here, wanted=there)


def test_states_of_another_thing_never_follow():
    with pytest.raises(StepNotPossible):
        move(I.HELD, L.DECIDED)


def test_candidate_can_withdraw_until_all_is_over():
    over = {I.CLOSED, I.WITHDRAWN, I.CLOSED_BY_PERSON}

    assert {state for state in I if I.WITHDRAWN in following(state)} == set(I) - over
    assert {state for state in I if I.CLOSED_BY_PERSON in following(state)} == set(I) - over
    assert {state for state in I if is_final(state)} == over


@pytest.mark.parametrize("dropped", [L.CANCELLED, L.RESTARTED])
def test_loop_can_be_dropped_until_it_is_decided(dropped):
    over = {L.DECIDED, L.CANCELLED, L.RESTARTED}

    assert {state for state in L if dropped in following(state)} == set(L) - over


def test_sent_forms_and_waived_forms_are_final():
    assert {state for state in F if is_final(state)} == {F.SENT, F.MISSING_WITH_REASON}


@given(st.data())
def test_walks_stay_inside_their_kind_and_end(data):
    state = data.draw(st.sampled_from([next(iter(kind)) for kind in KINDS]))

    for _ in range(20):
        nexts = following(state)
        assert all(type(after) is type(state) and after is not state for after in nexts)
        if not nexts:
            assert is_final(state)
            return
        state = move(state, data.draw(st.sampled_from(sorted(nexts))))


@pytest.mark.parametrize("state", list(I))
@pytest.mark.parametrize("after", [timedelta(), timedelta(days=400)])
def test_time_alone_only_asks_for_a_person(state, after):
    late = waits_for_a_person(state, reply_by=NOON, now=NOON + after)

    assert late == (state is I.SENT)
    assert not waits_for_a_person(state, reply_by=NOON, now=NOON - timedelta(seconds=1))
