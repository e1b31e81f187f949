"""Blanks are filled once, with facts as they are; nothing in a fact or a sentence is evaluated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.fill import BlankError, blanks, fill, fill_some


def test_each_blank_gets_its_fact():
    assert fill("{called}, at {time} ({called})", called="Ada", time=9) == "Ada, at 9 (Ada)"


def test_facts_that_look_like_blanks_stay_literal():
    hostile = "{0.__class__} {time} %s {{7*7}} }{"

    assert fill("Hello {called}.", called=hostile, time="never") == f"Hello {hostile}."


def test_a_blank_without_a_fact_is_refused():
    with pytest.raises(BlankError) as refused:
        fill("Hello {called} and {other}.", called="Ada")

    assert (refused.value.blank, refused.value.why) == ("other", "has no fact")


@pytest.mark.parametrize(
    "blank", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{0}", "{A}", "{ a}", "{", "}"]
)
def test_anything_but_a_plain_name_is_refused(blank):
    with pytest.raises(BlankError):
        fill(f"Hello {blank}", a="x")


def test_doubled_brackets_are_single_ones():
    assert fill("{{called}} {called}", called="Ada") == "{called} Ada"


def test_some_blanks_may_wait_for_later():
    assert fill_some("{host} and {lead}", host="Rita") == "Rita and {lead}"


def test_facts_not_named_are_left_out():
    assert fill("Hello.", called="Ada") == "Hello."


@given(st.text(), st.text())
def test_filling_never_reads_the_fact_again(before, fact):
    sentence = before.replace("{", "").replace("}", "") + "{fact}"

    assert fill(sentence, fact=fact) == sentence.removesuffix("{fact}") + fact
    assert blanks(sentence) == {"fact"}
