"""A panelist's brief: the pages of its form, and the few lines of the messages that lead there."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bot.views.brief_parts import anchor_pages, fair_page, part_pages
from bot.views.brief_texts import BriefTexts, Page
from bot.views.modals import modal
from bot.views.said import VIEW_BLOCKS, Button, Said, Section, to_blocks
from bot.wording import day, say, short_time
from bot.wording.sentences import Markup, mention, plain
from bot.wording.times import zone_name
from tracks.catalogue import Catalogue
from tracks.panel_day import OwnPart, PanelDay
from tracks.track import SeatId

OPEN, TURN, AGREE = "open_brief", "brief_page", "agree_brief"
RULES_PAGE = 1
VERSION_SHOWN = 12  # characters of a sha256 that say which rules were shown


def brief_modal(catalogue: Catalogue, shown: PanelDay, number: int) -> dict[str, Any]:
    """Return page *number*, from 0, or the nearest that exists, with buttons to turn."""
    pages = _brief_pages(catalogue, shown)
    at = min(max(number, 0), len(pages) - 1)
    page, texts = pages[at], BriefTexts(catalogue)
    head = texts.say("page_of", page=at + 1, pages=len(pages), title=plain(page.title))
    turns = tuple(_turns(catalogue, shown, pages, at))
    said = Said(sections=(Section(text=head), *page.sections), buttons=(*page.buttons, *turns))
    blocks = to_blocks(said, most=VIEW_BLOCKS)
    return modal(catalogue, texts.say("title"), blocks, about=shown.seat_id)


def _brief_pages(catalogue: Catalogue, shown: PanelDay) -> tuple[Page, ...]:
    """Return all pages in their order."""
    texts = BriefTexts(catalogue)
    return (
        Page(title=texts.say("overview"), sections=tuple(_overview(texts, shown))),
        _rules(texts, shown),
        *part_pages(texts, shown.brief),
        *anchor_pages(texts, shown.brief),
        fair_page(texts, shown.brief, host=None if shown.is_host else mention(shown.host)),
    )


def brief_message(catalogue: Catalogue, shown: PanelDay) -> Said:
    """Return the message that brings the brief; what is arranged stands in the brief only."""
    texts, minutes = BriefTexts(catalogue), shown.brief.prepare_minutes
    arrived = texts.say("arrived", **_about(shown) | {"seat": shown.brief.seat_name.lower()})
    to_do = texts.say("prepare_time", minutes=minutes) if minutes else texts.say("prepare_none")
    if shown.asks_to_agree:
        to_do = f"{to_do} {texts.say('please_agree')}"
    if shown.agreed_at is not None:
        to_do = texts.say("agreed_line", day=day(catalogue, shown.agreed_at, shown.zone))
    return Said(
        sections=(
            Section(text=arrived),
            *when_sections(catalogue, shown.parts, shown.zone),
            Section(text=texts.say("link", link=shown.link)),
            Section(text=to_do),
            *_do_not(texts, shown),
        ),
        buttons=(open_button(catalogue, shown.seat_id, primary=True),),
    )


def open_button(catalogue: Catalogue, seat_id: str, *, primary: bool = False) -> Button:
    """Return the button that opens a seat's brief."""
    return Button(text=say(catalogue, "button.open_brief"), verb=OPEN, about=seat_id, primary=primary)


def when_sections(catalogue: Catalogue, parts: Iterable[OwnPart], zone: str) -> Iterator[Section]:
    """Yield one section per day with the parts of it, on the clock of *zone*."""
    days: dict[str, list[str]] = {}
    for part in parts:
        key = "part_led" if part.leads else "part"
        facts = {"time": short_time(part.starts_at, zone), "part": part.name, "minutes": part.minutes}
        line = say(catalogue, f"panel_brief.{key}", **facts)
        days.setdefault(_heading(catalogue, part.starts_at, zone), []).append(f"- {line}")
    for heading, lines in days.items():
        yield Section(text="\n".join([f"*{heading}*", *lines]))


def _heading(catalogue: Catalogue, instant: datetime, zone: str) -> str:
    return f"{day(catalogue, instant, zone)}, {zone_name(catalogue, instant, zone)}"


def _overview(texts: BriefTexts, shown: PanelDay) -> Iterator[Section]:
    yield Section(text=texts.say("seat", does=shown.brief.does, **_about(shown)))
    yield from when_sections(texts.catalogue, shown.parts, shown.zone)
    yield Section(text=texts.say("link", link=shown.link))
    if shown.arranged:
        lines = "\n".join(f"- {line}" for line in texts.plain(shown.arranged))
        key = "arranged_to_host" if shown.is_host else "arranged"
        yield Section(text=texts.say(key, lines=Markup(lines), host=mention(shown.host)))
    if shown.brief.prepare:
        minutes = shown.brief.prepare_minutes
        yield Section(text=texts.say("prepare", minutes=minutes, text=shown.brief.prepare))
    if not shown.is_host:
        yield Section(text=texts.say("contact", host=mention(shown.host)))
    yield from _do_not(texts, shown)


def _do_not(texts: BriefTexts, shown: PanelDay) -> Iterator[Section]:
    if shown.brief.seat is not SeatId.HOST:  # who invited somebody has looked at their work before
        yield Section(text=texts.say("do_not"), small=True)


def _rules(texts: BriefTexts, shown: PanelDay) -> Page:
    sections = [Section(text=texts.say("rules_intro"))]
    sections += [
        Section(text=texts.say("rule_named", part=line.name, rule=line.panel_text)) for line in shown.rules
    ]
    sections += texts.told("rules_broken", shown.brief.if_an_ai_rule_seems_broken)
    sections += [Section(text=line, small=True) for line in texts.plain((shown.brief.never_ai,))]
    buttons: tuple[Button, ...] = ()
    if shown.agreed_at is not None:
        sections.insert(
            0, Section(text=texts.say("rules_agreed", day=day(texts.catalogue, shown.agreed_at, shown.zone)))
        )
    elif shown.asks_to_agree:
        about = f"{shown.seat_id}.{shown.rules_sha[:VERSION_SHOWN]}"
        text = say(texts.catalogue, "button.agree_brief")
        buttons = (Button(text=text, verb=AGREE, about=about, primary=True),)
    return Page(title=texts.say("rules"), sections=tuple(sections), buttons=buttons)


def _turns(catalogue: Catalogue, shown: PanelDay, pages: tuple[Page, ...], at: int) -> Iterator[Button]:
    if at > 0:
        yield Button(text=say(catalogue, "button.brief_back"), verb=TURN, about=f"{shown.seat_id}.{at - 1}")
    if at + 1 < len(pages):
        text = say(catalogue, "button.brief_next", title=plain(pages[at + 1].title))
        yield Button(text=text, verb=TURN, about=f"{shown.seat_id}.{at + 1}")


def _about(shown: PanelDay) -> dict[str, object]:
    return {
        "seat": shown.brief.seat_name,
        "candidate": shown.candidate,
        "track": shown.brief.track,
        "role": shown.role,
        "level": str(shown.brief.level),
    }
