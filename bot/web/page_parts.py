"""What a candidate's page is made of: parts that each area contributes, and the verbs that are posted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from bot.ports import Attachment, Services
from bot.registry import into, merge
from bot.use_cases.candidacy_facts import facts_for
from bot.use_cases.own_step import Asked
from bot.views.said import Section
from bot.wording import say
from bot.wording.sentences import plain
from storage.tables import Candidate, Company, Invitation, Person, Role
from storage.unit_of_work import Unit
from tracks.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class PageField:
    """One labelled input. *kind*: line, text, choice, file; *options*: value, text.

    None has a greatest length: browsers cut off what is pasted beyond it. The server refuses, and keeps it.
    """

    name: str
    label: str
    kind: str = "line"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    initial: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForm:
    """A form that posts to ``/c/{token}/{verb}``; *about* comes back as it is. It works without scripts.

    With a *label* it is folded below that, when it has fields or is a *danger* that wants a second press.
    """

    verb: str
    submit: str
    fields: tuple[PageField, ...] = ()
    about: str = ""
    primary: bool = False
    danger: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """A table with a heading for each column but the first, and rows that begin with their own."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """One part of the page: a heading, paragraphs, forms.

    *folded* parts open when asked. *now*: can be done now, so it stands first; *last*: stands at the end.
    *cards* stand beside one another where there is room. *links*: text and the name of a file of the page,
    see ``PageParts.file``.
    """

    title: str
    sections: tuple[Section, ...] = ()
    forms: tuple[PageForm, ...] = ()
    anchor: str = ""
    folded: bool = False
    now: bool = False
    last: bool = False
    cards: tuple["PagePart", ...] = ()
    table: PageTable | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageLive:
    """What a part may look at, read when the page is asked for."""

    services: Services
    unit: Unit
    invitation: Invitation
    candidate: Candidate
    role: Role
    host: Person
    company: Company
    agreed: bool = False  # to the AI rules of the plan in force

    @property
    def catalogue(self) -> Catalogue:
        """The sentences, papers and plans of the company."""
        return self.services.catalogue

    def say(self, key: str, **facts: object) -> str:
        """Return a filled sentence of content."""
        return say(self.catalogue, key, **facts)

    def plain(self, key: str, **facts: object) -> str:
        """Return a filled sentence as it reads on a button, in a heading or beside a field."""
        return plain(self.say(key, **facts))

    @cached_property
    def facts(self) -> dict[str, str]:
        """What any sentence to the candidate may name, unescaped."""
        return facts_for(self.services, self.unit, self.invitation)

    @property
    def zone(self) -> str:
        """Return the zone in which times are told to the candidate."""
        return self.candidate.timezone or self.company.timezone


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePress:
    """A posted form: *request* is the key under which a second arrival is recognised."""

    invitation_id: str
    verb: str
    about: str
    request: str
    fields: dict[str, list[str]]
    files: dict[str, Attachment]

    @property
    def asked(self) -> Asked:
        """What it asks, in the name of the candidate whose page it is."""
        return Asked(invitation_id=self.invitation_id, by=None, request=self.request)

    def typed(self, name: str) -> str:
        """Return what was entered in the field, "" when nothing was."""
        return (self.fields.get(name) or [""])[0].strip()


Part = Callable[[PageLive], PagePart | None]
FileOf = Callable[[PageLive, str], Attachment | None]  # the second is what follows the name in the address
Verb = Callable[[Services, PagePress], str]  # returns the key of the sentence that the page shows next


@dataclass(slots=True)
class PageParts:
    """The parts and verbs of one module, merged by ``bot.app``."""

    parts: dict[int, Part] = field(default_factory=dict)
    verbs: dict[str, Verb] = field(default_factory=dict)
    files: dict[str, FileOf] = field(default_factory=dict)

    def part(self, order: int) -> Callable[[Part], Part]:
        """Show this part at the place *order* (from 0), unless it returns None."""
        return into(self.parts, order)

    def verb(self, name: str) -> Callable[[Verb], Verb]:
        """Serve forms that post *name*."""
        return into(self.verbs, name)

    def file(self, name: str) -> Callable[[FileOf], FileOf]:
        """Serve a file at ``/c/{token}/{name}`` and ``/c/{token}/{name}/{about}``; None is not found."""
        return into(self.files, name)

    def include(self, other: "PageParts") -> None:
        """Take over the parts and verbs of *other*."""
        merge(self.parts, other.parts)
        merge(self.verbs, other.verbs)
        merge(self.files, other.files)
