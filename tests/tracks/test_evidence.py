"""Marks: what people type is cleaned once, read kindly, and refused only with the limit named."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.errors import (
    EvidenceTooLong,
    EvidenceTooShort,
    MinuteMissing,
    MinuteOutside,
    TextMissing,
    TextTooLong,
    UnknownStep,
)
from tracks.evidence import (
    EvidenceKind,
    FollowUpOutcome,
    Mark,
    checked_evidence,
    clean,
    clean_line,
    impressions,
    minute_of_step,
    parse_mark,
    require_text,
    take_mark,
)
from tracks.track import DimensionId, FollowUp, PlanStep

PLAN = (
    PlanStep(minutes=5, what="hello"),
    PlanStep(minutes=10, what="reading"),
    PlanStep(minutes=25, what="talk"),
)
SAID = "asked which of the two callers may see the old price"


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


ODD = st.text(
    st.sampled_from("aé\u0301\u200d\u200c\u3000漢👩\u202e\x00\r\n \ud800\u1f71\u212a\u0344") | st.characters()
)


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


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12 asked for the failing input", (12, "asked for the failing input")),
        ("  7   asked twice ", (7, "asked twice")),
        ("14:20 'I would not merge this'", (14, "'I would not merge this'")),
        ("31' wrote a test", (31, "wrote a test")),
        ("31 min wrote a test", (31, "wrote a test")),
        ("31m: wrote a test", (31, "wrote a test")),
        ("5, first line\nsecond line", (5, "first line\nsecond line")),
        ("12", (12, "")),
        ("asked for the failing input", (None, "asked for the failing input")),
        ("2nd test was red", (None, "2nd test was red")),
        ("1.5 hours is too long, they said", (None, "1.5 hours is too long, they said")),
        ("100% sure about the cause", (None, "100% sure about the cause")),
        ("٣ asked", (None, "٣ asked")),
        ("2000 rows were enough", (None, "2000 rows were enough")),
        ("", (None, "")),
    ],
)
def test_minute_is_read_only_from_the_front(typed, read):
    assert parse_mark(typed) == read


@given(st.text())
def test_any_typed_mark_can_be_read(typed):
    minute, text = parse_mark(typed)

    assert text in clean(typed)
    assert minute is None or 0 <= minute <= 999


def test_plan_steps_begin_where_the_one_before_ends():
    assert [minute_of_step(step, PLAN) for step in (1, 2, 3)] == [0, 5, 15]


@pytest.mark.parametrize("step", [0, 4, -1])
def test_steps_outside_the_plan_are_refused(step):
    with pytest.raises(UnknownStep) as refused:
        minute_of_step(step, PLAN)

    assert refused.value == UnknownStep(step=step, steps=3)


def test_mark_keeps_minute_text_and_dimensions():
    mark = take_mark(
        f" {SAID}\x00 ",
        minute=12,
        session_minutes=40,
        kind=EvidenceKind.QUOTE,
        dimensions=[DimensionId.CODE, DimensionId.FRAMING, DimensionId.CODE],
        hint_step=2,
    )

    assert mark == Mark(
        text=SAID,
        minute=12,
        kind=EvidenceKind.QUOTE,
        dimensions=(DimensionId.CODE, DimensionId.FRAMING),
        hint_step=2,
    )


def test_plan_step_stands_in_for_an_unseen_clock():
    assert take_mark(SAID, step=3, plan=PLAN, session_minutes=40) == Mark(text=SAID, minute=15, exact=False)


def test_follow_ups_are_marks_with_an_outcome():
    mark = take_mark(
        SAID,
        minute=20,
        session_minutes=40,
        kind=EvidenceKind.ASKED,
        follow_up=FollowUp.PERTURB,
        outcome=FollowUpOutcome.HELD_TOGETHER,
    )

    assert (mark.follow_up, mark.outcome) == (FollowUp.PERTURB, FollowUpOutcome.HELD_TOGETHER)


@pytest.mark.parametrize("minute", [0, 40])
def test_first_and_last_minute_can_be_marked(minute):
    assert take_mark(SAID, minute=minute, session_minutes=40).minute == minute


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"minute": 41}, MinuteOutside(minute=41, most=40)),
        ({"minute": -1}, MinuteOutside(minute=-1, most=40)),
        ({}, MinuteMissing()),
        ({"step": 9, "plan": PLAN}, UnknownStep(step=9, steps=3)),
        ({"minute": 3, "hint_step": 0}, UnknownStep(step=0, steps=3)),
        ({"minute": 3, "hint_step": 4}, UnknownStep(step=4, steps=3)),
    ],
)
def test_marks_outside_the_session_are_refused(asked, refusal):
    with pytest.raises(type(refusal)) as refused:
        take_mark(SAID, session_minutes=40, **asked)

    assert refused.value == refusal


@pytest.mark.parametrize("hint", [1, 2, 3])
def test_each_step_of_the_hints_is_taken(hint):
    assert take_mark(SAID, minute=3, session_minutes=40, hint_step=hint).hint_step == hint


@pytest.mark.parametrize("length", [8, 600])
def test_evidence_at_its_limits_is_taken(length):
    assert checked_evidence(" " + "x" * length) == "x" * length


def test_evidence_outside_its_limits_is_refused():
    with pytest.raises(EvidenceTooShort) as short:
        checked_evidence("x" * 7 + " \u200b")
    with pytest.raises(EvidenceTooLong) as long:
        checked_evidence("x" * 601)

    assert short.value == EvidenceTooShort(length=7, least=8)
    assert long.value == EvidenceTooLong(length=601, most=600)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Seemed senior, a good culture-fit", ("seemed", "culture fit", "fit")),
        ("the profit report was outfitted", ()),
        ("FELT\nright", ("felt",)),
        ("", ()),
    ],
)
def test_impressions_are_found_as_whole_words(text, found):
    assert impressions(text, ["seemed", "felt", "culture fit", "fit"]) == found
