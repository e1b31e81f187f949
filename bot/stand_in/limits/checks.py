"""Small checks from which the limits are put together; each returns its faults in Slack's own wording."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Faults = list[str]
Check = Callable[[Any, str], Faults]


def fault(what: str, at: str) -> str:
    return f"[ERROR] {what} [json-pointer:{at or '/'}]"


def string(most: int, least: int = 1) -> Check:
    """A string of *least* to *most* characters."""

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, str):
            return [fault(f"must provide a string, not {type(value).__name__}", at)]
        if len(value) > most:
            return [fault(f"must be less than {most + 1} characters", at)]
        return [fault(f"must be more than {least - 1} characters", at)] if len(value) < least else []

    return check


def boolean(value: Any, at: str) -> Faults:
    return [] if isinstance(value, bool) else [fault("must provide a boolean", at)]


def integer(low: int, high: int) -> Check:
    def check(value: Any, at: str) -> Faults:
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return [] if good else [fault(f"must provide an integer from {low} to {high}", at)]

    return check


def one_of(*allowed: Any) -> Check:
    def check(value: Any, at: str) -> Faults:
        return [] if value in allowed else [fault(f"must be one of {', '.join(map(str, allowed))}", at)]

    return check


def array(item: Check, low: int, high: int) -> Check:
    """A list of *low* to *high* items that each pass *item*."""

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, list):
            return [fault("must provide an array", at)]
        if len(value) > high:
            return [fault(f"no more than {high} items allowed", at)]
        if len(value) < low:
            return [fault(f"no less than {low} items required", at)]
        return [found for index, each in enumerate(value) for found in item(each, f"{at}/{index}")]

    return check


def shape(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *,
    also: Iterable[Check] = (),
) -> Check:
    """An object with these keys and no other but ``type``; *also* runs when the keys themselves are right."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, dict):
            return [fault("must provide an object", at)]
        faults = [fault(f"missing required field: {key}", at) for key in required if key not in value]
        faults += [
            fault(f"invalid additional property: {key}", at) for key in value if key not in {*known, "type"}
        ]
        for key, its_check in known.items():
            if key in value:
                faults += its_check(value[key], f"{at}/{key}")
        return faults or [found for rule in also for found in rule(value, at)]

    return check


def by_type(kinds: Mapping[str, Check], allowed: Iterable[str] | None = None) -> Check:
    """An object whose ``type`` says which check it must pass; an unknown type is a fault."""
    permitted = set(kinds if allowed is None else allowed)

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, dict):
            return [fault("must provide an object", at)]
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in permitted or kind not in kinds:
            return [fault(f"unsupported type: {kind}", f"{at}/type")]
        return kinds[kind](value, at)

    return check


def plain(most: int) -> Check:
    """A ``plain_text`` object."""
    whole = shape({"text": string(most)}, {"emoji": boolean})

    def check(value: Any, at: str) -> Faults:
        if isinstance(value, dict) and value.get("type") != "plain_text":
            return [fault("must be a valid plain_text object", at)]
        return whole(value, at)

    return check


def text(most: int) -> Check:
    """A ``plain_text`` or a ``mrkdwn`` object."""
    marked = shape({"text": string(most)}, {"verbatim": boolean})
    return by_type({"plain_text": plain(most), "mrkdwn": marked})
