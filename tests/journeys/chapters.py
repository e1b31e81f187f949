"""Chapters with which many stories begin: a process plays each once, and copies it for later stories.

A chapter is copied into a world in which nothing but other chapters has happened; in any other it is played.
A test that replaces a part of the program does so after its chapters.
"""

import atexit
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from operator import attrgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

from storage import sqlite

if TYPE_CHECKING:
    from tests.journeys.world import World

# What a world remembers beside its database: these fields of its parts, or all of them.
REMEMBERED: dict[str, tuple[str, ...]] = {
    "world.clocks": ("now", "machine"),
    "world.mailbox": ("mails", "_refused", "_failing"),
    "world.program.worker._pace": ("_free_at",),
    "world.workspace": (),
    "world.workspace.events": (),
}
# What memories only point to: every world has its own in these places.
ITS_OWN = (
    *("world", "world.clocks", "world.mailbox", "world.program", "world.workspace"),
    *("world.workspace.events", "world.workspace.events._changed"),
    *("world.workspace.lock", "world.workspace.link", "world.workspace.road"),
)
Chapters = tuple[bytes, ...]
Told = TypeVar("Told", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What was there at the end of a chapter."""

    database: Any  # a connection to one in memory
    memory: bytes
    outcome: bytes  # what the chapter returned


PLAYED: dict[Chapters, Copy] = {}


def chapter(play: Told) -> Told:
    """Let *play*, whose first argument is a world or has one, be played once and copied from then on.

    It may be a fixture: ``@pytest.fixture`` stands above it.
    """

    @wraps(play)
    def told(*args: Any, **named: Any) -> Any:
        scene, *_ = (*args, *named.values())
        book: Book | None = getattr(scene, "world", scene).book
        if book is None or not book.tells_all():
            return play(*args, **named)
        chapters = (*book.chapters, book.write((play.__module__, play.__qualname__, args, named)))
        if chapters not in PLAYED:
            PLAYED[chapters] = book.copy(outcome=play(*args, **named))
        return book.turn_to(chapters)

    return told  # type: ignore[return-value]


class Book:
    """The chapters that were told in one world, until anything else happens there."""

    def __init__(self, world: "World", database: Any) -> None:
        self._root, self._database = SimpleNamespace(world=world), database
        self.chapters: Chapters = (self._memory(), self.write(world.program.services.mail_is_on))
        self._end: object = self._now()

    def tells_all(self) -> bool:
        """Say whether nothing has happened since the last chapter."""
        if self._end is not None and self._end != self._now():
            self._end = None
        return self._end is not None

    def copy(self, *, outcome: object) -> Copy:
        """Keep everything as it is."""
        kept = sqlite.library.connect(":memory:")
        atexit.register(kept.close)
        self._database.backup(kept)
        return Copy(database=kept, memory=self._memory(), outcome=self.write(outcome))

    def turn_to(self, chapters: Chapters) -> Any:
        """Let everything be as it was at the end of *chapters*, and return what the last one returned."""
        copy, self.chapters = PLAYED[chapters], chapters
        copy.database.backup(self._database)
        for name, fields in self._read(copy.memory).items():
            vars(self._part(name)).update(fields)
        self._end = self._now()
        return self._read(copy.outcome)

    def write(self, what: object) -> bytes:
        """Return *what* as bytes; what belongs to the world is only named."""
        page, own = BytesIO(), {id(self._part(name)): name for name in ITS_OWN}
        pickler = pickle.Pickler(page, pickle.HIGHEST_PROTOCOL)
        pickler.persistent_id = lambda part: None if part is None else own.get(id(part))
        pickler.dump(what)
        return page.getvalue()

    def _read(self, written: bytes) -> Any:
        unpickler = pickle.Unpickler(BytesIO(written))
        unpickler.persistent_load = self._part
        return unpickler.load()

    def _part(self, name: str) -> Any:
        return attrgetter(name)(self._root)

    def _memory(self) -> bytes:
        every = {name: vars(self._part(name)) for name in REMEMBERED}
        return self.write({name: {k: one[k] for k in REMEMBERED[name] or one} for name, one in every.items()})

    def _now(self) -> tuple[bytes, Any]:
        """Return what is another as soon as anything happens, in the database too."""
        return self._memory(), self._database.execute("PRAGMA data_version").fetchone()
