"""Plans the calendar entries that people hold for a booked loop: one for each person and day."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import uuid4

from bot.ports import Services
from bot.use_cases.loop_days import LoopDays, Sitting, days_of_loop, ends_at, seats_by_person, sittings_of
from bot.use_cases.remind import brief_key, rewrite_briefs
from storage.tables import CalendarInvite, Candidate, Invitation, Loop, Person
from storage.unit_of_work import Unit

SEND, TAKE_BACK = "calendar", "calendar_cancelled"  # kinds of due rows
Times = tuple[datetime, datetime]


def plan_invites(services: Services, unit: Unit, loop: Loop) -> None:
    """Send everybody their entry for *loop* as it stands now: new ones, and those whose times have changed.

    Those who are not part of it any more get theirs taken back. Nobody new gets one before the loop is
    confirmed. Call it whenever times or people change; what has not changed is not sent again.
    """
    days = days_of_loop(unit, loop)
    wanted = _wanted(unit, days)
    for invite in unit.loops.invites(loop.id):
        times = wanted.pop((invite.day, invite.recipient), None)
        if times is None:
            _take_back(services, unit, loop, invite)
        elif invite.cancelled or times != (invite.starts_at, invite.ends_at):
            start, end = times
            changed = invite.sequence + 1
            unit.change(invite, sequence=changed, starts_at=start, ends_at=end, cancelled=False)
            _send(services, unit, loop, invite, SEND)
    for (day, recipient), (start, end) in wanted.items():
        if loop.confirmed_at is not None and end > unit.at:
            invite = CalendarInvite(
                loop_id=loop.id, day=day, recipient=recipient, uid=str(uuid4()), starts_at=start, ends_at=end
            )
            _send(services, unit, loop, unit.add(invite), SEND)


def send_invites_again(services: Services, unit: Unit, loop: Loop, recipient: str, *, because: str) -> None:
    """Send somebody the entries that they hold once more, once for each reason such as a new address."""
    for invite in unit.loops.invites(loop.id):
        if invite.recipient == recipient and not invite.cancelled:
            _send(services, unit, loop, invite, SEND, because=because)


def cancel_invites(
    services: Services, unit: Unit, loop: Loop, recipients: Collection[str] | None = None
) -> None:
    """Take back the entries for *loop*: all of them, or those of *recipients* such as ``person:U0ADA``.

    The messages with the briefs of those who are not needed any more say so from now on.
    """
    for invite in unit.loops.invites(loop.id):
        if recipients is None or invite.recipient in recipients:
            _take_back(services, unit, loop, invite)
    rewrite_briefs(unit, loop)


def _wanted(unit: Unit, days: LoopDays) -> dict[tuple[int, str], Times]:
    """Return who should hold an entry for which day, and from when to when."""
    invitation = unit.get(Invitation, days.loop.invitation_id)
    wanted = {
        (sitting[0].day, f"candidate:{invitation.candidate_id}"): _span(sitting)
        for sitting in days.sittings()
    }
    for person_id, seats in seats_by_person(days).items():
        for sitting in sittings_of(days.own(*seats)):
            wanted[sitting[0].day, f"person:{person_id}"] = _span(sitting)
    return wanted


def _span(sitting: Sitting) -> Times:
    return sitting[0].starts_at, ends_at(sitting)


def _take_back(services: Services, unit: Unit, loop: Loop, invite: CalendarInvite) -> None:
    """Take an entry back, unless it has been or its day is over."""
    if not invite.cancelled and invite.ends_at > unit.at:
        unit.change(invite, sequence=invite.sequence + 1, cancelled=True)
        _send(services, unit, loop, invite, TAKE_BACK)


def _send(
    services: Services, unit: Unit, loop: Loop, invite: CalendarInvite, kind: str, *, because: str = ""
) -> None:
    """Plan an entry as it is now for each road to its holder.

    The rows belong to the invitation and not to the loop: an entry is taken back after the loop has ended.
    """
    for road, under in _roads(services, unit, loop, invite):
        unit.due.plan(
            kind,
            key=f"{kind}:{invite.id}:{invite.sequence}:{road}{because}",
            to=road,
            invitation_id=loop.invitation_id,
            expires_at=invite.ends_at,
            under=under,
            about={"invite": invite.id, "sequence": str(invite.sequence)},
        )


def _roads(
    services: Services, unit: Unit, loop: Loop, invite: CalendarInvite
) -> Iterator[tuple[str, str | None]]:
    """Yield where an entry goes, with the message that it belongs under.

    By mail wherever there is an address, since calendars act on mail; in Slack as a file, each change too:
    somebody may have taken it from there, or may yet.
    """
    who, _, key = invite.recipient.partition(":")
    if who == "person":
        in_slack, address, under = True, unit.get(Person, key).email, brief_key(unit, loop, key)
    else:
        candidate = unit.get(Candidate, key)
        in_slack, address, under = bool(candidate.slack_user), candidate.email, None
    if (address and services.mail_is_on) or not in_slack:
        yield f"mail:{invite.recipient}", None
    if in_slack:
        yield invite.recipient, under
