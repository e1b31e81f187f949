"""What must hold between the keys of a company's file, and between its people and roles."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.company_file.tables import PersonTable, RoleTable
from bot.company_file.words import meant
from tracks.access import CompanyRole
from tracks.panel import CALIBRATED_FOR
from tracks.track import Level, SeatId, TrackId


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence about *key*. It says nothing where one of the keys it was *drawn_from* is itself at fault.

    A *notice* stops nothing.
    """

    key: str
    says: str
    drawn_from: tuple[str, ...] = ()
    notice: bool = False


def about_person(person: PersonTable, *, today: date, admin_known: bool) -> Iterator[Remark]:
    """Yield what is to say about one person; *admin_known*: somebody may name founding people."""
    yield from _about_seats(person)
    yield from _about_calibration(person, today=today, admin_known=admin_known)
    if person.limits.day > person.limits.week:
        yield Remark(
            key="limits", says="limits: the day allows more than the whole week; raise week or lower day"
        )
    if person.busy_feeds:
        yield Remark(
            key="busy_feeds",
            says="busy_feeds are not read yet: only working hours, leave and interviews count as taken",
            notice=True,
        )


def _about_seats(person: PersonTable) -> Iterator[Remark]:
    interviews = CompanyRole.INTERVIEWER in person.roles
    if interviews and not person.seats:
        says = "seats is missing: list seats of an interviewer, or take interviewer out of `is`"
        yield Remark(key="seats", says=says, drawn_from=("is", "seats"))
    if person.seats and not interviews:
        says = "seats are for interviewers: add interviewer to `is`, or take seats away"
        yield Remark(key="seats", says=says, drawn_from=("is", "seats"))
    for key, lacking, why in (
        ("level", person.level is None, "nobody sits below the level of a role"),
        ("families", not person.families, "each seat belongs to role families"),
        (
            "tracks",
            not person.tracks and _sits(person, SeatId.LEAD, SeatId.SECOND),
            "lead and second know a track",
        ),
        (
            "team",
            not person.team and _sits(person, SeatId.LEAD, SeatId.INDEPENDENT),
            "independent is another team",
        ),
    ):
        if person.seats and lacking:
            yield Remark(key=key, says=f"{key} is missing: {why}", drawn_from=("seats", key))
    if SeatId.INDEPENDENT in person.seats and person.level is Level.MID:
        says = "seats: independent asks for senior or staff; take it out of seats, or mend level"
        yield Remark(key="seats", says=says, drawn_from=("seats", "level"))


def _sits(person: PersonTable, *seats: SeatId) -> bool:
    return not set(person.seats).isdisjoint(seats)


def _about_calibration(person: PersonTable, *, today: date, admin_known: bool) -> Iterator[Remark]:
    dates = ("founding", "calibrated_on")
    if person.founding and person.calibrated_on:
        says = "founding ends with the first calibration: keep calibrated_on and take founding away"
        yield Remark(key="founding", says=says, drawn_from=dates)
    elif person.founding and not admin_known:
        says = 'founding people are named by an admin: set TRACKS_ADMINS, or give somebody is = ["admin"]'
        yield Remark(key="founding", says=says)
    elif person.calibrated_on and person.calibrated_on > today:
        yield Remark(key="calibrated_on", says=f"calibrated_on: {person.calibrated_on} is still to come")
    elif person.calibrated_on and person.calibrated_on + CALIBRATED_FOR < today:
        says = f"calibrated_on is more than {CALIBRATED_FOR.days} days ago: asked after everybody else"
        yield Remark(key="calibrated_on", says=says, notice=True)
    elif person.seats and not person.calibrated_on and not person.founding:
        says = "neither calibrated_on nor founding is set: asked after everybody else"
        yield Remark(key="seats", says=says, drawn_from=("seats", *dates), notice=True)


def about_role(role: RoleTable, *, people: Mapping[str, Collection[CompanyRole] | None]) -> Iterator[Remark]:
    """Yield what is to say about one role; *people*: what each one is, None where that is at fault."""
    if len(role.tracks) < len(TrackId) and not role.tracks_reason:
        says = "tracks_reason is missing: candidates read why fewer than three tracks are offered"
        yield Remark(key="tracks", says=says, drawn_from=("tracks", "tracks_reason"))
    if not role.pay_range and not role.pay_reason:
        says = "pay_range is missing: write it, or say in pay_reason why candidates do not get to know"
        yield Remark(key="pay_range", says=says, drawn_from=("pay_range", "pay_reason"))
    if role.pay_range and role.pay_reason:
        says = "pay_reason says why pay_range is not told, but it is: take one of them away"
        yield Remark(key="pay_reason", says=says)
    for key, person, wanted in (
        ("host", role.host, (CompanyRole.RECRUITER, CompanyRole.COORDINATOR)),
        ("coordinator", role.coordinator, (CompanyRole.COORDINATOR,)),
        ("hiring_manager", role.hiring_manager, (CompanyRole.HIRING_MANAGER,)),
    ):
        if wrong := _named(key, person, wanted, people):
            yield Remark(key=key, says=wrong, drawn_from=(key,))
    if role.coordinator == role.hiring_manager:
        says = "coordinator reads why adjustments are asked for: somebody who decides should not"
        yield Remark(key="coordinator", says=says, drawn_from=("coordinator", "hiring_manager"), notice=True)


def _named(
    key: str,
    person: str,
    wanted: tuple[CompanyRole, ...],
    people: Mapping[str, Collection[CompanyRole] | None],
) -> str | None:
    if person not in people:
        return f"{key}: {person} is not among the people; {meant(person, people, otherwise='add them')}"
    known = people[person]
    if known is not None and set(wanted).isdisjoint(known):
        return f"{key}: {person} is no {' or '.join(wanted)}; add that to their `is`, or name somebody else"
    return None
