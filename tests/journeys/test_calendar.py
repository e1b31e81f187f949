"""Calendar entries reach everybody, follow each change under one UID, and are taken back."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
import vobject

from bot.use_cases.calendar_entries import cancel_invites
from bot.use_cases.mend_address import mend_address
from bot.use_cases.own_step import Asked
from storage.tables import AdjustmentRequest, Candidate, Invitation, Loop, Person
from tests.journeys import booking, scene_booked
from tests.journeys.chapters import chapter
from tests.journeys.confirmed import (
    by_mail_only,
    cancel,
    confirmed,
    entries,
    entries_in_slack,
    give_back,
    move,
    replan,
    with_paper,
)
from tests.journeys.scene_booked import BEGINS, booked
from tests.journeys.world import Clocks, World
from tests.journeys.world import world as build_world
from tracks.candidacy import AdjustmentState
from tracks.track import SeatId

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ADA, EVE, FIN, KIM = "ada@example.com", "eve@example.com", "fin@example.com", "kim@home.example"


@pytest.fixture(name="scene")
@chapter
def noor_scene(world):
    """Kim is reached by mail."""
    scene = booked(world)
    by_mail_only(scene)
    replan(scene)
    world.settle()
    return scene


def methods(world, address):
    return [(method, sequence, start) for method, _, sequence, start, _ in entries(world, address)]


def one_uid(world, address):
    (uid,) = {uid for _, uid, *_ in entries(world, address)}
    return uid


def page_file(world, scene, about=""):
    with world.program.services.look() as unit:
        invitation = unit.get(Invitation, scene.invitation_id)
    address = world.program.services.link(invitation.id, invitation.link_epoch)
    with urlopen(f"{address}/interview.ics{about}") as answer:
        return answer.headers, answer.read().decode()


def test_everybody_gets_one_entry_for_own_time(world, scene):
    def told(address):
        return [(method, start, title) for method, _, _, start, title in entries(world, address)]

    assert told(KIM) == [("REQUEST", BEGINS, "Conversation with Rita Recruiter")]
    assert told(ADA) == [("REQUEST", BEGINS, "Interview panel: The traditionalist, Lead")]
    assert told(EVE) == [
        ("REQUEST", scene.part("shared_review").starts_at, "Interview panel: The traditionalist, Independent")
    ]
    assert len({one_uid(world, address) for address in (KIM, ADA, EVE)}) == 3


def test_entry_of_the_host_has_no_gap(world, scene):
    del scene
    parts = [part for mail in world.mailbox.mails_for("rita@example.com") for part in mail.attachments]
    notes = [vobject.readOne(p.content.decode()).vevent.description.value for p in parts]

    assert [("\n\n\n" in each, "tell Rita" in each) for each in notes] == [(False, False)]
    assert notes[0].splitlines()[-1].startswith("You are the host: if something comes up, ")


def test_mail_says_the_method_and_invites_one_person(world, scene):
    (mail,) = [each for each in world.mailbox.mails_for(KIM) if each.attachments]
    (part,) = mail.attachments
    event = vobject.readOne(part.content.decode()).vevent

    assert dict(part.parameters)["method"] == "REQUEST"
    assert event.organizer.value == "mailto:interviews@example.com"
    assert [attendee.value for attendee in event.attendee_list] == [f"mailto:{KIM}"]
    assert mail.reply_to == "rita@example.com"
    assert mail.subject == (
        "Conversation with Rita Recruiter: Tuesday 24 November 2026, 09:00-12:40 Lisbon time (UTC+0)"
    )
    assert f"/interview.ics/{scene.part('welcome').day}" in mail.text
    assert scene.invitation_id not in part.content.decode()


def test_panelist_has_file_in_slack_under_the_brief(world, scene):
    brief, file = world.eve.messages()

    assert brief.text.startswith("Everybody has said yes")
    assert (file.thread_ts, [each["name"] for each in file.files]) == (brief.ts, ["interview.ics"])


def test_candidate_in_slack_gets_a_file_there(world):
    confirmed(world)
    world.settle()

    (message,) = [each for each in world.kim.messages() if each.files]

    assert message.text.startswith(
        "Here is the entry for your calendar: Tuesday 24 November 2026, 10:00-13:40"
    )
    assert world.mailbox.mails_for(KIM) == ()


def test_what_was_arranged_stands_in_no_entry(world):
    scene = booked(world)
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        unit.add(
            AdjustmentRequest(
                invitation_id=scene.invitation_id,
                text="because of my hearing",
                asked_at=unit.at,
                state=AdjustmentState.ARRANGED,
                reply="of course",
                arrangement_line="questions in writing as well",
                handled_by="U0CARO",
                handled_at=unit.at,
            )
        )
    by_mail_only(scene)
    replan(scene)
    world.settle()

    written = "".join(
        part.content.decode().replace("\r\n ", "")
        for mail in world.mailbox.mails
        for part in mail.attachments
    )
    assert written.count("BEGIN:VEVENT") == 5
    for secret in ("hearing", "in writing as well", KIM.replace("@", "@"), "U0KIM"):
        assert secret not in written.replace(
            f"ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:{KIM}", ""
        )


def test_planning_again_sends_nothing_twice(world, scene):
    replan(scene)
    replan(scene)
    world.settle()

    assert methods(world, KIM) == [("REQUEST", 0, BEGINS)]
    assert methods(world, ADA) == [("REQUEST", 0, BEGINS)]


def test_moved_interview_keeps_uid_and_counts_up(world, scene):
    move(scene, DAY)
    replan(scene)
    world.settle()
    move(scene, 2 * HOUR)
    replan(scene)
    world.settle()

    expected = [("REQUEST", 0, BEGINS), ("REQUEST", 1, BEGINS + DAY), ("REQUEST", 2, BEGINS + DAY + 2 * HOUR)]
    assert methods(world, KIM) == methods(world, ADA) == expected
    assert one_uid(world, KIM)


def test_file_in_slack_follows_each_change_as_mail_does(world):
    invitation = booking.confirmed(world)
    first = booking.loop_of(world, invitation).starts_at
    world.kim.press("Another time")
    world.settle()
    booking.take(world)
    second = booking.loop_of(world, invitation).starts_at
    for _twice in range(2):
        world.kim.type("cancel")
        world.settle()

    told = entries_in_slack(world, world.kim)
    assert [(method, sequence, start) for method, _, sequence, start, _ in told] == [
        ("REQUEST", 0, first),
        ("REQUEST", 1, second),
        ("CANCEL", 2, second),
    ]
    assert len({uid for _, uid, *_ in told}) == 1
    assert entries_in_slack(world, world.ada) == entries(world, ADA)
    assert [method for method, *_ in entries(world, ADA)] == ["REQUEST", "REQUEST", "CANCEL"]


def test_mended_address_gets_the_entry_and_its_changes(world, scene):
    asked = Asked(invitation_id=scene.invitation_id, by="U0RITA", request="mend")
    mend_address(world.program.services, asked, slack_user="", email="kim@new.example")
    world.settle()
    move(scene, DAY)
    replan(scene)
    world.settle()

    assert methods(world, "kim@new.example") == [("REQUEST", 0, BEGINS), ("REQUEST", 1, BEGINS + DAY)]
    assert one_uid(world, "kim@new.example") == one_uid(world, KIM)


def test_two_moves_at_once_send_the_last(world, scene):
    move(scene, DAY)
    replan(scene)
    move(scene, DAY)
    replan(scene)
    world.settle()

    assert methods(world, KIM) == [("REQUEST", 0, BEGINS), ("REQUEST", 2, BEGINS + 2 * DAY)]


def test_cancelled_interview_takes_every_entry_back(world, scene):
    cancel(scene)
    with world.program.services.change("rule:story") as unit:
        cancel_invites(world.program.services, unit, unit.get(Loop, scene.loop_id))
    world.settle()

    for address in (KIM, ADA, EVE):
        assert [entry[0] for entry in entries(world, address)] == ["REQUEST", "CANCEL"]
        assert [entry[2] for entry in entries(world, address)] == [0, 1]
        assert one_uid(world, address)
    assert world.mailbox.mails_for(KIM)[-1].subject.startswith("Cancelled: Conversation with Rita Recruiter")


def test_only_who_left_loses_the_entry(world, scene):
    give_back(scene, SeatId.INDEPENDENT, to="U0FIN")
    replan(scene)
    world.settle()

    assert [entry[0] for entry in entries(world, EVE)] == ["REQUEST", "CANCEL"]
    assert [entry[0] for entry in entries(world, FIN)] == ["REQUEST"]
    assert [entry[0] for entry in entries(world, ADA)] == ["REQUEST"]
    assert entries(world, EVE)[-1][4] == "Interview panel: The traditionalist, Independent"


def test_entry_cancelled_in_time_is_never_sent(world):
    scene = booked(world)
    replan(scene)
    with world.program.services.change("rule:story") as unit:
        cancel_invites(world.program.services, unit, unit.get(Loop, scene.loop_id), ["person:U0ADA"])
    world.settle()

    assert [entry[0] for entry in entries(world, ADA)] == ["CANCEL"]


def test_refused_mail_tells_the_host_whose_invite_is_missing(world):
    scene = booked(world)
    world.mailbox.refuse(ADA)
    replan(scene)
    world.settle()

    (told,) = [each.text for each in world.rita.messages() if "cannot reach" in each.text]
    assert told == (
        "I cannot reach Ada Lead about *Kim* (Senior backend engineer): it was refused (the address was "
        "refused). What should have gone out: the calendar entry. Please tell them yourself."
    )


def test_somebody_without_mail_gets_each_change_in_slack(world):
    scene = booked(world)
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        unit.change(unit.get(Person, "U0ADA"), email=None)
    replan(scene)
    world.settle()
    move(scene, DAY)
    replan(scene)
    world.settle()

    assert [len(each.files) for each in world.ada.messages()] == [0, 1, 1]
    assert entries(world, ADA) == []


def test_without_mail_everything_goes_to_slack(sqlite_url):
    with build_world(sqlite_url, mail=False) as world:
        confirmed(world)
        world.settle()

        assert [len(each.files) for each in world.ada.messages()] == [0, 1]
        assert [len(each.files) for each in world.kim.messages()] == [1]


def test_page_serves_the_same_entry_and_changes_nothing(world, scene):
    headers, first = page_file(world, scene)
    _, named = page_file(world, scene, f"/{scene.part('welcome').day}")

    event = vobject.readOne(first).vevent
    assert (event.uid.value, event.sequence.value) == (one_uid(world, KIM), "0")
    assert named == first
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''interview.ics"
    assert headers["Content-Type"].startswith("text/calendar")
    assert methods(world, KIM) == [("REQUEST", 0, BEGINS)]


def test_page_mail_and_entry_agree_across_a_clock_change(sqlite_url):
    """Berlin's clocks go back on 25 October 2026, between the booking and the interview."""
    start = datetime(2026, 10, 27, 9, 0, tzinfo=UTC)
    clocks = Clocks(now=datetime(2026, 10, 23, 8, 0, tzinfo=UTC))
    with pytest.MonkeyPatch.context() as patch, build_world(sqlite_url, clocks=clocks) as world:
        patch.setattr(scene_booked, "BEGINS", start)
        scene = booked(world)
        by_mail_only(scene, zone="Europe/Berlin")
        with_paper(scene)
        replan(scene)
        world.settle()

        (mail,) = world.mailbox.mails_for(KIM)
        _, file = page_file(world, scene)
        with world.program.services.look() as unit:
            invitation = unit.get(Invitation, scene.invitation_id)
            address = world.program.services.link(invitation.id, invitation.link_epoch)
        with urlopen(address) as answer:
            page = answer.read().decode()

        said = "Tuesday 27 October 2026, 10:00-13:40 Berlin time (UTC+1)"
        assert said in mail.text
        assert said in page
        begins = vobject.readOne(file).vevent.dtstart.value
        assert begins.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M %z") == "10:00 +0100"


