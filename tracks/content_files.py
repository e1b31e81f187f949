"""Finds the content files, the shipped ones and a company's own over them, and gives each a sha256."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracks.plain import Fault

SHIPPED = Path(__file__).parent / "content"
_LEFT_OUT = {"__pycache__", ".pytest_cache"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Which text a file held: its *number* as written in it (0 for material) and the sha256 of its bytes."""

    id: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentFile:
    """One file by its path below the content folder, with forward slashes."""

    path: str
    text: str
    sha256: str
    shipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """The files by path; *replaced* holds the shipped ones that a company's own stand in for."""

    files: Mapping[str, ContentFile]
    replaced: Mapping[str, ContentFile]


def find_files(overlay: Path | None, faults: list[Fault]) -> FoundFiles:
    """Return the content files by path, a company's own in place of the shipped one of the same path.

    *overlay* is the company's folder; what is not a TOML file or material in it is left alone.
    """
    shipped = {file.path: file for file in _files_in(SHIPPED, faults, shipped=True)}
    own: dict[str, ContentFile] = {}
    if overlay is not None and not overlay.is_dir():
        faults.append(Fault(file=str(overlay), key="folder", found="nothing", expected="a content folder"))
    elif overlay is not None:
        own = {file.path: file for file in _files_in(overlay, faults, shipped=False)}
    replaced = {path: file for path, file in shipped.items() if path in own}
    return FoundFiles(files=dict(sorted((shipped | own).items())), replaced=replaced)


def tables_of(file: ContentFile, faults: list[Fault]) -> dict[str, Any] | None:
    """Return what the TOML *file* holds; None, with a fault, when it is not TOML."""
    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as wrong:
        faults.append(Fault(file=file.path, key="TOML", found=str(wrong), expected="a valid TOML file"))
        return None


def _files_in(folder: Path, faults: list[Fault], *, shipped: bool) -> Iterator[ContentFile]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if not path.is_file() or not _is_content(relative):
            continue
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")  # some editors begin a text with a mark
        except UnicodeDecodeError as wrong:
            faults.append(
                Fault(file=relative.as_posix(), key="encoding", found=str(wrong), expected="a text in UTF-8")
            )
            continue
        sha256 = hashlib.sha256(raw).hexdigest()
        yield ContentFile(path=relative.as_posix(), text=text, sha256=sha256, shipped=shipped)


def _is_content(relative: Path) -> bool:
    hidden = any(part.startswith(".") or part in _LEFT_OUT for part in relative.parts)
    return not hidden and (relative.suffix == ".toml" or relative.parts[0] == "materials")
