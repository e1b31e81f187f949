"""What any sentence to a candidate may name, read from the live records."""

from datetime import datetime, timedelta

from bot.ports import Services
from bot.use_cases.ai_rules import has_agreed
from bot.use_cases.bring_page import READ_BEFORE
from bot.use_cases.loop_days import loop_time
from bot.wording import day, say, when
from storage.tables import Candidate, Invitation, Loop, Person, Role
from storage.unit_of_work import Unit
from tracks.candidacy import InvitationState, SeatAnswer, is_final
from tracks.track import SeatId, TrackId

HOST_ANSWERS_WITHIN = 8  # working hours: a day of them


def candidate_zone(unit: Unit, invitation: Invitation) -> str:
    """Return the zone in which times are told to the candidate: theirs, else the company's."""
    candidate = unit.get(Candidate, invitation.candidate_id)
    return candidate.timezone or unit.company.company().timezone


def facts_for(services: Services, unit: Unit, invitation: Invitation) -> dict[str, str]:
    """Return the facts by name, unescaped; those that do not exist yet are left out."""
    candidate, role = unit.get(Candidate, invitation.candidate_id), unit.get(Role, invitation.role_id)
    zone, loop = candidate_zone(unit, invitation), unit.loops.live(invitation.id)
    decider = unit.get(Person, role.hiring_manager_id).name
    known = {
        "called": candidate.called,
        "candidate": candidate.called,
        "company": unit.company.company().name,
        "role": role.title,
        "host": unit.get(Person, invitation.host_id).name,
        "coordinator": unit.get(Person, role.coordinator_id).name,
        "hiring_manager": decider,
        "decider": decider,
        "zone": zone,
        "reply_by": day(services.catalogue, invitation.reply_by, zone),
        "answer_days": str(role.answer_days),
        "host_answer_hours": str(HOST_ANSWERS_WITHIN),
        "page": services.link(invitation.id, invitation.link_epoch),
        "switch_by": _switch_by(services, role, loop, zone),
        "upload_by": _upload_by(services, loop, zone, now=unit.at),
        "tracks": _tracks(services, invitation),
    }
    if candidate.delete_on is not None:
        known["delete_on"] = day(services.catalogue, candidate.delete_on, zone)
    choice = unit.candidacies.choice(invitation.id)
    if choice is not None:
        known["track"] = services.catalogue.tracks[choice.track_id].name
    if loop is not None:
        known["time"] = loop_time(services, unit, loop, zone=zone)
        known |= _panel(unit, loop)
    return known


def where_you_stand(services: Services, unit: Unit, invitation: Invitation) -> str:
    """Return where the candidate stands, in words for them: nothing of what the company does meanwhile."""
    known = facts_for(services, unit, invitation)
    keys = ("candidate.home", stands(services, unit, invitation))
    return "\n".join(say(services.catalogue, key, **known) for key in keys)


def stands(services: Services, unit: Unit, invitation: Invitation) -> str:
    """Return the key of the sentence that says where the candidate stands."""
    if is_final(invitation.state) and invitation.state != InvitationState.CLOSED:
        return "candidate.stands_ended"
    if invitation.state == InvitationState.CHOSEN and has_agreed(unit, services.catalogue, invitation):
        return "candidate.stands_agreed"
    loop = unit.loops.live(invitation.id)
    if invitation.state == InvitationState.PLANNED and loop is not None and loop.confirmed_at is None:
        return "candidate.stands_asking"
    return f"candidate.stands_{invitation.state}"


def _switch_by(services: Services, role: Role, loop: Loop | None, zone: str) -> str:
    """Return until when the track can be switched freely: an instant once something is booked."""
    hours = role.switch_cutoff_hours
    if loop is None:
        return say(services.catalogue, "candidate.switch_by_hours", hours=hours)
    return when(services.catalogue, loop.starts_at - timedelta(hours=hours), zone)


def _upload_by(services: Services, loop: Loop | None, zone: str, *, now: datetime) -> str:
    """Return until when a page is asked for: the day before, and once that is over the start."""
    if loop is None:
        return say(services.catalogue, "candidate.upload_by_day_before")
    day_before = loop.starts_at - READ_BEFORE
    return when(services.catalogue, day_before if day_before > now else loop.starts_at, zone)


def _tracks(services: Services, invitation: Invitation) -> str:
    names = [services.catalogue.paper.track(TrackId(track)).name for track in invitation.option_order]
    return services.catalogue.ground.words.listed.join(names)


def _panel(unit: Unit, loop: Loop) -> dict[str, str]:
    """Return the names of the panel by seat, once all of them have said yes."""
    if loop.confirmed_at is None:
        return {}
    return {
        str(seat): unit.get(Person, row.person_id).name
        for seat, row in unit.loops.seats(loop.id).items()
        if row.answer == SeatAnswer.YES and seat != SeatId.HOST
    }
