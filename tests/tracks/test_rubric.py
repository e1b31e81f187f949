"""A form may be sent when nothing is missing, and what is missing is named exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.errors import FormIncomplete, RatingOutside
from tracks.evidence import FollowUpOutcome
from tracks.rubric import (
    AskedFollowUp,
    Draft,
    FormSpec,
    Gap,
    LevelRead,
    LevelReading,
    Missing,
    Page,
    Rating,
    follow_ups_left,
    gaps,
    page_of,
    pages,
    require_complete,
)
from tracks.track import DimensionId, FollowUp, Group

CODE, FRAMING, JUDGMENT = DimensionId.CODE, DimensionId.FRAMING, DimensionId.JUDGMENT
ONE = FormSpec(group=Group.SHARED_REVIEW, dimensions=(CODE,))
TALK = FormSpec(
    group=Group.HOW_YOU_WORK,
    dimensions=(DimensionId.OWNERSHIP, DimensionId.PEOPLE),
    facets=("scope", "impact"),
    follow_ups=(FollowUp.PERTURB, FollowUp.REVISIT),
)
MARKS = frozenset({"m1", "m2"})


def draft(rating=None, **more):
    ratings = {} if rating is None else {CODE: rating}
    return Draft(ratings=ratings, marks=MARKS, **more)


def gap(missing):
    return Gap(missing=missing, dimension=CODE)


@pytest.mark.parametrize(
    ("rating", "missing"),
    [
        (None, [Missing.RATING, Missing.EVIDENCE, Missing.WHY]),
        (Rating(value=3, evidence=("m1",), why="found the cause"), []),
        (Rating(value=2, evidence=("m1", "m2"), why="found half of it"), []),
        (Rating(value=3, why="found the cause"), [Missing.EVIDENCE]),
        (Rating(value=3, evidence=("m1",), why="  "), [Missing.WHY]),
        (Rating(value=3, evidence=("removed",), why="found the cause"), [Missing.EVIDENCE]),
        (Rating(value=1, evidence=("m1",), why="could not say"), [Missing.SECOND_EVIDENCE]),
        (Rating(value=4, evidence=("m1", "m1"), why="ruled it out"), [Missing.SECOND_EVIDENCE]),
        (Rating(value=4, evidence=("m1", "removed"), why="ruled it out"), [Missing.SECOND_EVIDENCE]),
        (Rating(value=4, evidence=("m1", "m2"), why="ruled it out"), []),
        (Rating(value=1, why="could not say"), [Missing.EVIDENCE]),
        (Rating(evidence=("m1",), why="found the cause"), [Missing.RATING]),
        (Rating(not_enough=True), [Missing.REASON]),
        (Rating(not_enough=True, reason=" "), [Missing.REASON]),
        (Rating(not_enough=True, reason="we ran out of time"), []),
    ],
)
def test_each_gap_of_a_rating_is_named(rating, missing):
    assert gaps(ONE, draft(rating)) == tuple(gap(what) for what in missing)


@pytest.mark.parametrize("value", [0, 5, -1, 35])
def test_values_outside_the_scale_are_refused(value):
    with pytest.raises(RatingOutside) as refused:
        Rating(value=value)

    assert refused.value == RatingOutside(value=value)


def test_number_beside_not_enough_is_refused():
    with pytest.raises(RatingOutside):
        Rating(value=3, not_enough=True)


def test_level_facets_are_asked_where_the_group_reads_it():
    enough = Rating(not_enough=True, reason="we ran out of time")
    rated = dict.fromkeys(TALK.dimensions, enough)

    empty = Draft(ratings=rated, marks=MARKS)
    unproved = Draft(
        ratings=rated,
        marks=MARKS,
        levels={"scope": LevelRead(reads=LevelReading.STAFF, evidence=("removed",))},
    )
    whole = Draft(
        ratings=rated,
        marks=MARKS,
        levels={
            "scope": LevelRead(reads=LevelReading.STAFF, evidence=("m1",)),
            "impact": LevelRead(reads=LevelReading.NOT_ENOUGH),
        },
    )

    assert gaps(TALK, empty) == (
        Gap(missing=Missing.FACET, facet="scope"),
        Gap(missing=Missing.FACET, facet="impact"),
    )
    assert gaps(TALK, unproved) == (
        Gap(missing=Missing.FACET_EVIDENCE, facet="scope"),
        Gap(missing=Missing.FACET, facet="impact"),
    )
    assert gaps(TALK, whole) == ()


def test_follow_up_that_stands_needs_its_outcome():
    rating = Rating(value=3, evidence=("m1",), why="found the cause")
    asked = (
        AskedFollowUp(mark="m1", kind=FollowUp.PERTURB),
        AskedFollowUp(mark="m2", kind=FollowUp.REVISIT, outcome=FollowUpOutcome.NOT_REACHED),
        AskedFollowUp(mark="removed", kind=FollowUp.REVISIT),
    )

    assert gaps(ONE, draft(rating, follow_ups=asked)) == (Gap(missing=Missing.OUTCOME, mark="m1"),)


def test_follow_ups_nobody_asked_are_only_a_hint():
    assert follow_ups_left(TALK, {FollowUp.REVISIT}) == (FollowUp.PERTURB,)
    assert follow_ups_left(ONE, ()) == ()


def test_incomplete_form_cannot_be_sent():
    require_complete(ONE, draft(Rating(value=3, evidence=("m1",), why="found the cause")))
    with pytest.raises(FormIncomplete) as refused:
        require_complete(ONE, draft(Rating(value=1, evidence=("m1",), why="could not say")))

    assert refused.value == FormIncomplete(gaps=(gap(Missing.SECOND_EVIDENCE),))


def test_pages_hold_a_dimension_each_then_the_facets():
    track_half = FormSpec(group=Group.TRACK_HALF, dimensions=(CODE, FRAMING, JUDGMENT))

    assert pages(track_half) == tuple(Page(dimensions=(one,)) for one in (CODE, FRAMING, JUDGMENT))
    assert pages(TALK)[-1] == Page(facets=("scope", "impact"))


def test_gap_leads_to_the_page_that_mends_it():
    screens = pages(TALK)

    assert page_of(Gap(missing=Missing.WHY, dimension=DimensionId.PEOPLE), screens) == 1
    assert page_of(Gap(missing=Missing.FACET, facet="impact"), screens) == 2
    assert page_of(Gap(missing=Missing.OUTCOME, mark="m1"), screens) == 0


@given(st.integers(1, 4), st.sets(st.sampled_from(["m1", "m2", "m3", "gone"])), st.sampled_from(["", "why"]))
def test_sendable_means_enough_standing_evidence_and_a_sentence(value, ticked, why):
    marks = frozenset({"m1", "m2", "m3"})
    filled = Draft(ratings={CODE: Rating(value=value, evidence=tuple(ticked), why=why)}, marks=marks)

    needed = 2 if value in {1, 4} else 1
    assert (gaps(ONE, filled) == ()) == (len(ticked & marks) >= needed and bool(why))
