"""Whoever decides writes it down, as people do: reasons page by page, then the outcome."""

from typing import Any

from bot.stand_in.people import Person

NAMES = (
    ("Framing the problem", "Working in code"),
    ("Weighing options", "Checking and repairing"),
    ("Owning the result", "Working with people"),
)
TEXT = "{name}: said what it is for, and showed it twice at minute 12."
LAST = {"What you decide": "An offer", "The level offered": "Senior", "Why this level": "Scope of a service."}


def begin(person: Person) -> None:
    person.press("Decide", on="message")


def write_reasons(person: Person, text: str = TEXT) -> None:
    for names in NAMES:
        person.fill({name: text.format(name=name) for name in names})
        person.submit()
        assert person.view_errors == {}


def decide(person: Person, **last: Any) -> None:
    """Decide for an offer, but for what *last* says of the last page."""
    begin(person)
    write_reasons(person)
    person.fill(LAST | last)
    person.submit()
