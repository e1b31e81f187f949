"""Reminders are true at the moment of sending: none for what moved or was cancelled, none too late."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.use_cases.remind import KINDS, plan_reminders
from storage.tables import DueState, Leave, Loop
from tests.journeys.booking import confirmed as settled
from tests.journeys.booking import loop_of
from tests.journeys.chapters import chapter
from tests.journeys.confirmed import by_mail_only, cancel, confirmed, give_back, move, replan
from tests.journeys.inviting import invite
from tests.journeys.scene_booked import BEGINS, booked
from tests.journeys.world import MONDAY
from tracks.reminders import ReminderKind
from tracks.track import SeatId

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KIM = "kim@home.example"
LATER = 7 * DAY  # from Tuesday 24 November, so that "a day before" lies ahead


@pytest.fixture(name="scene")
@chapter
def next_week(world):
    """Kim's interview is on Tuesday in a week, at 10 in Berlin."""
    scene = confirmed(world)
    move(scene, LATER)
    replan(scene)
    world.settle()
    return scene


def planned(scene):
    with scene.world.program.services.look() as unit:
        rows = unit.due.of_loop(scene.loop_id, KINDS)
    waiting = [row for row in rows if row.state == DueState.PENDING and row.replaces is None]
    return sorted((row.kind, row.recipient, row.due_at) for row in waiting)


def heard(person, *, since=0):
    return [message.text for message in person.messages()][since:]


def texts_with(person, words):
    return [text for text in heard(person) if words in text]


def nudges(person):
    kinds = ("The form is open and memory fades", "Your form is missing", "has been due since")
    return sum(any(kind in text for kind in kinds) for text in heard(person))


# --- the candidate
def test_candidate_hears_the_day_and_the_hour_before(world, scene):
    world.until(BEGINS + LATER - DAY)
    (day_before,) = texts_with(world.kim, "Tomorrow is your interview")
    world.until(BEGINS + LATER - HOUR)
    (hour_before,) = texts_with(world.kim, "In an hour")

    link = f"https://meet.example/{scene.loop_id}"
    assert day_before == (
        "Tomorrow is your interview: *The traditionalist*, Tuesday 1 December 2026, 10:00 Berlin time "
        "(UTC+1). It takes 3 hours 40 minutes, breaks included.\n\n"
        f"Everybody meets here: {link}\n\n"
        "*Have ready*\n- A programming language you know well\n- Paper, if you like to write on paper\n\n"
        "*The rule about AI*\n- Coding: off\n- Design: off\n- Shared review: off\n- How you work: off\n\n"
        "If anything has changed for you, you can move it, and it does not count against you: open your "
        "page, or write to Rita Recruiter.\n\n"
        "[Open my page]"
    )
    assert hour_before == (
        f"In an hour: {link}\nCome a few minutes early if you want to try the sound.\n\n"
        "It starts at 10:00 Berlin time (UTC+1). Rita Recruiter welcomes you."
    )


def test_only_the_first_day_asks_to_have_things_ready(world):
    loop = loop_of(world, settled(world, days="Two days"))
    world.until(loop.ends_at - HOUR)

    first, second = texts_with(world.kim, "Tomorrow is your interview")
    assert ("*Have ready*" in first, "*Have ready*" in second) == (True, False)


def test_candidate_hears_afterwards_when_the_answer_comes(world, scene):
    world.until(BEGINS + LATER + timedelta(minutes=220))

    (told,) = texts_with(world.kim, "Thank you for today")
    assert told == "Thank you for today. You hear from Hans Manager by Tuesday 8 December 2026."


def test_reminders_go_by_mail_without_slack(world, scene):
    by_mail_only(scene)
    world.until(BEGINS + LATER - HOUR)

    subjects = [mail.subject for mail in world.mailbox.mails_for(KIM)]
    assert subjects == [
        "Tomorrow: your conversation with Rita Recruiter",
        "Soon: your conversation with Rita Recruiter",
    ]
    day_before = world.mailbox.mails_for(KIM)[0]
    assert "Tuesday 1 December 2026, 09:00 Lisbon time (UTC+0)" in day_before.text
    assert day_before.reply_to == "rita@example.com"
    assert all(re.search(r'<a href="http://\S+/c/\S+">', mail.html) for mail in world.mailbox.mails_for(KIM))


