"""The demo's folder: one demo at a time plays in it, and what is wrong with it is said in a sentence."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotPlayable(Exception):  # noqa: N818 -- it says what is wrong
    """Another demo plays in the folder, or it cannot be read or written; ``str()`` says what to do."""


@contextmanager
def claimed(folder: Path, *, fresh: bool) -> Iterator[None]:
    """Hold *folder* for one demo, emptied first if it is to be *fresh*. Raises NotPlayable."""
    with usable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        place = os.open(folder, os.O_RDONLY)
    try:
        _hold(place, folder)
        if fresh:
            with usable(folder):
                _empty(folder)
        yield
    finally:
        os.close(place)


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """Say which folder it was about when something in it cannot be used. Raises NotPlayable."""
    try:
        yield
    except Exception as fault:
        why = str(fault).splitlines()[0]
        remedy = "Begin anew with demo --fresh, or start it in another folder"
        raise NotPlayable(f"{folder} cannot be used: {why}. {remedy}.") from fault


def _hold(place: int, folder: Path) -> None:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        says = f"Another demo is running in {folder.absolute()}: end it, or start this one in another folder."
        raise NotPlayable(says) from taken


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
