"""What people type is kept composed, plain and whole, and never too long."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.errors import TextMissing, TextTooLong
from tracks.intake import clean, clean_line, require_text

ODD = st.text(
    st.sampled_from("aé\u0301\u200d\u200c\u3000漢👩\u202e\x00\r\n \ud800\u1f71\u212a\u0344") | st.characters()
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  plain words \n", "plain words"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("nul\x00 esc\x1b[31m bell\x07", "nul esc[31m bell"),
        ("half a pair \ud83d", "half a pair"),
        ("gnp.\u202eexe \u2066hidden\u2069 \u061cmark\u200e", "gnp.exe hidden mark"),
        ("zero\u200bwidth \ufeffbom soft\xadhyphen", "zerowidth bom softhyphen"),
        ("tag\U000e0041\U000e0042 stays out", "tag stays out"),
        ("latin\u200djoiner \u200cat edges\u200d", "latinjoiner at edges"),
        ("e\u200d\u0301", "é"),
        ("Ame\u0301lie", "Amélie"),
        ("\u200d\u3000漢字\u3000\u200d", "漢字"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻 wrote it", "👩\u200d💻 wrote it"),
        ("tab\tstays", "tab\tstays"),
        ("<!channel> {0.__class__} %s =1+1", "<!channel> {0.__class__} %s =1+1"),
        ("\u200b\x00 \r\n", ""),
    ],
)
def test_text_is_cleaned_at_intake(typed, kept):
    assert clean(typed) == kept


@given(ODD)
def test_cleaning_again_changes_nothing(typed):
    cleaned = clean(typed)

    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    cleaned.encode()
    assert not {unicodedata.category(letter) for letter in cleaned} & {"Cs"}
    assert not set(cleaned) & {"\x00", "\x1b", "\r", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028"}


def test_names_are_kept_on_one_line():
    assert clean_line(" Ada\r\n\tLovelace\u200b ") == "Ada Lovelace"


def test_required_text_names_its_field_or_limit():
    assert require_text(" because ", field="reason", most=7) == "because"
    with pytest.raises(TextMissing) as missing:
        require_text(" \u200b ", field="reason")
    with pytest.raises(TextTooLong) as long:
        require_text("x" * 11, field="reason", most=10)

    assert missing.value == TextMissing(field="reason")
    assert long.value == TextTooLong(length=11, most=10)
