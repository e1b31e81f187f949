"""One message in any medium: sections with their buttons, made into Slack's blocks, plain text or HTML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bot.wording.sentences import plain

BLOCK_TEXT = 3000
BLOCKS = 50  # in a message
VIEW_BLOCKS = 100  # in a form or on Home
ALT_TEXT = 4000
_ADDRESS = re.compile(r"https?://[^\s<>|\"']*[^\s<>|\"'.,;:!?)]")
_TO_PRESS = re.compile(rf"(?<!&lt;){_ADDRESS.pattern}")  # in brackets typed by somebody it stays as it is
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")
ROW = 5  # buttons that still read well beside one another


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press. *verb* names the listener, *about* the record; on a page it posts to *verb*.

    *url* makes it a link. *sure* asks once more before it acts: title, text, yes, no.
    """

    text: str
    verb: str
    about: str = ""
    url: str | None = None
    primary: bool = False
    danger: bool = False
    label: str | None = None
    sure: tuple[str, str, str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Paragraphs in ``*bold*`` and ``- list`` marks; *quoted*: somebody's own words, shown literally.

    One *button* stands beside them, a *row* of at most five below.
    """

    text: str
    button: Button | None = None
    row: tuple[Button, ...] = ()
    quoted: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A whole message. *subject* is the mail's; *notice* stands in notifications instead of all of it."""

    sections: tuple[Section, ...]
    subject: str = ""
    title: str | None = None
    buttons: tuple[Button, ...] = ()
    notice: str | None = None

    def having(self, *buttons: Button) -> "Said":
        """Return the same with *buttons* below."""
        return replace(self, buttons=buttons)


def one(text: str, *buttons: Button, subject: str = "") -> Said:
    """Return a message of one section."""
    return Said(sections=(Section(text=text),), buttons=buttons, subject=subject)


def to_blocks(said: Said, *, most: int = BLOCKS) -> list[dict[str, Any]]:
    """Return Slack's blocks for *said*, within Slack's limits; buttons are never what has no room."""
    head = [{"type": "header", "text": plain_text(said.title, most=150)}] if said.title else []
    rows = [said.buttons[start : start + ROW] for start in range(0, len(said.buttons), ROW)]
    foot = [_row(row) for row in rows]
    room = most - len(head) - len(foot)
    body = blocks_of(said.sections)
    return [*head, *(body if len(body) <= room else blocks_of(_joined(said.sections))[:room]), *foot]


def blocks_of(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Return the blocks of *sections*, one after the other."""
    return [block for section in sections for block in section_blocks(section)]


def _joined(sections: Iterable[Section]) -> Iterator[Section]:
    """Return the same words in fewer sections: neighbours of one kind without a button between become one."""
    for (quoted, small), alike in groupby(sections, key=lambda section: (section.quoted, section.small)):
        texts: list[str] = []
        for section in alike:
            texts.append(section.text)
            if section.button or section.row:
                yield replace(section, text="\n\n".join(texts))
                texts = []
        if texts:
            yield Section(text="\n\n".join(texts), quoted=quoted, small=small)


def text_blocks(*texts: str) -> list[dict[str, Any]]:
    """Return the blocks of sentences that were filled before, a section each."""
    return blocks_of(Section(text=text) for text in texts)


def section_blocks(section: Section) -> list[dict[str, Any]]:
    """Return the blocks of one section; the button stands beside its last piece."""
    pieces = list(cut(section.text, BLOCK_TEXT - 100))
    if section.small:
        return [{"type": "context", "elements": [_mrkdwn(piece)]} for piece in pieces]
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": plain_text(piece) if section.quoted else _mrkdwn(piece)}
        for piece in pieces
    ]
    if section.button:
        blocks[-1]["accessory"] = _button_element(section.button)
    return [*blocks, _row(section.row)] if section.row else blocks


def _row(buttons: Iterable[Button]) -> dict[str, Any]:
    return {"type": "actions", "elements": [_button_element(button) for button in buttons]}


def _button_element(button: Button) -> dict[str, Any]:
    """Return Slack's button; its action id is the verb, made unique by the record it is about."""
    element: dict[str, Any] = {
        "type": "button",
        "text": plain_text(button.text, most=75),
        "action_id": f"{button.verb}:{button.about}"[:255] if button.about else button.verb,
        "value": button.about or button.verb,
    }
    if button.url:
        element["url"] = button.url
    if button.label:
        element["accessibility_label"] = button.label[:75]
    if button.primary or button.danger:
        element["style"] = "primary" if button.primary else "danger"
    if button.sure:
        title, text, yes, no = button.sure
        element["confirm"] = {
            "title": plain_text(title, most=100),
            "text": plain_text(text, most=300),
            "confirm": plain_text(yes, most=30),
            "deny": plain_text(no, most=30),
        }
    return element


def to_alt_text(said: Said) -> str:
    """Return everything that *said* holds as Slack's top-level text, which screen readers read out."""
    if said.notice is not None:
        return said.notice
    parts = [said.title or "", *(section.text for section in said.sections)]
    offered = [button.text for button in _buttons(said)]
    if offered:
        parts.append(" | ".join(f"[{text}]" for text in offered))
    return shorten("\n\n".join(part for part in parts if part), ALT_TEXT - 100)


def to_plain(said: Said) -> str:
    """Return the words of *said*, for the text part of a mail; what can be pressed is left out."""
    texts = (section.text if section.quoted else unmarked(section.text) for section in said.sections)
    parts = [said.title or "", *texts]
    return plain("\n\n".join(part for part in parts if part)) + "\n"


def to_html(said: Said, *, page: str | None = None) -> str:
    """Return the sections of a mail or page as HTML; buttons become links to *page*."""
    parts = [f"<h1>{said.title}</h1>"] if said.title else []
    for section in said.sections:
        parts.append(section_html(section))
        if page:
            parts.extend(_link(button, page) for button in _beside(section))
    if page:
        parts.extend(_link(button, page) for button in said.buttons)
    return "\n".join(parts)


def section_html(section: Section) -> str:
    """Return one section as HTML; its facts were escaped when the sentence was filled."""
    if section.quoted:
        return f'<blockquote dir="auto">{marked_up(section.text, bold=False)}</blockquote>'
    return marked_up(section.text)


def marked_up(text: str, *, bold: bool = True) -> str:
    """Return escaped *text* with ``*bold*`` and ``- list`` marks as HTML paragraphs and lists.

    Addresses become links; people's own words, which are not *bold*, stay as they are.
    """
    html: list[str] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        for listed, lines in groupby(chunk.split("\n"), key=lambda line: line.startswith("- ")):
            if listed:
                html.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>")
            else:
                html.append("<p>" + "<br>".join(lines) + "</p>")
    joined = "\n".join(html)
    if not bold:
        return joined
    return re.sub(_ADDRESS, r'<a href="\g<0>">\g<0></a>', re.sub(_BOLD, r"<strong>\1</strong>", joined))


def unmarked(text: str) -> str:
    """Return text without its ``*bold*`` marks."""
    return re.sub(_BOLD, r"\1", text)


def cut(text: str, most: int) -> list[str]:
    """Return *text* in pieces of at most *most* characters, cut between paragraphs, lines or words."""
    pieces: list[str] = []
    rest = text.strip() or " "
    while len(rest) > most:
        at = max(rest.rfind(mark, 1, most) for mark in ("\n\n", "\n", " "))
        at = at if at > 0 else most
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*pieces, rest]


def shorten(text: str, most: int) -> str:
    """Return *text*, or its beginning and an ellipsis when it is longer than *most* characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _buttons(said: Said) -> list[Button]:
    return [button for section in said.sections for button in _beside(section)] + list(said.buttons)


def _beside(section: Section) -> tuple[Button, ...]:
    return (section.button, *section.row) if section.button else section.row


def _link(button: Button, page: str) -> str:
    return f'<p><a href="{button.url or page}">{button.text}</a></p>'


def plain_text(text: str, *, most: int = BLOCK_TEXT) -> dict[str, Any]:
    """Return *text* as Slack shows it where nothing is marked up."""
    return {"type": "plain_text", "text": shorten(plain(text), most), "emoji": False}


def _mrkdwn(text: str) -> dict[str, Any]:
    """Return *text* as Slack marks it up; with ``verbatim`` no name in it turns into a link by itself."""
    listed = re.sub(r"(?m)^- ", "• ", text)
    return {"type": "mrkdwn", "text": re.sub(_TO_PRESS, r"<\g<0>>", listed), "verbatim": True}
