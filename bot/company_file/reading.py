"""Reads a company's file as a whole: all its faults at once, each with its line."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from bot.company_file.places import Place, line_of, places
from bot.company_file.rules import Remark, about_person, about_role
from bot.company_file.tables import CompanyTable, PersonTable, RoleTable, Table
from bot.company_file.words import meant, sentence
from tracks.access import CompanyRole

TOP = ("company", "people", "roles")
T = TypeVar("T", bound=Table)
Note = Callable[[Place, str], None]  # where, and the sentence


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong on a line, with its remedy."""

    line: int
    says: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.says}"


class CompanyFaults(Exception):  # noqa: N818 -- it says what was found
    """The file cannot be applied; *faults* holds everything that is wrong, in the order of its lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFile:
    """A file without faults. *notices* are worth reading and stop nothing; *admin* names founding people."""

    company: CompanyTable
    people: tuple[PersonTable, ...]
    roles: tuple[RoleTable, ...]
    notices: tuple[Fault, ...] = ()
    admin: str | None = None
    lines: Mapping[Place, int] = field(default_factory=dict, repr=False)

    def line(self, *place: str | int) -> int:
        """Return the line of a table or key, such as ``("people", 2, "slack")``."""
        return line_of(self.lines, place)


@dataclass(frozen=True, slots=True)
class _Read(Generic[T]):
    """One table: its values, with a pattern's in the place of the keys that are at fault."""

    place: Place
    values: T
    faulty: frozenset[str]


def read_company(
    text: str,
    *,
    families: Collection[str],
    shapes: Collection[str],
    today: date,
    admins: Collection[str] = (),
) -> CompanyFile:
    """Return what *text* says. *families*, *shapes*: those with content. *admins*: those of the settings.

    Raises CompanyFaults with every fault.
    """
    tree, found = _parse(text)
    faults: list[Fault] = []

    def note(place: Place, says: str) -> None:
        faults.append(Fault(line_of(found, place), says))

    for name in tree:
        if name not in TOP:
            note((name,), _no_table(name))
    context = {"families": families, "shapes": shapes}
    company = _table(CompanyTable, tree.get("company"), ("company",), note, context)
    people = [_table(PersonTable, *item, note, context) for item in _tables(tree, "people", note)]
    roles = [_table(RoleTable, *item, note, context) for item in _tables(tree, "roles", note)]
    _no_twins(people, "slack", note)
    _no_twins(roles, "id", note)
    admin = _admin(people, admins)
    notices: list[Fault] = []
    for read, remark in _remarks(people, roles, today=today, admin_known=admin is not None):
        if read.faulty.isdisjoint((remark.key, *remark.drawn_from)):
            line = line_of(found, (*read.place, remark.key))
            (notices if remark.notice else faults).append(Fault(line, remark.says))
    if "working_hours" not in company.faulty and not company.values.working_hours.by_day():
        note(("company", "working_hours"), "working_hours names no hours: nobody could be asked at any time")
    if faults:
        raise CompanyFaults(faults)
    return CompanyFile(
        company=company.values,
        people=tuple(read.values for read in people),
        roles=tuple(read.values for read in roles),
        notices=tuple(sorted(notices)),
        admin=admin,
        lines=found,
    )


def _parse(text: str) -> tuple[dict[str, Any], Mapping[Place, int]]:
    try:
        return tomllib.loads(text), places(text)
    except tomllib.TOMLDecodeError as wrong:
        where = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(wrong))
        line = int(where[1]) if where and where[1] else text.count("\n") + 1
        what = str(wrong)[: where.start()] if where else str(wrong)
        raise CompanyFaults([Fault(line, f"this is no TOML: {what[:1].lower()}{what[1:]}")]) from None


def _no_table(name: str) -> str:
    if name.startswith(("candidate", "applicant")):
        return f"{name}: candidates are never read from a file; each is invited by a person, in Slack"
    return f"{name} is no table here; {meant(name, TOP)}"


def _tables(tree: Mapping[str, Any], name: str, note: Note) -> Iterator[tuple[Any, Place]]:
    """Yield each table of an array with its place."""
    listed = tree.get(name, [])
    if not isinstance(listed, list):
        note((name,), f"{name} is a list of tables: begin each with [[{name}]]")
        return
    for position, raw in enumerate(listed):
        yield raw, (name, position)


def _table(kind: type[T], raw: Any, place: Place, note: Note, context: Mapping[str, Any]) -> _Read[T]:
    """Return what a table says, noting each fault; a key at fault takes a value that is right."""
    if not isinstance(raw, Mapping):
        missing = raw is None
        note(place, f"[{place[0]}] is missing: add it" if missing else f"{place[0]} should be a table")
        return _Read(place, _pattern(kind, {}), frozenset(kind.keys()))
    try:
        return _Read(place, kind.model_validate(dict(raw), context=context), frozenset())
    except ValidationError as wrong:
        faulty = set()
        for fault in wrong.errors(include_url=False):
            faulty.add(str(fault["loc"][0]))
            note((*place, *fault["loc"]), sentence(fault, known=_keys_around(kind, fault["loc"])))
    good = {key: value for key, value in raw.items() if key not in faulty}
    return _Read(place, _pattern(kind, good, context), frozenset(faulty))


def _pattern(kind: type[T], good: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> T:
    pattern = dict(kind.PATTERN)
    if context and "family" in pattern:
        pattern |= {
            "family": min(context["families"], default=""),
            "shape": min(context["shapes"], default=""),
        }
    return kind.model_validate({**pattern, **good}, context=context)


def _keys_around(kind: type[Table], place: Place) -> list[str]:
    """Return the keys that the table may have in which *place* lies."""
    for part in place[:-1]:
        for name, about in kind.model_fields.items():
            if part == (about.alias or name):
                inner = [one for one in (about.annotation, *get_args(about.annotation)) if _is_table(one)]
                kind = inner[0] if inner else kind
    return kind.keys()


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _no_twins(reads: list[_Read[T]], key: str, note: Note) -> None:
    seen: dict[str, Place] = {}
    for read in reads:
        value = getattr(read.values, key)
        if key in read.faulty:
            continue
        if value in seen:
            note((*read.place, key), f"{key}: {value} stands here a second time; keep one of the two")
        seen[value] = read.place


def _admin(people: list[_Read[PersonTable]], admins: Collection[str]) -> str | None:
    listed = [
        read.values.slack
        for read in people
        if CompanyRole.ADMIN in read.values.roles and read.faulty.isdisjoint(("slack", "is"))
    ]
    return next(iter([*admins, *listed]), None)


def _remarks(
    people: list[_Read[PersonTable]], roles: list[_Read[RoleTable]], *, today: date, admin_known: bool
) -> Iterator[tuple[_Read[Any], Remark]]:
    known = {
        read.values.slack: None if "is" in read.faulty else read.values.roles
        for read in people
        if "slack" not in read.faulty
    }
    for person in people:
        for remark in about_person(person.values, today=today, admin_known=admin_known):
            yield person, remark
    for role in roles:
        for remark in about_role(role.values, people=known):
            yield role, remark
