"""Keeps moments: what was said or done, in which part, at which minute; read by nobody but their author."""

from dataclasses import dataclass, replace
from typing import Any

from bot.ports import Pressed, Services
from bot.use_cases.forms_at_hand import AtHand, form_for, open_forms_of, require_open, times_of
from bot.use_cases.standing import named
from bot.use_cases.telling import tell_person
from storage.tables import EvidenceItem, Form, Session
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.errors import MinuteMissing, NotAllowed, NotRunning
from tracks.evidence import EvidenceKind, FollowUpOutcome, Mark, impressions, take_mark
from tracks.running import TwoClocks, clocks, meant, minute_by_start
from tracks.track import DimensionId, FollowUp, PlanStep, SessionSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment as somebody wrote it down. *minute* or *step* says when; neither: read the clock.

    *session_id* is empty when the part is to be found by the time.
    """

    text: str
    session_id: str = ""
    minute: int | None = None
    step: int | None = None
    kind: EvidenceKind = EvidenceKind.DID
    dimensions: tuple[DimensionId, ...] = ()
    hint_step: int | None = None
    follow_up: FollowUp | None = None
    outcome: FollowUpOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAtHand:
    """A part in which somebody may mark, and the form that it belongs to."""

    session: Session
    at_hand: AtHand

    @property
    def name(self) -> str:
        return self._spec.name

    @property
    def minutes(self) -> int:
        return times_of(self.session).minutes

    @property
    def plan(self) -> tuple[PlanStep, ...]:
        """The steps of the part, with their minutes."""
        return self._spec.plan

    @property
    def _spec(self) -> SessionSpec:
        return self.at_hand.plan.spec(self.session.spec_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What was kept; *nudges* are words of it that read like an impression."""

    mark: EvidenceItem
    part: str
    nudges: tuple[str, ...]


def parts_at_hand(unit: Unit, person_id: str) -> list[PartAtHand]:
    """Return the parts in which a person may mark: those of their open forms, in the order of time."""
    parts = [
        PartAtHand(session=session, at_hand=at_hand)
        for at_hand in open_forms_of(unit, person_id)
        for session in at_hand.sessions
    ]
    return sorted(parts, key=lambda part: part.session.starts_at)


def parts_meant(unit: Unit, person_id: str) -> list[PartAtHand]:
    """Return the part that a moment noted now belongs to; several when only a person can say."""
    parts = parts_at_hand(unit, person_id)
    found = {part.id for part in meant([times_of(part.session) for part in parts], unit.at)}
    return [part for part in parts if part.session.id in found]


def minute_now(unit: Unit, session: Session) -> int | None:
    """Return the minute of a part by its start, None without one."""
    return minute_by_start(times_of(session), unit.at)


def clocks_now(unit: Unit, session: Session) -> TwoClocks:
    """Return both clocks of a part."""
    return clocks(times_of(session), unit.at)


def mark_moment(services: Services, press: Pressed, *, moment: Moment, answer: bool = False) -> Marked:
    """Keep *moment* in the presser's own form of its part; *answer*: say so in a message.

    Raises NotRunning when no part of theirs is meant, MinuteMissing when several are or no clock runs,
    EvidenceTooShort, EvidenceTooLong, MinuteOutside, UnknownStep, NotAllowed, AlreadyDone.
    """
    with services.change_by(press) as unit:
        part = _part(unit, press.user, moment)
        form = part.at_hand.form
        form_for(unit, press.user, form.id, Action.MARK, lock=True)
        unit.get(Session, part.session.id, lock=True)  # its start may have been corrected meanwhile
        require_open(form)
        mark = add_mark(unit, form, part, moment)
        if answer:
            tell_person(unit, press.user, "mark_kept", key=f"{mark.id}:{press.request}", mark=mark.id)
        return Marked(mark=mark, part=part.name, nudges=_nudges(services, mark))


