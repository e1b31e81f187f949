"""What a calendar file says, in words."""

from bot.stand_in.page.calendar_files import lines_of
from tests.stand_in.page.stage import INVITATION


def test_an_invitation_is_told_in_the_readers_zone():
    told = lines_of(INVITATION.replace("\n", "\r\n").encode(), zone="America/New_York")

    assert told == [
        ("Kind", "Invitation"),
        ("When", "Thu 26 Mar 2026, 05:00 to 08:40 (New York)"),
        ("What", "Conversation with Rita Recruiter"),
        ("Where", "https://meet.example/42"),
        ("Notes", "Bring what you like to type with, and a drink."),
        ("Version", "1"),
    ]


def test_what_is_no_calendar_says_nothing():
    assert lines_of(b"\xff\x00 BEGIN:VEVENT", zone="UTC") == []
