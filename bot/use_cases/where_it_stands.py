"""Says where a candidacy stands and whose turn it is, from the live records; nobody's words, no opinions."""

from dataclasses import replace
from datetime import datetime

from bot.ports import Services
from bot.use_cases.ai_rules import has_agreed
from bot.use_cases.forms_at_hand import forms_that_count
from bot.wording import day, when
from bot.wording.overview import Overview, Stand, Turn
from storage.tables import Candidate, Invitation, Loop, Role
from storage.unit_of_work import Unit
from tracks.candidacy import (
    FormState,
    InvitationState,
    LoopState,
    SeatAnswer,
    SessionState,
    waits_for_a_person,
)
from tracks.track import SeatId


def overview(services: Services, unit: Unit, invitation: Invitation) -> Overview:
    """Return how a candidacy looks to those who run it."""
    choice = unit.candidacies.choice(invitation.id)
    return Overview(
        invitation=invitation,
        candidate=unit.get(Candidate, invitation.candidate_id),
        role=unit.get(Role, invitation.role_id),
        track=choice.track_id if choice else None,
        stand=_stand_of(services, unit, invitation),
    )


def _stand_of(services: Services, unit: Unit, invitation: Invitation) -> Stand:
    """Return whose turn it is."""
    match invitation.state:
        case InvitationState.DRAFTED | InvitationState.SENT:
            return _sent(services, unit, invitation)
        case InvitationState.CHOSEN:
            return _chosen(services, unit, invitation)
        case InvitationState.PLANNED | InvitationState.HELD | InvitationState.DECIDED:
            loop = unit.loops.live(invitation.id)
            if loop is None:
                return Stand(turn=Turn.HOST, sentence="nothing_booked")
            decided = invitation.state is InvitationState.DECIDED
            stand = _decided(unit, loop) if decided else _loop(services, unit, loop)
            return replace(stand, at=loop.starts_at)
        case over:
            ended_with_a_letter = over is InvitationState.CLOSED
            return Stand(turn=Turn.NOBODY, sentence="letter_sent" if ended_with_a_letter else str(over))


def channel_time(services: Services, unit: Unit, instant: datetime) -> str:
    """Return *instant* as a channel is told it, in the company's zone."""
    return when(services.catalogue, instant, unit.company.company().timezone)


def _sent(services: Services, unit: Unit, invitation: Invitation) -> Stand:
    zone = unit.company.company().timezone
    facts: dict[str, object] = {"reply_by": day(services.catalogue, invitation.reply_by, zone)}
    if waits_for_a_person(invitation.state, reply_by=invitation.reply_by, now=unit.at):
        return Stand(turn=Turn.HOST, sentence="not_answered", facts=facts, at=invitation.reply_by)
    sentence = "not_now" if invitation.reminders_off else "sent"
    return Stand(turn=Turn.CANDIDATE, sentence=sentence, facts=facts, at=invitation.reply_by)


def _chosen(services: Services, unit: Unit, invitation: Invitation) -> Stand:
    if unit.candidacies.times_offered(invitation.id) is not None:
        return Stand(turn=Turn.CANDIDATE, sentence="times_offered")
    if not has_agreed(unit, services.catalogue, invitation):
        return Stand(turn=Turn.CANDIDATE, sentence="chosen")
    if invitation.split is None:
        return Stand(turn=Turn.CANDIDATE, sentence="agreed")
    return Stand(turn=Turn.HOST, sentence="no_times")


def _loop(services: Services, unit: Unit, loop: Loop) -> Stand:
    if loop.at_risk and loop.ends_at > unit.at:
        return Stand(turn=Turn.HOST, sentence="at_risk", facts=_ahead(services, unit, loop))
    facts: dict[str, object] = {"time": channel_time(services, unit, loop.starts_at)}
    if loop.state is LoopState.PLANNING:
        seats = [row for seat, row in unit.loops.seats(loop.id).items() if seat != SeatId.HOST]
        yes = sum(seat.answer is SeatAnswer.YES for seat in seats)
        return Stand(turn=Turn.PANEL, sentence="asking", facts=facts | {"yes": yes, "seats": len(seats)})
    if loop.ends_at > unit.at:
        return _booked(services, unit, loop, facts)
    forms = forms_that_count(unit, loop.id)
    left = sum(form.state is FormState.OPEN for form in forms)
    if left or not forms:
        told = {"finished": len(forms) - left, "forms": len(forms)}
        return Stand(turn=Turn.PANEL, sentence="forms", facts=facts | told)
    return Stand(turn=Turn.DECIDER, sentence="debrief", facts=facts)


def _booked(services: Services, unit: Unit, loop: Loop, facts: dict[str, object]) -> Stand:
    if loop.state is not LoopState.FIRST_HALF_HELD:
        return Stand(turn=Turn.NOBODY, sentence="booked", facts=facts)
    return Stand(turn=Turn.NOBODY, sentence="first_half_held", facts=_ahead(services, unit, loop))


def _ahead(services: Services, unit: Unit, loop: Loop) -> dict[str, object]:
    ahead = (part.starts_at for part in unit.loops.sessions(loop.id) if part.state is SessionState.PLANNED)
    return {"time": channel_time(services, unit, min(ahead, default=loop.ends_at))}


def _decided(unit: Unit, loop: Loop) -> Stand:
    letter = unit.forms.letter(loop.id)
    if letter is None or letter.sent_at is None:
        return Stand(turn=Turn.DECIDER, sentence="letter")
    return Stand(turn=Turn.NOBODY, sentence="letter_sent")
