"""Written words mean a track only when nothing else can be meant; everything unclear is asked back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.catalogue import load
from tracks.choice import Choice, LastQuestion, Thanks, Unclear, Wish, Wished, understand
from tracks.track import TrackId

WORDS = load().choice_words
TRADITIONALIST, PRAGMATIST, REALIST = TrackId
ORDER = (REALIST, TRADITIONALIST, PRAGMATIST)


def heard(words, *, last=LastQuestion.WHICH_TRACK, order=ORDER):
    return understand(words, options_in_order=order, last_question=last, vocabulary=WORDS)


@pytest.mark.parametrize(
    ("words", "track"),
    [
        ("pragmatist", PRAGMATIST),
        ("The Pragmatist, please!", PRAGMATIST),
        ("I'd like to do the classic loop", TRADITIONALIST),
        ("the one with my own code", REALIST),
        ("I would bring something", REALIST),
        ("not the realist but the pragmatist", PRAGMATIST),
        ("Not the realist, the pragmatist.", PRAGMATIST),
        ("anything but the classic loop. I'll take the realist", REALIST),
        ("realist instead of pragmatist", REALIST),
        ("no, the pragmatist", PRAGMATIST),
        ("the second", TRADITIONALIST),
        ("2", TRADITIONALIST),
        ("number three, thanks", PRAGMATIST),
        ("the first one", REALIST),
        ("\N{FULLWIDTH DIGIT ONE}", REALIST),
        ("PRAGMATIST\N{ZERO WIDTH SPACE}", PRAGMATIST),
    ],
)
def test_one_track_named_clearly_is_chosen(words, track):
    assert heard(words) == Choice(track=track)


@pytest.mark.parametrize(
    ("words", "maybe"),
    [
        ("the realist or the pragmatist", (REALIST, PRAGMATIST)),
        ("maybe the realist", (REALIST,)),
        ("is the realist harder?", (REALIST,)),
        ("not the realist", ()),
        ("I don't want to pick the pragmatist", ()),
        ("the first, or rather the third", (REALIST, PRAGMATIST)),
        ("first, I have something to say", (REALIST,)),
        ("2 pm suits me", (TRADITIONALIST,)),
        ("I would like the pragmatsit", (PRAGMATIST,)),
        ("if it is shorter, the realist", (REALIST,)),
        ("hello", ()),
        ("", ()),
        ("   \n", ()),
        ("the fourth", ()),
    ],
)
def test_everything_else_is_asked_back(words, maybe):
    assert heard(words) == Unclear(tracks=maybe)


@pytest.mark.parametrize("words", ["2", "the second", "number two"])
def test_a_number_answers_only_the_last_question(words):
    assert heard(words, last=LastQuestion.OTHER) == Unclear()


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("I have to reschedule", Wish.MOVE),
        ("I want to move", Wish.MOVE),
        ("please cancel", Wish.CANCEL),
        ("I'd like to withdraw", Wish.WITHDRAW),
        ("I want to switch", Wish.SWITCH),
        ("not now, thank you", Wish.NOT_NOW),
        ("could I talk to a person", Wish.ASK_PERSON),
        ("I need captions", Wish.ADJUSTMENT),
        ("Can I have extra time?", Wish.ADJUSTMENT),
        ("help", Wish.HELP),
    ],
)
def test_one_wish_said_clearly_is_heard(words, wish):
    assert heard(words) == Wished(wish=wish)


def test_switching_and_adjustments_may_be_said_with_a_track():
    assert heard("I'd like to switch to the realist") == Choice(track=REALIST, wishes=(Wish.SWITCH,))
    assert heard("the realist, and I need captions") == Choice(track=REALIST, wishes=(Wish.ADJUSTMENT,))


@pytest.mark.parametrize(
    ("words", "unclear"),
    [
        ("cancel the realist", Unclear(tracks=(REALIST,), wishes=(Wish.CANCEL,))),
        ("cancel or reschedule", Unclear(wishes=(Wish.MOVE, Wish.CANCEL))),
        ("I do not want to withdraw", Unclear()),
    ],
)
def test_wishes_that_could_mean_two_things_are_asked_back(words, unclear):
    assert heard(words) == unclear


def test_an_adjustment_is_heard_in_the_longest_letter():
    letter = "I am deaf. " + "There is much to say. " * 200

    assert heard(letter) == Unclear(wishes=(Wish.ADJUSTMENT,))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Thanks!", Thanks()),
        ("ok, thank you so much", Thanks()),
        ("That's great.", Thanks()),
        ("thanks, but", Unclear()),
        ("Great, who is on the panel", Unclear()),
        ("thanks?", Unclear()),
        ("Thank you, I withdraw.", Wished(wish=Wish.WITHDRAW)),
    ],
)
def test_thanks_are_only_thanks_when_nothing_else_is_said(words, meant):
    assert heard(words) == meant


def test_a_track_not_offered_is_never_chosen():
    assert heard("pragmatist", order=(REALIST, TRADITIONALIST)) == Unclear()


@given(words=st.text(), last=st.sampled_from(LastQuestion))
def test_any_words_get_an_answer(words, last):
    assert isinstance(heard(words, last=last), (Choice, Wished, Thanks, Unclear))


@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "the",
                "realist",
                "pragmatist",
                "traditionalist",
                "not",
                "but",
                "or",
                "?",
                ",",
                ".",
                "1",
                "second",
                "maybe",
            ]
        ),
        max_size=8,
    ),
    order=st.permutations(TrackId),
    offered=st.integers(1, 3),
)
def test_a_choice_is_offered_named_and_undoubted(pieces, order, offered):
    answer = heard(" ".join(pieces), order=tuple(order[:offered]))

    if isinstance(answer, Choice):
        at = order.index(answer.track)
        place = (("1",), ("second",), ())[at]
        assert at < offered
        assert {answer.track, *place} & set(pieces)
        assert not {"?", "maybe"} & set(pieces)


@given(
    track=st.sampled_from(TrackId),
    shout=st.booleans(),
    around=st.sampled_from(["{}", "  {}!", "the {}.", "{}, please"]),
)
def test_case_and_punctuation_do_not_matter(track, shout, around):
    words = around.format(track.upper() if shout else track)

    assert heard(words) == Choice(track=track)


@given(track=st.sampled_from(TrackId), negation=st.sampled_from(WORDS.turns.negations))
def test_a_negated_track_is_never_chosen(track, negation):
    assert not isinstance(heard(f"{negation} the {track}"), Choice)
