"""Forms that do not come: nudges, then more time, somebody else who was there, or going on without."""

from datetime import timedelta

import pytest

from bot.stand_in.surfaces import controls
from bot.use_cases.open_forms import pass_on_forms
from storage.loops import cell_of
from storage.tables import Invitation, Loop, Person
from tests.journeys.company import qualification
from tests.journeys.confirmed import give_back
from tests.journeys.filling import LEAD, TRACK, WORK, fill_page, open_form, send
from tests.journeys.forging import press_forged
from tracks.candidacy import FormState, LoopState
from tracks.track import DimensionId, Level

FIRST = DimensionId.FRAMING
BEN_WAS_THERE = {"Who": "U0BEN", "Were they there?": ["yes"]}


def test_nudges_stop_once_the_form_is_sent(world, over):
    form = over.form(TRACK, LEAD)
    send(over, LEAD, TRACK)

    world.until(form.due_at + timedelta(days=2))

    assert world.ada.sees().count("The form is open and memory fades") == 1  # that of the other form
    assert f"extend_form:{form.id}" not in str(world.rita.messages(None))


def test_two_nudges_lead_to_the_host(world, over):
    form = over.form(TRACK, LEAD)

    world.until(form.due_at + timedelta(days=2))

    nudges = world.ada.sees()
    assert nudges.count("The form is open and memory fades") == 2
    assert nudges.count("Your form is missing for Kim, who is waiting.") == 2
    assert world.rita.sees().count("I have asked twice") == 6
    assert world.rita.sees().count("The form of <@U0ADA> for *Kim* (Track half)") == 1


def test_host_is_asked_and_gives_more_time(world, over):
    form = over.form(TRACK, LEAD)
    world.until(form.due_at + timedelta(days=2))
    until = world.clocks.now + timedelta(days=2)

    world.rita.press(f"extend_form:{form.id}")
    world.rita.fill({"Until": until})
    world.rita.submit()
    world.settle()

    assert over.form(TRACK, LEAD).due_at == until
    assert ("person:U0RITA", "extended") in over.events(f"form:{form.id}")
    assert "has given you more time for your form for Kim (Track half)" in world.ada.sees()


def test_more_time_ends_in_the_near_future(world, over):
    form = over.form(TRACK, LEAD)
    world.rita.command("/tracks", "forms")
    world.rita.press(f"see_to_form:{form.id}")
    world.rita.press(f"extend_form:{form.id}")
    for hours in (-1, 24 * 22):
        world.rita.fill({"Until": world.clocks.now + timedelta(hours=hours)})

        world.rita.submit()

        assert list(world.rita.view_errors) == ["until"]
    assert over.form(TRACK, LEAD).due_at == form.due_at


def test_hiring_manager_may_do_without_by_name(world, over):
    form = over.form(TRACK, LEAD)
    world.hans.command("/tracks", "forms")

    world.hans.press(f"waive_form:{form.id}")
    world.hans.fill({"Why": "Ada is ill for the next three weeks."})
    world.hans.submit()
    world.settle()

    waived = over.form(TRACK, LEAD)
    assert (waived.state, waived.waived_by, waived.waived_reason) == (
        FormState.MISSING_WITH_REASON,
        "U0HANS",
        "Ada is ill for the next three weeks.",
    )
    assert "is not needed any more" in world.ada.sees()
    assert "Ada is ill" not in world.ada.sees()


def test_doing_without_needs_a_reason(world, over):
    world.rita.command("/tracks", "forms")
    world.rita.press(f"see_to_form:{over.form(TRACK, LEAD).id}")
    world.rita.press("Do without it", on="view")

    world.rita.fill({"Why": "ill"})
    world.rita.submit()

    assert list(world.rita.view_errors) == ["reason"]


def test_form_that_is_not_due_cannot_be_waived(world, scene):
    scene.until_part("coding", 20)

    press_forged(world.rita, f"waive_form:{scene.form(TRACK, LEAD).id}")

    assert "have not ended" in world.rita.sees_view()


def test_form_passes_to_whoever_was_there_instead(world, over):
    form = over.form(TRACK, LEAD)
    open_form(world.ada, form)
    fill_page(world.ada, FIRST, "words that stay with Ada")
    world.ada.close_view(everything=True)
    world.forward(timedelta(days=2))

    press_forged(world.rita, f"reassign_form:{form.id}")
    world.rita.fill(BEN_WAS_THERE)
    world.rita.submit()
    world.settle()

    assert "Your form is missing" not in world.ben.sees()  # they have only just been given it
    fresh = over.form(TRACK, LEAD)
    assert (fresh.rater_id, over.marks(fresh)) == ("U0BEN", [])
    assert over.form(WORK, LEAD).rater_id == "U0ADA"  # what she was there for stays hers
    open_form(world.ben, fresh)
    assert "words that stay with Ada" not in world.ben.sees_view()
    assert [one.counts for one in over.forms()].count(False) == 1
    fill_page(world.ben, FIRST, "asked for the failing input")
    assert [one.text for one in over.marks(fresh)] == ["asked for the failing input"]


