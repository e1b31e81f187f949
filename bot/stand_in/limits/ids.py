"""Gives every block and element without an id one of its own, as Slack does."""

import copy
from collections.abc import Callable
from typing import Any

from bot.stand_in.limits.blocks import inner


def with_ids(payload: dict[str, Any], number: Callable[[], int]) -> dict[str, Any]:
    """A copy of a view, or of ``{"blocks": [...]}``, in which nothing lacks its id."""
    whole = copy.deepcopy(payload)
    for block in whole["blocks"]:
        block.setdefault("block_id", f"b{number():05x}")
    for _, element in inner(whole["blocks"]):
        element.setdefault("action_id", f"a{number():05x}")
    return whole
