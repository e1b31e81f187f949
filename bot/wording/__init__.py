"""Picks the sentences of content and fills them, by person spoken to; refusals too."""

from bot.wording.sentences import refusal, say
from bot.wording.times import clock_time, day, short_time, span, when

__all__ = ["clock_time", "day", "refusal", "say", "short_time", "span", "when"]
