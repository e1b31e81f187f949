"""The slot search as slowly and obviously as it can be: try every start, every panel, every five minutes."""

from datetime import timedelta
from functools import cache
from itertools import product

from tracks.availability import local_day, zone_named
from tracks.panel import in_order_of_asking, over_limit
from tracks.track import SeatId

FIVE = timedelta(minutes=5)
DAY = timedelta(days=1)


class Oracle:
    def __init__(self, wanted, *, now):
        self.wanted = wanted
        self.people = in_order_of_asking(wanted.people, now=now)
        self.has_time = cache(self.has_time)
        self.candidate_has_time = cache(self.candidate_has_time)

    def firsts(self, between):
        step = timedelta(minutes=self.wanted.rules.step_minutes)
        start = between.start.replace(hour=0, minute=0)
        while start < between.end:
            if start >= between.start and self.candidate_has_time(0, start):
                yield start
            start += step

    def seconds(self, first):
        """Every second start on the next working days of the company, after the first part and margins."""
        company, rules = self.wanted.company, self.wanted.rules
        day, days = local_day(company.zone, first), []
        while len(days) < rules.second_within_days:
            day += DAY
            if company.works_on(day):
                days.append(day)
        over = first + timedelta(minutes=self.wanted.parts[0].minutes + 2 * rules.margin_minutes)
        start = first.replace(hour=0, minute=0)
        while local_day(company.zone, start) <= days[-1]:
            if start >= over and local_day(company.zone, start) in days and self.candidate_has_time(1, start):
                yield start
            start += timedelta(minutes=rules.step_minutes)

    def panel(self, *begins):
        """The first panel of different people, trying them seat by seat in the order of asking."""
        seats = self.wanted.seats
        pools = [[person for person in self.people if self.can_sit(person, seat, begins)] for seat in seats]
        for people in product(*pools):
            panel = dict(zip(seats, people, strict=True))
            if len(set(people)) == len(seats) and self.teams_differ(panel):
                return {seat: person.id for seat, person in panel.items()}
        return None

    def teams_differ(self, panel):
        lead, independent = panel.get(SeatId.LEAD), panel.get(SeatId.INDEPENDENT)
        known = self.wanted.role_team is not None or lead is None or independent is None
        return known or lead.team != independent.team

    def can_sit(self, person, seat, begins):
        if seat is SeatId.HOST and person.id != self.wanted.host:
            return False
        if self.wanted.reasons(person, seat):
            return False
        parts = [
            (part, start) for part, start in zip(self.wanted.parts, begins, strict=True) if seat in part.seats
        ]
        if not all(self.has_time(person, seat, part, start) for part, start in parts):
            return False
        counted = [start + timedelta(minutes=part.first_session(seat)) for part, start in parts]
        return not over_limit(person, {local_day(person.diary.zone, instant) for instant in counted})

    def has_time(self, person, seat, part, start):
        margin = self.wanted.rules.margin_minutes
        for segment in part.segments:
            if seat in segment.seats:
                low = (segment.offset_minutes - margin) // 5
                high = -(-(segment.offset_minutes + segment.minutes + margin) // 5)
                if not all(is_free(person.diary, start + n * FIVE) for n in range(low, high)):
                    return False
        return True

    def candidate_has_time(self, number, start):
        cells = range(-(-self.wanted.parts[number].minutes // 5))
        return all(is_free(self.wanted.candidate, start + n * FIVE) for n in cells)


def is_free(diary, instant):
    """Tell whether these five minutes lie in the hours, on no day of leave and in no busy time."""
    wall = instant.astimezone(zone_named(diary.zone))
    minute = wall.hour * 60 + wall.minute
    if not any(start <= minute and minute + 5 <= end for start, end in diary.hours[wall.weekday()]):
        return False
    if any(leave.first <= wall.date() <= leave.last for leave in diary.leave):
        return False
    return not any(start < instant + FIVE and instant < end for start, end in diary.busy)
