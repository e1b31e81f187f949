"""A sealed form that others try to read in every way: refused, noted, and no hint that anything is there."""

import json
from datetime import timedelta

import pytest

from bot.use_cases.fill_form import PageContent, Typed, save_page
from storage.tables import AuditEvent
from tests.journeys.chapters import chapter
from tests.journeys.filling import (
    LEAD,
    SECOND,
    TRACK,
    WORK,
    fill_page,
    mark,
    open_form,
    send,
    send_all,
    write,
)
from tests.journeys.forging import NO, press_forged, press_in_forged, submit_forged
from tests.journeys.scene_booked import booked
from tests.journeys.world import pressed
from tracks.candidacy import FormState
from tracks.rubric import LevelRead, LevelReading, Rating
from tracks.track import DimensionId, SeatId

SECRET = "kingfisher"
MARKED = f"named the {SECRET} limit unasked"
OTHERS = ("cho", "eve", "rita", "hans", "caro", "kim", "gus", "pia")
GUESSED = "0123456789abcdef"


@pytest.fixture(name="sealed")
@chapter
def sealed_form(world):
    """Return the story in which Ada has written her secret, as a moment and on a page of her form."""
    scene = booked(world)
    scene.until_part("coding", 20)
    mark(world.ada, 12, MARKED)
    scene.until_over()
    open_form(world.ada, scene.form(TRACK, LEAD))
    fill_page(world.ada, DimensionId.FRAMING, f"the {SECRET} again")
    world.ada.close_view(everything=True)
    world.settle()
    return scene


def outgoing(world):
    """Return every call that the bot made and every answer that it gave, as text."""
    journal = world.workspace.journal
    calls = [json.dumps([call.method, call.args]) for call in journal.calls]
    return calls + [delivery.body for delivery in journal.deliveries]


def everything_seen(person):
    person.open_home()
    places = [person.sees_view(), person.sees_home()]
    return "\n".join([*places, *(person.sees(channel.id) for channel in person.channels)])


def views_of_ada(world, scene):
    """Let Ada open her form, and return its window and her moment's."""
    form = scene.form(TRACK, LEAD)
    open_form(world.ada, form)
    world.ada.press("Back")
    page = world.ada.view
    marked = scene.marks(form)[0]
    press_forged(world.ada, f"change_mark:{marked.id}")
    return page, world.ada.view, marked


def refused(world, person):
    with world.program.services.look() as unit:
        rows = unit.memory.orm.query(AuditEvent).filter_by(verb="refused").all()
        return [(row.record, (row.after or {}).get("rule")) for row in rows if row.actor.endswith(person.id)]


def test_nobody_else_opens_a_sealed_form(world, sealed):
    form = sealed.form(TRACK, LEAD)
    _, _, marked = views_of_ada(world, sealed)
    world.workspace.journal.clear()
    verbs = ("open_form", "read_form", "not_attended", "form_save", "form_back", "form_to_overview")
    tried = [f"{verb}:{form.id}" for verb in verbs] + [f"form_go:{form.id}:0", f"change_mark:{marked.id}"]

    for name in OTHERS:
        person = getattr(world, name)
        for action in tried:
            press_forged(person, action)
            assert person.sees_view().endswith(NO), (name, action)
            person.close_view(everything=True)
        assert refused(world, person) == [(action.partition(":")[0], "not_allowed") for action in tried]

    assert [line for line in outgoing(world) if SECRET in line] == []


def test_nobody_else_acts_in_a_stolen_window(world, sealed):
    form = sealed.form(TRACK, LEAD)
    page, change, _ = views_of_ada(world, sealed)
    ratings, marks = sealed.ratings(form), sealed.marks(form)
    world.workspace.journal.clear()

    for name in OTHERS:
        person = getattr(world, name)
        answers = [submit_forged(person, view).body for view in (page, change)]
        answers.append(submit_forged(person, page, callback_id="form_overview").body)
        for action in ("form_save", "form_back", "form_to_overview", f"form_go:{form.id}:1"):
            press_in_forged(person, page, action)
        assert all(NO in answer for answer in answers)
        assert len(refused(world, person)) == 7

    assert (sealed.ratings(form), sealed.marks(form)) == (ratings, marks)
    assert sealed.form(TRACK, LEAD).state == FormState.OPEN
    assert [line for line in outgoing(world) if SECRET in line] == []


