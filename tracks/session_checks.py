"""What must hold within one part: its minutes, its AI rule, its raters and its questions."""

from collections import Counter
from collections.abc import Iterator

from tracks.plain import Fault
from tracks.track import AiModeId, Kind, Level, SessionSpec

_RATERS = 2


def faults_of(spec: SessionSpec, file: str) -> Iterator[Fault]:
    """Yield what does not hold in *spec*, which stands in *file*."""
    for key, found, expected in (*_minutes(spec), *_ai(spec), *_people(spec), *_questions(spec)):
        yield Fault(file=file, key=f"{spec.id}.{key}", found=found, expected=expected)


Wrong = Iterator[tuple[str, str, str]]  # key, found, expected


def _minutes(spec: SessionSpec) -> Wrong:
    planned = sum(step.minutes for step in spec.plan)
    if spec.plan and planned != spec.minutes:
        yield "plan", f"{planned} minutes", f"{spec.minutes} minutes"
    if spec.scored and not spec.plan:
        yield "plan", "nothing", "a plan, since the part is scored"
    if spec.minutes <= 0:
        yield "minutes", str(spec.minutes), "more than 0"


def _ai(spec: SessionSpec) -> Wrong:
    if not spec.ai_reason.strip():
        yield "ai_reason", "nothing", "the reason, taken from the job"
    off_and_on = spec.ai_minutes_off + spec.ai_minutes_on
    if spec.ai_mode == AiModeId.BOTH and (off_and_on != spec.minutes or not spec.ai_minutes_on):
        found = f"{spec.ai_minutes_off} + {spec.ai_minutes_on}"
        yield "ai_minutes_off + ai_minutes_on", found, f"{spec.minutes} in all, some of each"
    if spec.ai_mode != AiModeId.BOTH and off_and_on:
        yield "ai_minutes_off + ai_minutes_on", str(off_and_on), "none, unless ai_mode is both"


def _people(spec: SessionSpec) -> Wrong:
    wanted = _RATERS if spec.scored else 0
    if len(set(spec.raters)) != wanted or len(spec.raters) != wanted:
        yield "raters", ", ".join(spec.raters) or "nobody", "exactly two" if wanted else "nobody: not scored"
    if absent := set(spec.raters) - set(spec.present):
        yield "present", ", ".join(spec.present) or "nobody", "also " + ", ".join(sorted(absent))
    if spec.lead_seat and spec.lead_seat not in {*spec.present, *spec.reachable}:
        yield "lead_seat", spec.lead_seat, "somebody who is present"
    if spec.kind == Kind.BREAK and spec.present:
        yield "present", ", ".join(spec.present), "nobody: it is a break"
    if spec.kind == Kind.LIVE and not spec.lead_seat:
        yield "lead_seat", "nobody", "somebody who leads it"


def _questions(spec: SessionSpec) -> Wrong:
    if spec.scored and not spec.rates:
        yield "rates", "nothing", "at least one dimension, since the part is scored"
    for name, times in Counter(question.id for question in spec.questions).items():
        if times > 1:
            yield f"questions[{name}]", f"{times} times", "once"
    for question in spec.questions:
        strange = [dimension for dimension in question.rates if dimension not in spec.rates]
        if strange or not question.rates:
            expected = "some of " + (", ".join(spec.rates) or "nothing")
            yield f"questions[{question.id}].rates", ", ".join(question.rates) or "nothing", expected
    for dimension in spec.rates:
        asked = [question for question in spec.questions if dimension in question.rates]
        for level in Level:
            if not any(question.asked_at(level) for question in asked):
                yield "questions", f"none for {dimension} at {level}", f"at least one that rates {dimension}"
