"""The parts of a candidate's page about choosing: paper, tracks, AI rules, brief, page, zone."""

from dataclasses import replace

from bot.ports import Attachment
from bot.use_cases import papers
from bot.use_cases.ai_rules import version_now
from bot.use_cases.bring_page import expect_page
from bot.use_cases.candidate_brief import brief_of
from bot.use_cases.hand_over_material import as_file, handed_over
from bot.views.brief import ai_sections, brief_sections, task_sections
from bot.views.paper import section_of
from bot.views.said import Section
from bot.web.page_parts import PageField, PageForm, PageLive, PagePart, PageParts, PageTable
from bot.wording import day
from bot.wording.sentences import safe
from tracks.ai_policy import lines_of
from tracks.candidacy import InvitationState, is_final
from tracks.errors import InterviewError
from tracks.intro_paper import Paper
from tracks.intro_paper import Section as PaperSection
from tracks.zones import zone_names

page = PageParts()
_S = InvitationState
CHANGING = (_S.CHOSEN, _S.PLANNED)  # a choice is on record and can still be changed


@page.part(100)
def paper_first(live: PageLive) -> PagePart | None:
    """The first message of the paper, up to the tracks."""
    if live.invitation.state != _S.SENT:
        return None
    paper = papers.paper_of(live.unit, live.invitation)
    first, *more = (section for section in _until_tracks(paper) if section.track is None)
    return PagePart(
        title=safe(first.title), sections=(section_of(first),), cards=tuple(map(_told, more)), now=True
    )


@page.part(104)
def tracks(live: PageLive) -> PagePart | None:
    """The tracks, each with its own button, in the candidate's order."""
    if live.invitation.state != _S.SENT:
        return None
    paper = papers.paper_of(live.unit, live.invitation)
    cards = tuple(_card(section) for section in paper.sections if section.track)
    if len(cards) == 1:
        return PagePart(title=live.say("page.pick_one"), cards=cards, anchor="pick", now=True)
    note = Section(text=live.say("page.pick_note"), small=True)
    return PagePart(title=live.say("page.pick"), sections=(note,), cards=cards, anchor="pick", now=True)


@page.part(106)
def paper_after(live: PageLive) -> PagePart | None:
    """What else to know before picking."""
    if live.invitation.state != _S.SENT:
        return None
    paper = papers.paper_of(live.unit, live.invitation)
    after = [s for s in paper.sections if s.track is None and s not in _until_tracks(paper)]
    if not after:
        return None
    first, *more = after
    return PagePart(
        title=safe(first.title),
        sections=(Section(text=safe(first.body)),),
        cards=tuple(map(_told, more)),
        table=_table(live, paper),
        now=True,
    )


@page.part(110)
def ai_rules(live: PageLive) -> PagePart | None:
    """Each part's rule with its reason, to be agreed to."""
    if live.invitation.state not in CHANGING:
        return None
    chosen = papers.plan_chosen(live.unit, live.catalogue, live.invitation)
    if chosen is None:
        return None
    sections = tuple(ai_sections(lines_of(live.catalogue, chosen[1]), live.catalogue))
    question = PageForm(
        verb="ai_question",
        submit=live.plain("button.send"),
        fields=(_words(live, "your_ai_question", "ai_question"),),
        label=live.plain("label.ai_question"),
    )
    if live.agreed:
        return PagePart(title=live.say("page.ai_agreed"), sections=sections, forms=(question,), folded=True)
    agree = PageForm(
        verb="agree_ai",
        submit=live.plain("button.agree_ai"),
        about=version_now(live.catalogue, chosen[1]),
        primary=True,
    )
    intro = Section(text=live.say("candidate.agree_ai"))
    return PagePart(
        title=live.say("page.ai"),
        sections=(intro, *sections),
        forms=(agree, question),
        anchor="ai",
        now=True,
    )


@page.part(114)
def zone(live: PageLive) -> PagePart | None:
    """In which zone times are told."""
    if is_final(live.invitation.state):
        return None
    known = live.candidate.timezone is not None
    text = live.say("page.zone_now" if known else "page.zone_unknown", zone=live.zone)
    field = PageField(
        name="zone",
        label=live.plain("label.zone_input"),
        hint=live.plain("hint.zone"),
        initial=live.candidate.timezone or "",
        options=tuple((name, name) for name in zone_names()),
    )
    form = PageForm(verb="set_timezone", submit=live.plain("button.save"), fields=(field,), primary=not known)
    return PagePart(
        title=live.say("page.zone"),
        sections=(Section(text=text),),
        forms=(form,),
        folded=known or not live.agreed,
        now=not known and live.agreed,
        last=known or not live.agreed,
        anchor="zone",
    )


