"""A letter has words of its own; names of interviewers are asked about before it goes."""

import pytest

from tracks.errors import TextMissing, TextTooLong
from tracks.letter import Letter, checked_letter, names_in, require_something_seen
from tracks.track import DimensionId

CODE, PEOPLE = DimensionId.CODE, DimensionId.PEOPLE


def test_letter_keeps_what_was_written_in_order():
    letter = checked_letter(" Dear Kim\u202e ", {PEOPLE: "You listened.", CODE: " It ran. "})

    assert letter == Letter(body="Dear Kim", parts={CODE: "It ran.", PEOPLE: "You listened."})
    assert letter.text == "Dear Kim\n\nIt ran.\n\nYou listened."


def test_letter_without_words_is_no_letter():
    with pytest.raises(TextMissing) as refused:
        checked_letter(" \u200b ", {CODE: "It ran."})

    assert refused.value == TextMissing(field="body")


@pytest.mark.parametrize(("body", "part"), [("x" * 2_501, "y"), ("x", "y" * 1_501)])
def test_letter_that_is_too_long_is_refused(body, part):
    with pytest.raises(TextTooLong):
        checked_letter(body, {CODE: part})


def test_letter_says_something_that_was_seen():
    require_something_seen(Letter(body="Dear Kim", parts={CODE: "It ran."}))
    with pytest.raises(TextMissing):
        require_something_seen(Letter(body="Dear Kim", parts={}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada liked it", ("Ada Lead",)),
        ("what ADA said, and Mr. Second", ("Ada Lead", "Bo Second")),
        ("Adamant, secondary, and bo", ()),
    ],
)
def test_names_are_found_as_whole_words(text, found):
    assert names_in(text, ("Ada Lead", "Bo Second")) == found
