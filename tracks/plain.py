"""Turns frozen values into plain data that JSON and TOML can hold, and back, naming every fault."""

import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in content: where, what was found, what was expected."""

    file: str
    key: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: found {self.found}, expected {self.expected}"


class UnreadableError(ValueError):
    """Plain data does not hold the value it should; *faults* says all that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


SHOWN = 60  # characters of a value, in a fault
T = typing.TypeVar("T")
Note = Callable[[str, str, str], None]  # key, found, expected
Reader = Callable[[Any, str, Note], Any]


def to_plain(value: Any) -> Any:
    """Return *value* as dictionaries, lists, strings and numbers; every field is written, also defaults."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def from_plain(kind: type[T], plain: Any, *, file: str = "") -> T:
    """Return the value of *kind* that *plain* holds; raise UnreadableError with every fault in *file*."""
    faults: list[Fault] = []

    def note(key: str, found: str, expected: str) -> None:
        faults.append(Fault(file=file, key=key, found=found, expected=expected))

    value = _reader(typing.cast("typing.Hashable", kind))(plain, "", note)
    if faults:
        raise UnreadableError(tuple(faults))
    return typing.cast("T", value)


def shown(value: Any) -> str:
    """Return *value* as it may stand in a fault: short, and never a wall of text."""
    told = "nothing" if value is None or value == "" else repr(value)
    return told if len(told) <= SHOWN else f"{told[: SHOWN - 3]}..."


@cache
def _reader(kind: Any) -> Reader:
    origin = typing.get_origin(kind)
    if origin in {UnionType, typing.Union}:
        [some] = [part for part in typing.get_args(kind) if part is not NoneType]
        inner = _reader(some)
        return lambda plain, key, note: None if plain is None else inner(plain, key, note)
    if origin is tuple:
        return _tuple_reader(_reader(typing.get_args(kind)[0]))
    if origin is not None:
        return _mapping_reader(*map(_reader, typing.get_args(kind)))
    if is_dataclass(kind):
        return _record_reader(kind)
    return _enum_reader(kind) if issubclass(kind, StrEnum) else _scalar_reader(kind)


def _scalar_reader(kind: type) -> Reader:
    name = {str: "a text", int: "a whole number", bool: "true or false", float: "a number"}[kind]

    def read(plain: Any, key: str, note: Note) -> Any:
        if type(plain) is not kind:
            note(key, shown(plain), name)
        return plain

    return read


def _enum_reader(kind: type[StrEnum]) -> Reader:
    members = {member.value: member for member in kind}

    def read(plain: Any, key: str, note: Note) -> Any:
        member = members.get(plain) if isinstance(plain, str) else None
        if member is None:
            note(key, shown(plain), "one of " + ", ".join(members))
        return member

    return read


def _tuple_reader(item: Reader) -> Reader:
    def read(plain: Any, key: str, note: Note) -> Any:
        if not isinstance(plain, list):
            note(key, shown(plain), "a list")
            return ()
        return tuple(item(part, f"{key}[{_label(part, at)}]", note) for at, part in enumerate(plain))

    return read


def _label(part: Any, at: int) -> str:
    named = part.get("id") or part.get("track") if isinstance(part, dict) else None
    return str(named or at)


def _mapping_reader(name: Reader, item: Reader) -> Reader:
    def read(plain: Any, key: str, note: Note) -> Any:
        if not isinstance(plain, dict):
            note(key, shown(plain), "a table")
            return MappingProxyType({})
        pairs = ((name(part, f"{key}.{part}", note), part) for part in plain)
        return MappingProxyType({read: item(plain[part], f"{key}.{part}", note) for read, part in pairs})

    return read


def _record_reader(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]

    def read(plain: Any, key: str, note: Note) -> Any:
        if not isinstance(plain, dict):
            note(key, shown(plain), "a table")
            return None
        at = f"{key}." if key else ""
        for name in plain.keys() - readers.keys():
            note(f"{at}{name}", shown(plain[name]), "no such key; known are " + ", ".join(readers))
        absent = [name for name in needed if name not in plain]
        for name in absent:
            note(f"{at}{name}", "nothing", "a value")
        values = {name: readers[name](plain[name], f"{at}{name}", note) for name in readers if name in plain}
        return None if absent else kind(**values)

    return read
