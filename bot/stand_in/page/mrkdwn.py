"""Slack's mrkdwn as safe HTML: bold, italic, strike, code, quotes, lists, links, mentions, dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from itertools import groupby

from markupsafe import Markup, escape

from bot.stand_in.page import moments

PIECES = re.compile(
    r"```\n?(?P<block>.+?)\n?```|`(?P<code>[^`\n]+)`|<(?P<angle>[^<>\n]+)>|(?P<bare>https?://[^\s<>|]+)",
    re.DOTALL,
)
MARKS = (
    ("strong", re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")),
    ("em", re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")),
    ("s", re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])")),
)
EMOJI = re.compile(r":([a-z0-9_+-]+):")
PICTURES = {"white_check_mark": "✅", "heavy_check_mark": "✔️", "warning": "⚠️", "wave": "👋", "tada": "🎉"}
PICTURES |= {"calendar": "📅", "clock3": "🕒", "hourglass": "⌛", "lock": "🔒", "bulb": "💡", "memo": "📝"}
SAFE = ("http://", "https://", "mailto:")
BULLET = re.compile(r"\s*[•◦▪]\s+")
BLOCK = "\ue002"  # begins a line that is no paragraph
KEPT = re.compile("\ue000(\\d+)\ue001")


@dataclass(kw_only=True)
class Reader:
    """For whom text is rendered: *name_of* a member, *channel_of* an id (name, address or None)."""

    now: datetime
    zone: str | None
    name_of: Callable[[str], str]
    channel_of: Callable[[str], tuple[str, str | None]]


def link(url: str, words: str | Markup) -> Markup:
    """A link that opens in a tab of its own; an address of another kind stays text."""
    if not url.lower().startswith(SAFE):
        return escape(words)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, words)


def emoji(name: str) -> str:
    return PICTURES.get(name, f":{name}:")


def mention(reader: Reader, user: str) -> Markup:
    return Markup('<span class="mention">@{}</span>').format(reader.name_of(user))


def channel(reader: Reader, channel_id: str) -> Markup:
    name, address = reader.channel_of(channel_id)
    if address is None:
        return Markup('<span class="mention">#{}</span>').format(name)
    return Markup('<a class="mention" href="{}">#{}</a>').format(address, name)


def date(reader: Reader, epoch: int, form: str, *, fallback: str = "", url: str | None = None) -> Markup:
    """A ``<!date^...>``: the moment in the reader's zone, its fallback as the tooltip."""
    words = moments.written(epoch, form, now=reader.now, zone=reader.zone)
    shown = Markup('<time title="{}">{}</time>').format(fallback, words)
    return link(url, shown) if url else shown


@dataclass
class _Kept:
    """Pieces that no other mark may touch, with a placeholder for each."""

    pieces: list[Markup] = field(default_factory=list)

    def keep(self, piece: Markup) -> str:
        self.pieces.append(piece)
        return f"\ue000{len(self.pieces) - 1}\ue001"

    def put_back(self, text: str) -> Markup:
        while KEPT.search(text):
            text = KEPT.sub(lambda found: str(self.pieces[int(found[1])]), text)
        return Markup(text)  # noqa: S704 -- everything in it was escaped piece by piece


