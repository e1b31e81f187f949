"""A form opens to its author, and to the others of the loop when every form is in. Nobody earlier."""

from dataclasses import replace
from itertools import product

import pytest

from tracks.candidacy import FormState
from tracks.sealing import FormFact, all_finished, finished_count, may_read, raters
from tracks.track import Group

OPEN, SENT, WAIVED = FormState.OPEN, FormState.SENT, FormState.MISSING_WITH_REASON
SIX = (
    ("lea", Group.TRACK_HALF),
    ("sam", Group.TRACK_HALF),
    ("sam", Group.SHARED_REVIEW),
    ("ida", Group.SHARED_REVIEW),
    ("ida", Group.HOW_YOU_WORK),
    ("lea", Group.HOW_YOU_WORK),
)
PRACTICE = FormFact(id="practice", rater_id="shadow", group=Group.TRACK_HALF, counts=False)
READERS = ("lea", "sam", "ida", "host", "manager", "coordinator", "shadow", "candidate", "stranger")
INSIDERS = {"lea", "sam", "ida", "host", "manager"}


def forms(states):
    return tuple(
        FormFact(id=str(number), rater_id=rater, group=group, state=state)
        for number, ((rater, group), state) in enumerate(zip(SIX, states, strict=True))
    )


def reads(form, reader, all_forms):
    return may_read(form, reader, forms=all_forms, host="host", hiring_manager="manager")


@pytest.mark.parametrize("states", list(product((OPEN, SENT, WAIVED), repeat=6)))
def test_only_the_whole_set_opens_a_form(states):
    loop = (*forms(states), PRACTICE)
    everybody_in = OPEN not in states

    for form in loop[:6]:
        expected = {form.rater_id} | (INSIDERS if everybody_in else set())
        assert {reader for reader in READERS if reads(form, reader, loop)} == expected


@pytest.mark.parametrize("state", [OPEN, SENT])
def test_practice_forms_never_open_to_others(state):
    practice = replace(PRACTICE, state=state)
    loop = (*forms([SENT] * 6), practice)

    assert [reader for reader in READERS if reads(practice, reader, loop)] == ["shadow"]


def test_practice_forms_hold_nobody_up():
    assert all_finished((*forms([SENT] * 6), PRACTICE))
    assert raters((*forms([SENT] * 6), PRACTICE)) == {"lea", "sam", "ida"}


def test_loop_without_all_its_forms_stays_sealed():
    whole = forms([SENT] * 6)

    assert not all_finished(())
    assert not any(all_finished(whole[:missing] + whole[missing + 1 :]) for missing in range(6))


def test_form_of_another_loop_stays_sealed():
    elsewhere = FormFact(id="elsewhere", rater_id="zoe", group=Group.TRACK_HALF, state=SENT)

    assert not reads(elsewhere, "lea", forms([SENT] * 6))


def test_channel_is_told_a_count_and_nothing_else():
    assert finished_count((*forms([SENT, WAIVED, OPEN, OPEN, SENT, OPEN]), PRACTICE)) == (3, 6)
