"""The letter: the form in which it is written, how the candidate reads it, and their one answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.views.modals import modal, text_input
from bot.views.said import Button, Said, Section, blocks_of, text_blocks, to_blocks
from bot.wording import say
from bot.wording.sentences import safe
from tracks.catalogue import Catalogue
from tracks.letter import MOST_BODY, MOST_PART, Letter
from tracks.track import DimensionId

FORM, PAGE, SEND = "letter", "letter_page", "send_letter"
READ, REPLY, READ_REPLY = "read_letter", "reply_letter", "read_reply"
SCREENS = (tuple(DimensionId)[:3], tuple(DimensionId)[3:])
PREVIEW = len(SCREENS)
MOST_REPLY = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """A letter in work; *token* goes with the form, to see whether somebody else has saved."""

    invitation_id: str
    called: str
    body: str
    parts: Mapping[DimensionId, str]
    token: str
    named: tuple[str, ...] = ()


def letter_modal(catalogue: Catalogue, shown: LetterShown, page: int) -> dict[str, Any]:
    """Return one page of the form, counted from 0."""
    page = page if 0 <= page < PREVIEW else 0
    blocks: list[dict[str, Any]] = []
    if page == 0:
        blocks += text_blocks(say(catalogue, "letter.intro", called=shown.called))
        blocks.append(
            text_input(
                "body",
                say(catalogue, "letter.body"),
                initial=shown.body,
                hint=say(catalogue, "letter.body_hint"),
                long=True,
                most=MOST_BODY,
            )
        )
    blocks += [
        text_input(
            str(one),
            say(catalogue, "letter.part", dimension=catalogue.ground.dimension(one).name),
            initial=shown.parts.get(one),
            hint=say(catalogue, "letter.part_hint"),
            long=True,
            optional=True,
            most=MOST_PART,
        )
        for one in SCREENS[page]
    ]
    return modal(
        catalogue,
        say(catalogue, "letter.page_title", page=page + 1, pages=PREVIEW + 1),
        [*blocks, *(_back(catalogue, shown, page - 1) if page else [])],
        callback=FORM,
        submit=say(catalogue, "button.preview_letter" if page == PREVIEW - 1 else "button.next"),
        about=shown.invitation_id,
        metadata={"page": page, "seen": shown.token},
    )


def preview_modal(
    catalogue: Catalogue, shown: LetterShown, *, sender: str, role: str, company: str
) -> dict[str, Any]:
    """Return the letter as the candidate will read it, with what its writer may have overlooked."""
    letter = Letter(body=shown.body, parts=shown.parts)
    sections = [Section(text=say(catalogue, "letter.preview_intro", called=shown.called))]
    if shown.named:
        names = catalogue.ground.words.listed.join(shown.named)
        sections.append(Section(text=say(catalogue, "letter.named", names=names)))
    if not shown.parts:
        sections.append(Section(text=say(catalogue, "letter.nothing_seen")))
    sections += letter_sections(catalogue, letter, sender=sender, role=role, company=company)
    sure = (
        say(catalogue, "letter.sure_title"),
        say(catalogue, "letter.sure", called=shown.called),
        say(catalogue, "letter.sure_yes"),
        say(catalogue, "button.cancel"),
    )
    send = Button(
        text=say(catalogue, "button.send_letter"),
        verb=SEND,
        about=f"{shown.invitation_id}.{shown.token}",
        primary=True,
        sure=sure,
    )
    blocks = blocks_of(sections)
    blocks += to_blocks(Said(sections=(), buttons=(send,))) if shown.parts else []
    return modal(
        catalogue,
        say(catalogue, "letter.preview_title"),
        [*blocks, *_back(catalogue, shown, PREVIEW - 1)],
        about=shown.invitation_id,
    )


def letter_sections(
    catalogue: Catalogue, letter: Letter, *, sender: str, role: str, company: str
) -> list[Section]:
    """Return the letter as its candidate reads it: whose it is, then their words, one heading a dimension."""
    sections = [
        Section(text=say(catalogue, "candidate.letter_from", sender=sender, role=role, company=company)),
        Section(text=safe(letter.body), quoted=True),
    ]
    for dimension, text in letter.parts.items():
        sections.append(Section(text=f"*{safe(catalogue.ground.dimension(dimension).name)}*"))
        sections.append(Section(text=safe(text), quoted=True))
    return sections


def answer_sections(catalogue: Catalogue, *, sender: str, reply: str) -> list[Section]:
    """Return what stands below the letter: the candidate's answer, or that they can answer once."""
    if not reply:
        return [Section(text=say(catalogue, "candidate.letter_answer", sender=sender), small=True)]
    return [
        Section(text=say(catalogue, "candidate.letter_your_answer"), small=True),
        Section(text=safe(reply), quoted=True),
    ]


def reading_modal(
    catalogue: Catalogue, sections: list[Section], *, invitation_id: str, may_answer: bool
) -> dict[str, Any]:
    """Return the letter in a form of its own; the candidate can answer from there, once."""
    blocks = blocks_of(sections)
    if may_answer:
        button = Button(text=say(catalogue, "button.reply_letter"), verb=REPLY, about=invitation_id)
        blocks += to_blocks(Said(sections=(), buttons=(button,)))
    return modal(catalogue, say(catalogue, "label.your_letter"), blocks, about=invitation_id)


def reply_modal(catalogue: Catalogue, *, invitation_id: str, sender: str) -> dict[str, Any]:
    """Return the form for the candidate's one answer."""
    words = text_input(
        "words",
        say(catalogue, "label.your_reply"),
        hint=say(catalogue, "hint.reply_letter", sender=sender),
        long=True,
        most=MOST_REPLY,
    )
    return modal(
        catalogue,
        say(catalogue, "label.your_reply"),
        [words],
        callback=REPLY,
        submit=say(catalogue, "button.send"),
        about=invitation_id,
    )


def _back(catalogue: Catalogue, shown: LetterShown, page: int) -> list[dict[str, Any]]:
    about = f"{shown.invitation_id}.{page}"
    button = Button(text=say(catalogue, "button.back"), verb=PAGE, about=about)
    return to_blocks(Said(sections=(), buttons=(button,)))
