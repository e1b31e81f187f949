"""Threads that start together, to see what becomes of those who want the same."""

import threading
from collections.abc import Callable

RACERS = 8


def race(run: Callable[[int], object], *, racers: int = RACERS) -> list[object]:
    """Run *run* in threads that start together; return what each returned or raised, in order."""
    ready, results = threading.Barrier(racers), [None] * racers

    def start(number: int) -> None:
        ready.wait()
        try:
            results[number] = run(number)
        except Exception as error:  # noqa: BLE001 -- the story looks at whatever came
            results[number] = error

    threads = [threading.Thread(target=start, args=(number,)) for number in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def outcomes(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)
