"""Refusals carry facts, name their sentence, and are equal when they say the same."""

from datetime import UTC, datetime

from tracks import catalogue
from tracks.errors import CapReached, InterviewError, MoveTooLate, NotAnAddress

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_refusal_carries_its_facts_for_wording():
    refusal = CapReached(whose="role", unanswered=10, cap=10)

    assert refusal.facts == {"whose": "role", "unanswered": 10, "cap": 10}
    assert refusal.cap == 10
    assert str(refusal) == "cap_reached: whose=role, unanswered=10, cap=10"


def test_refusal_without_facts_is_its_name():
    assert str(NotAnAddress()) == "not_an_address"
    assert NotAnAddress().facts == {}


def test_equal_refusals_say_the_same_thing():
    assert MoveTooLate(starts_at=NOON, notice_hours=4) == MoveTooLate(starts_at=NOON, notice_hours=4)
    assert MoveTooLate(starts_at=NOON, notice_hours=4) != MoveTooLate(starts_at=NOON, notice_hours=5)


def test_every_refusal_has_a_sentence_of_its_own():
    keys = [refusal.key() for refusal in InterviewError.__subclasses__()]

    assert len(keys) == len(set(keys))
    assert {f"refusal.{key}" for key in keys} <= catalogue.load().messages.keys()
