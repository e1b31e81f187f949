"""Turns what the checker of types found into a sentence with a remedy."""

import difflib
from collections.abc import Collection, Mapping
from typing import Any

_KINDS = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table in braces",
    "model_attributes_type": "a table in braces",
}
_GOES_ON = ("is ", "has ", "holds ")


def nearest(word: str, known: Collection[str], *, alike: float = 0.6) -> str | None:
    """Return the one of *known* that *word* was meant, or None when none is *alike* enough."""
    by_small = {one.lower(): one for one in known}
    found = difflib.get_close_matches(word.lower(), by_small, n=1, cutoff=alike)
    return by_small[found[0]] if found else None


def meant(word: str, known: Collection[str], *, otherwise: str | None = None) -> str:
    """Return the remedy for a *word* that is not among those *known*: the nearest, or all of them."""
    found = nearest(word, known)
    return f"did you mean {found}?" if found else otherwise or f"use {', '.join(known)}"


def sentence(fault: Mapping[str, Any], *, known: Collection[str]) -> str:
    """Say what is wrong at a key. *fault* is pydantic's; *known* are the keys of the table around it."""
    key, given, facts = _key_of(fault["loc"]), fault["input"], fault.get("ctx", {})
    match fault["type"]:
        case "extra_forbidden":
            says = f" is no key here; {meant(str(fault['loc'][-1]), known)}"
        case "missing":
            says = " is missing: add it"
        case "value_error":
            error = str(facts["error"])
            says = f" {error}" if error.startswith(_GOES_ON) else f": {error}"
        case "enum":
            words = str(facts["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            says = f": {str(given)!r} is not known; {meant(str(given), words)}"
        case "greater_than_equal":
            says = f": {given} is too little, {facts['ge']} is the least"
        case "less_than_equal":
            says = f": {given} is too much, {facts['le']} is the most"
        case "too_short":
            says = " is empty: name at least one"
        case kind:
            says = f" should be {_KINDS[kind]}" if kind in _KINDS else f": {fault['msg']}"
    return key + says


def _key_of(place: tuple[str | int, ...]) -> str:
    """Return the key that a place names, such as ``limits.day``; numbers of list items are left out."""
    return ".".join(part for part in place if isinstance(part, str))
