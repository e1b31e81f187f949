"""What candidates work on, with the key that only the panel sees, as frozen values."""

from dataclasses import dataclass

from tracks.track import ByLevel, Level, by_level


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """Something a task hides, and the level from which it is expected; for the panel only."""

    fault: str
    expect: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """One of several cards that the candidate may pick from."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceStep:
    """One line of a recorded conversation; *at* is seconds from its beginning, as shown."""

    at: str
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(ByLevel):
    """How the panel reads what was found, by level."""

    nobody: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenScript:
    """Opening words that a task needs in one session, in place of the session's own."""

    session: str
    script: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialFile:
    """One file of what is worked on; *panel_only* never reaches a candidate."""

    name: str
    text: str
    panel_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is worked on in *sessions*; *family* ``any`` fits every role family.

    Candidates see *card*, *report*, *cards*, *trace* and the files of *material* that are not the panel's.
    Everything else is for the panel. *shipped*: came with the program and not from the company's own folder.
    *retire_after_uses*, *retire_after_days*: when another one should take its place, zero for never; a person
    sees to it, nothing reminds of it yet.
    """

    id: str
    name: str
    sessions: tuple[str, ...]
    family: str
    card: str
    report: str = ""
    material: str = ""
    files: tuple[str, ...] = ()
    cards: tuple[TaskCard, ...] = ()
    trace: tuple[TraceStep, ...] = ()
    scripts: tuple[SpokenScript, ...] = ()
    hands_on: str = ""
    change_mid: str = ""
    change_senior: str = ""
    change_staff: str = ""
    told_if_asked: tuple[str, ...] = ()
    smallest_test: str = ""
    look_for: tuple[str, ...] = ()
    key: tuple[KeyLine, ...] = ()
    reading: Reading | None = None
    hint_area: str = ""
    stand_in: str = ""
    retire_after_uses: int = 40
    retire_after_days: int = 180
    shipped: bool = True

    @property
    def key_is_public(self) -> bool:
        """Whether anybody can read what it hides, so that it serves for practice and demos only."""
        return self.shipped and bool(self.key or self.look_for or self.told_if_asked)

    def change(self, level: Level) -> str:
        """Return what changes halfway at *level*; empty when the task has no such card."""
        return by_level(level, self.change_mid, self.change_senior, self.change_staff)

    def script_in(self, session: str) -> str:
        """Return the opening words for *session*; empty when the session's own hold."""
        return next((words.script for words in self.scripts if words.session == session), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A task with all *files* of its material, also the panel's."""

    task: Task
    files: tuple[MaterialFile, ...]

    @property
    def handed(self) -> tuple[MaterialFile, ...]:
        """The files that the candidate gets."""
        files = {file.name: file for file in self.files}
        return tuple(files[name] for name in self.task.files if name in files)
