"""Marks: what people type is cleaned once, read kindly, and refused only with the limit named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.errors import EvidenceTooLong, EvidenceTooShort, MinuteMissing, MinuteOutside, UnknownStep
from tracks.evidence import (
    EvidenceKind,
    FollowUpOutcome,
    Mark,
    checked_evidence,
    impressions,
    minute_of_step,
    parse_mark,
    take_mark,
)
from tracks.intake import clean
from tracks.track import DimensionId, FollowUp, PlanStep

PLAN = (
    PlanStep(minutes=5, what="hello"),
    PlanStep(minutes=10, what="reading"),
    PlanStep(minutes=25, what="talk"),
)
SAID = "asked which of the two callers may see the old price"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12 asked for the failing input", (12, "asked for the failing input")),
        ("  7   asked twice ", (7, "asked twice")),
        ("14:20 'I would not merge this'", (14, "'I would not merge this'")),
        ("31' wrote a test", (31, "wrote a test")),
        ("31 min wrote a test", (31, "wrote a test")),
        ("31m: wrote a test", (31, "wrote a test")),
        ("5, first line\nsecond line", (5, "first line\nsecond line")),
        ("12", (12, "")),
        ("asked for the failing input", (None, "asked for the failing input")),
        ("2nd test was red", (None, "2nd test was red")),
        ("1.5 hours is too long, they said", (None, "1.5 hours is too long, they said")),
        ("100% sure about the cause", (None, "100% sure about the cause")),
        ("٣ asked", (None, "٣ asked")),
        ("2000 rows were enough", (None, "2000 rows were enough")),
        ("", (None, "")),
    ],
)
def test_minute_is_read_only_from_the_front(typed, read):
    assert parse_mark(typed) == read


@given(st.text())
def test_any_typed_mark_can_be_read(typed):
    minute, text = parse_mark(typed)

    assert text in clean(typed)
    assert minute is None or 0 <= minute <= 999


def test_plan_steps_begin_where_the_one_before_ends():
    assert [minute_of_step(step, PLAN) for step in (1, 2, 3)] == [0, 5, 15]


@pytest.mark.parametrize("step", [0, 4, -1])
def test_steps_outside_the_plan_are_refused(step):
    with pytest.raises(UnknownStep) as refused:
        minute_of_step(step, PLAN)

    assert refused.value == UnknownStep(step=step, steps=3)


def test_mark_keeps_minute_text_and_dimensions():
    mark = take_mark(
        f" {SAID}\x00 ",
        minute=12,
        session_minutes=40,
        kind=EvidenceKind.QUOTE,
        dimensions=[DimensionId.CODE, DimensionId.FRAMING, DimensionId.CODE],
        hint_step=2,
    )

    assert mark == Mark(
        text=SAID,
        minute=12,
        kind=EvidenceKind.QUOTE,
        dimensions=(DimensionId.CODE, DimensionId.FRAMING),
        hint_step=2,
    )


def test_plan_step_stands_in_for_an_unseen_clock():
    assert take_mark(SAID, step=3, plan=PLAN, session_minutes=40) == Mark(text=SAID, minute=15, exact=False)


def test_follow_ups_are_marks_with_an_outcome():
    mark = take_mark(
        SAID,
        minute=20,
        session_minutes=40,
        kind=EvidenceKind.ASKED,
        follow_up=FollowUp.PERTURB,
        outcome=FollowUpOutcome.HELD_TOGETHER,
    )

    assert (mark.follow_up, mark.outcome) == (FollowUp.PERTURB, FollowUpOutcome.HELD_TOGETHER)


@pytest.mark.parametrize("minute", [0, 40])
def test_first_and_last_minute_can_be_marked(minute):
    assert take_mark(SAID, minute=minute, session_minutes=40).minute == minute


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"minute": 41}, MinuteOutside(minute=41, most=40)),
        ({"minute": -1}, MinuteOutside(minute=-1, most=40)),
        ({}, MinuteMissing()),
        ({"step": 9, "plan": PLAN}, UnknownStep(step=9, steps=3)),
        ({"minute": 3, "hint_step": 0}, UnknownStep(step=0, steps=3)),
        ({"minute": 3, "hint_step": 4}, UnknownStep(step=4, steps=3)),
    ],
)
def test_marks_outside_the_session_are_refused(asked, refusal):
    with pytest.raises(type(refusal)) as refused:
        take_mark(SAID, session_minutes=40, **asked)

    assert refused.value == refusal


@pytest.mark.parametrize("hint", [1, 2, 3])
def test_each_step_of_the_hints_is_taken(hint):
    assert take_mark(SAID, minute=3, session_minutes=40, hint_step=hint).hint_step == hint


@pytest.mark.parametrize("length", [8, 600])
def test_evidence_at_its_limits_is_taken(length):
    assert checked_evidence(" " + "x" * length) == "x" * length


def test_evidence_outside_its_limits_is_refused():
    with pytest.raises(EvidenceTooShort) as short:
        checked_evidence("x" * 7 + " \u200b")
    with pytest.raises(EvidenceTooLong) as long:
        checked_evidence("x" * 601)

    assert short.value == EvidenceTooShort(length=7, least=8)
    assert long.value == EvidenceTooLong(length=601, most=600)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Seemed senior, a good culture-fit", ("seemed", "culture fit", "fit")),
        ("the profit report was outfitted", ()),
        ("FELT\nright", ("felt",)),
        ("", ()),
    ],
)
def test_impressions_are_found_as_whole_words(text, found):
    assert impressions(text, ["seemed", "felt", "culture fit", "fit"]) == found
