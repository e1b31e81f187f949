"""The AI rules of one plan as somebody agrees to them: the lines, kept under their own sha256."""

from typing import Any

from storage.candidacies import sha_of
from storage.unit_of_work import Unit
from tracks.ai_policy import AiLine, lines_of
from tracks.catalogue import Catalogue
from tracks.format import Format
from tracks.plain import to_plain

KIND = "ai_rules"


def rules_of(unit: Unit, catalogue: Catalogue, plan: Format) -> tuple[tuple[AiLine, ...], str]:
    """Return the rules of *plan*, part by part, and the sha256 under which they are kept from now on.

    The candidate and each panelist agree to the same lines; see ``AiAgreement.rules_sha``.
    """
    lines = lines_of(catalogue, plan)
    return lines, unit.candidacies.keep(KIND, _body(plan, lines))


def version_now(catalogue: Catalogue, plan: Format) -> str:
    """Return the sha256 under which the rules of *plan* are kept, without keeping them."""
    return sha_of(_body(plan, lines_of(catalogue, plan)))


def _body(plan: Format, lines: tuple[AiLine, ...]) -> dict[str, Any]:
    return {"track": str(plan.track), "lines": to_plain(lines)}
