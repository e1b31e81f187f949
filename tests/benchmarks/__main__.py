"""``make bench``: runs every benchmark here and says which targets hold; fails when one does not."""

import importlib
import sys
from pathlib import Path

from tests.benchmarks.rows import Row


def benchmarks(only: list[str]) -> list[str]:
    """Return the modules to run, all unless some are named: ``make bench ARGS=slots``."""
    found = sorted(file.stem for file in Path(__file__).parent.glob("bench_*.py"))
    return [name for name in found if not only or name.removeprefix("bench_") in only]


def told(row: Row) -> str:
    verdict = "holds" if row.holds else "MISSED"
    numbers = f"ours {row.ours}, reference {row.reference}: {row.ratio:.2f}x, target {row.target:g}x"
    return f"{row.id:3} {verdict:6} {numbers}\n           {row.what}"


def main() -> int:
    missed = 0
    for name in benchmarks(sys.argv[1:]):
        for row in importlib.import_module(f"tests.benchmarks.{name}").run():
            sys.stdout.write(f"{told(row)}\n")
            sys.stdout.flush()
            missed += not row.holds
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
