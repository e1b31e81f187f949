"""What one person's calendar entry says, composed from the live record: nothing of the other side in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from bot.ports import CalendarEntry, Services
from bot.use_cases.candidacy_facts import candidate_zone
from bot.use_cases.forms_at_hand import times_of
from bot.use_cases.loop_days import Sitting, called, days_of_loop, meeting_link
from bot.wording import say, short_time, span
from bot.wording.sentences import plain
from bot.wording.times import zone_name
from storage.tables import CalendarInvite, Candidate, Invitation, Loop, Person, Role
from storage.unit_of_work import Unit
from tracks.ai_policy import lines_of
from tracks.track import SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEntry:
    """An entry and what a message about it may name, on its holder's clock."""

    entry: CalendarEntry
    time: str
    seat: str = ""
    track: str = ""


def entry_for(services: Services, unit: Unit, invite: CalendarInvite) -> HeldEntry:
    """Return the entry that *invite* stands for, as the record is now. Raises NotFound."""
    loop = unit.get(Loop, invite.loop_id)
    who, _, key = invite.recipient.partition(":")
    of = _Texts(services, unit, loop, invite)
    return of.for_candidate(key) if who == "candidate" else of.for_person(key)


class _Texts:
    """Composes the entry of one person for one day."""

    def __init__(self, services: Services, unit: Unit, loop: Loop, invite: CalendarInvite) -> None:
        self._services, self._unit, self._loop, self._invite = services, unit, loop, invite
        self._invitation = unit.get(Invitation, loop.invitation_id)
        self._host = unit.get(Person, self._invitation.host_id)
        self._days = days_of_loop(unit, loop)
        self._track = services.catalogue.tracks[loop.track_id].name

    def for_candidate(self, candidate_id: str) -> HeldEntry:
        """Return an entry that an employer who sees the calendar learns nothing from."""
        candidate = self._unit.get(Candidate, candidate_id)
        zone = candidate_zone(self._unit, self._invitation)
        sitting = self._sitting()
        lines = [
            *self._order(sitting, zone),
            "",
            *self._meeting(),
            "",
            *self._rules(sitting),
            self._contact(),
        ]
        title = self._say("title_candidate", host=self._host.name)
        return self._held(title, lines, zone=zone, address=candidate.email)

    def for_person(self, person_id: str) -> HeldEntry:
        """Return a panelist's entry: track, seat, own parts; no word of what was arranged."""
        person = self._unit.get(Person, person_id)
        seats = self._days.seats_of(person_id)
        sitting = self._sitting(*seats) if seats else ()
        seats = seats or self._sat(person_id)
        known = {seat.id: seat.name for seat in self._services.catalogue.ground.seats}
        seat = ", ".join(name for key, name in known.items() if key in seats)
        role = self._unit.get(Role, self._invitation.role_id).title
        candidate = called(self._unit, self._invitation)
        lines = [
            self._say("with_candidate", candidate=candidate, role=role),
            *self._order(sitting, person.timezone),
            "",
            *self._meeting(),
            "",
            *self._rules(sitting, panel=True),
            self._say("host_contact")
            if person_id == self._host.id
            else self._say("panel_contact", host=self._host.name),
        ]
        title = self._say("title_panel", track=self._track, seat=seat)
        return self._held(title, lines, zone=person.timezone, address=person.email, seat=seat)

    def _held(
        self, title: str, lines: list[str], *, zone: str, address: str | None, seat: str = ""
    ) -> HeldEntry:
        invite = self._invite
        entry = CalendarEntry(
            uid=invite.uid,
            sequence=invite.sequence,
            starts_at=invite.starts_at,
            ends_at=invite.ends_at,
            title=title,
            notes="" if invite.cancelled else "\n".join(lines),
            link=meeting_link(self._unit, self._loop),
            organizer=self._organizer(),
            attendee=address,
            cancelled=invite.cancelled,
        )
        return HeldEntry(
            entry=entry,
            time=span(self._services.catalogue, invite.starts_at, invite.ends_at, zone=zone),
            seat=seat,
            track=self._track,
        )

    def _sitting(self, *seats: SeatId) -> Sitting:
        parts = self._days.own(*seats) if seats else self._days.sessions
        return tuple(session for session in parts if session.day == self._invite.day)

    def _sat(self, person_id: str) -> tuple[SeatId, ...]:
        """Return where somebody sat last who has left the panel."""
        history = self._unit.loops.seat_history(self._loop.id)
        return tuple(row.seat for row in history if row.person_id == person_id)[-1:]

    def _order(self, sitting: Sitting, zone: str) -> Iterator[str]:
        if sitting:
            yield self._say("order", zone=zone_name(self._services.catalogue, sitting[0].starts_at, zone))
        for session in sitting:
            time, part = short_time(session.starts_at, zone), self._days.spec(session).name
            yield self._say("part", time=time, part=part, minutes=times_of(session).minutes)

    def _meeting(self) -> Iterator[str]:
        yield self._say("link", link=meeting_link(self._unit, self._loop))

    def _rules(self, sitting: Sitting, *, panel: bool = False) -> Iterator[str]:
        held = {session.spec_id for session in sitting}
        lines = [line for line in lines_of(self._services.catalogue, self._days.plan) if line.session in held]
        if lines:
            yield self._say("rules")
        for line in lines:
            rule = line.panel_text if panel else line.candidate_text
            yield self._say("rule", part=line.name, rule=rule)
        if lines:
            yield ""

    def _contact(self) -> str:
        if self._host.email is None:
            return self._say("contact", host=self._host.name)
        return self._say("contact_mail", host=self._host.name, mail=self._host.email)

    def _organizer(self) -> str:
        """Return the mail address that sends: the bot's, without mail the host's."""
        settings = self._services.settings
        own = parseaddr(settings.mail_from or "")[1] if self._services.mail_is_on else ""
        return own or self._host.email or f"no-reply@{urlsplit(settings.public_url).hostname or 'localhost'}"

    def _say(self, key: str, **facts: object) -> str:
        return plain(say(self._services.catalogue, f"calendar.{key}", **facts))
