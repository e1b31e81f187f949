"""A panelist's brief holds what their seat needs, in full, and stays readable as it was."""

import pytest

from tracks.catalogue import load
from tracks.format import compose as compose_plan
from tracks.panel_brief import NAMES, PanelBrief, compose, with_names
from tracks.plain import from_plain, to_plain
from tracks.task_choice import choose_tasks
from tracks.track import Group, Level, SeatId, TrackId

CATALOGUE = load()
PEOPLE = {"host": "Rita", "lead": "Ada", "second": "Ben", "independent": "Ina", "called": "Cleo"}


def brief(seat, *, track=TrackId.PRAGMATIST, family="backend", split=False, cards=None):
    plan = compose_plan(CATALOGUE, track=track, family=family, level=Level.SENIOR)
    return compose(
        CATALOGUE,
        plan,
        seat=seat,
        split=split,
        tasks=choose_tasks(plan, used={}),
        cards=cards or {},
        stack="Python",
        job_less_liked="on call",
        format_sha="sha",
    )


@pytest.mark.parametrize("family", ["backend", "ai_engineer"])
@pytest.mark.parametrize("track", TrackId)
@pytest.mark.parametrize("seat", SeatId)
def test_every_brief_is_read_back_as_written(family, track, seat):
    written = brief(seat, track=track, family=family, split=True)

    assert from_plain(PanelBrief, to_plain(written)) == written


@pytest.mark.parametrize("family", ["backend", "ai_engineer"])
@pytest.mark.parametrize("track", TrackId)
@pytest.mark.parametrize("seat", SeatId)
def test_no_blank_is_left_once_people_are_known(family, track, seat):
    read = str(to_plain(with_names(brief(seat, track=track, family=family, split=True), PEOPLE)))

    assert [name for name in NAMES if f"{{{name}}}" in read] == []


def test_parts_are_those_where_the_seat_is_present():
    parts = [(part.session, part.leads, part.rates, part.task is not None) for part in brief("second").parts]

    assert parts == [
        ("welcome", False, False, False),
        ("brief", True, True, True),
        ("walkthrough", False, True, True),
        ("shared_review", True, True, True),
    ]


def test_key_hints_and_change_belong_to_the_task():
    task = next(part.task for part in brief(SeatId.LEAD).parts if part.task)

    assert task.change == "the service now runs twice, behind a balancer"
    assert task.hints[1] == "I would look at what placing looks at before it says that a seat is free."
    assert task.key[0].fault.startswith("a confirmed seat is sold again")


def test_only_cards_that_were_laid_are_in_it():
    laid = brief(SeatId.LEAD, track=TrackId.REALIST, cards={"change": ("no_network", "ten_times")})

    deck = next(part.task.cards for part in laid.parts if part.session == "change" and part.task)
    assert deck == ("Ten times as much, all on one day.", "It has to work where there is no network.")


def test_only_whoever_leads_reads_opening_words_out():
    lead, second = brief(SeatId.LEAD), brief(SeatId.SECOND)

    said = {part.session: bool(part.script) for part in (*lead.parts, *second.parts) if part.leads}
    silent = [part.session for part in (*lead.parts, *second.parts) if part.script and not part.leads]
    assert all(said.values())
    assert silent == []


def test_anchors_are_those_that_the_seat_rates():
    assert [sheet.group for sheet in brief(SeatId.LEAD).sheets] == [Group.TRACK_HALF, Group.HOW_YOU_WORK]
    assert brief(SeatId.HOST).sheets == ()
    assert brief(SeatId.HOST).prepare_minutes == 0


def test_each_prepares_for_the_parts_they_sit_in():
    everybody = {seat: brief(seat).prepare.split(",")[0] for seat in (SeatId.LEAD, SeatId.INDEPENDENT)}

    assert everybody == {
        SeatId.LEAD: "- Run the service",
        SeatId.INDEPENDENT: "- Read the change of the shared review in the time the candidate has",
    }
    assert brief(SeatId.LEAD, family="ai_engineer").prepare.startswith("- Write the page yourself")


def test_names_look_like_names_even_with_brackets():
    named = with_names(brief(SeatId.LEAD), PEOPLE | {"host": "{lead} Rita"})

    closing = next(part.closing for part in named.parts if part.closing)
    assert "{lead} Rita is there" in closing
