"""Lays broken copies of shipped files over the content, so that each rule can be broken on purpose."""

from pathlib import Path

from tracks.catalogue import ContentFaults, load
from tracks.content_files import SHIPPED


def shipped(path: str) -> str:
    return (SHIPPED / path).read_text()


def lay(folder: Path, path: str, text: str) -> Path:
    """Write *text* as the company's own file at *path* and return the company's folder."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return folder


def changed(folder: Path, path: str, *changes: tuple[str, str]) -> Path:
    """Lay a copy of the shipped file at *path* with each (found, instead) replaced where it stands first."""
    text = shipped(path)
    for found, instead in changes:
        assert found in text, f"{path} does not hold {found!r} any more"
        text = text.replace(found, instead, 1)
    return lay(folder, path, text)


def faults_in(folder: Path) -> list[str]:
    """Return what loading says about the company's folder, one line per fault."""
    try:
        load(folder)
    except ContentFaults as wrong:
        return [str(fault) for fault in wrong.faults]
    return []
