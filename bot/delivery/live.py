"""What a renderer may look at: the due row and the live records that it speaks of, read when it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bot.ports import Attachment, Services
from bot.registry import into, merge
from bot.use_cases.candidacy_facts import facts_for
from bot.views.said import Said
from bot.wording import say
from bot.wording.sentences import mention
from storage.lease import Claimed
from storage.tables import Candidate, Company, Invitation, Loop, Person, Role
from storage.unit_of_work import Unit
from tracks.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message ready to go; *calendar* is an iTIP body for mail with its *method*."""

    said: Said
    file: Attachment | None = None
    calendar: bytes | None = None
    method: str = "REQUEST"
    reply_to: str | None = None


class Live:
    """The records around one due row; whatever is missing raises NotFound and the row is dropped."""

    def __init__(self, services: Services, unit: Unit, row: Claimed) -> None:
        self.services = services
        self.unit = unit
        self.row = row

    @property
    def catalogue(self) -> Catalogue:
        """The sentences, papers and plans of the company."""
        return self.services.catalogue

    def say(self, key: str, **facts: object) -> str:
        """Return a filled sentence of content."""
        return say(self.catalogue, key, **facts)

    def about(self, name: str) -> str:
        """Return one of the row's own facts, "" when it has none of that name."""
        return str(self.row.about.get(name) or "")

    @cached_property
    def company(self) -> Company:
        return self.unit.company.company()

    @cached_property
    def invitation(self) -> Invitation:
        return self.unit.get(Invitation, self.row.invitation_id or "")

    @cached_property
    def role(self) -> Role:
        return self.unit.get(Role, self.invitation.role_id)

    @cached_property
    def candidate(self) -> Candidate:
        return self.unit.get(Candidate, self.invitation.candidate_id)

    @cached_property
    def host(self) -> Person:
        return self.unit.get(Person, self.invitation.host_id)

    @cached_property
    def loop(self) -> Loop:
        return self.unit.get(Loop, self.row.loop_id or "")

    @cached_property
    def person(self) -> Person:
        """Return the person of the company that the row goes to."""
        return self.unit.get(Person, self.row.recipient.rpartition(":")[2])

    def asking(self, text: str) -> str:
        """Return *text*, which asks the host for something, with why whoever stands in for them gets it."""
        if self.row.recipient == f"person:{self.invitation.host_id}":
            return text
        return f"{text}\n{self.say('recruiter.host_is_away', host=mention(self.invitation.host_id))}"

    @property
    def who(self) -> dict[str, object]:
        """Return whom and which role it is about, for sentences to people of the company."""
        return {"candidate": self.candidate.called, "role": self.role.title}

    @property
    def facts(self) -> dict[str, str]:
        """Return what any sentence to the candidate may name, unescaped; a renderer may add its own."""
        return facts_for(self.services, self.unit, self.invitation)

    @property
    def candidate_zone(self) -> str:
        """Return the zone in which times are told to the candidate."""
        return self.candidate.timezone or self.company.timezone

    @property
    def page(self) -> str:
        """Return the address of the candidate's page."""
        return self.services.link(self.invitation.id, self.invitation.link_epoch)


Renderer = Callable[[Live], Said | Outgoing | None]
Deed = Callable[[Services, Unit, Claimed], None]
Errand = Callable[[Services, Claimed], Callable[[Unit], None]]


class Renderers:
    """What is done with which kind of due row; one table per module, merged by ``bot.app``."""

    def __init__(self) -> None:
        self.by_kind: dict[str, Renderer] = {}
        self.deeds: dict[str, Deed] = {}
        self.errands: dict[str, Errand] = {}
        self.afterwards: dict[str, Deed] = {}

    def renders(self, kind: str) -> Callable[[Renderer], Renderer]:
        """Register the renderer of *kind*: it returns None when the message is no longer wanted.

        It raises NotYet when the message is to wait.
        """
        return into(self.by_kind, kind)

    def does(self, kind: str) -> Callable[[Deed], Deed]:
        """Register the change that a row of *kind* makes when it falls due, in one transaction."""
        return into(self.deeds, kind)

    def fetches(self, kind: str) -> Callable[[Errand], Errand]:
        """Register what has to ask Slack first: it does so and returns the change to make then.

        It may raise a ``SendFailed`` kind, and is tried again like a message.
        """
        return into(self.errands, kind)

    def after_sending(self, kind: str) -> Callable[[Deed], Deed]:
        """Register a change that is made together with noting that a message of *kind* was sent."""
        return into(self.afterwards, kind)

    def include(self, other: "Renderers") -> None:
        """Take over the tables of *other*."""
        merge(self.by_kind, other.by_kind)
        merge(self.deeds, other.deeds)
        merge(self.errands, other.errands)
        merge(self.afterwards, other.afterwards)
