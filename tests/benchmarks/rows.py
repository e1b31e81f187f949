"""One measured line of the benchmark table, and how two implementations are timed side by side."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """*ratio* says how many times better ours is than the reference; *target* is the least it should be."""

    id: str
    what: str
    ours: str
    reference: str
    ratio: float
    target: float

    @property
    def holds(self) -> bool:
        return self.ratio >= self.target


def interleaved(
    ours: Callable[[], object], reference: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """Return the median seconds of both, run in turns so that a noisy moment hits both."""
    gc.freeze()  # as ``serve`` does when it has started
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, seconds in zip((ours, reference), taken, strict=True):
            gc.collect()
            begun = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - begun)
    return statistics.median(taken[0]), statistics.median(taken[1])


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"
