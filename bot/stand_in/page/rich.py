"""Slack's rich text as safe HTML."""

from collections.abc import Callable

from markupsafe import Markup, escape

from bot.stand_in.page import mrkdwn
from bot.stand_in.page.mrkdwn import Reader
from bot.stand_in.records import Json

STYLES = (("bold", "strong"), ("italic", "em"), ("strike", "s"), ("code", "code"), ("underline", "u"))
BREAK = Markup("<br>")


def rendered(block: Json, reader: Reader) -> Markup:
    """Return a ``rich_text`` block as HTML."""
    return Markup().join(_PARTS[each["type"]](each, reader) for each in block["elements"])


def plain(block: Json | None) -> str:
    """The words in it, for a text field."""
    if not block:
        return ""
    inside = "".join(plain(each) for each in block.get("elements", ()))
    return str(block.get("text", "")) + inside


def _text(piece: Json, _: Reader) -> Markup:
    return BREAK.join(escape(line) for line in piece["text"].split("\n"))


_LEAVES: dict[str, Callable[[Json, Reader], Markup]] = {
    "text": _text,
    "link": lambda piece, _: mrkdwn.link(piece["url"], piece.get("text") or piece["url"]),
    "user": lambda piece, reader: mrkdwn.mention(reader, piece["user_id"]),
    "channel": lambda piece, reader: mrkdwn.channel(reader, piece["channel_id"]),
    "emoji": lambda piece, _: escape(mrkdwn.emoji(piece["name"])),
    "date": lambda piece, reader: mrkdwn.date(
        reader,
        piece["timestamp"],
        piece["format"],
        fallback=piece.get("fallback", ""),
        url=piece.get("url"),
    ),
}


def _line(part: Json, reader: Reader) -> Markup:
    return Markup().join(_leaf(each, reader) for each in part["elements"])


def _leaf(piece: Json, reader: Reader) -> Markup:
    shown = _LEAVES[piece["type"]](piece, reader)
    for style, tag in STYLES:
        if piece.get("style", {}).get(style):
            shown = Markup("<{0}>{1}</{0}>").format(Markup(tag), shown)  # noqa: S704 -- a tag from the table above
    return shown


def _section(part: Json, reader: Reader) -> Markup:
    return Markup("<p>{}</p>").format(_line(part, reader))


def _list(part: Json, reader: Reader) -> Markup:
    items = Markup().join(Markup("<li>{}</li>").format(_line(each, reader)) for each in part["elements"])
    if part["style"] == "ordered":
        return Markup('<ol class="indent{}" start="{}">{}</ol>').format(
            part.get("indent", 0), part.get("offset", 0) + 1, items
        )
    return Markup('<ul class="indent{}">{}</ul>').format(part.get("indent", 0), items)


_PARTS: dict[str, Callable[[Json, Reader], Markup]] = {
    "rich_text_section": _section,
    "rich_text_list": _list,
    "rich_text_quote": lambda part, reader: Markup("<blockquote>{}</blockquote>").format(_line(part, reader)),
    "rich_text_preformatted": lambda part, reader: Markup("<pre><code>{}</code></pre>").format(
        _line(part, reader)
    ),
}
