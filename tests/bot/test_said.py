"""A message in any medium keeps its order, its words, and nobody else's markup."""

from bot.views.said import Said, Section, marked_up, to_blocks, to_html, to_plain
from bot.wording.sentences import safe


def test_lists_and_lines_keep_their_order():
    text = "First\n- one\n- two\n*Second*\n- three\n\nLast *word*"

    assert marked_up(text) == (
        "<p>First</p>\n<ul><li>one</li><li>two</li></ul>\n"
        "<p><strong>Second</strong></p>\n<ul><li>three</li></ul>\n"
        "<p>Last <strong>word</strong></p>"
    )


def test_words_of_people_stay_as_they_are_everywhere():
    words = "<!channel> <https://evil.example|bank> &lt; *not bold*"
    said = Said(sections=(Section(text=safe(words), quoted=True),))

    assert to_blocks(said) == [
        {"type": "section", "text": {"type": "plain_text", "text": words, "emoji": False}}
    ]
    assert to_plain(said) == words + "\n"
    assert "<blockquote><p>&lt;!channel&gt; &lt;https://evil.example|bank&gt; &amp;lt; *not bold*</p>" in (
        to_html(said)
    )
