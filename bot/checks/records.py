"""Whether the database is there and current, and whether every open role could be interviewed for."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime

from bot.checks.finding import Finding, fault, note
from bot.settings import Settings
from bot.use_cases.staff import interviewers
from storage import schema
from storage.tables import Role
from storage.unit_of_work import Store, Unit
from tracks.catalogue import Catalogue
from tracks.format import compose
from tracks.panel import Caution, Interviewer, cautions, eligible
from tracks.task_choice import practice_tasks, shortcomings
from tracks.track import SeatId, TrackId

SEATS = (SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT)
ENOUGH = 2  # one to sit there, and one to take over
_CAUTIONS = {
    Caution.NEVER_CALIBRATED: "has never been calibrated",
    Caution.CALIBRATION_OLD: "was calibrated more than 180 days ago",
}


def database_fault(url: str) -> str | None:
    """Return why the program cannot work with the database of *url*, with the remedy, or None."""
    try:
        schema.require_current(url)
    except schema.SchemaMismatch as mismatch:
        return str(mismatch)
    except Exception as unreachable:  # noqa: BLE001 -- the driver's own errors; the operator has to read them
        return cannot_open(unreachable)
    return None


def cannot_open(error: Exception) -> str:
    """Return what to say when the database does not answer; drivers tell host and user, never a password."""
    why = str(error).splitlines()[0]
    return f"DATABASE_URL: the database cannot be opened ({why}); mend it, or start the server"


def record_findings(settings: Settings, catalogue: Catalogue, *, now: datetime) -> Iterator[Finding]:
    """Look at the database and at what was set up in it."""
    if wrong := database_fault(settings.database_url):
        yield fault(wrong)
        return
    store = Store(settings.database_url, synchronous=settings.sqlite_synchronous)
    with closing(store), store.look(at=now) as unit:
        yield from _company_findings(unit, catalogue, today=now.date())


def missing_content(unit: Unit, catalogue: Catalogue) -> Iterator[str]:
    """Say what open candidacies were begun with and content has no more, a line each with the remedy."""
    for role in unit.company.roles():
        for shape in {row.shape for row in unit.candidacies.live_for_role(role.id)}:
            try:
                catalogue.family(role.family), catalogue.shape(shape)
            except LookupError as gone:
                yield (
                    f"role {role.id} has open candidacies, and {gone}: put its file back into "
                    "TRACKS_CONTENT_DIR until they have ended"
                )


def _company_findings(unit: Unit, catalogue: Catalogue, *, today: date) -> Iterator[Finding]:
    roles = unit.company.roles(only_open=True)
    if unit.company.company_on_record() is None or not roles:
        yield fault("no role is open: write a company file and run `interview-tracks setup COMPANY.toml`")
    yield from map(fault, missing_content(unit, catalogue))
    able = tuple(interviewers(unit).values())
    for role in roles:
        for track in map(TrackId, role.tracks):
            yield from _track_findings(role, track, catalogue, able)
        yield from _practice(role, catalogue)
    for interviewer in able:
        for caution in cautions(interviewer, on=today) if interviewer.active and interviewer.seats else ():
            yield note(f"{interviewer.id} {_CAUTIONS[caution]}: asked after everybody else")


def _track_findings(
    role: Role, track: TrackId, catalogue: Catalogue, interviewers: Sequence[Interviewer]
) -> Iterator[Finding]:
    lacking = shortcomings(catalogue, family=role.family, level=role.level, track=track, shape=role.shape)
    for line in lacking:
        yield fault(f"role {role.id}, {track}: {line}; add it in TRACKS_CONTENT_DIR or offer other tracks")
    for seat in SEATS:
        able = [person.id for person in interviewers if _may_sit(person, seat, role, track)]
        if not able:
            yield fault(
                f"role {role.id}, {track}: nobody may sit as {seat}; qualify somebody in the company file"
            )
        elif len(able) < ENOUGH:
            yield note(f"role {role.id}, {track}: only {able[0]} may sit as {seat}; nobody could take over")


def _may_sit(person: Interviewer, seat: SeatId, role: Role, track: TrackId) -> bool:
    lacks = eligible(person, seat, track=track, family=role.family, level=role.level, role_team=role.team)
    return not lacks and person.id != role.coordinator_id  # who reads why adjustments are asked for


def _practice(role: Role, catalogue: Catalogue) -> Iterator[Finding]:
    open_keys: dict[str, None] = {}
    for track in map(TrackId, role.tracks):
        try:
            plan = compose(catalogue, track=track, family=role.family, level=role.level, shape=role.shape)
        except LookupError:
            continue
        open_keys |= dict.fromkeys(task.id for task in practice_tasks(catalogue, plan))
    if open_keys:
        tasks = ", ".join(open_keys)
        yield note(
            f"role {role.id}: the keys of {tasks} are public, so these tasks are for practice; "
            "put your own into TRACKS_CONTENT_DIR"
        )
