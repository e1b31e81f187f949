"""Strangers try every control, then its owner clicks it twice, with hostile words: it counts once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.app import every_route
from bot.use_cases.hold import part_ends
from tests.journeys.filling import DIMENSIONS, FACETS, fill_page, open_form, tick_first, write
from tests.journeys.hostile import Hostile, harm
from tests.journeys.inviting import fill_in, invite_by_mail
from tests.journeys.playing import booked, everybody_says_yes, held, invited
from tests.journeys.scene_booked import booked as booked_scene
from tests.journeys.scene_debrief import MIXED, forms_in
from tests.journeys.twice import Clicker
from tests.journeys.world import World
from tests.journeys.world import world as build_world
from tracks.track import DimensionId, Group, SeatId

STORIES: dict[str, Callable[[World, Clicker], None]] = {}
TABLE: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

# What only shows something: a second click opens the same once more.
SHOWS = frozenset(
    {
        "my_page",
        "read_on",
        "read_paper",
        "read_brief",
        "read_letter",
        "read_reply",
        "read_form",
        "read_adjustment",
        "look",
        "invite",
        "ask_person",
        "ask_adjustment",
        "question_ai",
        "switch",
        "set_timezone",
        "bring_page",
        "record_choice",
        "answer_question",
        "mend_address",
        "hand_over",
        "not_held",
        "withdraw_invitation",
        "none_of_these",
        "seat_suggest",
        "choose_panelist",
        "change_panel",
        "open_brief",
        "brief_page",
        "mark_moment",
        "change_mark",
        "correct_start",
        "open_form",
        "form_go",
        "see_to_form",
        "extend_form",
        "reassign_form",
        "waive_form",
        "open_debrief",
        "debrief_page",
        "revise_rating",
        "decide",
        "write_letter",
        "reply_letter",
        "tell_late",
    }
)
SHOWN_FORMS = frozenset({"invite", "change_panel"})  # their submission shows the next form


def story(*, presses: str = "", submits: str = ""):
    """Put a story into the table, with what it clicks twice."""

    def register(play):
        STORIES[play.__name__] = play
        TABLE[play.__name__] = frozenset(presses.split()), frozenset(submits.split())
        return play

    return register


@story(submits="invite_preview answer_question arrange mend_address hand_over withdraw_invitation")
def those_who_run_it(world, twice):
    fill_in(world)
    world.rita.submit()
    twice.submit(world.rita)
    for verb, asked in (("ask_person", "Your question"), ("ask_adjustment", "What would help")):
        twice.open(world.kim, verb)
        world.kim.fill({asked: "May I have it in writing?"})
        world.kim.submit()
        world.settle()
    twice.open(world.rita, "answer_question")
    twice.submit(world.rita, answer="Yes, it is.")
    twice.open(world.caro, "read_adjustment")
    twice.submit(
        world.caro, outcome="Arranged as below", reply="Gladly.", line="Captions are on.", extra="30 minutes"
    )
    invite_by_mail(world)
    twice.open(world.rita, "mend_address")
    twice.submit(world.rita, email="noor@new.example")
    twice.open(world.rita, "withdraw_invitation")
    twice.submit(world.rita, reason="The role was filled from inside, and we are sorry to have asked.")
    twice.forge(world.rita, f"hand_over:{_invitation(world)}")
    twice.submit(world.rita, to="U0CARO")


@story(
    presses="choose_track agree_ai not_now withdraw",
    submits="ask_person ask_adjustment ai_question switch_track set_timezone bring_page",
)
def the_candidate(world, twice):
    play = invited(world)
    twice.press(world.kim, "not_now")
    twice.press(world.kim, "choose_track", "realist")
    twice.forge(world.kim, f"question_ai:{play.invitation.id}")
    twice.submit(world.kim, **{"What you would like to ask or say": "May I dictate?"})
    twice.press(world.kim, "agree_ai")
    for verb, asked in (("ask_person", "Your question"), ("ask_adjustment", "What would help")):
        twice.forge(world.kim, f"{verb}:{play.invitation.id}")
        twice.submit(world.kim, **{asked: "Would a later hour be all right?"})
    twice.forge(world.kim, f"bring_page:{play.invitation.id}")
    twice.submit(world.kim, text="A queue that I rebuilt, and what went wrong in March.")
    twice.forge(world.kim, f"set_timezone:{play.invitation.id}")
    twice.submit(world.kim, zone="Lisbon")
    twice.open(world.kim, "switch")
    twice.submit(world.kim, **{"The track you would like": "The pragmatist"})
    twice.press(world.kim, "withdraw")


@story(
    presses="choose_days more_times take_time seat_yes move_time keep_time cancel_loop",
    submits="none_of_these",
)
def times(world, twice):
    play = invited(world)
    play.picks("traditionalist")
    play.agrees()
    twice.press(world.kim, "choose_days")
    twice.press(world.kim, "more_times")
    twice.open(world.kim, "none_of_these")
    twice.submit(world.kim, words="Only in the evening, please.")
    twice.press(world.kim, "take_time")
    twice.press(world.ada, "seat_yes")
    twice.press(world.kim, "move_time")
    twice.press(world.kim, "keep_time")
    twice.press(world.kim, "cancel_loop")


@story(
    presses="seat_no seat_conflict give_seat_back agree_brief offer_other_times cancel_booking offer_again",
    submits="seat_suggest choose_panelist",
)
def the_panel(world, twice):
    play = held(world)
    twice.open(world.ada, "seat_suggest")
    twice.submit(world.ada, **{"Who could do it": "U0DEE"})
    twice.press(world.dee, "seat_no")
    twice.press(play.panel()["lead"], "seat_conflict")
    twice.open(world.rita, "choose_panelist")
    why = {"Why a rule is set aside": "They offered to come in for it."}
    twice.submit(world.rita, **{"Who is asked": _first_option(world.rita)}, **why)
    twice.open(world.rita, "change_panel")
    world.rita.fill({"Which seat": "independent: Eve Independent"})
    world.rita.submit()
    twice.submit(world.rita, **{"Who is asked": "U0FIN"})
    twice.away(world.rita)
    everybody_says_yes(world)
    second = play.panel()["second"]
    second.press("Open your brief", on="message")
    second.press("Next: The rule about AI", on="view")
    twice.press(second, "agree_brief")
    twice.away(second)
    twice.press(second, "give_seat_back")
    twice.press(world.rita, "offer_other_times")
    twice.away(world.rita)
    twice.press(world.rita, "cancel_booking")
    twice.away(world.rita)
    twice.forge(world.rita, f"offer_again:{play.invitation.id}")
    twice.away(world.rita)
    _press_forged_twice(world, twice, world.rita, "offer_again", play.invitation.id)


@story(submits="record_choice")
def a_late_switch(world, twice):
    play = booked(world)
    world.until(play.loop.starts_at - timedelta(hours=40))
    play.switches("realist")
    twice.open(world.rita, "record_choice")
    twice.submit(world.rita, **{"What they said, in their words": "I would rather show my own work."})


@story(presses="start_part", submits="mark_moment change_mark correct_start not_held")
def the_day(world, twice):
    scene = booked_scene(world)
    scene.until_part("coding", 12)
    world.ada.open_home()
    twice.press(world.ada, "start_part", scene.part("coding").id)
    world.ada.press("Correct it", on="view")
    twice.submit(world.ada, **{"How many minutes ago": "12"})
    twice.away(world.ada)
    twice.forge(world.ada, "mark_moment")
    twice.submit(world.ada, **{"What was said or done": "asked for the failing input", "Minute": "5"})
    twice.away(world.ada)
    world.ada.command("/tracks", "mark 6 asked who is hit first")
    world.ada.press("Change", on="message")
    twice.submit(world.ada, Minute="7")
    scene.until_part("coding", 90)
    with world.program.services.change("rule:clock") as unit:
        part_ends(world.program.services, unit, scene.loop_id)
    twice.forge(world.rita, f"not_held:{scene.invitation_id}")
    twice.submit(world.rita, Why="Something technical failed", **{"What did not take place": "Coding"})


@story(
    presses="form_save form_back form_to_overview not_attended",
    submits="form_page form_overview extend_form reassign_form waive_form",
)
def forms(world, twice):
    scene = booked_scene(world)
    scene.until_over()
    form = scene.form(Group.HOW_YOU_WORK, SeatId.LEAD)
    open_form(world.ada, form)
    write(world.ada, DimensionId.OWNERSHIP, value="3", why="said so", minute="5", words="took it over")
    twice.press(world.ada, "form_save")
    twice.submit(world.ada)
    twice.press(world.ada, "form_back")
    world.ada.submit()
    fill_page(world.ada, DIMENSIONS[Group.HOW_YOU_WORK][1], "asked the other team")
    for facet in FACETS:
        write(world.ada, facet, reads="senior")
        tick_first(world.ada, facet)
    twice.press(world.ada, "form_to_overview")
    twice.submit(world.ada)
    twice.away(world.ada)
    missing = scene.form(Group.TRACK_HALF, SeatId.SECOND)
    world.settle()
    twice.press(world.cho, "not_attended", missing.id)
    twice.away(world.cho)
    late = scene.form(Group.TRACK_HALF, SeatId.LEAD)
    fields = {
        "extend_form": {"Until": world.clocks.now + timedelta(hours=20)},
        "reassign_form": {"Who": "U0BEN", "Were they there?": ["yes"]},
        "waive_form": {"Why": "Nobody was there in her place."},
    }
    for verb, values in fields.items():
        about = scene.form(Group.TRACK_HALF, SeatId.LEAD) if verb == "waive_form" else late
        twice.forge(world.rita, f"{verb}:{about.id}")
        twice.submit(world.rita, **values)
        twice.away(world.rita)


@story(presses="call_debrief close_debrief", submits="revise_rating")
def a_debrief(world, twice):
    forms_in(world, MIXED)
    twice.open(world.ada, "open_debrief")
    twice.press(world.ada, "call_debrief")
    twice.away(world.ada)
    twice.open(world.ada, "open_debrief")
    world.ada.press("Next", on="view")
    world.ada.press("Revise mine", on="view")
    twice.submit(
        world.ada,
        **{"What you say now": "3: Clearly shown", "What changed your view": "Eve saw it at minute 12."},
    )
    twice.away(world.ada)
    twice.open(world.hans, "open_debrief")
    twice.press(world.hans, "close_debrief")


@story(presses="nothing_to_discuss")
def nothing_to_talk_about(world, twice):
    forms_in(world)
    twice.open(world.ada, "open_debrief")
    twice.press(world.ada, "nothing_to_discuss")


@story(presses="decision_page letter_page send_letter", submits="decision letter reply_letter tell_late")
def the_decision(world, twice):
    scene = forms_in(world)
    twice.forge(world.hans, f"tell_late:{scene.invitation_id}")
    twice.submit(world.hans, **{"Until the end of": "2026-12-04"})
    twice.away(world.hans)
    twice.open(world.hans, "decide")
    words = "Said what it is for, and showed it twice at minute 12."
    twice.submit(world.hans, **{"Framing the problem": words, "Working in code": words})
    world.hans.fill({"Weighing options": words, "Checking and repairing": words})
    twice.press(world.hans, "decision_page")
    _goes_on_below_the_notice(world.hans)
    world.hans.submit()
    world.hans.submit()
    world.hans.fill({"Owning the result": words, "Working with people": words})
    world.hans.submit()
    twice.submit(world.hans, **{"What you decide": "No offer"})
    twice.away(world.hans)
    twice.open(world.hans, "write_letter")
    twice.submit(world.hans, **{"Working in code": "You read the failing test aloud."})
    twice.press(world.hans, "letter_page")
    _goes_on_below_the_notice(world.hans)
    world.hans.submit()
    world.hans.submit()
    twice.press(world.hans, "send_letter")
    world.kim.press("Read my letter", on="message")
    world.kim.press("Answer")
    twice.submit(world.kim, **{"Your answer": "Thank you."})


def _goes_on_below_the_notice(person):
    """Close what says that the second press came too late; the form lies below."""
    if "This has changed in the meantime" in person.sees_view():
        person.close_view()


def _press_forged_twice(world, twice, person, verb, about):
    twice.forge(person, f"{verb}:{about}")
    before = twice.record()
    twice.away(person)
    twice.forge(person, f"{verb}:{about}")
    assert twice.record() == before
    twice.pressed.add(verb)


def _first_option(person):
    return next(b["element"]["options"][0]["value"] for b in person.view.blocks if b["type"] == "input")


def _invitation(world):
    with world.program.services.look() as unit:
        return unit.candidacies.newest_of(unit.candidacies.candidate_in_slack("U0KIM").id).id


@pytest.mark.parametrize("name", sorted(STORIES))
def test_strangers_double_clicks_and_hostile_words_do_no_harm(sqlite_url: str, name):
    with build_world(sqlite_url) as world:
        twice = Hostile(world)

        STORIES[name](world, twice)

        assert {each[:27] for each in world.complaints()} <= {"views.update: hash_conflict"}
        assert harm(world) == []
        assert twice.kept() is twice.said
    presses, submits = TABLE[name]
    assert (presses - twice.pressed, submits - twice.submitted) == (frozenset(), frozenset())


def test_every_control_stands_in_the_table():
    routes = every_route()
    presses = frozenset().union(*(presses for presses, _ in TABLE.values()))
    submits = frozenset().union(*(submits for _, submits in TABLE.values()))

    assert presses | SHOWS == routes.actions.keys()
    assert presses & SHOWS == frozenset()
    assert submits | SHOWN_FORMS == routes.forms.keys()
