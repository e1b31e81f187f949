"""The starts that a candidate is shown: looked for, kept as they were shown, closed when one is taken."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.use_cases import papers
from bot.use_cases.staff import RULES, Sought, wanted_for
from bot.use_cases.telling import tell_candidate
from storage.tables import Invitation, TimesOffered
from storage.unit_of_work import Unit
from tracks.errors import NoSuchTime
from tracks.gaps import WhyNot, why_not
from tracks.offers import AT_ONCE, spread
from tracks.slots import Search, search

KIND = "times"
WAYS_ON = (papers.KIND, "ai_rules", "candidate_brief", "ask_days")  # messages that lead to a time
MOST_SHOWN = 3 * AT_ONCE
A_MOMENT = timedelta(seconds=20)
INSTEAD = 3  # others that are shown when one has just gone


class Purpose(StrEnum):
    """What an offer of times is for."""

    BOOK = "book"
    MOVE = "move"
    MOVE_BY_HOST = "move_by_host"  # it counts among nobody's moves, and no cutoff holds


def look(unit: Unit, invitation: Invitation, sought: Sought) -> Search:
    """Look for starts for a candidacy, as everything is now."""
    return search(wanted_for(unit, invitation, sought), now=unit.at)


def open_offer(
    unit: Unit,
    invitation: Invitation,
    sought: Sought,
    *,
    purpose: Purpose,
    number: int = AT_ONCE,
    on_page: bool = False,
) -> TimesOffered | None:
    """Put new starts on offer in place of those that are; None when there is none but the one booked."""
    found = look(unit, invitation, sought)
    close_offer(unit, invitation)
    firsts = spread(found.starts, found.wanted.candidate.zone, number=number, shown=sought.begins[:1])
    if not firsts:
        return None
    offer = TimesOffered(
        invitation_id=invitation.id,
        purpose=purpose,
        split=len(sought.plan.parts(split=True)) == len(sought.parts),
        offered_at=unit.at,
        starts=[_written(found, first) for first in firsts],
    )
    unit.add(offer)
    unit.change(invitation, asked_last=f"{KIND}:{offer.id}")
    unit.audit.record("offered times", offer, after={"purpose": purpose, "number": len(firsts)})
    _tell_offer(unit, invitation, offer, on_page=on_page)
    return offer


def just_offered(unit: Unit, invitation: Invitation, purpose: Purpose) -> bool:
    """Whether times for that were put on offer a moment ago: after a double click nobody gets two lists."""
    offer = unit.candidacies.times_offered(invitation.id)
    return offer is not None and offer.purpose == purpose and unit.at - offer.offered_at < A_MOMENT


def add_more(unit: Unit, invitation: Invitation, sought: Sought, offer: TimesOffered) -> int:
    """Show further starts below those that are on offer; return how many there were."""
    found = look(unit, invitation, sought)
    firsts = further(found, sought, offer)
    if firsts:
        unit.change(offer, starts=[*offer.starts, *(_written(found, first) for first in firsts)])
    papers.rewrite(unit, invitation, KIND)  # with none left, its hint offers none
    return len(firsts)


def further(found: Search, sought: Sought, offer: TimesOffered) -> tuple[datetime, ...]:
    """Return which of the starts *found* would be shown next below those of *offer*."""
    room = min(AT_ONCE, MOST_SHOWN - len(offer.starts))
    shown = [*sought.begins[:1], *(datetime.fromisoformat(begins[0]) for begins in offer.starts)]
    return spread(found.starts, found.wanted.candidate.zone, number=room, shown=shown) if room > 0 else ()


def close_offer(unit: Unit, invitation: Invitation) -> None:
    """Take the times that are on offer off the table; their message loses its buttons."""
    offer = unit.candidacies.times_offered(invitation.id)
    if offer is not None:
        unit.change(offer, closed_at=unit.at)
        papers.rewrite(unit, invitation, KIND)


def close_ways_on(unit: Unit, invitation: Invitation) -> None:
    """Leave the candidate nothing to press that would go on with what is over."""
    close_offer(unit, invitation)
    for kind in WAYS_ON:
        papers.rewrite(unit, invitation, kind)


def _tell_offer(unit: Unit, invitation: Invitation, offer: TimesOffered, *, on_page: bool) -> None:
    """Plan the message with the times; who looks at the page sees them there."""
    tell_candidate(unit, invitation, KIND, key=offer.id, on_page=on_page, offer=offer.id)


def begins_of(offer: TimesOffered, number: str) -> tuple[datetime, ...]:
    """Return when the parts begin in the start *number* of an offer, counted from 0. Raises NoSuchTime."""
    if not number.isdecimal() or int(number[:4]) >= len(offer.starts):
        raise NoSuchTime
    return tuple(datetime.fromisoformat(text) for text in offer.starts[int(number[:4])])


def still_possible(offer: TimesOffered, now: datetime) -> list[tuple[int, tuple[datetime, ...]]]:
    """Return the starts of an offer that are not too close by now, with their numbers, in order of time."""
    begins = [(number, begins_of(offer, str(number))) for number in range(len(offer.starts))]
    return sorted((each for each in begins if each[1][0] >= now + RULES.notice), key=lambda each: each[1])


def gaps(unit: Unit, invitation: Invitation, sought: Sought) -> WhyNot:
    """Return per seat and person why there is no start, or no other one, as everything is now."""
    return why_not(look(unit, invitation, sought))


def _written(found: Search, first: datetime) -> list[str]:
    slot = found.slot(first)
    if slot is None:  # the search has just found it
        raise NoSuchTime
    return [begin.isoformat() for begin in slot.begins]
