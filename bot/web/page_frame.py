"""Makes a candidate's page from its parts: their order, what was typed, and what went wrong."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.use_cases.candidacy_facts import stands
from bot.views.said import Section, section_html
from bot.web.page_parts import PageForm, PageLive, PagePart, PageParts
from bot.wording import say
from bot.wording.sentences import plain
from tracks.candidacy import InvitationState
from tracks.catalogue import Catalogue
from tracks.fill import BlankError

SAYS = ("candidate.", "page.")  # tables of which a page may say a sentence after a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A form that could not be taken: which one, why, and what was typed into it."""

    verb: str
    about: str
    why: str
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def is_in(self, form: PageForm) -> bool:
        return (form.verb, form.about) == (self.verb, self.about)

    def typed_in(self, name: str) -> str:
        return (self.typed.get(name) or [""])[0]


def render_page(
    live: PageLive, parts: PageParts, *, base: str, said: str = "", problem: Problem | None = None
) -> str:
    """Return the whole page; *base* is its path, *said* the key of a sentence to begin with."""
    catalogue, facts = live.catalogue, live.facts
    shown = in_order(live, parts)
    return _rendered(
        "page.html",
        **frame(catalogue, base),
        facts=facts,
        parts=shown,
        troubled=[part for part in shown if problem and _holds(part, problem)],
        flash=sentence(catalogue, said, facts) if said else "",
        problem=problem,
        nonce=secrets.token_hex(16),
        host_mail=live.host.email,
        new=live.invitation.state == InvitationState.SENT,  # the paper greets by itself
        where=say(catalogue, stands(live.services, live.unit, live.invitation), **facts),
    )


def _holds(part: PagePart, problem: Problem) -> bool:
    """Say whether the form that could not be taken is still in *part*."""
    return any(map(problem.is_in, part.forms)) or any(_holds(card, problem) for card in part.cards)


def render_gone(catalogue: Catalogue, *, base: str, token: str, done: bool) -> str:
    """Return the page behind a link that opens nothing; the same whatever was wrong with the link."""
    return _rendered(
        "gone.html", **frame(catalogue, base), token=token, done=done, nonce=secrets.token_hex(16)
    )


def frame(catalogue: Catalogue, base: str) -> dict[str, Any]:
    """Return what every template may use; ``text(key)`` is a sentence of content as plain text."""

    def text(key: str, **facts: object) -> str:
        return plain(say(catalogue, key, **facts))

    return {"base": base, "root": _root_of(base), "text": text, "html": html, "plain": plain, "prose": prose}


def in_order(live: PageLive, parts: PageParts) -> list[PagePart]:
    """Return the parts that this candidate sees: first what can be done now, last what always can."""
    made = ((order, part(live)) for order, part in sorted(parts.parts.items()))
    shown = [(order, part) for order, part in made if part is not None]
    return [part for _, part in sorted(shown, key=lambda one: (not one[1].now, one[1].last, one[0]))]


def sentence(catalogue: Catalogue, key: str, facts: Mapping[str, str]) -> Markup:
    """Return the sentence under *key* as HTML; anything else than a sentence of these pages says "Done"."""
    known = key if key.startswith(SAYS) and key in catalogue.messages else "page.saved"
    try:
        return html([Section(text=say(catalogue, known, **facts))])
    except BlankError:
        return html([Section(text=say(catalogue, "page.saved"))])


def html(sections: Iterable[Section]) -> Markup:
    """Return sections as HTML; their facts were escaped when they were filled."""
    made = (
        f'<div class="small">{section_html(section)}</div>' if section.small else section_html(section)
        for section in sections
    )
    return Markup("\n".join(made))  # noqa: S704 -- see above


def prose(text: str) -> Markup:
    """Return one filled sentence as HTML."""
    return html([Section(text=text)])


def base_of(address: str) -> str:
    """Return the path of a page's whole address, as it is seen from outside."""
    return urlsplit(address).path


def _root_of(base: str) -> str:
    """Return the path under which all pages lie."""
    return base.rpartition("/c/")[0]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _rendered(name: str, **values: Any) -> str:
    return str(_environment().get_template(name).render(**values))
