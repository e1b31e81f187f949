"""Frozen values survive the way through JSON, and what cannot be read says where and why."""

import json

import pytest

from tracks.catalogue import load
from tracks.format import Format, compose
from tracks.plain import UnreadableError, from_plain, to_plain
from tracks.rating_sheet import RatingSheet, sheet_for
from tracks.track import Group, Level, Question, SeatId, TrackId


@pytest.mark.parametrize("track", TrackId)
@pytest.mark.parametrize("family", ["backend", "ai_engineer"])
def test_a_plan_is_the_same_after_being_kept(track, family):
    plan = compose(load(), track=track, family=family, level=Level.STAFF)

    assert from_plain(Format, json.loads(json.dumps(to_plain(plan)))) == plan


def test_a_rating_sheet_is_the_same_after_being_kept():
    catalogue = load()
    plan = compose(catalogue, track=TrackId.REALIST, family="ai_engineer", level=Level.MID)
    sheet = sheet_for(catalogue, plan, group=Group.HOW_YOU_WORK, seat=SeatId.LEAD)

    assert from_plain(RatingSheet, json.loads(json.dumps(to_plain(sheet)))) == sheet


def test_every_fault_of_a_value_is_told():
    with pytest.raises(UnreadableError) as wrong:
        from_plain(
            Question, {"id": 7, "rates": ["code", "charm"], "probes": "Why?", "hint": "x"}, file="x.toml"
        )

    assert sorted(map(str, wrong.value.faults)) == [
        "x.toml: ask: found nothing, expected a value",
        "x.toml: hint: found 'x', expected no such key; known are id, ask, rates, probes, levels, follow_ups",
        "x.toml: id: found 7, expected a text",
        "x.toml: probes: found 'Why?', expected a list",
        (
            "x.toml: rates[1]: found 'charm', expected one of "
            "framing, code, judgment, verification, ownership, people"
        ),
    ]


@pytest.mark.parametrize("plain", [None, [], "text", 3])
def test_what_is_no_table_is_refused(plain):
    with pytest.raises(UnreadableError):
        from_plain(Question, plain)