def test_guessed_ids_are_answered_like_real_ones(world, sealed):
    form = sealed.form(TRACK, LEAD)
    answers = set()
    for name in ("cho", "rita", "kim", "gus"):
        person = getattr(world, name)
        for about in (form.id, sealed.marks(form)[0].id, GUESSED):
            for verb in ("open_form", "read_form", "change_mark"):
                press_forged(person, f"{verb}:{about}")
                answers.add(person.sees_view())
                person.close_view(everything=True)

    assert len(answers) == 1


def test_own_window_with_a_forged_form_is_refused(world, sealed):
    own, other = sealed.form(TRACK, SECOND), sealed.form(TRACK, LEAD)
    open_form(world.cho, own)
    view = world.cho.view
    forged = json.loads(view.payload["private_metadata"]) | {"about": other.id}
    world.workspace.journal.clear()

    answer = submit_forged(world.cho, view, private_metadata=json.dumps(forged))
    press_in_forged(world.cho, view, "form_save", private_metadata=json.dumps(forged))

    assert NO in answer.body
    assert refused(world, world.cho) == [("form_page", "not_allowed"), ("form_save", "not_allowed")]
    assert [line for line in outgoing(world) if SECRET in line] == []


def test_own_page_cannot_tick_others_moments(world, sealed):
    own, other = sealed.form(TRACK, SECOND), sealed.form(TRACK, LEAD)
    foreign = sealed.marks(other)[0].id
    open_form(world.cho, own)
    write(world.cho, DimensionId.FRAMING, value="3", words="their own moment here", minute="4")
    world.cho.press("Save")
    view = world.cho.view
    block = next(each for each in view.blocks if str(each.get("block_id")).startswith("ticks0:"))
    block["element"]["options"].append(
        {"text": {"type": "plain_text", "text": "stolen", "emoji": False}, "value": foreign}
    )
    write(world.cho, DimensionId.FRAMING, ticks0=[foreign])

    world.cho.press("Save")

    assert [row.evidence_ids for row in sealed.ratings(own)] == [[]]


def test_page_keeps_nothing_but_what_stands_on_it(world, sealed):
    own = sealed.form(WORK, SeatId.INDEPENDENT)
    foreign = (sealed.marks(sealed.form(TRACK, LEAD))[0].id,)
    rated = Rating(value=3, evidence=foreign, axes=("failure_modes",))
    forged = PageContent(
        ratings=dict.fromkeys((DimensionId.OWNERSHIP, DimensionId.FRAMING), rated),
        levels=dict.fromkeys(("scope", "charm"), LevelRead(reads=LevelReading.SENIOR, evidence=foreign)),
    )

    for page, seen in ((0, PageContent(ratings={DimensionId.OWNERSHIP: Rating()})), (2, PageContent())):
        typed = Typed(page=page, seen=seen.token, content=forged)
        press = pressed("U0EVE", f"page {page}")
        save_page(world.program.services, press, form_id=own.id, typed=typed, go_to=0)

    with world.program.services.look() as unit:
        ratings, levels = unit.forms.ratings([own.id]), unit.forms.level_reads([own.id])
    assert [(row.dimension, row.evidence_ids, row.axes) for row in ratings] == [("ownership", [], [])]
    assert [(row.facet, row.evidence_ids) for row in levels] == [("scope", [])]


def test_commands_and_home_tell_nothing(world, sealed):
    for name in ("cho", "rita", "hans", "gus"):
        person = getattr(world, name)
        for word in ("forms", "status", "help", "mark", f"mark 12 {GUESSED}", "status Kim"):
            person.command("/tracks", word)
        assert SECRET not in everything_seen(person)


