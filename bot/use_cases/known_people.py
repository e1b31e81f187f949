"""Looks everybody in a company's file up in Slack: names, zones and mail addresses come from there."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.company_file import CompanyFaults, CompanyFile, Fault, PersonTable
from bot.ports import People
from tracks.availability import zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What Slack knows of a person; what the file says stands over it."""

    name: str
    timezone: str
    email: str | None


def known_people(file: CompanyFile, people: People | None) -> Mapping[str, Known]:
    """Return everybody in *file* by id, as Slack knows them, or as the file says when *people* is None.

    Raises CompanyFaults for everybody who cannot be somebody of the company, a ``SendFailed`` kind when Slack
    cannot be asked.
    """
    known: dict[str, Known] = {}
    faults: list[Fault] = []
    for position, person in enumerate(file.people):
        found = _from_file(person) if people is None else _from_slack(person, people)
        if isinstance(found, str):
            faults.append(Fault(file.line("people", position, "slack"), found))
        else:
            known[person.slack] = found
    if faults:
        raise CompanyFaults(faults)
    return known


def _from_file(person: PersonTable) -> Known | str:
    missing = " and ".join(key for key in ("name", "timezone") if getattr(person, key) is None)
    if person.name is None or person.timezone is None:
        return (
            f"{missing} of {person.slack}: set SLACK_BOT_TOKEN so that Slack can say, or write it in the file"
        )
    return Known(name=person.name, timezone=person.timezone, email=person.email)


def _from_slack(person: PersonTable, people: People) -> Known | str:
    found = people.look_up(person.slack)
    if found is None:
        return f"Slack knows nobody with the id {person.slack}, or they have left: mend it, or take them out"
    if found.bot or found.external:
        who = "an app" if found.bot else "somebody of another workspace"
        return f"{person.slack} is {who}, not of the company: take them out"
    zone = person.timezone or found.timezone
    try:
        zone_named(zone or "")
    except ValueError:
        return f"Slack gives {zone or 'no time zone'} for {person.slack}: write timezone in the file"
    return Known(name=person.name or found.name, timezone=str(zone), email=person.email or found.email)
