"""Reminders follow the live record: nothing for what moved, nothing too late, nothing at night."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.availability import DateRange, Diary, weekly_hours
from tracks.candidacy import FormState, InvitationState, SeatAnswer, SessionState
from tracks.office_hours import NotYet, next_moment
from tracks.reminders import (
    FormFacts,
    InvitationFacts,
    LoopFacts,
    Reminder,
    SeatFacts,
    SessionFacts,
    for_invitation,
    for_loop,
    form_due_at,
    is_wanted,
)
from tracks.reminders import ReminderKind as Kind
from tracks.track import Group, SeatId

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",))
OFFICE = Diary(zone="Etc/UTC", hours=weekly_hours(WEEKDAYS))
TUESDAY_TEN = MONDAY + DAY + 10 * HOUR
LEAD = SeatFacts(
    id="seat-lead",
    person="lea",
    seat=SeatId.LEAD,
    diary=OFFICE,
    answer=SeatAnswer.YES,
    answered_at=MONDAY - 6 * DAY,
)
FORM = FormFacts(id="form-lea", rater="lea", diary=OFFICE, group=Group.TRACK_HALF)


def part(number, starts_at, minutes, *, group=None, present=(SeatId.LEAD,), **more):
    return SessionFacts(
        id=f"part-{number}",
        starts_at=starts_at,
        ends_at=starts_at + minutes * MINUTE,
        present=frozenset(present),
        group=group,
        **more,
    )


def loop(*sessions, seats=(LEAD,), forms=(), **more):
    facts = {"booked_at": MONDAY - 7 * DAY, "confirmed_at": MONDAY - 5 * DAY} | more
    return LoopFacts(
        id="loop",
        candidate="cleo",
        host="hedy",
        host_diary=OFFICE,
        sessions=sessions,
        seats=seats,
        forms=forms,
        **facts,
    )


def told(reminders):
    return [(reminder.kind, reminder.to, reminder.about, reminder.due_at) for reminder in reminders]


CODING = part(1, TUESDAY_TEN, 60, group=Group.TRACK_HALF)
REVIEW = part(2, TUESDAY_TEN + 2 * HOUR, 40, group=Group.SHARED_REVIEW, present=(SeatId.SECOND,))
TALK = part(3, TUESDAY_TEN + 3 * HOUR, 30, group=Group.HOW_YOU_WORK)


def test_whole_day_reminds_each_person_in_order():
    reminders = for_loop(loop(REVIEW, TALK, CODING, forms=(FORM,)))

    assert told(reminders) == [
        (Kind.PANEL_BRIEF, "lea", "seat-lead", MONDAY - 5 * DAY),
        (Kind.CANDIDATE_DAY_BEFORE, "cleo", "part-1", MONDAY + 10 * HOUR),
        (Kind.PANEL_DAY_BEFORE, "lea", "part-1", MONDAY + 10 * HOUR),
        (Kind.CANDIDATE_HOUR_BEFORE, "cleo", "part-1", TUESDAY_TEN - HOUR),
        (Kind.PANEL_STARTS_SOON, "lea", "part-1", TUESDAY_TEN - 10 * MINUTE),
        (Kind.FORM_READY, "lea", "form-lea", TUESDAY_TEN + HOUR),
        (Kind.CANDIDATE_AFTERWARDS, "cleo", "part-3", TALK.ends_at),
        (Kind.FORM_NUDGE, "lea", "form-lea", TUESDAY_TEN + 5 * HOUR),
        (Kind.FORM_NUDGE_IN_THE_MORNING, "lea", "form-lea", MONDAY + 2 * DAY + 9 * HOUR),
        (Kind.FORM_TO_HOST, "hedy", "form-lea", MONDAY + 2 * DAY + 13 * HOUR),
    ]


def test_late_reminders_lose_their_use_at_their_hour():
    expiry = {reminder.kind: reminder.expires_at for reminder in for_loop(loop(CODING, TALK, forms=(FORM,)))}

    assert expiry == {
        Kind.PANEL_BRIEF: TALK.ends_at,
        Kind.CANDIDATE_DAY_BEFORE: TUESDAY_TEN - 3 * HOUR,
        Kind.PANEL_DAY_BEFORE: TUESDAY_TEN - 3 * HOUR,
        Kind.CANDIDATE_HOUR_BEFORE: TUESDAY_TEN,
        Kind.PANEL_STARTS_SOON: TALK.ends_at,
        Kind.FORM_READY: None,
        Kind.CANDIDATE_AFTERWARDS: TALK.ends_at + DAY,
        Kind.FORM_NUDGE: MONDAY + 2 * DAY + 9 * HOUR,
        Kind.FORM_NUDGE_IN_THE_MORNING: None,
        Kind.FORM_TO_HOST: None,
    }


def test_two_sittings_are_each_reminded_of():
    second = part(4, TUESDAY_TEN + 2 * DAY, 30, group=Group.HOW_YOU_WORK, day=1)
    reminders = for_loop(loop(CODING, second))

    assert [(to, about) for kind, to, about, _ in told(reminders) if kind is Kind.CANDIDATE_HOUR_BEFORE] == [
        ("cleo", "part-1"),
        ("cleo", "part-4"),
    ]
    assert [about for kind, _, about, _ in told(reminders) if kind is Kind.PANEL_STARTS_SOON] == [
        "part-1",
        "part-4",
    ]
    assert [about for kind, _, about, _ in told(reminders) if kind is Kind.CANDIDATE_AFTERWARDS] == ["part-4"]


@pytest.mark.parametrize(
    ("starts_at", "reminded_at"),
    [
        (MONDAY + 10 * HOUR, MONDAY - 3 * DAY + 9 * HOUR),  # a Monday: Friday morning
        (MONDAY + DAY + 8 * HOUR, MONDAY + 9 * HOUR),  # before office hours: the morning before
        (MONDAY + DAY + 20 * HOUR, MONDAY + 9 * HOUR),  # after office hours: not on the day itself
    ],
)
def test_day_before_is_a_working_moment(starts_at, reminded_at):
    reminders = for_loop(loop(part(1, starts_at, 60)))

    assert [due for kind, _, _, due in told(reminders) if kind is Kind.PANEL_DAY_BEFORE] == [reminded_at]


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.MOVED, SessionState.REPEATED])
def test_nothing_is_sent_for_what_does_not_take_place(state):
    assert for_loop(loop(replace(CODING, state=state), forms=(FORM,))) == ()


@pytest.mark.parametrize(
    "seat",
    [replace(LEAD, released=True), replace(LEAD, answer=SeatAnswer.NO), replace(LEAD, seat=SeatId.SECOND)],
)
def test_nothing_is_sent_to_whoever_does_not_sit_there(seat):
    assert not [reminder for reminder in for_loop(loop(CODING, seats=(seat,))) if reminder.to == "lea"]


def test_silent_panelist_is_only_timed():
    asked = replace(LEAD, answer=None, answered_at=None, answer_by=MONDAY - 4 * DAY)
    reminders = for_loop(loop(CODING, seats=(asked,), confirmed_at=None))

    assert told(reminders) == [(Kind.ANSWER_OVERDUE, "lea", "seat-lead", MONDAY - 4 * DAY)]
    assert for_loop(loop(CODING, seats=(replace(asked, answer_by=None),), confirmed_at=None)) == ()


def test_late_replacement_gets_the_brief_but_no_day_before():
    late = replace(LEAD, answered_at=TUESDAY_TEN - 5 * HOUR)
    reminders = for_loop(loop(CODING, seats=(late,)))

    assert [(kind, due) for kind, to, _, due in told(reminders) if to == "lea"] == [
        (Kind.PANEL_BRIEF, TUESDAY_TEN - 5 * HOUR),
        (Kind.PANEL_STARTS_SOON, TUESDAY_TEN - 10 * MINUTE),
    ]


def test_late_confirmation_replaces_the_candidates_reminders():
    reminders = for_loop(loop(CODING, seats=(), confirmed_at=TUESDAY_TEN - 30 * MINUTE))

    assert [reminder.kind for reminder in reminders] == [Kind.CANDIDATE_AFTERWARDS]


def test_answer_without_a_time_counts_from_the_confirmation():
    reminders = for_loop(loop(CODING, seats=(replace(LEAD, answered_at=None),)))

    assert told(reminders)[0] == (Kind.PANEL_BRIEF, "lea", "seat-lead", MONDAY - 5 * DAY)


def test_form_is_due_when_its_last_part_ends():
    later = part(9, TUESDAY_TEN + 90 * MINUTE, 30, group=Group.TRACK_HALF)

    assert form_due_at(Group.TRACK_HALF, (CODING, later, TALK)) == later.ends_at
    assert (
        form_due_at(Group.TRACK_HALF, (CODING, replace(later, state=SessionState.CANCELLED)))
        == CODING.ends_at
    )
    assert form_due_at(Group.SHARED_REVIEW, (CODING,)) is None


@pytest.mark.parametrize("state", [FormState.SENT, FormState.MISSING_WITH_REASON])
def test_form_that_is_in_is_asked_for_no_more(state):
    reminders = for_loop(loop(CODING, seats=(), forms=(replace(FORM, state=state),)))

    assert not [reminder for reminder in reminders if reminder.about == "form-lea"]


@pytest.mark.parametrize("since", ["extended_to", "asked_at"])
def test_form_is_nudged_from_its_new_time_or_hand(since):
    later = replace(FORM, **{since: MONDAY + 3 * DAY + 9 * HOUR})
    reminders = for_loop(loop(CODING, seats=(), forms=(later,)))

    assert [(kind, due) for kind, _, about, due in told(reminders) if about == "form-lea"] == [
        (Kind.FORM_READY, CODING.ends_at),
        (Kind.FORM_NUDGE, MONDAY + 3 * DAY + 13 * HOUR),
        (Kind.FORM_NUDGE_IN_THE_MORNING, MONDAY + 4 * DAY + 9 * HOUR),
        (Kind.FORM_TO_HOST, MONDAY + 4 * DAY + 13 * HOUR),
    ]


def test_nudges_wait_for_the_end_of_leave():
    away = replace(OFFICE, leave=(DateRange(date(2026, 3, 11), date(2026, 3, 13)),))
    evening = part(1, MONDAY + DAY + 15 * HOUR, 60, group=Group.TRACK_HALF)
    reminders = for_loop(loop(evening, seats=(), forms=(replace(FORM, diary=away),)))

    assert [(kind, due) for kind, _, about, due in told(reminders) if about == "form-lea"] == [
        (Kind.FORM_READY, evening.ends_at),
        (Kind.FORM_NUDGE, MONDAY + 7 * DAY + 9 * HOUR),
        (Kind.FORM_NUDGE_IN_THE_MORNING, MONDAY + 8 * DAY + 9 * HOUR),
        (Kind.FORM_TO_HOST, MONDAY + 8 * DAY + 13 * HOUR),
    ]


# --- invitations

INVITATION = InvitationFacts(
    id="inv",
    state=InvitationState.SENT,
    candidate="cleo",
    host="hedy",
    host_diary=OFFICE,
    sent_at=MONDAY + 12 * HOUR,
    reply_by=MONDAY + 7 * DAY + 12 * HOUR,
)


def test_open_invitation_asks_gently_then_tells_the_host():
    assert told(for_invitation(INVITATION)) == [
        (Kind.NOT_CHOSEN_YET, "cleo", "inv", MONDAY + 2 * DAY + 12 * HOUR),
        (Kind.ASK_IN_PERSON, "hedy", "inv", MONDAY + 7 * DAY + 9 * HOUR),  # five days later is a Saturday
        (Kind.REPLY_BY_PASSED, "hedy", "inv", MONDAY + 7 * DAY + 12 * HOUR),
    ]


def test_not_now_stops_all_but_the_hosts_date():
    quiet = for_invitation(replace(INVITATION, quiet=True))

    assert [reminder.kind for reminder in quiet] == [Kind.REPLY_BY_PASSED]


def test_short_reply_time_leaves_out_what_comes_after():
    short = for_invitation(replace(INVITATION, reply_by=MONDAY + 2 * DAY))

    assert told(short) == [(Kind.REPLY_BY_PASSED, "hedy", "inv", MONDAY + 2 * DAY + 9 * HOUR)]


@pytest.mark.parametrize("state", [state for state in InvitationState if state is not InvitationState.SENT])
def test_other_states_have_no_invitation_reminders(state):
    assert list(for_invitation(replace(INVITATION, state=state))) == []


# --- sending

REMINDER = Reminder(
    kind=Kind.CANDIDATE_HOUR_BEFORE,
    to="cleo",
    about="part-1",
    due_at=TUESDAY_TEN - HOUR,
    expires_at=TUESDAY_TEN,
)


def sent(reminder, now):
    try:
        return is_wanted(reminder, now)
    except NotYet as early:
        return early.until


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (TUESDAY_TEN - HOUR - MINUTE, TUESDAY_TEN - HOUR),
        (TUESDAY_TEN - HOUR, True),
        (TUESDAY_TEN - MINUTE, True),
        (TUESDAY_TEN, False),
    ],
)
def test_reminder_goes_out_between_due_and_expiry(now, then):
    assert sent(REMINDER, now) == then


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (TUESDAY_TEN + 4 * DAY, MONDAY + 7 * DAY + 9 * HOUR),  # Saturday
        (TUESDAY_TEN + 13 * HOUR, MONDAY + 2 * DAY + 9 * HOUR),
        (TUESDAY_TEN + HOUR, True),
    ],
)
def test_late_reminder_keeps_the_hours_of_its_person(now, then):
    assert sent(replace(REMINDER, expires_at=None, hours=OFFICE), now) == then


def test_reminder_of_a_moved_part_has_another_key():
    moved = replace(CODING, starts_at=CODING.starts_at + DAY, ends_at=CODING.ends_at + DAY)

    assert REMINDER.key in {reminder.key for reminder in for_loop(loop(CODING))}
    assert REMINDER.key not in {reminder.key for reminder in for_loop(loop(moved))}


def test_reminder_without_expiry_stays_useful():
    assert sent(replace(REMINDER, expires_at=None), TUESDAY_TEN + 1000 * DAY)
    assert REMINDER.key == "candidate_hour_before:part-1:cleo:20260310T090000Z"


def test_leave_changes_when_reminders_come_and_no_key():
    away = replace(OFFICE, leave=(DateRange(date(2026, 3, 9), date(2026, 3, 13)),))
    usual, later = (
        for_loop(loop(CODING, seats=(replace(LEAD, diary=diary),), forms=(replace(FORM, diary=diary),)))
        for diary in (OFFICE, away)
    )

    assert {reminder.key for reminder in usual} == {reminder.key for reminder in later}
    assert told(usual) != told(later)


@given(
    minutes=st.integers(0, 14 * 24 * 60),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"]),
)
def test_nudges_come_in_working_hours_and_in_order(minutes, zone):
    diary = Diary(zone=zone, hours=weekly_hours(WEEKDAYS))
    held = part(1, MONDAY + minutes * MINUTE, 60, group=Group.TRACK_HALF)
    reminders = for_loop(loop(held, seats=(), forms=(replace(FORM, diary=diary),)))
    nudges = [reminder for reminder in reminders if reminder.about == "form-lea"]

    assert [nudge.kind for nudge in nudges] == [
        Kind.FORM_READY,
        Kind.FORM_NUDGE,
        Kind.FORM_NUDGE_IN_THE_MORNING,
        Kind.FORM_TO_HOST,
    ]
    assert all(next_moment(diary, nudge.due_at) == nudge.due_at for nudge in nudges[1:3])
    assert next_moment(OFFICE, nudges[3].due_at) == nudges[3].due_at
    assert len({reminder.key for reminder in reminders}) == len(reminders)
