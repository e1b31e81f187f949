"""What is to be booked: the parts of a loop, for which role and candidate, with whom, by which rules."""

from dataclasses import dataclass, field
from datetime import timedelta

from tracks.availability import Diary, every_day
from tracks.panel import Interviewer, Why, eligible
from tracks.presence import Part
from tracks.track import Level, SeatId, TrackId
from tracks.workdays import CompanyDays

CANDIDATE_HOURS = every_day("08:00-20:00")


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotRules:
    """What a company can set about starts; the horizon and the pause count its working days."""

    step_minutes: int = 15
    margin_minutes: int = 10
    notice: timedelta = timedelta(hours=24)
    horizon_days: int = 15
    second_within_days: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to be booked: the one or two *parts* of a loop, for which role, with whom, for which candidate.

    *host* is the id of the role's host, who is among *people*. *role_team* is the hiring team, None if
    unknown. *conflicts* declared one, *left_out* declined or are not to be asked; both are ids. A loop that
    is being moved must not stand in anybody's *busy* or *held*. Raises ValueError for a plan without seats
    or with more than two parts.
    """

    parts: tuple[Part, ...]
    track: TrackId
    family: str
    level: Level
    host: str
    people: tuple[Interviewer, ...]
    candidate: Diary
    company: CompanyDays
    role_team: str | None = None
    conflicts: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    rules: SlotRules = field(default_factory=SlotRules)

    def __post_init__(self) -> None:
        if len(self.parts) not in (1, 2) or not self.seats:
            raise ValueError("a plan has one or two parts and at least one seat")

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """The seats of the plan in their fixed order: host, lead, second, independent."""
        return tuple(seat for seat in SeatId if any(seat in part.seats for part in self.parts))

    @property
    def teams(self) -> dict[str, str] | None:
        """Each person's team, when the lead's is the one that the independent must not be in."""
        return None if self.role_team is not None else {person.id: person.team for person in self.people}

    def considers(self, seat: SeatId, person: Interviewer) -> bool:
        """Tell whether *person* is looked at for *seat*: for the host's, the host alone."""
        return seat is not SeatId.HOST or person.id == self.host

    def admits(self, seat: SeatId, person: Interviewer) -> bool:
        """Tell whether *person* may have *seat* when they have time."""
        named = person.id == self.host if seat is SeatId.HOST else seat in person.seats
        return named and not self.reasons(person, seat)

    def reasons(self, person: Interviewer, seat: SeatId) -> tuple[Why, ...]:
        """Return why *person* may not have *seat*, whatever the time; none means they may."""
        unfit = eligible(
            person,
            seat,
            track=self.track,
            family=self.family,
            level=self.level,
            role_team=self.role_team,
            conflicts=self.conflicts,
        )
        return (Why.LEFT_OUT, *unfit) if person.id in self.left_out else unfit
