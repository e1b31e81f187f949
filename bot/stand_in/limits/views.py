"""Limits of modals and Home tabs."""

from typing import Any

from bot.stand_in.limits.blocks import Surface, blocks_faults
from bot.stand_in.limits.checks import Faults, array, boolean, by_type, fault, plain, shape, string

MOST_BYTES = 250_000
COMMON = {"private_metadata": string(3000, 0), "callback_id": string(255), "external_id": string(255)}


def _any(_: Any, __: str) -> Faults:
    return []


VIEW = by_type(
    {
        "modal": shape(
            {"title": plain(24), "blocks": array(_any, 0, 100)},
            {
                **COMMON,
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": shape({"blocks": array(_any, 0, 100)}, COMMON),
    },
)


def view_faults(payload: Any, scopes: frozenset[str]) -> Faults:
    """Everything that Slack would refuse about a view; its size is the caller's to check."""
    if faults := VIEW(payload, "/view"):
        return faults
    surface: Surface = "modal" if payload["type"] == "modal" else "home"
    found = blocks_faults(payload["blocks"], surface, scopes)
    if (
        surface == "modal"
        and "submit" not in payload
        and any(each.get("type") == "input" for each in payload["blocks"])
    ):
        found.append(fault("submit is required when an input block is within blocks", "/submit"))
    return [each.replace("json-pointer:", "json-pointer:/view") for each in found]
