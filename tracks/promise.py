"""By when a candidate was promised an answer, and who is reminded of it before and after."""

from dataclasses import dataclass
from datetime import datetime

from tracks.availability import Diary
from tracks.office_hours import add_working_days, next_moment, next_morning


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """An answer is promised for *by*; *decider_at*, *host_at*: when each is reminded. Aware UTC instants."""

    by: datetime
    decider_at: datetime
    host_at: datetime


def answer_by(ended_at: datetime, *, days: int, company: Diary) -> datetime:
    """Return the instant *days* working days of the *company* after the interview ended (aware)."""
    return add_working_days(company, ended_at, days)


def promise(by: datetime, *, now: datetime, company: Diary, decider: Diary, host: Diary) -> Promise:
    """Return who is reminded when of an answer that is promised for *by*, from *now* on (aware instants).

    The decider is reminded one working day before, the host when the promise is due: by then only a person
    can tell the candidate that it takes longer.
    """
    before = _working_day_before(by, now=now, company=company)
    return Promise(by=by, decider_at=next_moment(decider, before), host_at=next_moment(host, max(by, now)))


def _working_day_before(by: datetime, *, now: datetime, company: Diary) -> datetime:
    """Return the last morning from which *by* is at least a working day away, but not before *now*."""
    morning = now
    while add_working_days(company, (later := next_morning(company, morning)), 1) <= by:
        morning = later
    return morning