def add_mark(unit: Unit, form: Form, part: PartAtHand, moment: Moment) -> EvidenceItem:
    """Put *moment* on record for *form*; the same one noted twice is one."""
    checked = _checked(unit, part, moment)
    for known in unit.forms.evidence([form.id]):
        if (known.session_id, known.minute, known.text) == (part.session.id, checked.minute, checked.text):
            return known
    mark = EvidenceItem(form_id=form.id, session_id=part.session.id, marked_at=unit.at, **_columns(checked))
    unit.add(mark)
    unit.audit.record("marked", mark)
    return mark


def ask_which_part(services: Services, press: Pressed) -> None:
    """Ask somebody who wrote a moment where it belongs; nothing was kept. Raises AlreadyDone."""
    with services.change_by(press) as unit:
        tell_person(unit, press.user, "mark_unclear", key=press.request)


def own_mark(
    unit: Unit, presser: str, mark_id: str, *, lock: bool = False
) -> tuple[EvidenceItem, PartAtHand]:
    """Return a mark of the presser's own, with its part. Raises NotAllowed, FormSent."""
    mark = named(unit, EvidenceItem, mark_id, Action.MARK)
    at_hand = form_for(unit, presser, mark.form_id, Action.FILL_FORM, lock=lock)
    if lock:
        mark = unit.get(EvidenceItem, mark_id, lock=True)
    require_open(at_hand.form)
    if mark.removed_at is not None:
        raise NotAllowed(action=Action.MARK)
    return mark, PartAtHand(session=unit.get(Session, mark.session_id), at_hand=at_hand)


def change_mark(services: Services, press: Pressed, *, mark_id: str, moment: Moment, take_back: bool) -> None:
    """Put *moment* in place of a mark, or take it back. Raises what ``mark_moment`` raises, and FormSent."""
    with services.change_by(press) as unit:
        mark, part = own_mark(unit, press.user, mark_id, lock=True)
        if take_back:
            unit.change(mark, removed_at=unit.at)
            unit.audit.record("taken back", mark)
            return
        if moment.session_id and moment.session_id != part.session.id:
            part = _other_part(part, moment.session_id, unit)
        values = _columns(_checked(unit, part, moment))
        unit.change(mark, session_id=part.session.id, **values)
        unit.audit.record("changed", mark)


def _part(unit: Unit, presser: str, moment: Moment) -> PartAtHand:
    if moment.session_id:
        found = [part for part in parts_at_hand(unit, presser) if part.session.id == moment.session_id]
        if not found:
            raise NotAllowed(action=Action.MARK)
        return found[0]
    parts = parts_meant(unit, presser)
    if not parts:
        raise NotRunning
    if len(parts) > 1:
        raise MinuteMissing
    return parts[0]


def _other_part(part: PartAtHand, session_id: str, unit: Unit) -> PartAtHand:
    """Return another part of the same form. Raises NotAllowed."""
    found = [session for session in part.at_hand.sessions if session.id == session_id]
    if not found:
        raise NotAllowed(action=Action.MARK)
    return replace(part, session=unit.get(Session, session_id))


def _checked(unit: Unit, part: PartAtHand, moment: Moment) -> Mark:
    minute = moment.minute
    if minute is None and moment.step is None:
        minute = minute_now(unit, part.session)
    rated = part.at_hand.plan.rates(part.at_hand.form.group, part.at_hand.form.seat)
    return take_mark(
        moment.text,
        session_minutes=part.minutes,
        minute=minute,
        step=moment.step,
        plan=part.plan,
        kind=moment.kind,
        dimensions=tuple(one for one in moment.dimensions if one in rated),
        hint_step=moment.hint_step,
        follow_up=moment.follow_up,
        outcome=moment.outcome if moment.follow_up else None,
    )


def _columns(mark: Mark) -> dict[str, Any]:
    return {
        "minute": mark.minute,
        "exact": mark.exact,
        "kind": mark.kind,
        "text": mark.text,
        "dimensions": [str(dimension) for dimension in mark.dimensions],
        "hint_step": mark.hint_step,
        "probe": mark.follow_up,
        "outcome": mark.outcome,
    }


def _nudges(services: Services, mark: EvidenceItem) -> tuple[str, ...]:
    return impressions(mark.text, services.catalogue.ground.evidence.nudge_words)
