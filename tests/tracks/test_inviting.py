"""One person at a time, with a reason that they will read."""

import pytest

from tracks.errors import (
    CapReached,
    InterviewError,
    NotAnAddress,
    SeveralPeople,
    TextMissing,
    TextTooLong,
    WhyYouTooShort,
)
from tracks.inviting import Caps, check_caps, one_address, one_name, why_you

REASON = "Your talk on retries changed how we handle ours."


def refusal(call, *args, **facts):
    with pytest.raises(InterviewError) as refused:
        call(*args, **facts)
    return refused.value


def test_reason_is_cleaned_and_kept():
    assert why_you(f"  {REASON}\u202e\r\n") == REASON


def test_reason_has_limits_both_ways():
    assert refusal(why_you, "x" * 39 + "\u200b \n") == WhyYouTooShort(length=39, least=40)
    assert refusal(why_you, "x" * 1001) == TextTooLong(length=1001, most=1000)
    assert why_you("x" * 40) == "x" * 40


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada@example.com", "ada@example.com"),
        (" Ada.Lovelace+jobs@EXAMPLE.Co.UK\n", "Ada.Lovelace+jobs@example.co.uk"),
        ("zoë@bücher.example", "zoë@bücher.example"),
        ("Sinead.O'Brien@example.com", "Sinead.O'Brien@example.com"),
    ],
)
def test_one_address_is_taken(typed, kept):
    assert one_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("ada@example.com, bo@example.com", 2),
        ("ada@example.com bo@example.com", 2),
        ("ada@example.com\nbo@example.com\ncy@example.com", 3),
        ("Ada <ada@example.com>; Bo <bo@example.com>", 2),
    ],
)
def test_pasted_list_is_refused_as_several_people(typed, count):
    assert refusal(one_address, typed) == SeveralPeople(count=count)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "ada@@example.com",
        "ada@example..com",
        "ada @example.com",
        "'ada@example.com'",
        "'ada@example.com",
        "Ada <ada@example.com>",
        "mailto:ada@example.com",
        "ada@-example.com",
        "ada@example.com.",
        "a" * 250 + "@x.org",
        "ada@" + "a" * 64 + ".org",
        "ada@faß.example",
    ],
)
def test_other_text_is_no_address(typed):
    assert refusal(one_address, typed) == NotAnAddress()


def test_one_name_is_taken_and_a_list_refused():
    assert one_name(" Lovelace,  Ada\u200b ") == "Lovelace, Ada"
    assert refusal(one_name, "Ada\nBo\n\nCy") == SeveralPeople(count=3)
    assert refusal(one_name, "Ada; Bo") == SeveralPeople(count=2)
    assert refusal(one_name, " \n ") == TextMissing(field="called")


def test_caps_name_whose_they_are():
    check_caps(by_inviter=19, for_role=9)
    assert refusal(check_caps, by_inviter=20, for_role=10) == CapReached(
        whose="inviter", unanswered=20, cap=20
    )
    assert refusal(check_caps, by_inviter=0, for_role=3, caps=Caps(role=3)) == CapReached(
        whose="role", unanswered=3, cap=3
    )
