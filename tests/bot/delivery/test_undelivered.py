"""What can never arrive is told to the host in words: nobody reads the name of a due row."""

from bot.app import every_renderer
from tracks import catalogue

IN_CHANNELS = {"card", "controls", "loop_board", "step"}  # told by the channel's name
OF_NO_CANDIDACY = {"mark_unclear", "notice", "undelivered"}  # nobody is told of these


def test_each_message_to_a_person_has_a_name_in_words():
    kinds = {str(kind) for kind in every_renderer().by_kind} - IN_CHANNELS - OF_NO_CANDIDACY

    named = {key.removeprefix("what.") for key in catalogue.load().messages if key.startswith("what.")}

    assert named == kinds
