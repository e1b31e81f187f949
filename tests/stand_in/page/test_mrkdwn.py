"""Slack's texts as HTML: what they mean, and that nothing gets through that they must not do."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stand_in.page import mrkdwn, rich
from bot.stand_in.page.mrkdwn import Reader

READER = Reader(
    now=datetime(2026, 3, 24, 13, 5, tzinfo=UTC),
    zone="Europe/Berlin",
    name_of={"U0RITA": "Rita <Recruiter>"}.get,
    channel_of=lambda found: ("hiring", "/?in=C1") if found == "C1" else ("secret", None),
)
THURSDAY = int(datetime(2026, 3, 26, 9, 0, tzinfo=UTC).timestamp())
TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "ul", "li", "blockquote", "a", "span", "time"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~no~", "<p><strong>bold</strong> <em>it</em> <s>no</s></p>"),
        ("2 * 3 * 4 snake_case_name", "<p>2 * 3 * 4 snake_case_name</p>"),
        ("`*as is*`", "<p><code>*as is*</code></p>"),
        ("```\na < b\n```", "<pre><code>a &lt; b</code></pre>"),
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("• one\n• *two*", "<ul><li>one</li><li><strong>two</strong></li></ul>"),
        ("&gt; said", "<blockquote>said</blockquote>"),
        ("AT&amp;T &lt;b&gt;", "<p>AT&amp;T &lt;b&gt;</p>"),
        ("<@U0RITA>", '<p><span class="mention">@Rita &lt;Recruiter&gt;</span></p>'),
        ("<#C1>", '<p><a class="mention" href="/?in=C1">#hiring</a></p>'),
        ("<!here>", '<p><span class="mention">@here</span></p>'),
        ("<javascript:alert(1)|go>", "<p>go</p>"),
        (":tada: at 10:30:00", "<p>🎉 at 10:30:00</p>"),
    ],
)
def test_marks_mean_what_slack_means(text, html):
    assert mrkdwn.rendered(text, READER) == html


def test_links_open_in_tabs_of_their_own():
    link = '<a href="https://e.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">*x*</a>'

    assert mrkdwn.rendered("<https://e.example/?a=1&amp;b=2|*x*>", READER) == f"<p>{link}</p>"
    assert mrkdwn.rendered("see https://e.example.", READER).endswith("</a>.</p>")
    assert mrkdwn.rendered("see https://e.example.", READER, verbatim=True) == "<p>see https://e.example.</p>"
    assert mrkdwn.rendered("<https://e.example>", READER, verbatim=True).count("<a ") == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("{date_long} at {time}", "Thursday, 26 March 2026 at 10:00"),
        ("{date_short_pretty}", "26 Mar 2026"),
        ("{ago}", "In 1 day"),
        ("on {date_num}, {unknown}", "on 2026-03-26, {unknown}"),
    ],
)
def test_dates_stand_in_the_readers_zone(form, words):
    html = mrkdwn.rendered(f"<!date^{THURSDAY}^{form}|Thu 10:00 &amp; Berlin>", READER)

    assert html == f'<p><time title="Thu 10:00 &amp; Berlin">{words}</time></p>'


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()
        self.addresses = []

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        self.addresses += [value for name, value in attributes if name == "href"]


@given(text=st.text("<>|&;*_~`'\"@#!^{}: \nab/=\ue000\ue0010", max_size=60) | st.text(max_size=40))
def test_no_text_brings_a_tag_of_its_own(text):
    tags = _Tags()
    tags.feed(str(mrkdwn.rendered(text, READER)))

    assert tags.seen <= TAGS
    assert all(each.startswith(("http://", "https://", "mailto:", "/?in=")) for each in tags.addresses)


def test_rich_text_keeps_its_styles_and_lists():
    line = [{"type": "text", "text": "a<b", "style": {"bold": True}}, {"type": "user", "user_id": "U0RITA"}]
    items = [{"type": "rich_text_section", "elements": line[:1]}]
    block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": line},
            {"type": "rich_text_list", "style": "ordered", "elements": items},
        ],
    }

    assert rich.rendered(block, READER) == (
        '<p><strong>a&lt;b</strong><span class="mention">@Rita &lt;Recruiter&gt;</span></p>'
        '<ol class="indent0" start="1"><li><strong>a&lt;b</strong></li></ol>'
    )
