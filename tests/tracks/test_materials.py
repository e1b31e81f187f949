"""Shipped material is almost right: it passes its own tests and fails every one of the panel's."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracks.content_files import SHIPPED


def outcome(folder: Path, pattern: str) -> tuple[int, int]:
    """Return how many tests passed and failed in the files of *folder* that match *pattern*."""
    files = [file.name for file in folder.glob(pattern)]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:hypothesispytest",
        *files,
    ]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    *_, last = told.strip().splitlines()
    counts = dict(reversed(part.split()[:2]) for part in last.replace(" in ", ",").split(",")[:-1])
    return int(counts.get("passed", 0)), int(counts.get("failed", 0))


@pytest.mark.parametrize(
    ("material", "passes", "fails"),
    [("seat_holds", 2, 4), ("shared_review_backend", 1, 4), ("letter_sorter", 1, 3)],
)
def test_material_passes_its_own_and_fails_the_panels(tmp_path, material, passes, fails):
    folder = shutil.copytree(SHIPPED / "materials" / material, tmp_path / material)

    assert outcome(folder, "test_*.py") == (passes, 0)
    assert outcome(folder, "panel_only_*.py") == (0, fails)


def test_every_material_is_tested_here():
    here = {"seat_holds", "shared_review_backend", "letter_sorter"}

    assert {folder.name for folder in (SHIPPED / "materials").iterdir()} == here
