"""Merges the sentences for people from ``messages.toml`` and the files of ``messages/``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracks.content_files import ContentFile, tables_of
from tracks.fill import BlankError, blanks
from tracks.plain import Fault, shown

FIRST = "messages.toml"


@dataclass
class Messages:
    """Sentences by key; *home* is the file of each, *fallbacks* what a company's own files leave out."""

    faults: list[Fault]
    texts: dict[str, str] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def fallbacks(self) -> tuple[str, ...]:
        return tuple(self.left_out)

    def note(self, file: str, key: str, *, found: str, expected: str) -> None:
        self.faults.append(Fault(file=file, key=key, found=found, expected=expected))


def read_messages(
    tables: Mapping[str, Mapping[str, Any]], replaced: Mapping[str, ContentFile], faults: list[Fault]
) -> Messages:
    """Return all sentences; a company's own file that leaves one out falls back to the shipped sentence.

    *tables*: path -> what the file holds. *replaced*: the shipped files that a company's own stand in for.
    """
    messages = Messages(faults)
    for path in [FIRST, *(path for path in tables if path.startswith("messages/"))]:
        sentences = dict(_sentences(messages, path, tables.get(path, {})))
        if path in replaced:
            shipped = dict(_sentences(messages, path, tables_of(replaced[path], faults) or {}))
            _compare(messages, path, sentences, shipped)
            messages.left_out.extend(shipped.keys() - sentences.keys())
            sentences = shipped | sentences
        for key, text in sentences.items():
            if key in messages.texts:
                found = f"the same key in {messages.home[key]}"
                messages.note(path, key, found=found, expected="each key in one file")
            messages.texts[key], messages.home[key] = text, path
    return messages


def _sentences(messages: Messages, path: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for table, sentences in tables.items():
        if table == "version":
            continue
        if not isinstance(sentences, dict):
            messages.note(path, table, found=shown(sentences), expected="a table of sentences")
            continue
        for key, text in sentences.items():
            if isinstance(text, str) and text.strip():
                yield f"{table}.{key}", text
            else:
                messages.note(path, f"{table}.{key}", found=shown(text), expected="a sentence")


def _compare(messages: Messages, path: str, own: Mapping[str, str], shipped: Mapping[str, str]) -> None:
    """Note each blank of a company's sentence for which the program has no fact."""
    for key in own.keys() & shipped.keys():
        known = blanks(shipped[key])
        try:
            invented = blanks(own[key]) - known
        except BlankError:
            continue  # the checks say it
        for blank in sorted(invented):
            expected = "one of " + ", ".join(f"{{{name}}}" for name in sorted(known)) if known else "no blank"
            messages.note(path, key, found=f"{{{blank}}}", expected=expected)
