"""Opening words, questions, briefs and sheets are filled from the plan that is booked."""

import pytest

from tracks import candidate_brief
from tracks.catalogue import load
from tracks.fill import BlankError
from tracks.format import compose
from tracks.plan_facts import asked, spoken
from tracks.rating_sheet import sheet_for
from tracks.task_choice import choose_tasks
from tracks.track import FollowUp, Group, Level, SeatId, TrackId

CATALOGUE = load()
NAMES = {"host": "Rita", "lead": "Ada", "second": "Ben", "independent": "Ina", "called": "Cleo"}
ROLE = {"stack": "Python", "job_less_liked": "on call"}


def plan_of(track, family="backend", level=Level.SENIOR):
    return compose(CATALOGUE, track=track, family=family, level=level)


def part_of(plan, name):
    """Return the one day of *plan* and the session called *name* in it."""
    [day] = plan.parts(split=False)
    return day, next(session for session in day.sessions if session.id == name)


@pytest.mark.parametrize("family", ["backend", "ai_engineer"])
@pytest.mark.parametrize("track", TrackId)
def test_all_opening_words_and_questions_can_be_said(family, track):
    plan = plan_of(track, family)
    chosen = choose_tasks(plan, used={})

    for part in plan.parts(split=True):
        for session in part.sessions:
            task = CATALOGUE.tasks.get(chosen.get(session.id, ""))
            words = spoken(CATALOGUE, plan, session, part=part, task=task, **NAMES, **ROLE)
            questions = asked(CATALOGUE, plan, session, task)
            assert "{" not in words + "".join(questions)


def test_the_welcome_says_how_the_day_goes():
    plan = plan_of(TrackId.PRAGMATIST)
    day, welcome = part_of(plan, "welcome")

    words = spoken(CATALOGUE, plan, welcome, part=day, task=None)

    parts = ("Briefing", "Working alone", "Walkthrough", "Shared review", "How you work", "Your questions")
    assert f"Here is how today goes: {', then '.join(parts)}." in words


def test_the_person_with_the_problem_speaks_of_the_task():
    plan, task = plan_of(TrackId.PRAGMATIST), CATALOGUE.tasks["P-holds"]
    day, brief = part_of(plan, "brief")

    words = spoken(CATALOGUE, plan, brief, part=day, task=task)

    assert words.startswith("I run the theatre's box office.")
    assert "After that you have 50 minutes for yourself." in words


def test_what_changes_is_put_into_the_question():
    plan, task = plan_of(TrackId.TRADITIONALIST), CATALOGUE.tasks["T-coding-windows"]
    _, coding = part_of(plan, "coding")

    [question] = [ask for ask in asked(CATALOGUE, plan, coding, task) if "card changes" in ask]

    assert question == (
        "The card changes: they arrive one at a time, for ever, and questions are asked in between; "
        "you may not re-read everything for each. What stays, what goes?"
    )


def test_words_that_need_a_name_are_not_said_without():
    plan = plan_of(TrackId.PRAGMATIST)
    day, build = part_of(plan, "build")

    with pytest.raises(BlankError):
        spoken(CATALOGUE, plan, build, part=day, task=None)


def test_the_candidates_brief_sends_questions_ahead():
    brief = candidate_brief.compose(
        CATALOGUE, plan_of(TrackId.REALIST, level=Level.MID), host="Rita", split=False
    )

    assert [question.split()[:6] for question in brief.questions_ahead] == [
        ["Tell", "me", "about", "a", "piece", "of"],
        ["Tell", "me", "about", "a", "technical", "disagreement"],
    ]
    assert brief.bring == ("The thing itself, or a drawing of it", "One page, sent the day before")
    assert brief.prepare.endswith("At most 1 hour of your time, please. Nobody rates how the page looks.")


def test_a_family_prepares_candidates_in_its_own_words():
    brief = candidate_brief.compose(
        CATALOGUE, plan_of(TrackId.PRAGMATIST, "ai_engineer"), host="Rita", split=True
    )

    assert "You get the card when the part begins." in brief.prepare
    assert [part.number for part in brief.parts] == [1, 2]


def test_what_we_bring_fits_the_sessions_of_the_family():
    briefs = [
        candidate_brief.compose(CATALOGUE, plan_of(TrackId.REALIST, family), host="Rita", split=False)
        for family in ("backend", "ai_engineer")
    ]

    assert ["cards, each with one condition that changes" in brief.from_us for brief in briefs] == [
        True,
        False,
    ]


def test_a_sheet_shows_what_its_rater_rates():
    plan = plan_of(TrackId.TRADITIONALIST, "ai_engineer")

    sheet = sheet_for(CATALOGUE, plan, group=Group.TRACK_HALF, seat=SeatId.LEAD)

    assert tuple(dimension.id for dimension in sheet.dimensions) == plan.rates(Group.TRACK_HALF, SeatId.LEAD)
    assert {axis.seen_in for axis in sheet.axes} == {
        ("eval_design", "eval_design_alone", "eval_walkthrough"),
        ("tradeoff_architecture",),
    }
    assert set(sheet.follow_ups) >= {FollowUp.PERTURB, FollowUp.REVISIT, FollowUp.CONSEQUENCE}
    assert (sheet.facets, sheet.examples) == ((), ())


def test_examples_are_those_of_the_family():
    sheet = sheet_for(CATALOGUE, plan_of(TrackId.PRAGMATIST), group=Group.TRACK_HALF, seat=SeatId.SECOND)

    assert len(sheet.examples) == 6
    assert {example.dimension for example in sheet.examples} == {
        dimension.id for dimension in sheet.dimensions
    }


def test_only_past_work_reads_the_level():
    plan = plan_of(TrackId.REALIST)

    past = sheet_for(CATALOGUE, plan, group=Group.HOW_YOU_WORK, seat=SeatId.INDEPENDENT)
    review = sheet_for(CATALOGUE, plan, group=Group.SHARED_REVIEW, seat=SeatId.INDEPENDENT)

    assert [facet.id for facet in past.facets] == ["scope", "contribution", "impact", "difficulty"]
    assert review.facets == ()


def test_one_minute_and_one_hour_stand_alone():
    told = [CATALOGUE.ground.words.duration(minutes) for minutes in (1, 60, 61, 220)]

    assert told == ["1 minute", "1 hour", "1 hour 1 minute", "3 hours 40 minutes"]
