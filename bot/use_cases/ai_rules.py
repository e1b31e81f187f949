"""The AI rules of one plan as somebody agrees to them: the lines, kept under their own sha256."""

from functools import lru_cache
from typing import Any

from bot.use_cases import papers
from storage.candidacies import sha_of
from storage.tables import Invitation
from storage.unit_of_work import Unit
from tracks.ai_policy import lines_of
from tracks.catalogue import Catalogue
from tracks.format import Format
from tracks.plain import to_plain

KIND = "ai_rules"
SHOWN = 12  # characters of a sha256 by which a button, or a question asked, says which rules were shown


def keep_rules(unit: Unit, catalogue: Catalogue, plan: Format) -> str:
    """Keep the rules of *plan*, part by part; return the sha256 under which they are kept from now on.

    The candidate and each panelist agree to the same lines; see ``AiAgreement.rules_sha``.
    """
    return unit.candidacies.keep(KIND, _body(catalogue, plan))


@lru_cache(maxsize=256)
def version_now(catalogue: Catalogue, plan: Format) -> str:
    """Return the sha256 under which the rules of *plan* are kept, without keeping them."""
    return sha_of(_body(catalogue, plan))


def has_agreed(unit: Unit, catalogue: Catalogue, invitation: Invitation) -> bool:
    """Say whether the candidate has agreed to the rules of the plan in force.

    They are those of content as it is now; what is booked keeps those under which it was booked.
    """
    chosen = papers.plan_chosen(unit, catalogue, invitation)
    if chosen is None:
        return False
    choice, plan = chosen
    by = f"candidate:{invitation.candidate_id}"
    if unit.loops.live(invitation.id) is not None:
        return unit.candidacies.newest_agreement(invitation.id, by=by, track=choice.track_id) is not None
    return (
        unit.candidacies.agreement(invitation.id, by=by, rules_sha=version_now(catalogue, plan)) is not None
    )


def _body(catalogue: Catalogue, plan: Format) -> dict[str, Any]:
    return {"track": str(plan.track), "lines": to_plain(lines_of(catalogue, plan))}
