"""The AI rule per session with its reason, as it must be said to the candidate and to the panel."""

from dataclasses import dataclass

from tracks.contents import Catalogue
from tracks.fill import fill
from tracks.format import Format, PlannedSession
from tracks.ground import Ground
from tracks.track import AiModeId, AiRule, Group


@dataclass(frozen=True, slots=True, kw_only=True)
class AiLine:
    """The rule of one part of a plan, in the words of both sides; *short* has no reason in it."""

    session: str
    name: str
    minutes: int
    rule: AiRule
    first_half: bool
    short: str
    candidate_text: str
    panel_text: str


def lines_of(catalogue: Catalogue, plan: Format) -> tuple[AiLine, ...]:
    """Return one line per part in which the question arises, in the order of the plan."""
    asked = (session for session in plan.sessions if session.ai.mode != AiModeId.NOT_APPLICABLE)
    return tuple(_line(catalogue, session) for session in asked)


def said_to_candidate(ground: Ground, rule: AiRule) -> str:
    """Return the sentence a candidate hears and reads about *rule*, its reason included."""
    return fill(ground.ai_mode(rule.mode).candidate_text, **_facts(rule))


def said_to_panel(ground: Ground, rule: AiRule) -> str:
    """Return the sentence the panel reads about *rule*, with the reason the candidate was told."""
    return fill(ground.ai_mode(rule.mode).panel_text, **_facts(rule))


def _line(catalogue: Catalogue, session: PlannedSession) -> AiLine:
    return AiLine(
        session=session.id,
        name=session.name,
        minutes=session.minutes,
        rule=session.ai,
        first_half=session.group == Group.TRACK_HALF,
        short=_short(catalogue, session.ai),
        candidate_text=said_to_candidate(catalogue.ground, session.ai),
        panel_text=said_to_panel(catalogue.ground, session.ai),
    )


def _short(catalogue: Catalogue, rule: AiRule) -> str:
    if rule.mode == AiModeId.BOTH:
        return fill(catalogue.paper.phrases.rule_two_modes, **_facts(rule))
    return catalogue.ground.ai_mode(rule.mode).name


def _facts(rule: AiRule) -> dict[str, object]:
    return {"reason": rule.reason, "minutes_off": rule.minutes_off, "minutes_on": rule.minutes_on}
