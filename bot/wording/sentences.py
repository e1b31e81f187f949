"""Fills one sentence of content with facts, made safe for every surface."""

from collections.abc import Mapping

from tracks.catalogue import Catalogue
from tracks.errors import InterviewError
from tracks.fill import fill


def say(catalogue: Catalogue, key: str, **facts: object) -> str:
    """Return the sentence that content keeps under *key*, such as ``candidate.chosen``, filled with *facts*.

    Facts are escaped: ``&``, ``<`` and ``>`` mean nothing to Slack, HTML or mail afterwards.
    """
    return fill(catalogue.message(key), **{name: safe(fact) for name, fact in facts.items()})


def refusal(catalogue: Catalogue, error: Exception) -> str:
    """Say kindly what could not be done and what to do next; a fault of ours is told without its details."""
    if not isinstance(error, InterviewError):
        return say(catalogue, "refusal.did_not_work")
    return say(catalogue, f"refusal.{error.key()}", **told(error.facts))


def told(facts: Mapping[str, object]) -> dict[str, object]:
    """Return *facts* without None, which no sentence may show, and several of a kind as a list in words."""
    return {name: _listed(fact) for name, fact in facts.items() if fact is not None}


def _listed(fact: object) -> object:
    return ", ".join(map(str, fact)) if isinstance(fact, tuple) else fact


def safe(fact: object) -> str:
    """Return *fact* as text in which nothing pings, links or opens a tag."""
    if isinstance(fact, Markup):
        return str(fact)
    return str(fact).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """Return *text* as it reads where nothing is marked up: a button, a subject, the text part of a mail."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class Markup(str):
    """Text that is safe already: a mention that we wrote, or a sentence that was filled before."""

    __slots__ = ()


def mention(person_id: str) -> Markup:
    """Return how Slack shows a person by name."""
    return Markup(f"<@{person_id}>")
