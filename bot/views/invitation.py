"""The form to invite one person, and the preview of what they will read."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.views.modals import Block, modal, person_input, select_input, text_input
from bot.views.said import Section, section_blocks, text_blocks
from bot.wording import say
from bot.wording.sentences import mention, safe
from storage.tables import Role
from tracks import intro_paper
from tracks.catalogue import Catalogue
from tracks.inviting import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_NAME, Typed

FORM, PREVIEW = "invite", "invite_preview"
MOST_CARRIED = 2800  # characters; Slack keeps 3,000 with a form
MOST_WHY_YOU = 1_000


def invite_form(catalogue: Catalogue, roles: Sequence[Role], typed: Typed) -> dict[str, Any]:
    """Return the form; what is known already stands in it."""

    def told(key: str) -> str:
        return say(catalogue, f"invite.{key}")

    blocks = [
        select_input(
            "role",
            told("role"),
            [(role.id, role.title) for role in roles],
            initial=typed.role_id or (roles[0].id if len(roles) == 1 else None),
        ),
        *way_inputs(catalogue, typed),
        _line(catalogue, "called", typed.called, most=LONGEST_NAME * 4),
        text_input(
            "why_you",
            told("why_you"),
            initial=typed.why_you,
            hint=told("why_you_hint"),
            long=True,
            most=MOST_WHY_YOU,
        ),
        _line(catalogue, "address_source", typed.address_source, most=LONGEST_LINE),
        _line(catalogue, "introduced_by", typed.introduced_by, most=LONGEST_LINE, optional=True),
    ]
    return modal(catalogue, told("title"), blocks, callback=FORM, submit=told("preview"))


def way_inputs(catalogue: Catalogue, typed: Typed) -> list[Block]:
    """Return the two ways to reach somebody, of which one is filled in."""
    return [
        person_input(
            "person",
            say(catalogue, "invite.person"),
            initial=typed.slack_user or None,
            hint=say(catalogue, "invite.person_hint"),
            optional=True,
        ),
        _line(catalogue, "email", typed.email, most=LONGEST_ADDRESS * 4, optional=True),
    ]


def preview_modal(
    catalogue: Catalogue,
    typed: Typed,
    paper: intro_paper.Paper,
    *,
    role: str,
    external: bool = False,
    practice: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the paper as the candidate will see it, with *Send*; what was typed travels along.

    *role*: its title. *external*: they belong to another workspace. *practice*: names of tasks whose keys
    everybody can read.
    """
    told = [
        say(catalogue, "invite.nothing_sent", called=typed.called, role=role),
        _way(catalogue, typed),
    ]
    if external:
        told.append(say(catalogue, "invite.external", called=typed.called))
    if practice:
        told.append(say(catalogue, "invite.practice", tasks=", ".join(practice)))
    head = text_blocks(*told)
    return modal(
        catalogue,
        say(catalogue, "invite.preview_title"),
        [*head, {"type": "divider"}, *_paper_blocks(catalogue, paper)],
        callback=PREVIEW,
        submit=say(catalogue, "button.send"),
        close=say(catalogue, "button.back"),
        metadata={"typed": carried(typed)},
    )


def carried(typed: Typed) -> dict[str, str]:
    """Return what was typed as it travels with the preview."""
    return {name: value for name, value in asdict(typed).items() if value}


def _paper_blocks(catalogue: Catalogue, paper: intro_paper.Paper) -> list[Block]:
    """Return the paper to look at: buttons stand as words, since pressing them is the candidate's."""
    blocks = [block for section in paper.sections for block in _section(catalogue, section)]
    blocks += [{"type": "divider"}, *_small(say(catalogue, "invite.read_on"))]
    return blocks + [block for section in paper.read_on for block in _section(catalogue, section)]


def _way(catalogue: Catalogue, typed: Typed) -> str:
    if typed.email:
        return say(catalogue, "invite.by_mail", email=typed.email)
    return say(catalogue, "invite.in_slack", person=mention(typed.slack_user))


def _section(catalogue: Catalogue, section: intro_paper.Section) -> list[Block]:
    heading = [] if section.track else section_blocks(Section(text=f"*{safe(section.title)}*"))
    blocks = [*heading, *section_blocks(Section(text=safe(section.body)))]
    if section.button:
        blocks += _small(say(catalogue, "invite.button_line", button=section.button))
    return blocks


def _small(text: str) -> list[Block]:
    return section_blocks(Section(text=text, small=True))


def _line(catalogue: Catalogue, name: str, initial: str, *, most: int, optional: bool = False) -> Block:
    return text_input(
        name,
        say(catalogue, f"invite.{name}"),
        initial=initial or None,
        hint=say(catalogue, f"invite.{name}_hint"),
        most=most,
        optional=optional,
    )
