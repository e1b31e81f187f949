"""What a candidate reads after choosing: order of the day, what to have ready, rules, questions ahead."""

from dataclasses import dataclass

from tracks.ai_policy import AiLine, lines_of
from tracks.contents import Catalogue
from tracks.fill import fill
from tracks.format import Format, Part
from tracks.plan_facts import facts_of, session_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateBrief:
    """One track's brief; *questions_ahead* are asked word for word. *looked_at* names the dimensions."""

    track: str
    pitch: str
    parts: tuple[Part, ...]
    prepare: str
    bring: tuple[str, ...]
    if_nothing_to_show: tuple[str, ...]
    from_us: tuple[str, ...]
    kept: str
    ai_lines: tuple[AiLine, ...]
    looked_at: tuple[str, ...]
    not_looked_at: tuple[str, ...]
    questions_ahead: tuple[str, ...]
    content_version: str


def compose(catalogue: Catalogue, plan: Format, *, host: str, split: bool) -> CandidateBrief:
    """Return the brief for *plan*; *host* is the name of the person to turn to."""
    track, own = catalogue.tracks[plan.track], catalogue.family(plan.family).text(plan.track)
    told = track.prepare.candidate
    return CandidateBrief(
        track=track.name,
        pitch=own.short or track.pitch,
        parts=plan.parts(split=split),
        prepare=fill((own.prepare or told.text).strip(), **facts_of(catalogue, plan), host=host),
        bring=own.bring or told.bring,
        if_nothing_to_show=told.if_nothing_to_show,
        from_us=own.from_us or track.from_us,
        kept=track.kept,
        ai_lines=lines_of(catalogue, plan),
        looked_at=tuple(dimension.name for dimension in catalogue.ground.dimensions),
        not_looked_at=tuple(dimension.not_scored for dimension in catalogue.ground.dimensions),
        questions_ahead=tuple(
            fill(question.ask, **session_facts(catalogue, plan, session))
            for session in plan.sessions
            if session.spec.shared_ahead
            for question in session.spec.questions
        ),
        content_version=plan.content_version,
    )
