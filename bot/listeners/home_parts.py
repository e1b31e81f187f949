"""What a Home tab is made of: sections that each area contributes for the person who opened it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.ports import Services
from bot.registry import into, merge
from bot.views.said import Said
from storage.tables import Candidate, Person
from storage.unit_of_work import Unit
from tracks.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLive:
    """Who opened the tab: a person of the company, a candidate, or both; read when it is opened."""

    services: Services
    unit: Unit
    user: str
    person: Person | None
    candidate: Candidate | None

    @property
    def catalogue(self) -> Catalogue:
        """The sentences, papers and plans of the company."""
        return self.services.catalogue


HomePart = Callable[[HomeLive], Said | None]


@dataclass(slots=True)
class HomeParts:
    """The sections of one module, merged by ``bot.app``; the lowest number stands first."""

    parts: dict[int, HomePart] = field(default_factory=dict)

    def part(self, order: int) -> Callable[[HomePart], HomePart]:
        """Show this at the place *order*, unless it returns None."""
        return into(self.parts, order)

    def include(self, other: "HomeParts") -> None:
        """Take over the sections of *other*."""
        merge(self.parts, other.parts)
