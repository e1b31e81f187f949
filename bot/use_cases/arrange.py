"""Handles what a candidate needs to be different: read and answered by the coordinator alone."""

from dataclasses import dataclass

from bot.ports import Pressed, Services
from bot.use_cases.candidate_brief import arrangements
from bot.use_cases.loop_parts import arranged_minutes, is_too_short
from bot.use_cases.offer_times import offer_anew
from bot.use_cases.own_step import Asked
from bot.use_cases.panel_telling import rewrite_newest
from bot.use_cases.run_step import invitation_for, run_step
from bot.use_cases.standing import named
from bot.use_cases.telling import tell_candidate, tell_host, tell_person
from bot.wording import when
from storage.tables import AdjustmentRequest, Invitation, Loop, Person
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import AdjustmentState, SeatAnswer, move
from tracks.errors import AlreadyStarted
from tracks.format import STEP
from tracks.intake import clean_line, require_text

TO_PANEL = "arrangement_changed"
MOST_REPLY = 2_000
MOST_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What the coordinator decides: *reply* goes to the candidate, *line* to the panel, word for word.

    *extra_minutes* are added to the working time in steps of five; nothing is ever shortened.
    """

    outcome: AdjustmentState
    reply: str
    line: str = ""
    extra_minutes: int = 0


def request_for(services: Services, presser: str, request_id: str) -> tuple[AdjustmentRequest, Invitation]:
    """Return what was asked, for the coordinator; that it was read is noted. Raises NotAllowed."""
    with services.change(f"person:{presser}") as unit:
        asked, invitation = _found(unit, presser, request_id, Action.READ_ADJUSTMENT)
        unit.audit.record("read", asked)
        return asked, invitation


def arrange(services: Services, press: Pressed, *, request_id: str, arrangement: Arrangement) -> None:
    """Answer an adjustment; the panel sees the line from now on, and never why.

    Raises TextMissing, TextTooLong, StepNotPossible, NotAllowed, InvitationOver, AlreadyDone, and
    AlreadyStarted for more time in an interview that has begun.
    """
    reply = require_text(arrangement.reply, field="reply", most=MOST_REPLY)
    line = clean_line(arrangement.line)
    if arrangement.outcome is AdjustmentState.ARRANGED or line:
        line = require_text(line, field="line", most=MOST_LINE)
    with services.look() as unit:
        _, invitation = _found(unit, press.user, request_id, Action.ARRANGE)
    asking = Asked.of(press, invitation.id)
    with run_step(services, asking, Action.ARRANGE) as (unit, invitation):
        asked = unit.get(AdjustmentRequest, request_id, lock=True)
        before, minutes = asked.state, arranged_minutes(unit, invitation)
        lines = arrangements(unit.candidacies.adjustments(invitation.id))
        state = before if before is arrangement.outcome else move(before, arrangement.outcome)
        unit.change(
            asked,
            state=state,
            reply=reply,
            arrangement_line=line or None,
            extra_minutes={"all": _in_steps(arrangement.extra_minutes)} if arrangement.extra_minutes else {},
            handled_by=press.user,
            handled_at=unit.at,
        )
        unit.audit.record("arranged", asked, before={"state": before}, after={"state": state})
        key = f"{asked.id}:{unit.at.timestamp():.0f}"
        tell_candidate(unit, invitation, "adjustment_answered", key=key, adjustment=asked.id)
        rewrite_newest(unit, "adjustment_asked", asked.id)
        now, loop = arranged_minutes(unit, invitation), unit.loops.live(invitation.id)
        begun = loop is not None and loop.starts_at <= unit.at
        if loop is not None and begun and now > minutes:
            raise AlreadyStarted(started_at=loop.starts_at)
        if not begun and now != minutes:
            _make_it_fit(services, unit, invitation, loop, minutes=now, key=key)
        if loop is not None and arrangements(unit.candidacies.adjustments(invitation.id)) != lines:
            _tell_panel(unit, invitation, loop, key=key)


def _make_it_fit(
    services: Services, unit: Unit, invitation: Invitation, loop: Loop | None, *, minutes: int, key: str
) -> None:
    """Offer other times in place of those on offer; ask the host to when what is booked is too short."""
    offer_anew(services, unit, invitation)
    if loop is None or not is_too_short(unit, invitation, loop):
        return
    tell_host(
        unit,
        invitation,
        "recruiter.booked_too_short",
        key=f"too_short:{key}",
        minutes=minutes,
        time=when(services.catalogue, loop.starts_at, unit.get(Person, invitation.host_id).timezone),
    )


def _tell_panel(unit: Unit, invitation: Invitation, loop: Loop, *, key: str) -> None:
    """Tell those who have their brief already that it says something else now; what, they read there."""
    for row in unit.loops.seats(loop.id).values():
        if loop.confirmed_at and loop.ends_at > unit.at and row.answer == SeatAnswer.YES:
            tell_person(
                unit,
                row.person_id,
                TO_PANEL,
                key=key,
                invitation=invitation,
                loop_id=loop.id,
                expires_at=loop.ends_at,
                seat=row.id,
            )


def _found(unit: Unit, presser: str, request_id: str, action: Action) -> tuple[AdjustmentRequest, Invitation]:
    asked = named(unit, AdjustmentRequest, request_id, action)
    return asked, invitation_for(unit, presser, asked.invitation_id, action)


def _in_steps(minutes: int) -> int:
    return -(-minutes // STEP) * STEP
