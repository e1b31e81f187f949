"""While the interview runs: Start and its correction; moments by button, by command and in words."""

import re
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.listeners.press import Answer, Errors, Open, Press, Whisper
from bot.listeners.routes import Routes
from bot.listeners.words import words
from bot.ports import Services
from bot.use_cases.forms_at_hand import plan_of_loop, times_of
from bot.use_cases.mark_moment import (
    Marked,
    Moment,
    PartAtHand,
    ask_which_part,
    change_mark,
    clocks_now,
    mark_moment,
    minute_now,
    own_mark,
    parts_at_hand,
    parts_meant,
)
from bot.use_cases.start_part import correct_start, part_for, start_part
from bot.views.moments import (
    CHANGE,
    CORRECT,
    MARK,
    START,
    TAKE_BACK,
    MarkShown,
    PartShown,
    correct_form,
    mark_form,
    started_modal,
)
from bot.views.said import Button, Said, Section, to_alt_text, to_blocks
from bot.wording import say
from storage.tables import Loop, Session
from storage.unit_of_work import Unit
from tracks.errors import (
    EvidenceTooLong,
    EvidenceTooShort,
    InterviewError,
    MinuteMissing,
    MinuteOutside,
    NotRunning,
    OutOfDate,
    StartOutside,
    UnknownStep,
)
from tracks.evidence import EvidenceKind, FollowUpOutcome, checked_evidence, parse_mark
from tracks.track import Dimension, DimensionId, FollowUp

