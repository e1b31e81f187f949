"""A message in any medium keeps its order, its words, and nobody else's markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.views.said import BLOCKS, Button, Said, Section, marked_up, one, to_blocks, to_html, to_plain
from bot.wording.sentences import safe


def test_lists_and_lines_keep_their_order():
    text = "First\n- one\n- two\n*Second*\n- three\n\nLast *word*"

    assert marked_up(text) == (
        "<p>First</p>\n<ul><li>one</li><li>two</li></ul>\n"
        "<p><strong>Second</strong></p>\n<ul><li>three</li></ul>\n"
        "<p>Last <strong>word</strong></p>"
    )


def test_address_in_a_sentence_can_be_pressed():
    link = "https://meet.example/1?a=1&amp;b=2"

    assert marked_up(f"Here: {link}.") == f'<p>Here: <a href="{link}">{link}</a>.</p>'
    [block] = to_blocks(one(f"Here: {link}, not &lt;{link}|there&gt;."))
    assert block["text"]["text"] == f"Here: <{link}>, not &lt;{link}|there&gt;."


@given(words=st.text("h\"'> onclick=/:."))
def test_no_words_reach_beyond_an_address(words):
    html = marked_up(str(safe(f"See https://x{words}")))

    assert re.sub(r'<a href="[^"\'<>\s]+">|</a>|</?p>|<br>', "", html).count("<") == 0


def test_words_of_people_stay_as_they_are_everywhere():
    words = "<!channel> <https://evil.example|bank> &lt; *not bold*"
    said = Said(sections=(Section(text=safe(words), quoted=True),))

    assert to_blocks(said) == [
        {"type": "section", "text": {"type": "plain_text", "text": words, "emoji": False}}
    ]
    assert to_plain(said) == words + "\n"
    assert (
        '<blockquote dir="auto"><p>&lt;!channel&gt; &lt;https://evil.example|bank&gt; &amp;lt; *not bold*</p>'
        in (to_html(said))
    )


BUTTONS = tuple(Button(text=f"Do {number}", verb="do", about=str(number)) for number in range(20))


@given(
    sections=st.lists(
        st.builds(Section, text=st.text("ab c", min_size=1), quoted=st.booleans()), max_size=90
    ),
    buttons=st.integers(0, len(BUTTONS)),
)
def test_every_button_has_room_however_much_is_said(sections, buttons):
    blocks = to_blocks(Said(title="Much", sections=tuple(sections), buttons=BUTTONS[:buttons]))

    assert len(blocks) <= BLOCKS
    assert sum(len(block["elements"]) for block in blocks if block["type"] == "actions") == buttons


@given(texts=st.lists(st.text("ab\n c", max_size=400), max_size=90), quoted=st.booleans())
def test_more_sections_than_blocks_lose_no_word(texts, quoted):
    sections = tuple(Section(text=text, quoted=quoted) for text in texts)

    shown = " ".join(block["text"]["text"] for block in to_blocks(Said(sections=sections)))

    assert shown.split() == " ".join(texts).split()
