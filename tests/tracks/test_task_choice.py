"""Tasks are taken in turn, and what a family lacks is said before anybody is invited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.catalogue import load
from tracks.format import compose
from tracks.task_choice import choose_tasks, practice_tasks, shortcomings
from tracks.track import Level, Shape, TrackId

CATALOGUE = load()


@pytest.mark.parametrize("family", ["backend", "ai_engineer"])
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("track", TrackId)
def test_shipped_families_lack_nothing(family, level, track):
    assert shortcomings(CATALOGUE, family=family, level=level, track=track) == ()


def test_frontend_is_only_partly_there():
    lacking = {
        track: shortcomings(CATALOGUE, family="frontend", level=Level.SENIOR, track=track)
        for track in TrackId
    }

    assert lacking == {
        TrackId.TRADITIONALIST: ("shared_review: no task for frontend",),
        TrackId.PRAGMATIST: (
            "build: P-search names the material 'search_box', which is not there",
            "shared_review: no task for frontend",
        ),
        TrackId.REALIST: ("shared_review: no task for frontend",),
    }


def test_what_content_does_not_know_is_said():
    unknown = {"level": Level.MID, "track": TrackId.REALIST}

    assert shortcomings(CATALOGUE, family="astrology", **unknown) == (
        "content has no role family 'astrology'",
    )
    assert shortcomings(CATALOGUE, family="backend", shape=Shape.SHORT, **unknown) == (
        "content has no shape 'short'",
    )


def test_parts_that_speak_of_one_task_share_it():
    plan = compose(CATALOGUE, track=TrackId.PRAGMATIST, family="ai_engineer", level=Level.SENIOR)

    assert choose_tasks(plan, used={}) == {
        "eval_brief": "invoice_reader",
        "eval_design_alone": "invoice_reader",
        "eval_walkthrough": "invoice_reader",
        "shared_review": "shared_review_green_eval",
    }


def test_public_keys_are_named_for_practice():
    realist = compose(CATALOGUE, track=TrackId.REALIST, family="backend", level=Level.SENIOR)

    assert [task.id for task in practice_tasks(CATALOGUE, realist)] == ["shared_review_backend"]


@given(used=st.dictionaries(st.sampled_from(sorted(CATALOGUE.tasks)), st.integers(0, 9)))
def test_the_least_used_task_is_taken(used):
    plan = compose(CATALOGUE, track=TrackId.TRADITIONALIST, family="ai_engineer", level=Level.SENIOR)

    chosen = choose_tasks(plan, used=used)["tradeoff_architecture"]

    [offered] = [session.tasks for session in plan.sessions if session.id == "tradeoff_architecture"]
    assert len(offered) == 3
    assert used.get(chosen, 0) == min(used.get(task, 0) for task in offered)