@page.part(118)
def one_page(live: PageLive) -> PagePart | None:
    """The realist's page: a file, or words."""
    if live.invitation.state not in CHANGING:
        return None
    try:
        expect_page(live.unit, live.invitation)
    except InterviewError:
        return None
    newest = live.unit.candidacies.brought_page(live.invitation.id)
    if newest is None:
        text = live.say("candidate.brief_page_wanted", **live.facts)
    else:
        text = live.say(
            "candidate.brief_page_here",
            **live.facts | {"day": day(live.catalogue, newest.sent_at, live.zone)},
        )
    form = PageForm(
        verb="bring_page",
        submit=live.plain("button.bring_page"),
        fields=(
            PageField(
                name="file",
                label=live.plain("label.your_page_file"),
                kind="file",
                hint=live.plain("hint.page_file"),
                required=False,
            ),
            PageField(
                name="text",
                label=live.plain("label.your_page_text"),
                kind="text",
                hint=live.plain("hint.page_text"),
                required=False,
            ),
        ),
    )
    sections = (Section(text=text),)
    return PagePart(
        title=live.say("page.bring"),
        sections=sections,
        forms=(form,),
        anchor="bring",
        folded=newest is not None or not live.agreed,
    )


@page.part(122)
def brief(live: PageLive) -> PagePart | None:
    """What happens when, what to have ready, the questions word for word."""
    own = brief_of(live.services, live.unit, live.invitation)
    if own is None:
        return None
    shown = brief_sections(live.catalogue, replace(own.brief, ai_lines=()), live.facts, own.day)
    return PagePart(
        title=live.say("page.brief"),
        cards=tuple(_headed(section) for section in shown),
        anchor="brief",
        folded=not live.agreed or live.invitation.state not in CHANGING,
    )


@page.part(126)
def material(live: PageLive) -> PagePart | None:
    """What has been handed over for the parts that have begun."""
    loop = live.unit.loops.live(live.invitation.id)
    if loop is None:
        return None
    parts = handed_over(live.services, live.unit, loop)
    if not parts:
        return None
    files = ((as_file(work), session) for session, work in parts)
    return PagePart(
        title=live.say("page.material"),
        sections=tuple(s for session, work in parts for s in task_sections(work.task, session.change_card)),
        links=tuple(
            (live.plain("page.download", name=file.name), f"material/{session.id}")
            for file, session in files
            if file
        ),
        now=loop.ends_at > live.services.now,
    )


@page.file("material")
def material_file(live: PageLive, about: str) -> Attachment | None:
    """The material of one part, once it has been handed over."""
    loop = live.unit.loops.live(live.invitation.id)
    for handed, work in handed_over(live.services, live.unit, loop) if loop else ():
        if handed.id == about:
            return as_file(work)
    return None


@page.part(130)
def rest_of_paper(live: PageLive) -> PagePart | None:
    """The rest of the paper before the choice, all of it afterwards."""
    paper = papers.paper_of(live.unit, live.invitation)
    before = live.invitation.state == _S.SENT
    shown = paper.read_on if before else (*paper.sections, *paper.read_on)
    return PagePart(
        title=live.say("page.rest" if before else "page.paper"),
        cards=tuple(map(_told, shown)),
        table=None if before else _table(live, paper),
        folded=True,
        last=not before,
    )


def _until_tracks(paper: Paper) -> list[PaperSection]:
    """Return the sections before the first track, and the tracks."""
    at = next(index for index, section in enumerate(paper.sections) if section.track)
    return [section for index, section in enumerate(paper.sections) if index < at or section.track]


def _told(section: PaperSection) -> PagePart:
    """Return one section of the paper under its own heading."""
    return PagePart(title=safe(section.title), sections=(Section(text=safe(_below_title(section))),))


def _below_title(section: PaperSection) -> str:
    """Return the text; that of a track mostly begins with its name in bold, which stands above it already."""
    promise = section.body.removeprefix(f"*{section.title}: ")
    if promise == section.body:
        return section.body
    return f"{promise[:1].upper()}{promise[1:].replace('*', '', 1)}"


def _headed(section: Section) -> PagePart:
    """Return a section whose first line is its heading as what it is."""
    heading, _, text = section.text.partition("\n")
    return PagePart(title=heading.strip("*"), sections=(replace(section, text=text),))


def _card(section: PaperSection) -> PagePart:
    """Return a track with its button."""
    form = PageForm(verb="choose_track", submit=section.button, about=str(section.track))
    return replace(_told(section), forms=(form,), anchor=str(section.track))


def _table(live: PageLive, paper: Paper) -> PageTable:
    names = tuple(section.title for section in paper.sections if section.track)
    rows = tuple((row.label, *row.cells) for row in paper.comparison)
    return PageTable(caption=live.plain("label.side_by_side"), columns=names, rows=rows)


def _words(live: PageLive, label: str, hint: str) -> PageField:
    return PageField(
        name="words",
        label=live.plain(f"label.{label}"),
        kind="text",
        hint=live.plain(f"hint.{hint}", **live.facts),
    )