def rendered(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """Return *text* as HTML; whatever it holds, no tag of its own gets through.

    *verbatim*: an address is a link only where angle brackets stand around it.
    """
    kept = _Kept()

    def piece(found: re.Match[str]) -> str:
        return found[0] if verbatim and found["bare"] else _piece(found, reader, kept)

    plain = PIECES.sub(piece, re.sub("[\ue000-\ue002]", "", text))
    safe = str(escape(unescape(plain)))
    return kept.put_back(_lines(safe))


def _piece(found: re.Match[str], reader: Reader, kept: _Kept) -> str:
    if block := found["block"]:
        pre = kept.keep(Markup("<pre><code>{}</code></pre>").format(unescape(block)))
        return f"\n{BLOCK}{pre}\n"
    if code := found["code"]:
        return kept.keep(Markup("<code>{}</code>").format(unescape(code)))
    if bare := found["bare"]:
        url = bare.rstrip(".,;:!?)'\"*_~")
        return kept.keep(link(unescape(url), unescape(url))) + bare[len(url) :]
    return kept.keep(_angle(found["angle"], reader))


def _angle(inside: str, reader: Reader) -> Markup:
    target, _, words = inside.partition("|")
    words = unescape(words)
    if target.startswith("@"):
        return mention(reader, target[1:])
    if target.startswith("#"):
        return channel(reader, target[1:])
    if target.startswith("!date^"):
        return _date_of(target, words, reader)
    if target.startswith("!"):
        return Markup('<span class="mention">@{}</span>').format(words.lstrip("@") or target[1:])
    url = unescape(target)
    return link(url, words or url.removeprefix("mailto:"))


def _date_of(target: str, fallback: str, reader: Reader) -> Markup:
    _, epoch, form, *url = target.split("^")
    if not epoch.lstrip("-").isdigit():
        return escape(fallback)
    return date(reader, int(epoch), unescape(form), fallback=fallback, url=unescape(url[0]) if url else None)


def _marked(line: str) -> str:
    for tag, pattern in MARKS:
        line = pattern.sub(rf"<{tag}>\1</{tag}>", line)
    return EMOJI.sub(lambda found: emoji(found[1]), line)


def _kind(line: str) -> str:
    if line.startswith("&gt;"):
        return "quote"
    if line.startswith(BLOCK):
        return "block"
    return "list" if BULLET.match(line) else "text"


def _lines(text: str) -> str:
    """Lines as paragraphs with breaks, bullets as a list, ``>`` as a quotation."""
    groups = [(kind, list(lines)) for kind, lines in groupby(text.split("\n"), _kind)]
    return "".join(_GROUPS[kind](lines) for kind, lines in groups)


def _quote(lines: list[str]) -> str:
    inside = "<br>".join(_marked(line.removeprefix("&gt;").strip()) for line in lines)
    return f"<blockquote>{inside}</blockquote>"


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{_marked(BULLET.sub('', line, count=1))}</li>" for line in lines) + "</ul>"


def _text(lines: list[str]) -> str:
    paragraphs = "\n".join(lines).strip("\n").split("\n\n")
    return "".join(
        f"<p>{'<br>'.join(map(_marked, each.strip().split(chr(10))))}</p>"
        for each in paragraphs
        if each.strip()
    )


def _block(lines: list[str]) -> str:
    return "".join(lines).replace(BLOCK, "")


_GROUPS: dict[str, Callable[[list[str]], str]] = {
    "quote": _quote,
    "list": _list,
    "text": _text,
    "block": _block,
}


def plain(text: str) -> Markup:
    """Plain text with its line breaks and pictures, no marks."""
    lines = (escape(EMOJI.sub(lambda found: emoji(found[1]), line)) for line in text.split("\n"))
    return Markup("<br>").join(lines)


def inline(html: Markup) -> Markup:
    """Rendered *html* without its paragraphs, for a place that holds none: the label of a choice."""
    return Markup(re.sub("</?p>", "", str(html).replace("</p><p>", "<br>")))  # noqa: S704 -- it was safe before


def linked(text: str) -> Markup:
    """Plain text, as in a mail, with its addresses as links."""
    pieces = re.split(r"(https?://[^\s<>]+)", text)
    return Markup().join(link(each, each) if index % 2 else escape(each) for index, each in enumerate(pieces))


def from_markdown(text: str) -> str:
    """A ``markdown`` block as mrkdwn: headings, bold, bullets and links."""
    text = re.sub(r"^#{1,6}\s+(.+)$", r"*\1*", _html_safe(text), flags=re.MULTILINE)
    text = re.sub(r"\*\*(.+?)\*\*", r"*\1*", text)
    text = re.sub(r"^(\s*)[-*] ", r"\1• ", text, flags=re.MULTILINE)
    return re.sub(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)", r"<\2|\1>", text)


def _html_safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
