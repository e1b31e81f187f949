"""The company of the stories: two roles, a few who run them, eight who interview, in three zones."""

from datetime import UTC, datetime

from storage.tables import Company, Person, Qualification, Role
from storage.unit_of_work import Store
from tracks.track import Level, Shape

OFFICE = {day: ["09:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
TRACKS = ("traditionalist", "pragmatist", "realist")
FOUNDED = datetime(2026, 9, 1, tzinfo=UTC)

# id, name, zone, roles
STAFF = (
    ("U0RITA", "Rita Recruiter", "Europe/Berlin", ["recruiter"]),
    ("U0CARO", "Caro Coordinator", "Europe/Berlin", ["coordinator"]),
    ("U0HANS", "Hans Manager", "Europe/Berlin", ["hiring_manager"]),
    ("U0PIA", "Pia Owner", "Europe/Berlin", ["programme_owner", "admin"]),
)
# id, name, zone, team, seats
INTERVIEWERS = (
    ("U0ADA", "Ada Lead", "Europe/Berlin", "payments", ("lead", "second")),
    ("U0BEN", "Ben Lead", "Europe/Berlin", "payments", ("lead", "second")),
    ("U0CHO", "Cho Second", "Europe/Berlin", "payments", ("lead", "second")),
    ("U0DEE", "Dee Second", "Europe/London", "payments", ("lead", "second")),
    ("U0EVE", "Eve Independent", "Europe/Berlin", "search", ("independent",)),
    ("U0FIN", "Fin Independent", "Europe/London", "search", ("independent",)),
    ("U0GUS", "Gus Independent", "Europe/Berlin", "platform", ("independent",)),
    ("U0HAL", "Hal American", "America/New_York", "payments", ("lead", "second")),
)
ROLES = (
    ("senior-backend", "Senior backend engineer", "backend", "C0BACKEND"),
    ("ai-engineer", "AI engineer", "ai_engineer", "C0AI"),
)


def found(store: Store) -> None:
    """Put the company on record."""
    with store.change(at=FOUNDED, actor="rule:setup") as unit:
        unit.add(Company(name="Example GmbH", timezone="Europe/Berlin", working_hours=OFFICE))
        for person_id, name, zone, roles in STAFF:
            unit.add(Person(id=person_id, name=name, email=mail_of(name), timezone=zone, roles=roles))
        for person_id, name, zone, team, seats in INTERVIEWERS:
            unit.add(interviewer(person_id, name, zone, team))
            for kind, values in (("seat", seats), ("track", TRACKS), ("family", ("backend", "ai_engineer"))):
                for value in values:
                    unit.add(qualification(person_id, kind, value))
        for role_id, title, family, channel in ROLES:
            unit.add(role(role_id, title, family, channel))


def interviewer(person_id: str, name: str, zone: str, team: str) -> Person:
    return Person(
        id=person_id,
        name=name,
        email=mail_of(name),
        timezone=zone,
        roles=["interviewer"],
        level=Level.STAFF,
        team=team,
        day_limit=1,
        week_limit=3,
        calibrated_on=FOUNDED.date(),
    )


def qualification(person_id: str, kind: str, value: str) -> Qualification:
    return Qualification(person_id=person_id, kind=kind, value=value, granted_by="U0PIA", granted_at=FOUNDED)


def role(role_id: str, title: str, family: str, channel: str) -> Role:
    return Role(
        id=role_id,
        title=title,
        family=family,
        level=Level.SENIOR,
        team="payments",
        channel=channel,
        host_id="U0RITA",
        coordinator_id="U0CARO",
        hiring_manager_id="U0HANS",
        meeting_link="https://meet.example/{loop}",
        medium="video",
        place="Berlin or remote in the EU",
        pay_range="EUR 85,000-105,000",
        stages_before="a short call with {host}",
        stages_after="an offer talk",
        stack="Python, PostgreSQL, Kubernetes",
        job_less_liked=["on call one week in six"],
        ai_at_work="Assistants are used daily; what they write is reviewed like anybody's.",
        privacy_contact="privacy@example.com",
        shape=Shape.FULL,
        tracks=list(TRACKS),
    )


def mail_of(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@example.com"
