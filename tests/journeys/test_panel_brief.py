"""A panelist's brief: opened by whoever sits there, read page by page, agreed to, never the candidate's."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.use_cases.hand_over_material import plan_material
from bot.use_cases.read_brief import rules_agreed
from storage.tables import AdjustmentRequest, Invitation, Loop, PanelSeat, Snapshot
from tests.journeys.chapters import chapter
from tests.journeys.confirmed import by_mail_only, confirmed, give_back, replan, with_paper
from tests.journeys.forging import press_forged
from tests.journeys.scene_booked import BEGINS
from tracks.candidacy import AdjustmentState
from tracks.track import SeatId, TrackId

SECRETS = (
    "placing looks only at the expiry",  # the key
    "the remembered ids live in memory",
    "I thought the booking page was to blame",  # told if asked
    "Counting is not rating",  # how it is read
    "panel_only_faults",
)


@pytest.fixture(name="scene")
@chapter
def booked_scene(world):
    scene = confirmed(world, track=TrackId.PRAGMATIST)
    world.settle()
    return scene


def pages(person):
    """Open the brief and turn to the end; return what each page says."""
    person.press("Open your brief")
    read = [person.sees_view()]
    while onward := [text for text in buttons(person) if text.startswith("Next: ")]:
        person.press(onward[0], on="view")
        read.append(person.sees_view())
    return read


def buttons(person):
    return [
        e["text"]["text"]
        for block in person.view.blocks
        if block["type"] == "actions"
        for e in block["elements"]
    ]


def agreements(world, scene):
    with world.program.services.look() as unit:
        invitation, loop = unit.get(Invitation, scene.invitation_id), unit.get(Loop, scene.loop_id)
        sha = rules_agreed(world.program.services, unit, invitation, loop).sha
        found = {
            person: unit.candidacies.agreement(invitation.id, by=f"person:{person}", rules_sha=sha)
            for person in ("U0ADA", "U0CHO", "U0EVE")
        }
    return {person: agreement.agreed_at for person, agreement in found.items() if agreement}


def test_pages_follow_the_day_and_end_with_fairness(world, scene):
    titles = [page.split("*")[1] for page in pages(world.cho)]

    assert titles == [
        "At a glance",
        "The rule about AI",
        "Briefing",
        "Task: The same seat twice",
        "Walkthrough",
        "Shared review",
        "Task: The reminder that came twice",
        "Anchors: Track half",
        "Anchors: Shared review",
        "Hints, follow-ups, fairness",
    ]


def test_brief_holds_script_questions_key_and_hints(world, scene):
    read = "\n".join(pages(world.cho))

    for said in (
        "I run the theatre's box office.",
        "*R2* (Checking and repairing).",
        "placing looks only at the expiry (expected from mid)",
        "Step 2: I would look at what placing looks at before it says that a seat is free.",
        "the service now runs twice, behind a balancer",
        "3, Clearly shown:",
        "Please do not look the person up",
    ):
        assert said in read


def test_back_leads_to_the_page_before(world, scene):
    world.ada.press("Open your brief")
    first = world.ada.sees_view()
    world.ada.press("Next: The rule about AI", on="view")
    world.ada.press("Back", on="view")

    assert world.ada.sees_view() == first


def test_panelist_agrees_to_what_the_candidate_read(world, scene):
    world.ada.press("Open your brief")
    world.ada.press("Next: The rule about AI", on="view")
    assert "Reason told to the candidate" in world.ada.sees_view()

    world.ada.press("I have read this and agree", on="view")
    world.settle()

    assert agreements(world, scene) == {"U0ADA": world.clocks.now}
    assert "You agreed to this on Monday 23 November 2026." in world.ada.sees_view()
    assert "I have read this and agree" not in buttons(world.ada)
    (brief,) = [each.text for each in world.ada.messages() if "this is your brief" in each.text]
    assert "You agreed to the rule about AI on Monday 23 November 2026." in brief


def test_agreeing_twice_is_agreeing_once(world, scene):
    world.ada.press("Open your brief")
    world.ada.press("Next: The rule about AI", on="view")
    world.ada.double_press("I have read this and agree", on="view")

    seat = seat_of(world, scene, SeatId.LEAD)
    assert [verb for _, verb in scene.events(f"panel_seat:{seat.id}")] == ["agreed_ai"]


def test_reminder_says_who_has_yet_to_agree(world, scene):
    world.ada.press("Open your brief")
    world.ada.press("Next: The rule about AI", on="view")
    world.ada.press("I have read this and agree", on="view")
    world.until(BEGINS - timedelta(minutes=10))

    def reminded(person):
        (soon,) = [each.text for each in person.messages() if "you are needed in" in each.text]
        return "You have not agreed to the rule about AI yet" in soon

    assert (reminded(world.ada), reminded(world.cho)) == (False, True)


def test_host_who_only_welcomes_is_asked_no_agreement(world, scene):
    del scene
    (brief,) = [each.text for each in world.rita.messages() if "this is your brief: *host*" in each.text]
    assert "say that you agree" not in brief
    assert "look the person up" not in brief
    world.rita.press("Open your brief")
    assert "is the host" not in world.rita.sees_view()
    world.rita.press("Next: The rule about AI", on="view")
    assert "I have read this and agree" not in buttons(world.rita)

    world.until(BEGINS + timedelta(days=1))
    said = [each.text for each in world.rita.messages()]
    assert any("you take the *host* seat" in each or "you are needed in" in each for each in said)
    assert not any("You have not agreed" in each for each in said)


def test_arranged_line_stands_in_the_brief_and_in_no_message(world, scene):
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        unit.add(
            AdjustmentRequest(
                invitation_id=scene.invitation_id,
                text="I hear badly",
                asked_at=unit.at,
                state=AdjustmentState.ARRANGED,
                reply="of course",
                arrangement_line="Questions in writing as well",
                handled_by="U0CARO",
                handled_at=unit.at,
            )
        )

    world.ada.press("Open your brief")

    assert "Questions in writing as well" in world.ada.sees_view()
    assert "I hear badly" not in world.ada.sees_view()
    assert [each.text for each in world.ada.messages() if "in writing" in each.text] == []
    to_host = "".join(pages(world.rita))
    assert "*Fairness*" in to_host
    assert "*Evidence*" not in to_host  # is for those who rate
    assert "the panel stops and comes to you" in to_host
    assert "<@U0RITA>" not in to_host


def seat_of(world, scene, seat):
    with world.program.services.look() as unit:
        return unit.loops.seats(scene.loop_id)[seat]


def test_brief_stays_as_it_was_when_content_changes(world, scene):
    seat = seat_of(world, scene, SeatId.LEAD)
    with world.program.services.look() as unit:
        kept = unit.get(Snapshot, seat.brief_sha or "").body
    before = pages(world.ada)
    world.ada.close_view(everything=True)
    object.__setattr__(world.program.services, "catalogue", other_keys(world.program.services.catalogue))
    replan(scene)

    with world.program.services.look() as unit:
        assert unit.get(Snapshot, seat_of(world, scene, SeatId.LEAD).brief_sha or "").body == kept
    assert pages(world.ada) == before


def other_keys(catalogue):
    """Return the content with other words in every task."""
    tasks = {key: replace(task, name="Another task", key=()) for key, task in catalogue.tasks.items()}
    return replace(catalogue, tasks=tasks)


# --- who may read it
@pytest.mark.parametrize("who", ["kim", "rita", "hans", "fin", "cho", "caro"])
def test_others_are_refused_and_it_is_noted(world, scene, who):
    seat = seat_of(world, scene, SeatId.LEAD)
    person = getattr(world, who)

    press_forged(person, f"open_brief:{seat.id}")

    assert "You cannot do this here" in person.sees_view()
    assert (f"person:{person.id}", "refused") in scene.events("open_brief")


def test_who_gave_the_seat_back_reads_no_more(world, scene):
    seat = seat_of(world, scene, SeatId.INDEPENDENT)
    give_back(scene, SeatId.INDEPENDENT, to="U0FIN")
    replan(scene)
    world.settle()

    press_forged(world.eve, f"open_brief:{seat.id}")

    assert "You cannot do this here" in world.eve.sees_view()
    world.fin.press("Open your brief")
    assert "*Independent* for *Kim*" in world.fin.sees_view()


def test_nothing_is_open_before_everybody_said_yes(world, scene):
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        row = unit.loops.seats(scene.loop_id)[SeatId.LEAD]
        unit.change(row, released_at=unit.at)
        fresh = unit.add(
            PanelSeat(
                loop_id=scene.loop_id,
                seat=SeatId.LEAD,
                person_id="U0BEN",
                asked_at=unit.at,
                qualified_checked_at=unit.at,
            )
        )

    press_forged(world.ben, f"open_brief:{fresh.id}")

    assert "You cannot do this here" in world.ben.sees_view()


# --- the key
def test_key_never_reaches_a_candidate_in_slack(world, scene):
    with world.program.services.change("rule:story") as unit:
        plan_material(world.program.services, unit, unit.get(Loop, scene.loop_id))
    world.until(BEGINS + timedelta(minutes=240))

    seen = json.dumps([[each.text, each.blocks] for each in world.kim.messages()])
    files = [
        world.workspace.files.stored[f["id"]].content for each in world.kim.messages() for f in each.files
    ]
    assert [secret for secret in SECRETS if secret in seen] == []
    assert [secret for secret in SECRETS for content in files if secret.encode() in (content or b"")] == []


def test_key_never_reaches_a_candidate_by_mail(world, scene):
    by_mail_only(scene)
    with_paper(scene)
    with world.program.services.change("rule:story") as unit:
        plan_material(world.program.services, unit, unit.get(Loop, scene.loop_id))
    world.until(BEGINS + timedelta(minutes=240))

    mails = world.mailbox.mails_for("kim@home.example")
    written = [mail.text + mail.html + str([part.content for part in mail.attachments]) for mail in mails]
    assert len(written) >= 4  # material, reminders, thanks
    assert [secret for secret in SECRETS for text in written if secret in text] == []


def test_home_offers_the_briefs_of_interviews_ahead(world, scene):
    world.eve.open_home()

    assert "*Your briefs*" in world.eve.sees_home()
    assert "*Kim*, independent, Tuesday 24 November 2026, 12:15 Berlin time (UTC+1)" in world.eve.sees_home()
