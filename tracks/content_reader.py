"""Turns content files into frozen values, file by file, and notes what cannot be read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from tracks.choice import ChoiceWords
from tracks.content_files import ContentFile, FoundFiles, Version, find_files, tables_of
from tracks.content_messages import read_messages
from tracks.family import Family, Shapes
from tracks.ground import Ground
from tracks.paper_text import PaperText
from tracks.plain import Fault, UnreadableError, from_plain, shown
from tracks.task import MaterialFile, Task
from tracks.track import Track, TrackId

_PANEL_ONLY = "panel_only"
_ONE_OF_EACH = {"common.toml", "shapes.toml", "intro_paper.toml", "choice_words.toml", "messages.toml"}
_TRACKS = "|".join(TrackId)
_KNOWN = re.compile(rf"(track_({_TRACKS})|family_\w+)\.toml|(tasks|messages)/[\w-]+\.toml|materials/.+")


@dataclass
class Reading:
    """Content while it is being read."""

    found: FoundFiles
    faults: list[Fault] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def note(self, file: str, key: str, *, found: str, expected: str) -> None:
        self.faults.append(Fault(file=file, key=key, found=found, expected=expected))

    def value(self, kind: type[Any], path: str, tables: Mapping[str, Any] | None = None) -> Any:
        """Return the value of *kind* in the file at *path*; None, with faults, when it cannot be read."""
        if path not in self.tables:
            return None
        try:
            return from_plain(kind, tables or self.tables[path], file=path)
        except UnreadableError as wrong:
            self.faults.extend(wrong.faults)
            return None

    def named(self, start: str) -> Iterator[str]:
        return (path for path in self.tables if path.startswith(start))

    def versions(self) -> dict[str, Version]:
        """Return the version of each file by its path."""
        return {
            path: Version(id=PurePosixPath(path).stem, number=self._number(path), sha256=file.sha256)
            for path, file in self.found.files.items()
        }

    def _number(self, path: str) -> int:
        number = self.tables.get(path, {}).get("version", 0)
        return number if isinstance(number, int) else 0


def read(overlay: Path | None) -> tuple[Reading, dict[str, Any]]:
    """Return how reading went, and the parts of a catalogue by name."""
    faults: list[Fault] = []
    reading = Reading(found=find_files(overlay, faults), faults=faults)
    for path, file in reading.found.files.items():
        tables = None if path.startswith("materials/") else tables_of(file, faults)
        if tables is not None:
            reading.tables[path] = tables
    _note_strangers(reading)
    shapes: Shapes | None = reading.value(Shapes, "shapes.toml")
    messages = read_messages(reading.tables, reading.found.replaced, faults)
    parts = {
        "ground": reading.value(Ground, "common.toml"),
        "shapes": shapes.shapes if shapes else (),
        "tracks": {track: reading.value(Track, f"track_{track}.toml") for track in TrackId},
        "families": _families(reading),
        "tasks": _tasks(reading),
        "paper": reading.value(PaperText, "intro_paper.toml"),
        "choice_words": reading.value(ChoiceWords, "choice_words.toml"),
        "messages": messages.texts,
        "homes": messages.home | reading.homes,
        "fallbacks": messages.fallbacks,
        "materials": _materials(reading.found.files),
    }
    return reading, parts


def _note_strangers(reading: Reading) -> None:
    for path in reading.found.files:
        if path not in _ONE_OF_EACH and not _KNOWN.fullmatch(path):
            known = ", ".join(sorted(_ONE_OF_EACH))
            expected = f"{known}, track_*, family_*, or a file in tasks/, messages/ or materials/"
            reading.note(path, "file", found="a name that nothing reads", expected=expected)


def _families(reading: Reading) -> dict[str, Family]:
    families: dict[str, Family] = {}
    for path in reading.named("family_"):
        family = reading.value(Family, path)
        if family and path != f"family_{family.id}.toml":
            expected = f"{path.removeprefix('family_').removesuffix('.toml')}, as in the name of the file"
            reading.note(path, "id", found=shown(family.id), expected=expected)
        elif family:
            families[family.id] = family
    return families


def _tasks(reading: Reading) -> dict[str, Task]:
    tasks: dict[str, Task] = {}
    for path in reading.named("tasks/"):
        shipped = reading.found.files[path].shipped
        for at, table in enumerate(_tables_of_tasks(reading, path)):
            task = reading.value(Task, path, {**table, "shipped": shipped})
            if task and task.id in tasks:
                reading.note(path, f"tasks[{at}].id", found=shown(task.id), expected="an id used once only")
            elif task:
                tasks[task.id], reading.homes[task.id] = task, path
    return tasks


def _tables_of_tasks(reading: Reading, path: str) -> list[dict[str, Any]]:
    tables = reading.tables[path]
    for key in tables.keys() - {"version", "tasks"}:
        reading.note(path, key, found=shown(tables[key]), expected="no such key; known are version, tasks")
    tasks = tables.get("tasks", [])
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        reading.note(path, "tasks", found=shown(tasks), expected="a table under [[tasks]] for each task")
        return []
    return tasks


def _materials(files: Mapping[str, ContentFile]) -> dict[str, tuple[MaterialFile, ...]]:
    materials: dict[str, tuple[MaterialFile, ...]] = {}
    for path, file in files.items():
        if path.startswith("materials/") and path.count("/") > 1:
            folder, name = path.removeprefix("materials/").split("/", 1)
            handed = MaterialFile(name=name, text=file.text, panel_only=_PANEL_ONLY in name)
            materials[folder] = (*materials.get(folder, ()), handed)
    return materials
