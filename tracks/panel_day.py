"""A panelist's brief with all that is live around it: people, times, what is arranged, what was agreed."""

from dataclasses import dataclass
from datetime import datetime

from tracks.ai_policy import AiLine
from tracks.panel_brief import PanelBrief


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """One of the panelist's parts at its time, an aware instant."""

    name: str
    starts_at: datetime
    minutes: int
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelDay:
    """What one seat reads; *zone* is the panelist's, *host* a person id, *arranged* lines they may read.

    *is_host*: whether the reader is the host.
    *rules*: the rule about AI as the candidate agreed to it, in the version *rules_sha*. *agreed_at*: when
    the panelist agreed to it (aware), None before.
    """

    seat_id: str
    brief: PanelBrief
    candidate: str
    role: str
    parts: tuple[OwnPart, ...]
    zone: str
    link: str
    host: str
    is_host: bool
    arranged: tuple[str, ...]
    rules: tuple[AiLine, ...]
    rules_sha: str
    agreed_at: datetime | None = None

    @property
    def asks_to_agree(self) -> bool:
        """Whether a rule holds in a part of this seat that the panelist has not agreed to."""
        own = {part.session for part in self.brief.parts}
        return self.agreed_at is None and any(line.session in own for line in self.rules)
