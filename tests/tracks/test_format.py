"""Every plan is equally long, rates every dimension twice by two people, and says who is there when."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracks.content_bench import lay, shipped
from tracks.catalogue import load
from tracks.format import compose, with_extra_minutes
from tracks.track import AiModeId, DimensionId, FollowUp, Group, Kind, Level, SeatId, Shape, TrackId

CATALOGUE = load()
COMPLETE = ("backend", "ai_engineer")


def plan_of(track, family="backend", level=Level.SENIOR, **more):
    return compose(CATALOGUE, track=track, family=family, level=level, **more)


def grid(family):
    """Return for each dimension the sessions that rate it: one per track, then that of everybody."""
    table = {}
    for track in TrackId:
        for session in plan_of(track, family).sessions:
            column = track if session.group == Group.TRACK_HALF else "everybody"
            table.update({(dimension, column): session.id for dimension in session.spec.rates})
    return [
        tuple(table[dimension, column] for column in (*TrackId, "everybody")) for dimension in DimensionId
    ]


def test_backend_grid_is_the_agreed_one():
    assert grid("backend") == [
        ("design", "brief", "deep_dive", "shared_review"),
        ("coding", "walkthrough", "change", "shared_review"),
        ("design", "walkthrough", "deep_dive", "shared_review"),
        ("coding", "walkthrough", "change", "shared_review"),
        ("design", "walkthrough", "deep_dive", "how_you_work"),
        ("coding", "brief", "deep_dive", "how_you_work"),
    ]


def test_ai_engineer_grid_keeps_the_split():
    assert grid("ai_engineer") == [
        ("eval_design", "eval_brief", "deep_dive", "shared_review"),
        ("eval_design", "eval_walkthrough", "debugging_replay", "shared_review"),
        ("tradeoff_architecture", "eval_walkthrough", "deep_dive", "shared_review"),
        ("eval_design", "eval_walkthrough", "debugging_replay", "shared_review"),
        ("tradeoff_architecture", "eval_walkthrough", "deep_dive", "how_you_work"),
        ("tradeoff_architecture", "eval_brief", "deep_dive", "how_you_work"),
    ]


@pytest.mark.parametrize("family", sorted(CATALOGUE.families))
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("track", TrackId)
def test_every_plan_is_equally_long_and_rated(track, family, level):
    plan = plan_of(track, family, level)

    assert (plan.total_minutes, plan.working_minutes) == (220, 175)
    assert sum(len(plan.rates(group, seat)) for group in plan.groups for seat in plan.raters_of(group)) == 24
    assert [s.offset_minutes + s.minutes for s in plan.sessions] == [
        *(s.offset_minutes for s in plan.sessions[1:]),
        220,
    ]
    assert {FollowUp.PERTURB, FollowUp.REVISIT, FollowUp.CONSEQUENCE} <= set(
        plan.follow_ups(Group.TRACK_HALF)
    )


def test_six_forms_of_two_raters_each():
    plan = plan_of(TrackId.REALIST)

    assert {group: plan.raters_of(group) for group in plan.groups} == {
        Group.TRACK_HALF: (SeatId.LEAD, SeatId.SECOND),
        Group.SHARED_REVIEW: (SeatId.SECOND, SeatId.INDEPENDENT),
        Group.HOW_YOU_WORK: (SeatId.INDEPENDENT, SeatId.LEAD),
    }
    assert plan.rates(Group.SHARED_REVIEW, SeatId.LEAD) == ()


def test_nobody_is_taken_who_is_not_there():
    present = [(session.id, session.present) for session in plan_of(TrackId.PRAGMATIST).sessions]

    lead, second, independent, host = SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT, SeatId.HOST
    assert present == [
        ("welcome", (host, lead, second)),
        ("brief", (lead, second)),
        ("build", ()),
        ("break", ()),
        ("walkthrough", (lead, second)),
        ("break", ()),
        ("shared_review", (second, independent)),
        ("how_you_work", (independent, lead)),
        ("your_questions", (lead,)),
    ]


def test_alone_the_second_can_be_reached():
    assert plan_of(TrackId.PRAGMATIST).spec("build").reachable == (SeatId.SECOND, SeatId.HOST)


def test_two_days_begin_with_somebody_met():
    first, second = plan_of(TrackId.TRADITIONALIST).parts(split=True)

    assert [session.id for session in first.sessions] == ["welcome", "coding", "break", "design"]
    assert [(session.id, session.offset_minutes) for session in second.sessions] == [
        ("hello_again", 0),
        ("shared_review", 10),
        ("how_you_work", 50),
        ("your_questions", 80),
    ]
    assert second.sessions[0].present == (SeatId.SECOND,)
    assert (first.minutes, second.minutes) == (125, 95)


def test_one_day_is_one_part():
    plan = plan_of(TrackId.REALIST)

    [part] = plan.parts(split=False)
    assert (part.number, part.sessions, part.minutes) == (1, plan.sessions, 220)


def test_questions_follow_the_level():
    asked = [
        [question.id for question in plan_of(TrackId.REALIST, level=level).spec("how_you_work").questions]
        for level in Level
    ]

    assert asked == [["W1", "W2"], ["W1", "W2", "W3"], ["W1", "W2", "W3"]]


def test_a_job_that_bans_ai_bans_it_everywhere():
    for track in TrackId:
        plan = plan_of(track, job_bans_ai=True)
        modes = {session.ai.mode for session in plan.sessions}
        assert modes == {AiModeId.BANNED, AiModeId.NOT_APPLICABLE}
        assert all(session.ai.minutes_off + session.ai.minutes_on == 0 for session in plan.sessions)


def test_a_shape_may_give_parts_other_minutes(tmp_path):
    short = load(lay(tmp_path, "shapes.toml", shipped("shapes.toml") + SHORT))

    totals = {}
    for track in TrackId:
        plan = compose(short, track=track, family="backend", level=Level.MID, shape=Shape.SHORT)
        totals[track] = plan.total_minutes
    assert set(totals.values()) == {150}
    assert compose(short, track=TrackId.REALIST, family="backend", level=Level.MID).total_minutes == 220


@given(track=st.sampled_from(TrackId), family=st.sampled_from(COMPLETE), extra=st.integers(0, 240))
def test_extra_minutes_lengthen_work_and_nothing_else(track, family, extra):
    plan = plan_of(track, family)

    longer = with_extra_minutes(plan, extra)

    assert longer.extra_minutes == longer.total_minutes - plan.total_minutes
    assert extra <= longer.extra_minutes < extra + 5
    for before, after in zip(plan.sessions, longer.sessions, strict=True):
        assert after.minutes >= before.minutes
        assert before.group or after.minutes == before.minutes
        assert not after.spec.plan or sum(step.minutes for step in after.spec.plan) == after.minutes
        if after.ai.mode == AiModeId.BOTH:
            assert after.ai.minutes_off + after.ai.minutes_on == after.minutes
    breaks = [session for session in longer.sessions if session.spec.kind == Kind.BREAK]
    assert all(session.minutes == 10 for session in breaks)


def test_no_extra_minutes_change_nothing():
    plan = plan_of(TrackId.REALIST)

    assert with_extra_minutes(plan, 0) == replace(plan, sessions=plan.sessions)


def _change(session, minutes, **more):
    lines = [f'[[shapes.changes]]\nsession = "{session}"', f"minutes = {minutes}"]
    lines += [f"{key} = {value}" for key, value in more.items()]
    return "\n".join([*lines, f'plan = [{{ minutes = {minutes}, what = "as before, shorter", id = "all" }}]'])


SHORT = """
[[shapes]]
id = "short"
name = "Short"
total_minutes = 150
break_minutes = 10
split_break = "hello_again"
[shapes.order]
traditionalist = ["welcome", "coding", "design", "break", "shared_review", "how_you_work", "your_questions"]
pragmatist = ["welcome", "brief", "build", "walkthrough", "break",
  "shared_review", "how_you_work", "your_questions"]
realist = ["welcome", "tour", "deep_dive", "change", "break",
  "shared_review", "how_you_work", "your_questions"]
[shapes.split_after]
traditionalist = "design"
pragmatist = "walkthrough"
realist = "change"
""" + "\n".join(
    [
        _change("coding", 30).replace('"all"', '"alone"'),
        _change("design", 30),
        _change("brief", 10),
        _change("build", 30),
        _change("walkthrough", 20, ai_minutes_off=15, ai_minutes_on=5).replace('"all"', '"step"'),
        _change("tour", 15).replace('"all"', '"lead"'),
        _change("deep_dive", 25),
        _change("change", 20),
        _change("how_you_work", 15),
        _change("eval_design", 30, ai_minutes_off=20, ai_minutes_on=10).replace('"all"', '"writing"'),
        _change("tradeoff_architecture", 30),
        _change("eval_brief", 10),
        _change("eval_design_alone", 30),
        _change("eval_walkthrough", 20, ai_minutes_off=15, ai_minutes_on=5).replace('"all"', '"step"'),
        _change("debugging_replay", 20).replace('"all"', '"reading"'),
    ]
)
