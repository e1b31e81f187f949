"""Slack's limits on blocks and views, checked independently of the bot and of the SDK."""

from bot.stand_in.limits.blocks import blocks_faults, characters
from bot.stand_in.limits.ids import with_ids
from bot.stand_in.limits.views import view_faults

__all__ = ["blocks_faults", "characters", "view_faults", "with_ids"]
