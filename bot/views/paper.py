"""The paper that a candidate is shown before choosing: a message, a mail, and what lies behind a button."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.modals import modal
from bot.views.said import ALT_TEXT, Button, Said, Section, blocks_of, one, text_blocks
from bot.wording import say
from bot.wording.sentences import safe
from tracks.catalogue import Catalogue
from tracks.intro_paper import Paper
from tracks.intro_paper import Section as PaperSection

GREETING = "greeting"
MOST_ALT = ALT_TEXT - 100
Facts = Mapping[str, str]


def paper_said(catalogue: Catalogue, paper: Paper, facts: Facts, *, about: str) -> Said:
    """Return the first message in Slack; *about* is the invitation's id. Each track has its own button."""
    sections = [section_of(section, about=about) for section in paper.sections]
    return Said(
        subject=_subject(catalogue, facts),
        title=_greeting(paper).title,
        sections=(*sections, Section(text=say(catalogue, "candidate.paper_hint_small", **facts), small=True)),
        buttons=_paper_buttons(catalogue, about, facts["page"]),
        notice=_spoken(catalogue, paper, facts),
    )


def paper_mail(catalogue: Catalogue, paper: Paper, facts: Facts) -> Said:
    """Return the whole paper as a mail; its buttons lead to the candidate's page."""
    whole = (*paper.sections, *paper.read_on)
    return Said(
        subject=_subject(catalogue, facts),
        title=_greeting(paper).title,
        sections=tuple(section_of(section, page=facts["page"]) for section in whole),
        buttons=(page_button(catalogue, facts["page"]),),
    )


def _paper_buttons(catalogue: Catalogue, about: str, page: str) -> tuple[Button, ...]:
    """Return what can be pressed below the paper besides a track."""
    return (
        button(catalogue, "read_on", about),
        button(catalogue, "ask_person", about),
        button(catalogue, "ask_adjustment", about),
        button(catalogue, "not_now", about),
        withdraw_button(catalogue, about),
        page_button(catalogue, page),
    )


def page_button(catalogue: Catalogue, page: str) -> Button:
    """Return the link to the candidate's own page."""
    return Button(text=say(catalogue, "button.my_page"), verb="my_page", url=page)


def button(catalogue: Catalogue, verb: str, about: str, *, text: str = "", primary: bool = False) -> Button:
    """Return a button whose text is content's for *verb*, unless *text* names another."""
    return Button(text=say(catalogue, f"button.{text or verb}"), verb=verb, about=about, primary=primary)


def withdraw_button(catalogue: Catalogue, about: str) -> Button:
    """Return the button that ends everything, after asking once."""
    yes, no = (say(catalogue, f"button.withdraw_{answer}") for answer in ("yes", "no"))
    text = say(catalogue, "button.withdraw")
    return Button(
        text=text,
        verb="withdraw",
        about=about,
        sure=(text, say(catalogue, "page.withdraw_text"), yes, no),
    )


def section_of(section: PaperSection, *, about: str = "", page: str = "") -> Section:
    """Return one section of the paper; a track's carries its button."""
    titled = section.track is None and section.id != GREETING
    text = f"*{safe(section.title)}*\n{safe(section.body)}" if titled else safe(section.body)
    if section.track is None or not (about or page):
        return Section(text=text)
    pick = Button(
        text=section.button,
        verb="choose_track",
        about=f"{about}.{section.track}" if about else str(section.track),
        url=f"{page}#{section.track}" if page else None,
    )
    return Section(text=text, button=pick)


def read_on_modal(catalogue: Catalogue, paper: Paper, *, whole: bool = False) -> dict[str, Any]:
    """Return what stands behind "Read on", with the tracks side by side; or the *whole* paper."""
    told: Sequence[PaperSection] = (*paper.sections, *paper.read_on) if whole else paper.read_on
    blocks = blocks_of(map(section_of, told))
    blocks += text_blocks(side_by_side(catalogue, paper))
    title = say(catalogue, "label.paper" if whole else "label.read_on")
    return modal(catalogue, title, blocks)


def side_by_side(catalogue: Catalogue, paper: Paper) -> str:
    """Return the comparison as text, row by row: it reads the same with eyes and with a screen reader."""
    names = _track_names(paper)
    rows = []
    for row in paper.comparison:
        cells = dict.fromkeys(row.cells)
        if len(cells) == 1:
            rows.append(f"*{safe(row.label)}*: {safe(row.cells[0])}")
            continue
        told = (f"- {safe(name)}: {safe(cell)}" for name, cell in zip(names, row.cells, strict=True))
        rows.append("\n".join((f"*{safe(row.label)}*", *told)))
    return "\n".join((f"*{say(catalogue, 'label.side_by_side')}*", *rows))


def _track_names(paper: Paper) -> tuple[str, ...]:
    """Return the names of the tracks in the order of the paper."""
    return tuple(section.title for section in paper.sections if section.track)


def record(catalogue: Catalogue, key: str, facts: Facts) -> Said:
    """Return the one line that stays of a message whose buttons have been used."""
    return one(say(catalogue, key, **facts))


def _spoken(catalogue: Catalogue, paper: Paper, facts: Facts) -> str:
    """Return what screen readers and notifications read: everything that fits, and how to answer."""
    numbered = ((number, section) for number, section in enumerate(_tracks(paper), 1))
    choices = "; ".join(
        say(catalogue, "candidate.paper_choice", number=number, track=section.title)
        for number, section in numbered
    )
    hint = say(catalogue, "candidate.paper_hint", choices=choices, **facts)
    texts = [safe(_greeting(paper).title), *(section_of(section).text for section in paper.sections)]
    if len("\n\n".join((*texts, hint))) <= MOST_ALT:
        return "\n\n".join((*texts, hint))
    short = [f"*{safe(section.title)}* {safe(section.short)}" for section in _tracks(paper)]
    return "\n\n".join((*texts[:2], *short, hint))


def _tracks(paper: Paper) -> list[PaperSection]:
    return [section for section in paper.sections if section.track]


def _greeting(paper: Paper) -> PaperSection:
    return next(section for section in paper.sections if section.id == GREETING)


def _subject(catalogue: Catalogue, facts: Facts) -> str:
    return say(catalogue, "mail.subject_paper", **facts)