def test_link_of_entry_ends_with_the_page(world: World, scene) -> None:
    with world.program.services.look() as unit:
        invitation = unit.get(Invitation, scene.invitation_id)
        candidate = unit.get(Candidate, invitation.candidate_id)
    link = world.program.services.link(invitation.id, invitation.link_epoch)
    (mail,) = [each for each in world.mailbox.mails_for(candidate.email or "") if each.attachments]

    written = mail.attachments[0].content.decode().replace("\r\n ", "")
    assert urlsplit(link).path.rpartition("/")[2] not in written  # calendars are shared; the page is not


def test_two_days_are_two_entries_and_two_reminders(world):
    invitation = booking.confirmed(world, days="Two days")
    loop = booking.loop_of(world, invitation)
    assert loop is not None
    begins = {}
    with world.program.services.look() as unit:
        for session in unit.loops.sessions(loop.id):
            begins[session.day] = min(begins.get(session.day, session.starts_at), session.starts_at)
        held = [each for each in unit.loops.invites(loop.id) if each.recipient.startswith("candidate:")]

    assert [(each.day, each.starts_at) for each in held] == list(begins.items())
    assert len({each.uid for each in held}) == 2
    world.until(loop.ends_at)
    assert len([each for each in world.kim.messages() if "Tomorrow is your interview" in each.text]) == 2
    assert len([each for each in world.kim.messages() if "Thank you for today" in each.text]) == 1
