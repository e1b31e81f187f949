"""All content of one moment as one frozen value, and how to find things in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from tracks.choice import ChoiceWords
from tracks.content_files import Version
from tracks.family import Family, ShapePlan
from tracks.ground import Ground
from tracks.paper_text import PaperText
from tracks.task import MaterialFile, Task, Work
from tracks.track import SessionSpec, Shape, Track, TrackId


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True, eq=False, kw_only=True)
class Catalogue:
    """All content of one moment; equal to itself only, so it may key a cache.

    *versions*: path below the content folder -> version. *version*: one sha256 over all of them.
    *homes*: key of a sentence, or id of a task -> path of its file.
    *fallbacks*: keys of shipped sentences that a company's own message files leave out.
    """

    ground: Ground
    shapes: tuple[ShapePlan, ...]
    tracks: Mapping[TrackId, Track]
    families: Mapping[str, Family]
    tasks: Mapping[str, Task]
    paper: PaperText
    choice_words: ChoiceWords
    messages: Mapping[str, str]
    materials: Mapping[str, tuple[MaterialFile, ...]]
    versions: Mapping[str, Version]
    version: str
    homes: Mapping[str, str]
    fallbacks: tuple[str, ...]

    @property
    def families_that_differ(self) -> tuple[str, ...]:
        """The families with parts, words or tasks of their own; for others the tracks stand as they are."""
        with_tasks = {task.family for task in self.tasks.values()}
        known = self.families.values()
        differ = tuple(f.id for f in known if f.swaps or f.sessions or f.paper or f.id in with_tasks)
        return differ or tuple(self.families)

    def message(self, key: str) -> str:
        """Return the sentence under *key*, such as ``candidate.chosen``; an unknown one is a KeyError."""
        return self.messages[key]

    def table(self, name: str) -> dict[str, str]:
        """Return the sentences of one table, such as ``button``, by key."""
        start = f"{name}."
        return {key.removeprefix(start): text for key, text in self.messages.items() if key.startswith(start)}

    def shape(self, shape: Shape) -> ShapePlan:
        """Return the plan of *shape*; raise LookupError when content has none."""
        return _one(self.shapes, shape, "shape")

    def family(self, family: str) -> Family:
        """Return the role family; raise LookupError when content has none of that name."""
        return _one(tuple(self.families.values()), family, "role family")

    def spec(self, session: str, track: TrackId, family: str) -> SessionSpec:
        """Return the part called *session* as this family and track have it; LookupError if none is."""
        known = (*self.family(family).sessions, *self.tracks[track].sessions, *self.ground.shared_sessions)
        return _one(known, session, "session")

    def file_of(self, session: str, track: TrackId, family: str) -> str:
        """Return the path of the file in which `spec` finds the part."""
        if any(spec.id == session for spec in self.family(family).sessions):
            return f"family_{family}.toml"
        own = any(spec.id == session for spec in self.tracks[track].sessions)
        return f"track_{track}.toml" if own else "common.toml"

    def tasks_for(self, session: str, family: str) -> tuple[Task, ...]:
        """Return what may be worked on; a company's own tasks take the place of the shipped ones."""
        fitting = [task for task in self.tasks.values() if session in task.sessions]
        fitting = [task for task in fitting if task.family in {family, "any"}]
        own = [task for task in fitting if not task.shipped]
        return tuple(own or fitting)

    def work(self, task: Task) -> Work:
        """Return *task* with its material."""
        return Work(task=task, files=self.materials.get(task.material, ()))

    def with_works(self, works: Iterable[Work]) -> "Catalogue":
        """Return the same content, but with *works* as they are, whatever has become of their tasks."""
        kept = tuple(works)
        tasks = {work.task.id: work.task for work in kept}
        materials = {work.task.material: work.files for work in kept}
        return replace(self, tasks={**self.tasks, **tasks}, materials={**self.materials, **materials})


def _one(known: Iterable[T], name: str, what: str) -> T:
    found = next((value for value in known if value.id == name), None)
    if found is None:
        raise LookupError(f"content has no {what} {str(name)!r}")
    return found
