"""Says where a candidacy stands and whose turn it is, from the live records; nobody's words, no opinions."""

from datetime import datetime

from bot.ports import Services
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


def overview(services: Services, unit: Unit, invitation: Invitation) -> Overview:
    """Return how a candidacy looks to those who run it."""
    choice = unit.candidacies.choice(invitation.id)
    return Overview(
        invitation=invitation,
        candidate=unit.get(Candidate, invitation.candidate_id),
        role=unit.get(Role, invitation.role_id),
        track=choice.track_id if choice else None,
        stand=stand_of(services, unit, invitation),
    )


def stand_of(services: Services, unit: Unit, invitation: Invitation) -> Stand:
    """Return whose turn it is."""
    match invitation.state:
        case InvitationState.DRAFTED | InvitationState.SENT:
            return _sent(services, unit, invitation)
        case InvitationState.CHOSEN:
            offered = unit.candidacies.times_offered(invitation.id)
            return Stand(turn=Turn.CANDIDATE, sentence="times_offered" if offered else "chosen")
        case InvitationState.PLANNED | InvitationState.HELD | InvitationState.DECIDED:
            loop = unit.loops.live(invitation.id)
            if loop is None:
                return Stand(turn=Turn.HOST, sentence="nothing_booked")
            if invitation.state is InvitationState.DECIDED:
                return _decided(unit, loop)
            return _loop(services, unit, loop)
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
        return Stand(turn=Turn.HOST, sentence="not_answered", facts=facts)
    return Stand(turn=Turn.CANDIDATE, sentence="not_now" if invitation.reminders_off else "sent", facts=facts)


def _loop(services: Services, unit: Unit, loop: Loop) -> Stand:
    if loop.at_risk and loop.ends_at > unit.at:
        return Stand(turn=Turn.HOST, sentence="at_risk", facts=_ahead(services, unit, loop))
    facts: dict[str, object] = {"time": channel_time(services, unit, loop.starts_at)}
    if loop.state is LoopState.PLANNING:
        seats = unit.loops.seats(loop.id).values()
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
