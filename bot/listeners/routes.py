"""Which listener serves which control: a table instead of a scan, one per module, merged by ``bot.app``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.listeners.press import Answer, Press
from bot.ports import Services
from bot.registry import merge
from tracks.errors import InterviewError

Listener = Callable[[Services, Press], Answer]
Where = Mapping[type[InterviewError], str]
NOWHERE: Where = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A listener, and beside which input each refusal is said when it serves a form."""

    listener: Listener
    at: Where = field(default_factory=dict)


@dataclass(slots=True)
class Routes:
    """The listeners of one module, by kind and name."""

    actions: dict[str, Route] = field(default_factory=dict)
    forms: dict[str, Route] = field(default_factory=dict)
    commands: dict[str, Route] = field(default_factory=dict)
    shortcuts: dict[str, Route] = field(default_factory=dict)
    events: dict[str, Route] = field(default_factory=dict)

    def action(self, verb: str) -> Callable[[Listener], Listener]:
        """Serve presses of controls whose action id is *verb* or starts with ``verb:``."""
        return _into(self.actions, verb)

    def form(self, callback: str, *, at: Where = NOWHERE) -> Callable[[Listener], Listener]:
        """Serve submissions of the form *callback*; *at* says beside which block a refusal is shown."""
        return _into(self.forms, callback, at)

    def command(self, word: str) -> Callable[[Listener], Listener]:
        """Serve ``/tracks word ...``; ``Press.text`` is what follows the word."""
        return _into(self.commands, word)

    def shortcut(self, callback: str) -> Callable[[Listener], Listener]:
        """Serve the shortcut *callback*."""
        return _into(self.shortcuts, callback)

    def event(self, kind: str) -> Callable[[Listener], Listener]:
        """Serve events of *kind*; a direct message is ``message``."""
        return _into(self.events, kind)

    def include(self, other: "Routes") -> None:
        """Take over the listeners of *other*. Raises ValueError when a name is served twice."""
        for mine, theirs in zip(self.tables(), other.tables(), strict=True):
            merge(mine, theirs)

    def tables(self) -> tuple[dict[str, Route], ...]:
        """Return the tables of all kinds, in one order."""
        return self.actions, self.forms, self.commands, self.shortcuts, self.events


def _into(table: dict[str, Route], name: str, at: Where = NOWHERE) -> Callable[[Listener], Listener]:
    def register(listener: Listener) -> Listener:
        merge(table, {name: Route(listener=listener, at=at)})
        return listener

    return register
