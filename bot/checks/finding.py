"""One line that a check has to say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, with its remedy; only a *fault* stands in the way."""

    says: str
    fault: bool

    def __str__(self) -> str:
        return f"{'fault' if self.fault else 'note'}: {self.says}"


def fault(says: str) -> Finding:
    return Finding(says, fault=True)


def note(says: str) -> Finding:
    return Finding(says, fault=False)
