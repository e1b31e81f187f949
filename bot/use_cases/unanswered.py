"""Plans what happens while no track has been picked: one word to the candidate, then a person is told."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.use_cases.telling import tell_candidate, tell_person
from storage.tables import Invitation, Person
from storage.unit_of_work import Unit
from tracks.availability import DateRange, Diary, weekly_hours
from tracks.reminders import InvitationFacts, Reminder, ReminderKind, for_invitation

LOOK_AHEAD = 90  # days of leave that may move a message to the host
KINDS = (ReminderKind.NOT_CHOSEN_YET, ReminderKind.ASK_IN_PERSON, ReminderKind.REPLY_BY_PASSED)


def plan_unanswered(unit: Unit, invitation: Invitation) -> None:
    """Plan the reminders that the record asks for; those planned before stay as they are."""
    for reminder in unanswered(unit, invitation):
        if reminder.kind is ReminderKind.NOT_CHOSEN_YET:
            tell_candidate(
                unit,
                invitation,
                reminder.kind,
                key=reminder.key,
                due_at=reminder.due_at,
                expires_at=reminder.expires_at,
            )
        else:
            tell_person(
                unit,
                invitation.host_id,
                reminder.kind,
                key=reminder.key,
                invitation=invitation,
                due_at=reminder.due_at,
                expires_at=reminder.expires_at,
            )


def drop_unanswered(unit: Unit, invitation: Invitation) -> None:
    """Drop what is planned: there is an answer, or none is wanted any more."""
    unit.due.drop(invitation_id=invitation.id, kinds=KINDS)


def unanswered(unit: Unit, invitation: Invitation) -> tuple[Reminder, ...]:
    """Return what the live record asks for; nothing once a track is picked."""
    facts = InvitationFacts(
        id=invitation.id,
        state=invitation.state,
        candidate=invitation.candidate_id,
        host=invitation.host_id,
        host_diary=diary_of(unit, invitation.host_id),
        sent_at=invitation.sent_at or invitation.created_at,
        reply_by=invitation.reply_by,
        quiet=invitation.reminders_off,
    )
    return tuple(for_invitation(facts))


def is_away(unit: Unit, person_id: str) -> bool:
    """Say whether somebody is on leave, on their own calendar day, or has left."""
    person = unit.get(Person, person_id)
    today = unit.at.astimezone(ZoneInfo(person.timezone)).date()
    leave = (row for row in unit.company.leave(until=today) if row.person_id == person_id)
    return not person.active or any(row.last_day >= today for row in leave)


def diary_of(unit: Unit, person_id: str) -> Diary:
    """Return when a person works and is away; what they are busy with does not matter to a message."""
    person, company = unit.get(Person, person_id), unit.company.company()
    hours = person.working_hours or company.working_hours
    away = unit.company.leave(until=unit.at.date() + timedelta(days=LOOK_AHEAD))
    leave = tuple(DateRange(row.first_day, row.last_day) for row in away if row.person_id == person_id)
    return Diary(zone=person.timezone, hours=weekly_hours(hours), leave=leave)