def test_no_message_or_mail_holds_a_word(world, sealed):
    send(sealed, LEAD, WORK, f"the {SECRET} at work")
    world.forward(timedelta(days=3))

    posted = [line for line in outgoing(world) if line.startswith('["chat.') and SECRET in line]
    assert posted == []
    assert [mail.subject for mail in world.mailbox.mails if SECRET in mail.text + mail.html] == []
    assert [name for name in OTHERS if SECRET in everything_seen(getattr(world, name))] == []


def test_five_of_six_forms_open_nothing_and_six_open_all(world, sealed):
    form = sealed.form(TRACK, LEAD)
    send_all(sealed, f"the {SECRET}", but=((TRACK, LEAD),))
    named = [getattr(world, name) for name in ("cho", "eve", "rita", "hans")]
    for person in named:
        press_forged(person, f"read_form:{sealed.form(WORK, LEAD).id}")
        assert person.sees_view().endswith(NO)

    send(sealed, LEAD, TRACK, f"the {SECRET}")

    for person in (*named, world.gus, world.kim, world.caro):
        press_forged(person, f"read_form:{form.id}")
        opens = person in named
        assert (SECRET in person.sees_view()) is opens
        assert ((f"person:{person.id}", "read") in sealed.events(f"form:{form.id}")) is opens


def test_rater_who_left_keeps_the_draft_alone(world, sealed):
    form = sealed.form(TRACK, LEAD)
    open_form(world.ada, form)
    older = world.ada.view
    press_forged(world.rita, f"reassign_form:{form.id}")
    world.rita.fill({"Who": "U0BEN", "Were they there?": ["yes"]})
    world.rita.submit()
    world.settle()

    world.workspace.views.stacks["U0ADA"] = [older]
    world.ada.submit()

    assert sealed.form(TRACK, LEAD).rater_id == "U0BEN"
    assert {one.counts for one in sealed.forms() if one.id == form.id} == {False}
    assert NO in world.ada.view_errors.values()
    assert len(sealed.marks(form)) == 2
    press_forged(world.ada, f"read_form:{form.id}")
    assert SECRET in world.ada.sees_view()
    for person in (world.ben, world.rita, world.cho):
        press_forged(person, f"read_form:{form.id}")
        assert SECRET not in person.sees_view()


def test_host_waives_without_reading(world, sealed):
    form = sealed.form(TRACK, LEAD)

    press_forged(world.rita, f"waive_form:{form.id}")
    assert SECRET not in world.rita.sees_view()
    world.rita.fill({"Why": "Ada is ill for three weeks"})
    world.rita.submit()
    press_forged(world.rita, f"read_form:{form.id}")

    assert SECRET not in world.rita.sees_view()


def test_waived_form_opens_with_its_reason_alone(world, sealed):
    send_all(sealed, "another bird", but=((TRACK, LEAD),))
    form = sealed.form(TRACK, LEAD)
    press_forged(world.rita, f"waive_form:{form.id}")
    world.rita.fill({"Why": "Ada is ill for three weeks"})
    world.rita.submit()

    for person in (world.cho, world.rita, world.hans):
        press_forged(person, f"read_form:{form.id}")
        assert "Ada is ill for three weeks" in person.sees_view()
        assert SECRET not in person.sees_view()


def test_only_those_who_run_it_look_after_forms(world, sealed):
    for name in ("ada", "cho", "caro", "kim", "gus"):
        person = getattr(world, name)
        for verb in ("extend_form", "reassign_form", "waive_form", "see_to_form"):
            press_forged(person, f"{verb}:{sealed.form(TRACK, LEAD).id}")
            assert person.sees_view().endswith(NO)
            person.close_view(everything=True)


def test_page_of_nobody_is_not_saved(world, sealed):
    form = sealed.form(TRACK, SECOND)
    open_form(world.cho, form)
    fill_page(world.cho, DimensionId.FRAMING, "their own moment here")
    view = world.cho.view
    forged = json.loads(view.payload["private_metadata"]) | {"page": 999}

    submit_forged(world.cho, view, private_metadata=json.dumps(forged))

    assert [row.dimension for row in sealed.ratings(form)] == [DimensionId.FRAMING]