def test_nobody_rates_what_they_have_not_seen(world, over):
    with world.program.services.change("rule:story") as unit:
        loop, part = unit.get(Loop, over.loop_id), over.part("coding")
        other = unit.add(Loop(**loop.model_dump(exclude={"id"}) | {"state": LoopState.CANCELLED}))
        unit.loops.occupy(other.id, [("U0BEN", cell_of(part.starts_at + timedelta(minutes=20)))])
    press_forged(world.rita, f"reassign_form:{over.form(TRACK, LEAD).id}")

    world.rita.fill({"Who": "U0BEN"})
    world.rita.submit()
    assert list(world.rita.view_errors) == ["there"]
    world.rita.fill(BEN_WAS_THERE)
    world.rita.submit()

    assert "was in another interview" in world.rita.view_errors["to"]
    assert over.form(TRACK, LEAD).rater_id == "U0ADA"


def test_new_holder_of_a_seat_rates_what_is_ahead(world, scene):
    scene.until_part("coding", 20)

    give_back(scene, LEAD, to="U0BEN")
    with world.program.services.change("rule:story") as unit:
        pass_on_forms(unit, unit.get(Loop, scene.loop_id), unit.loops.seats(scene.loop_id)[LEAD])

    assert [scene.form(group, LEAD).rater_id for group in (TRACK, WORK)] == ["U0ADA", "U0BEN"]
    open_form(world.ada, scene.form(TRACK, LEAD))
    assert "Track half" in world.ada.sees_view()


def test_nobody_unfit_takes_the_seat(world, over):
    press_forged(world.rita, f"reassign_form:{over.form(TRACK, LEAD).id}")
    for wanted in ("U0CHO", "U0EVE", "U0HANS", "U0GUS", "U0KIM"):
        world.rita.fill(BEN_WAS_THERE | {"Who": wanted})

        world.rita.submit()

        assert list(world.rita.view_errors) == ["to"]
    assert over.form(TRACK, LEAD).rater_id == "U0ADA"


def test_coordinator_who_reads_adjustments_takes_no_form(world, over):
    with world.program.services.change("rule:setup") as unit:
        for mine in unit.company.qualifications():
            if mine.person_id == "U0BEN":
                unit.add(qualification("U0CARO", mine.kind, mine.value))
        unit.change(unit.get(Person, "U0CARO"), level=Level.STAFF, team="payments")
    press_forged(world.rita, f"reassign_form:{over.form(TRACK, LEAD).id}")

    world.rita.fill(BEN_WAS_THERE | {"Who": "U0CARO"})
    world.rita.submit()

    assert list(world.rita.view_errors) == ["to"]
    assert over.form(TRACK, LEAD).rater_id == "U0ADA"


def test_whoever_introduced_the_candidate_takes_no_form(world, over):
    with world.program.services.change("rule:story") as unit:
        unit.change(unit.get(Invitation, over.invitation_id), introduced_by="Ben Lead")
    press_forged(world.rita, f"reassign_form:{over.form(TRACK, LEAD).id}")

    world.rita.fill(BEN_WAS_THERE)
    world.rita.submit()

    assert list(world.rita.view_errors) == ["to"]


def test_absence_goes_to_the_host(world, over):
    form = over.form(WORK, LEAD)
    world.settle()

    (absent,) = (
        each for each in controls(world.ada.messages()[-1].blocks) if each.label == "I was not there"
    )
    asked_once_more = absent.element["confirm"]["text"]["text"]  # where Slack shows no mention
    assert asked_once_more == "The host is told and decides what happens with this form."
    world.ada.double_press("I was not there")
    world.settle()

    assert world.rita.sees().count("says they were not there for *Kim*") == 1
    assert "You said that you were not there" in world.ada.sees()
    assert over.form(WORK, LEAD).state == FormState.OPEN
    world.rita.press(f"waive_form:{form.id}")
    world.rita.fill({"Why": "nobody was there in her place"})
    world.rita.submit()
    world.settle()
    assert "needs nothing from you any more" in world.rita.sees()


@pytest.mark.parametrize("verb", ["extend", "waive", "reassign"])
def test_two_submissions_look_after_a_form_once(world, over, verb):
    form = over.form(TRACK, LEAD)
    press_forged(world.rita, f"{verb}_form:{form.id}")
    fields = {
        "extend": {"Until": world.clocks.now + timedelta(days=2)},
        "waive": {"Why": "Ada is ill for three weeks"},
        "reassign": BEN_WAS_THERE,
    }
    world.rita.fill(fields[verb])
    view = world.rita.view

    world.rita.submit()
    world.workspace.views.stacks["U0RITA"] = [view]
    world.rita.submit()

    done = {"extend": "extended", "waive": "waived", "reassign": "reassigned"}[verb]
    events = [event for one in over.forms() for event in over.events(f"form:{one.id}")]
    assert [verb for _, verb in events].count(done) == 1


def test_nobody_is_nudged_at_once_after_a_downtime(world, scene):
    with world.program.services.look() as unit:
        ends_at = unit.get(Loop, scene.loop_id).ends_at
    world.clocks.forward(ends_at + timedelta(days=2) - world.clocks.now)

    world.settle()
    first = world.ada.sees()
    world.forward(timedelta(hours=2))

    assert ("Your form for Kim" in first, "Your form is missing" in first) == (True, False)
    assert "Your form is missing" in world.ada.sees()
    assert "I have asked twice" not in world.rita.sees()
