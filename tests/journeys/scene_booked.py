"""Kim's interview as it stands once everybody has accepted: Ada leads, Cho is second, Eve independent."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.use_cases.open_forms import open_forms
from bot.use_cases.remind import live_reminders
from bot.use_cases.tell_about_forms import ABOUT_FORMS
from storage.tables import (
    Candidate,
    EvidenceItem,
    Form,
    Invitation,
    Loop,
    PanelSeat,
    Rating,
    Role,
    Session,
    TrackChoice,
)
from tests.journeys.chapters import chapter
from tests.journeys.inviting import SOURCE, WHY
from tests.journeys.world import World
from tracks.candidacy import (
    ChoiceKind,
    ChosenVia,
    InvitationState,
    LoopState,
    SeatAnswer,
    SessionState,
)
from tracks.format import compose
from tracks.plain import to_plain
from tracks.track import Group, SeatId, Shape, TrackId

BEGINS = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # Tuesday, 10:00 in Berlin
PANEL = {
    SeatId.HOST: "U0RITA",
    SeatId.LEAD: "U0ADA",
    SeatId.SECOND: "U0CHO",
    SeatId.INDEPENDENT: "U0EVE",
}


@dataclass
class Scene:
    """The booked interview; parts and forms are found by name."""

    world: World
    loop_id: str
    invitation_id: str

    def part(self, spec_id: str) -> Session:
        with self.world.program.services.look() as unit:
            return next(one for one in unit.loops.sessions(self.loop_id) if one.spec_id == spec_id)

    def form(self, group: Group, seat: SeatId) -> Form:
        with self.world.program.services.look() as unit:
            forms = unit.forms.of_loop(self.loop_id)
            return next(one for one in forms if (one.group, one.seat, one.counts) == (group, seat, True))

    def forms(self) -> list[Form]:
        with self.world.program.services.look() as unit:
            return list(unit.forms.of_loop(self.loop_id))

    def marks(self, form: Form) -> list[EvidenceItem]:
        with self.world.program.services.look() as unit:
            return list(unit.forms.evidence([form.id]))

    def ratings(self, form: Form) -> list[Rating]:
        with self.world.program.services.look() as unit:
            return list(unit.forms.ratings([form.id]))

    def events(self, record: str) -> list[tuple[str, str]]:
        with self.world.program.services.look() as unit:
            return [(event.actor, event.verb) for event in unit.audit.of(record)]

    def until_part(self, spec_id: str, minutes: int = 0) -> None:
        """Let time pass until so many minutes after the planned start of a part."""
        self.world.until(self.part(spec_id).starts_at + timedelta(minutes=minutes))

    def until_over(self) -> None:
        """Let time pass until the whole interview is over."""
        self.world.until(BEGINS + timedelta(minutes=221))


@chapter
def booked(
    world: World, *, track: TrackId = TrackId.TRADITIONALIST, role_id: str = "senior-backend"
) -> Scene:
    """Put the booked interview on record, with its forms."""
    services = world.program.services
    with services.change("rule:story") as unit:
        role = unit.get(Role, role_id)
        plan = compose(services.catalogue, track=track, family=role.family, level=role.level)
        sha = unit.candidacies.keep("format", to_plain(plan))
        kim = unit.add(Candidate(called="Kim", slack_user="U0KIM", timezone="Europe/Berlin"))
        invitation = unit.add(
            Invitation(
                role_id=role.id,
                candidate_id=kim.id,
                invited_by="U0RITA",
                host_id="U0RITA",
                why_you=WHY,
                address_source=SOURCE,
                created_at=unit.at,
                last_step_at=unit.at,
                sent_at=unit.at,
                reply_by=unit.at + timedelta(days=7),
                paper_sha=sha,
                content_version=services.catalogue.version,
                option_order=[str(one) for one in TrackId],
                shape=Shape.FULL,
                state=InvitationState.PLANNED,
            )
        )
        unit.add(
            TrackChoice(
                invitation_id=invitation.id,
                track_id=track,
                chosen_at=unit.at,
                chosen_via=ChosenVia.BUTTON,
                content_version=services.catalogue.version,
                kind=ChoiceKind.FIRST,
            )
        )
        loop = unit.add(
            Loop(
                invitation_id=invitation.id,
                track_id=track,
                format_sha=sha,
                content_version=services.catalogue.version,
                level_aimed=role.level,
                split=False,
                state=LoopState.BOOKED,
                starts_at=BEGINS,
                ends_at=BEGINS + timedelta(minutes=plan.total_minutes),
                booked_at=unit.at,
                confirmed_at=unit.at,
            )
        )
        unit.add_all(_session(loop, planned) for planned in plan.sessions)
        unit.add_all(_seat(loop, seat, person, unit.at) for seat, person in PANEL.items())
        open_forms(services, unit, loop)
        _remind(unit, loop)
        return Scene(world=world, loop_id=loop.id, invitation_id=invitation.id)


def _session(loop, planned):
    starts_at = BEGINS + timedelta(minutes=planned.offset_minutes)
    return Session(
        loop_id=loop.id,
        spec_id=planned.id,
        position=planned.index,
        day=1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=planned.minutes),
        wall_start=f"{starts_at.astimezone(ZoneInfo('Europe/Berlin')):%Y-%m-%dT%H:%M}",
        timezone="Europe/Berlin",
        state=SessionState.PLANNED,
        task_id=planned.tasks[0] if planned.tasks else None,
        ai_mode=planned.ai.mode,
        ai_reason=planned.ai.reason,
    )


def _seat(loop, seat, person_id, at):
    return PanelSeat(
        loop_id=loop.id,
        seat=seat,
        person_id=person_id,
        asked_at=at,
        answer=SeatAnswer.YES,
        answered_at=at,
        qualified_checked_at=at,
    )


def _remind(unit, loop):
    """Plan what is said about forms at its times, and nothing else of what a loop asks for."""
    for reminder in live_reminders(unit, loop):
        if reminder.kind in ABOUT_FORMS:
            unit.due.plan(
                reminder.kind,
                key=reminder.key,
                to=f"person:{reminder.to}",
                invitation_id=loop.invitation_id,
                loop_id=loop.id,
                due_at=reminder.due_at,
                expires_at=reminder.expires_at,
                about={"about": reminder.about},
            )
