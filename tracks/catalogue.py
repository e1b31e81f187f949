"""Reads and checks content; every fault names file, key, what was found and what is expected."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from tracks import content_checks, content_reader
from tracks.content_files import Version
from tracks.contents import Catalogue
from tracks.plain import Fault

__all__ = ["Catalogue", "ContentFaults", "Fault", "Version", "load"]


class ContentFaults(ValueError):  # noqa: N818 -- it carries all faults, not one error
    """Content does not hold what it must; ``str()`` is one line per fault, *faults* carries them all."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def load(overlay: Path | None = None) -> Catalogue:
    """Return the content, a company's own folder laid over what is shipped, file by file.

    Raises ContentFaults with every fault: first of all files that cannot be read as what they are;
    when all can be, of everything that does not hold between them.
    """
    reading, parts = content_reader.read(overlay)
    if reading.faults:
        raise ContentFaults(tuple(reading.faults))
    versions = reading.versions()
    catalogue = Catalogue(**parts, versions=versions, version=_one_version(versions))
    if faults := content_checks.faults_of(catalogue):
        raise ContentFaults(faults)
    return catalogue


def _one_version(versions: Mapping[str, Version]) -> str:
    told = "\n".join(f"{path} {version.sha256}" for path, version in sorted(versions.items()))
    return hashlib.sha256(told.encode()).hexdigest()
