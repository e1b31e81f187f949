"""The debrief starts where raters differ; a decision has a person, all forms, and reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.candidacy import DecisionOutcome, FormState
from tracks.debrief import (
    Row,
    Seen,
    check_decider,
    check_decision,
    dimensions_in_order,
    everybody_said_so,
    may_be_left_out,
    rows,
    speaking_order,
)
from tracks.errors import (
    AlreadyDecided,
    FormsMissing,
    InterviewError,
    NotTheDecider,
    ReasonTooShort,
    TextMissing,
)
from tracks.sealing import FormFact
from tracks.track import DimensionId, Group, Level, SeatId

FRAMING, CODE, JUDGMENT, PEOPLE = (
    DimensionId.FRAMING,
    DimensionId.CODE,
    DimensionId.JUDGMENT,
    DimensionId.PEOPLE,
)
FORMS = tuple(
    FormFact(id=f"{group}-{rater}", rater_id=rater, group=group, state=FormState.SENT)
    for group in Group
    for rater in ("one", "other")
)
REASONS = {
    dimension: f"{dimension}: said and showed what the level needs, twice" for dimension in DimensionId
}


def seen(dimension, *values, group=Group.TRACK_HALF):
    return [
        Seen(dimension=dimension, group=group, rater=rater, value=value)
        for rater, value in zip(("lea", "sam"), values, strict=True)
    ]


def refusal(check, good, **facts):
    with pytest.raises(InterviewError) as refused:
        check(**good | facts)
    return refused.value


def refused_decider(**facts):
    good = {"decider": "hana", "hiring_manager": "hana", "forms": FORMS, "decided": None}
    return refusal(check_decider, good, **facts)


def refused_decision(**facts):
    return refusal(check_decision, {"outcome": DecisionOutcome.NO_OFFER, "reasons": REASONS}, **facts)


def test_what_is_apart_comes_first_then_the_unclear():
    agreed, low, unclear, apart = (
        seen(FRAMING, 3, 3),
        seen(CODE, 1, 2),
        seen(JUDGMENT, None, 3),
        seen(PEOPLE, 2, 4),
    )

    assert rows(agreed + low + unclear + apart) == tuple(
        Row(dimension=each[0].dimension, group=Group.TRACK_HALF, seen=tuple(each))
        for each in (apart, unclear, low, agreed)
    )


def test_dimensions_follow_what_is_talked_about():
    ratings = seen(FRAMING, 3, 3) + seen(CODE, 2, 3) + seen(CODE, None, 3, group=Group.SHARED_REVIEW)

    assert dimensions_in_order(ratings) == (CODE, *(one for one in DimensionId if one != CODE))


@given(values=st.lists(st.sampled_from([2, 3, 4]), min_size=12, max_size=12))
def test_order_never_tells_how_high_ratings_are(values):
    pairs = list(zip(DimensionId, values[:6], values[6:], strict=True))
    mirrored = [(dimension, *[6 - value for value in pair]) for dimension, *pair in pairs]
    told, turned = (
        [row.dimension for row in rows(rating for pair in each for rating in seen(*pair))]
        for each in (pairs, mirrored)
    )

    assert told == turned


def test_meeting_falls_away_when_every_rater_says_so():
    assert everybody_said_so({"lea", "sam"}, ["sam", "lea"])
    assert not everybody_said_so({"lea", "sam"}, ["sam", "host"])
    assert not everybody_said_so(set(), ["host"])


def test_halves_of_a_dimension_stand_side_by_side():
    both = seen(CODE, 3, 3, group=Group.SHARED_REVIEW) + seen(CODE, 2, 3)

    assert [row.group for row in rows(both)] == [Group.TRACK_HALF, Group.SHARED_REVIEW]


@pytest.mark.parametrize(
    ("values", "nothing_to_discuss"),
    [
        ((3, 3), True),
        ((2, 3), True),
        ((2, 4), False),
        ((None, 3), False),
        ((None, None), False),
        ((1, 2), False),
    ],
)
def test_meeting_may_be_left_out_only_when_all_is_clear(values, nothing_to_discuss):
    assert may_be_left_out(seen(FRAMING, 3, 4) + seen(CODE, *values)) == nothing_to_discuss


def test_juniors_speak_before_seniors():
    panel = [
        ("lea", Level.STAFF, SeatId.LEAD),
        ("sam", Level.SENIOR, SeatId.SECOND),
        ("ida", Level.STAFF, SeatId.INDEPENDENT),
    ]

    assert speaking_order(panel) == ("sam", "ida", "lea")


def test_decision_returns_its_cleaned_reasons():
    typed = {dimension: f" {text}\u202e" for dimension, text in REASONS.items()}

    decided = check_decision(
        outcome=DecisionOutcome.OFFER,
        reasons=typed,
        level_offered=Level.SENIOR,
        level_reason="set the limits of a service",
    )

    assert decided == REASONS


def test_only_the_hiring_manager_decides_and_once():
    check_decider(decider="hana", hiring_manager="hana", forms=FORMS, decided=None)

    assert refused_decider(decider="host") == NotTheDecider()
    assert refused_decider(decided="offer") == AlreadyDecided(outcome="offer")


def test_decision_waits_for_each_form():
    open_one = (replace(FORMS[0], state=FormState.OPEN), *FORMS[1:])

    assert refused_decider(forms=open_one) == FormsMissing(missing=1)
    assert isinstance(refused_decider(forms=FORMS[1:]), FormsMissing)


def test_decision_needs_a_text_per_dimension_and_enough():
    assert refused_decision(reasons=REASONS | {CODE: " "}) == TextMissing(field="code")
    assert refused_decision(reasons=dict.fromkeys(DimensionId, "x" * 33)) == ReasonTooShort(
        length=198, least=200
    )
    assert refused_decision(level_offered=Level.MID, level_reason=" ") == TextMissing(field="level_reason")


def test_offer_names_a_level_and_more_parts_a_dimension():
    assert refused_decision(outcome=None) == TextMissing(field="outcome")
    assert refused_decision(outcome=DecisionOutcome.OFFER) == TextMissing(field="level_offered")
    assert refused_decision(outcome=DecisionOutcome.ONE_MORE_PART) == TextMissing(field="dimension_asked")