# --- the panel
def test_panelist_gets_five_messages_in_all(world, scene):
    world.until(BEGINS + LATER + timedelta(minutes=221))

    kinds = ("Everybody has", "The entry for", "A reminder", "*Kim*", "Your form for")
    told = [next((kind for kind in kinds if text.startswith(kind)), text) for text in heard(world.cho)]
    assert told == [*kinds, "Your form for"]  # the entry stands under the brief; there are two forms


def test_ten_minutes_before_come_link_and_start(world, scene):
    world.until(BEGINS + LATER - 10 * MINUTE)

    (soon,) = [each for each in world.ada.messages() if "you are needed in" in each.text]
    buttons = [e["text"]["text"] for b in soon.blocks if b["type"] == "actions" for e in b["elements"]]
    assert buttons == [
        "Start: Coding",
        "Start: Design",
        "Start: How you work",
        "Mark a moment",
        "Open your brief",
    ]
    assert "in 10 minutes, at 10:00 Berlin time (UTC+1): https://meet.example/" in soon.text


def test_pressed_start_is_seen_in_the_message(world, scene):
    world.until(BEGINS + LATER + 10 * MINUTE)
    world.ada.press("Start: Coding")
    world.settle()

    (soon,) = [each for each in world.ada.messages() if "*Coding* began at 10:10" in each.text]
    assert "Start: Coding" not in soon.text
    assert "Start: Design" in soon.text


def test_host_alone_has_nothing_to_mark(world, scene):
    world.until(BEGINS + LATER - 10 * MINUTE)

    (soon,) = [each for each in world.rita.messages() if "you are needed in" in each.text]
    assert "Mark a moment" not in soon.text


# --- faults
def test_reminder_planned_a_second_before_cancelling_stays_unsent(world, scene):
    world.until(BEGINS + LATER - HOUR - timedelta(seconds=1))
    before = len(world.kim.messages()), len(world.ada.messages())

    cancel(scene)  # on record only: every row still waits
    world.forward(3 * HOUR)

    assert (len(world.kim.messages()), len(world.ada.messages())) == before


def test_after_a_move_old_ones_are_gone_and_new_ones_there(world, scene):
    before = planned(scene)

    move(scene, DAY)
    replan(scene)

    assert planned(scene) == [(kind, to, at + DAY) for kind, to, at in before]
    world.until(BEGINS + LATER)
    assert texts_with(world.kim, "In an hour") == []
    world.until(BEGINS + LATER + DAY)
    assert len(texts_with(world.kim, "In an hour")) == 1


def test_moved_without_new_plan_sends_nothing_old(world, scene):
    move(scene, DAY)
    before = [heard(world.kim), heard(world.ada)]

    world.until(BEGINS + LATER + timedelta(minutes=230))

    assert [heard(world.kim), heard(world.ada)] == before


def test_planned_again_nothing_is_sent_twice(world, scene):
    for _ in range(3):
        replan(scene)
    world.until(BEGINS + LATER)

    assert len(texts_with(world.kim, "Tomorrow is")) == len(texts_with(world.kim, "In an hour")) == 1
    assert len(texts_with(world.ada, "Everybody has said yes")) == 1
    assert len(texts_with(world.ada, "you are needed")) == 1


def test_dropped_and_wanted_again_they_are_sent(world, scene):
    services = world.program.services
    with services.change("rule:story") as unit:
        unit.due.drop(loop_id=scene.loop_id, kinds=KINDS)
    assert planned(scene) == []
    for _ in range(2):
        with services.change("rule:story") as unit:
            plan_reminders(services, unit, unit.get(Loop, scene.loop_id))

    world.until(BEGINS + LATER)

    assert len(texts_with(world.kim, "In an hour")) == 1


