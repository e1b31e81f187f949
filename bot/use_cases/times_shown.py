"""What is on offer to a candidate, in their zone: the same for messages, forms and pages."""

from dataclasses import dataclass

from bot.ports import Services
from bot.use_cases.candidacy_facts import candidate_zone
from bot.use_cases.loop_parts import sought_new
from bot.use_cases.offer_times import sought_for
from bot.use_cases.open_offer import MOST_SHOWN, Purpose, further, look, still_possible
from bot.use_cases.panel_facts import offered_time
from storage.tables import Invitation, TimesOffered
from storage.unit_of_work import Unit
from tracks.errors import InterviewError
from tracks.track import SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTime:
    """One start: *key* names it when it is taken, *number* is what can be replied, *days* are in words."""

    key: str
    number: int
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTimes:
    """An offer as it is now; *room*: how many starts it holds while another look may show more, else 0."""

    purpose: Purpose
    times: tuple[ShownTime, ...]
    room: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAsked:
    """What is said when it is open whether one day or two; durations in words."""

    whole: str
    first_part: str
    second_part: str


def times_shown(
    services: Services, unit: Unit, invitation: Invitation, offer: TimesOffered
) -> ShownTimes | None:
    """Return what *offer* shows; None when it is closed, or what it is for is over."""
    if offer.closed_at is not None:
        return None
    try:
        sought = sought_for(services, unit, invitation, offer)
    except InterviewError:
        return None
    minutes, zone = [part.minutes for part in sought.parts], candidate_zone(unit, invitation)
    possible = still_possible(offer, unit.at)
    more = not possible or further(look(unit, invitation, sought), sought, offer)
    return ShownTimes(
        purpose=Purpose(offer.purpose),
        times=tuple(
            ShownTime(
                key=f"{offer.id}.{index}",
                number=number,
                days=offered_time(services.catalogue, begins, minutes, zone=zone),
            )
            for number, (index, begins) in enumerate(possible, 1)
        ),
        room=len(offer.starts) if more and len(offer.starts) < MOST_SHOWN else 0,
    )


def days_asked(services: Services, unit: Unit, invitation: Invitation) -> DaysAsked:
    """Return how long one day would be, and each of two. Raises ChoiceClosed before there is a track."""
    words = services.catalogue.ground.words
    plan = sought_new(unit, services.catalogue, invitation, split=False).plan
    first, second = plan.parts(split=True)
    return DaysAsked(
        whole=words.duration(plan.total_minutes),
        first_part=words.duration(first.minutes),
        second_part=words.duration(second.minutes),
    )


def seats_asked(services: Services, unit: Unit, invitation: Invitation) -> str:
    """Return the seats that people are asked for, in words; no names."""
    plan = sought_new(unit, services.catalogue, invitation, split=False).plan
    asked = (seat for seat in plan.seats if seat is not SeatId.HOST)
    names = [services.catalogue.ground.seat(seat).to_candidates for seat in asked]
    return services.catalogue.ground.words.listed.join(names)