routes = Routes()
BESIDE: dict[type[InterviewError], str] = {
    EvidenceTooShort: "words",
    EvidenceTooLong: "words",
    MinuteOutside: "minute",
    MinuteMissing: "minute",
    UnknownStep: "step",
}
E = TypeVar("E", EvidenceKind, FollowUpOutcome, FollowUp)
_TYPED_MARK = re.compile(r"mark\b[\s:,]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


# --- the start
@routes.action(START)
def starts(services: Services, press: Press) -> Answer:
    start_part(services, press, session_id=press.about)
    with services.look() as unit:
        session, loop = part_for(unit, press.user, press.about)
        shown = _shown_part(unit, session, loop)
        zone = unit.company.zone_of(press.user)
    return Open(view=started_modal(services.catalogue, shown, reader=press.user, zone=zone))


@routes.action(CORRECT)
def wants_to_correct(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        session, loop = part_for(unit, press.user, press.about)
        return Open(view=correct_form(services.catalogue, _shown_part(unit, session, loop), now=services.now))


@routes.form(CORRECT, at={StartOutside: "at"})
def corrects(services: Services, press: Press) -> Answer:
    ago, at = press.typed("ago").strip(), press.instant("at")
    if ago and not ago.isdecimal():
        return Errors(sentences={"ago": say(services.catalogue, "moments.correct_ago_hint")})
    if ago:
        began = services.now - timedelta(minutes=int(ago))
    elif at is not None:
        began = datetime.fromtimestamp(at, UTC)
    else:
        raise OutOfDate
    correct_start(services, press, session_id=press.about, started_at=began)
    return None


# --- moments
@routes.action(MARK)
def wants_to_mark(services: Services, press: Press) -> Answer:
    return Open(view=mark_form(services.catalogue, _to_mark(services, press.user)))


@routes.form(MARK, at=BESIDE | {NotRunning: "words"})
def marks(services: Services, press: Press) -> Answer:
    mark_moment(services, press, moment=_moment_from(press))
    return None


@routes.action(CHANGE)
def wants_to_change(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        mark, part = own_mark(unit, press.user, press.about.partition(":")[0])
        parts = [PartAtHand(session=one, at_hand=part.at_hand) for one in part.at_hand.sessions]
        shown = MarkShown(
            parts=tuple(_shown(unit, one) for one in parts),
            dimensions=_dimensions(services, [part]),
            chosen=mark.session_id,
            minute=mark.minute if mark.exact else None,
            mark=mark,
        )
    return Open(view=mark_form(services.catalogue, shown))


@routes.form(CHANGE, at=BESIDE)
def changes(services: Services, press: Press) -> Answer:
    change_mark(
        services,
        press,
        mark_id=press.about,
        moment=_moment_from(press),
        take_back=TAKE_BACK in press.ticked(TAKE_BACK),
    )
    return None


@routes.command("mark")
def marks_by_command(services: Services, press: Press) -> Answer:
    """Keep what was typed; when only a person can say part or minute, ask with the words filled in."""
    minute, text = parse_mark(press.words)
    if not text:
        return Whisper(text=say(services.catalogue, "moments.empty"))
    try:
        kept = mark_moment(services, press, moment=Moment(text=text, minute=minute))
    except MinuteMissing:
        shown = _to_mark(services, press.user, minute=minute, text=checked_evidence(text))
        return Open(view=mark_form(services.catalogue, shown))
    said = _kept_said(services, kept)
    return Whisper(text=to_alt_text(said), blocks=to_blocks(said))


@words.from_people
def marks_in_words(services: Services, press: Press) -> bool:
    """Keep "mark 12 asked ..." that was written to the bot; the answer says that it can be deleted."""
    found = _TYPED_MARK.fullmatch(press.words.strip())
    if found is None:
        return False
    minute, text = parse_mark(found["rest"])
    moment = Moment(text=text, minute=minute)
    try:
        mark_moment(services, press, moment=moment, answer=True)
    except MinuteMissing:
        ask_which_part(services, press)
    return True


def _kept_said(services: Services, kept: Marked) -> Said:
    """Say which minute was kept, without the words."""
    key = "moments.kept" if kept.mark.exact else "moments.kept_step"
    sections = [Section(text=say(services.catalogue, key, minute=kept.mark.minute, part=kept.part))]
    if kept.nudges:
        nudge = say(services.catalogue, "moments.nudge", words=", ".join(kept.nudges))
        sections.append(Section(text=nudge, small=True))
    change = Button(text=say(services.catalogue, "button.change_mark"), verb=CHANGE, about=kept.mark.id)
    return Said(sections=tuple(sections), buttons=(change,))


def _moment_from(press: Press) -> Moment:
    """Return what the form of a moment holds. Raises MinuteMissing for a minute that is no number."""
    minute, rest = parse_mark(press.typed("minute")) if press.typed("minute").strip() else (None, "")
    if rest:
        raise MinuteMissing
    step_of, _, step = press.typed("step").rpartition(":")
    part = press.typed("part") or str(press.metadata.get("part") or "") or step_of
    if not part and minute is None and not step:
        raise MinuteMissing
    hint = press.typed("hint")
    return Moment(
        text=press.typed("words"),
        session_id=part,
        minute=minute,
        step=int(step) if step.isdecimal() and minute is None and step_of == part else None,
        kind=_word(EvidenceKind, press.typed("kind")) or EvidenceKind.DID,
        dimensions=tuple(DimensionId(one) for one in press.ticked("dimensions") if one in set(DimensionId)),
        hint_step=int(hint) if hint.isdecimal() else None,
        follow_up=_word(FollowUp, press.typed("follow_up")),
        outcome=_word(FollowUpOutcome, press.typed("outcome")),
    )


def _word(kind: type[E], value: str) -> E | None:
    return kind(value) if value in set(kind) else None


def _to_mark(services: Services, person_id: str, *, minute: int | None = None, text: str = "") -> MarkShown:
    """Return what the form starts with: the part that is meant, and its minute by the start."""
    with services.look() as unit:
        likely, parts = parts_meant(unit, person_id), parts_at_hand(unit, person_id)
        if not likely:
            raise NotRunning
        chosen = likely[0] if len(likely) == 1 else None
        loops = {part.session.loop_id for part in likely}
        offered = [part for part in parts if part.session.loop_id in loops]
        if minute is None and chosen is not None:
            minute = minute_now(unit, chosen.session)
        return MarkShown(
            parts=tuple(_shown(unit, part) for part in offered),
            dimensions=_dimensions(services, offered),
            chosen=chosen.session.id if chosen else "",
            minute=minute,
            text=text,
        )


def _dimensions(services: Services, parts: list[PartAtHand]) -> tuple[Dimension, ...]:
    rated = {
        one
        for part in parts
        for one in part.at_hand.plan.rates(part.at_hand.form.group, part.at_hand.form.seat)
    }
    return tuple(services.catalogue.ground.dimension(one) for one in DimensionId if one in rated)


def _shown(unit: Unit, part: PartAtHand) -> PartShown:
    return PartShown(
        id=part.session.id,
        name=part.name,
        minutes=part.minutes,
        steps=part.plan,
        clocks=clocks_now(unit, part.session),
        started_at=part.session.started_at,
        started_by=part.session.started_by,
    )


def _shown_part(unit: Unit, session: Session, loop: Loop) -> PartShown:
    return PartShown(
        id=session.id,
        name=plan_of_loop(unit, loop).spec(session.spec_id).name,
        minutes=times_of(session).minutes,
        steps=(),
        clocks=clocks_now(unit, session),
        started_at=session.started_at,
        started_by=session.started_by,
    )