@pytest.mark.parametrize(
    ("back_at", "day_before", "hour_before"),
    [
        (BEGINS + LATER - 4 * HOUR, ["Today is"], 0),
        (BEGINS + LATER - 2 * HOUR, [], 0),
        (BEGINS + LATER - 20 * MINUTE, [], 1),
        (BEGINS + LATER, [], 0),
    ],
)
def test_after_a_downtime_only_useful_ones_are_sent(world, scene, back_at, day_before, hour_before):
    world.until(MONDAY + DAY)
    world.clocks.forward(back_at - world.clocks.now)

    world.settle()

    told = [text.partition(" your")[0] for text in heard(world.kim) if "your interview:" in text]
    assert told == day_before
    assert len(texts_with(world.kim, "starts in 20 minutes")) == hour_before
    assert texts_with(world.kim, "In an hour") == []


def test_nudges_late_at_night_wait_for_the_morning(world):
    scene = booked(world)
    scene.until_over()
    night, morning = BEGINS.replace(hour=22), BEGINS + DAY - HOUR  # 23:00, and 9:00 on Wednesday
    world.clocks.forward(night - world.clocks.now)

    world.until(morning - MINUTE)
    assert (nudges(world.ada), nudges(world.rita)) == (0, 0)
    world.until(morning + 3 * HOUR)
    assert (nudges(world.ada), nudges(world.rita)) == (2, 0)  # one for each form
    world.clocks.forward(night + DAY - world.clocks.now)
    world.until(morning + DAY)
    assert (nudges(world.ada), nudges(world.rita)) == (2, 6)


def test_leave_puts_nudges_off_and_drops_none(world):
    scene = booked(world)
    scene.until_over()
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
        unit.add(Leave(person_id="U0ADA", first_day=date(2026, 11, 24), last_day=thursday))
    back = datetime.combine(friday, time(8), UTC)

    world.until(back + 2 * DAY)
    assert nudges(world.ada) == 0
    world.until(back + 10 * DAY)
    assert (nudges(world.ada), nudges(world.rita)) == (2, 6)


def test_late_word_to_the_host_waits_for_the_morning(world):
    invite(world)
    world.clocks.forward(7 * DAY + 13 * HOUR)  # Monday, 22:00 in Berlin

    world.settle()
    assert texts_with(world.rita, "was asked to pick by") == []
    world.until(MONDAY + 8 * DAY)
    assert len(texts_with(world.rita, "was asked to pick by")) == 1


def test_late_message_to_the_panel_says_since_when(world, scene):
    world.until(MONDAY + DAY)
    world.clocks.forward(BEGINS + LATER + 30 * MINUTE - world.clocks.now)

    world.settle()

    (soon,) = [text for text in heard(world.ada) if text.startswith("*Kim*")]
    assert "your part began at 10:00 Berlin time (UTC+1)" in soon


def test_seat_given_back_gets_nothing_more(world, scene):
    give_back(scene, SeatId.INDEPENDENT, to="U0FIN")
    replan(scene)
    world.until(BEGINS + LATER + timedelta(minutes=200))

    assert texts_with(world.eve, "You are not needed in this panel any more") != []
    assert texts_with(world.eve, "you are needed") == []
    assert len(texts_with(world.fin, "Everybody has said yes")) == 1
    assert len(texts_with(world.fin, "you are needed")) == 1


def test_moved_interview_is_seen_in_the_brief_that_was_sent(world, scene):
    move(scene, DAY)
    replan(scene)
    world.settle()

    (brief,) = texts_with(world.ada, "Everybody has said yes")
    assert "Wednesday 2 December 2026" in brief
    assert "Tuesday" not in brief


def test_every_kind_of_reminder_belongs_to_somebody():
    elsewhere = {
        ReminderKind.NOT_CHOSEN_YET,
        ReminderKind.ASK_IN_PERSON,
        ReminderKind.REPLY_BY_PASSED,
        ReminderKind.ANSWER_OVERDUE,  # a seat that nobody answered is given to somebody else, not reminded of
    }

    assert set(ReminderKind) == set(KINDS) | elsewhere
