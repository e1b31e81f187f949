"""The company's working days: how far ahead one may book, and when a second sitting may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from tracks.availability import DateRange, WeeklyHours, day_start, days_of, local_day
from tracks.grid import Interval

_DAY = timedelta(days=1)
_LONGEST_PAUSE = 366  # days without a single working day, after which the calendar must be wrong


@dataclass(frozen=True, slots=True)
class CompanyDays:
    """The weekdays on which a company works, in its own zone, less the *closed* days."""

    zone: str
    hours: WeeklyHours
    closed: tuple[DateRange, ...] = ()

    def works_on(self, day: date) -> bool:
        """Say whether *day*, a date in the company's zone, is a working day."""
        open_that_weekday = bool(self.hours[day.weekday()])
        return open_that_weekday and not any(days.first <= day <= days.last for days in self.closed)

    def after(self, day: date) -> Iterator[date]:
        """Yield the working days after *day*, first to last.

        Raises ValueError when there is none for a whole year.
        """
        pause = 0
        while pause < _LONGEST_PAUSE:
            day, pause = day + _DAY, pause + 1
            if self.works_on(day):
                pause = 0
                yield day
        raise ValueError(f"the company works on no day in the year before {day}")


def bookable(now: datetime, company: CompanyDays, *, notice: timedelta, working_days: int) -> Interval:
    """Return when a first part may start.

    That is from *notice* after *now* (aware UTC) to the end of the last of the next *working_days*, in the
    company's zone.
    """
    *_, last = islice(company.after(local_day(company.zone, now)), working_days)
    return Interval(now + notice, max(now + notice, day_start(company.zone, last + _DAY)))


def second_days(first: datetime, company: CompanyDays, *, within: int) -> tuple[Interval, ...]:
    """Return when a second part may start: on the next *within* working days after the *first* start."""
    days = islice(company.after(local_day(company.zone, first)), within)
    return tuple(days_of(company.zone, day, day) for day in days)
