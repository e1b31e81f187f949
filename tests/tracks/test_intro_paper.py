"""The paper says the same to everybody, every number computed, the tracks in a rotated order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracks.role_facts import FACTS, role
from tracks.catalogue import load
from tracks.errors import RoleIncomplete
from tracks.intro_paper import Paper, compose, rotate
from tracks.plain import from_plain, to_plain
from tracks.track import Level, TrackId

CATALOGUE = load()


def body(paper, section):
    [text] = [one.body for one in (*paper.sections, *paper.read_on) if one.id == section]
    return text


def test_the_first_message_holds_what_choosing_needs():
    paper = compose(CATALOGUE, role(), rotate(1))

    assert [section.id for section in paper.sections] == [
        "greeting",
        "the_job",
        "promise",
        "track_pragmatist",
        "track_realist",
        "track_traditionalist",
        "essentials",
    ]
    assert [section.track for section in paper.sections if section.button] == list(paper.order)
    assert "Your talk on retries was the clearest I have heard." in body(paper, "greeting")


def test_the_job_is_told_with_every_agreed_fact():
    assert body(compose(CATALOGUE, role(), rotate(0)), "the_job").splitlines() == [
        "- *Where:* Berlin or remote in the EU",
        "- *Pay:* EUR 85,000-105,000",
        "- *How we meet:* video",
        "- *Before this:* a call with Rita",
        "- *After it:* an offer talk",
        "- *Where your address comes from:* you gave it to Rita in May",
    ]


def test_time_and_sittings_come_from_the_plan():
    promise = body(compose(CATALOGUE, role(), rotate(0)), "promise")

    assert (
        "- *Time:* 3 hours 40 minutes in all, breaks included. One day or two, your choice: "
        "two days are 2 hours 5 minutes and 1 hour 35 minutes." in promise.splitlines()
    )


def test_the_ai_rule_of_both_halves_is_told():
    paper = compose(CATALOGUE, role(), rotate(0))

    assert "In the second half: off in all parts." in body(paper, "essentials")
    says = "on, and you say when"
    parts = f"Briefing: off; Working alone: {says}; Walkthrough: first 30 min off, then 10 min {says}."
    assert f"- *AI:* {parts}" in body(paper, "track_pragmatist").splitlines()
    for part in ("Coding", "Design", "Briefing", "Tour", "Shared review", "How you work"):
        assert f"- {part}: off. Reason: " in body(paper, "ai")
    assert "- Working alone: on, and you say when. Reason: people in this job work with an assistant" in body(
        paper, "ai"
    )


def test_a_job_that_bans_ai_says_so_in_the_paper():
    paper = compose(CATALOGUE, role(job_bans_ai=True), rotate(0))

    for track in TrackId:
        assert "*AI:* off in all parts." in body(paper, f"track_{track}")
    assert "on, and you say when" not in body(paper, "ai")


@pytest.mark.parametrize("family", ["backend", "ai_engineer"])
@pytest.mark.parametrize("level", Level)
def test_every_section_fits_into_slack(family, level):
    paper = compose(CATALOGUE, role(family=family, level=level, why_you="x" * 600), rotate(0))

    for section in (*paper.sections, *paper.read_on):
        assert len(section.body) <= 2900, section.id
        assert len(section.title) <= 150, section.id
        assert "{" not in section.body


def test_privacy_says_how_long_and_whom_to_ask():
    privacy = body(compose(CATALOGUE, role(), rotate(0)), "privacy")

    assert "Everything is deleted 365 days after we were last in touch" in privacy
    assert privacy.endswith("write to privacy@example.com.")


def test_one_person_as_host_and_coordinator_is_said():
    one, two = role(coordinator="Rita"), role()

    assert "Requests for adjustments go to Rita too" in body(compose(CATALOGUE, one, rotate(0)), "people")
    assert "Requests for adjustments go to Caro, and to nobody else." in (
        body(compose(CATALOGUE, two, rotate(0)), "people")
    )


def test_fewer_tracks_need_a_reason_that_is_shown():
    with pytest.raises(RoleIncomplete) as refused:
        compose(CATALOGUE, role(), (TrackId.REALIST,))
    assert refused.value.missing == ("fewer_tracks_reason",)

    reasoned = role(fewer_tracks_reason="we have no repository yet.")
    paper = compose(CATALOGUE, reasoned, (TrackId.REALIST, TrackId.TRADITIONALIST))
    assert body(paper, "greeting").endswith(
        "On offer for this role: The realist, The traditionalist. The reason: we have no repository yet."
    )


def test_paper_says_how_many_ways_there_are():
    reasoned, ways = role(fewer_tracks_reason="we have no repository"), []
    for count in (1, 2, 3):
        paper = compose(CATALOGUE, reasoned, rotate(0)[:count])
        _, change = body(paper, "after").splitlines()[:2]
        ways.append(
            (body(paper, "greeting").split("\n\n")[2].partition(".")[0], change.partition(" until")[0])
        )

    assert ways == [
        ("There is one way to do our interview", "- You can cancel freely"),
        ("There are two ways to do our interview", "- You can switch or cancel freely"),
        ("There are three ways to do our interview", "- You can switch or cancel freely"),
    ]


@pytest.mark.parametrize(
    "fact", [name for name, value in FACTS.items() if isinstance(value, str) and name != "family"]
)
def test_no_paper_without_a_fact(fact):
    if fact == "level":
        return
    with pytest.raises(RoleIncomplete) as refused:
        compose(CATALOGUE, role(**{fact: "  "}), rotate(0))

    assert refused.value.missing == (fact,)


def test_facts_that_look_like_blanks_stay_literal():
    paper = compose(CATALOGUE, role(why_you="{host.__class__} {pay}"), rotate(0))

    assert "*Why you:* {host.__class__} {pay}" in body(paper, "greeting")


def test_a_paper_is_the_same_after_being_kept():
    paper = compose(CATALOGUE, role(), rotate(2))

    assert from_plain(Paper, to_plain(paper)) == paper


def test_the_comparison_follows_the_order():
    rows = {row.label: row.cells for row in compose(CATALOGUE, role(), rotate(2)).comparison}

    assert rows["You prepare"] == ("one page, at most 1 hour", "nothing", "nothing")
    assert rows["Time"] == ("3 hours 40 minutes",) * 3
    assert [cell for cells in rows.values() for cell in cells if cell.endswith(".")] == []


@given(st.integers(0, 10_000))
def test_each_track_comes_first_equally_often(count):
    orders = [rotate(count + turn) for turn in range(3)]

    assert {order[0] for order in orders} == set(TrackId)
    assert all(sorted(order) == sorted(TrackId) for order in orders)
