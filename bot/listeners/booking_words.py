"""What candidates write about times: one day or two, a number, more, none, another time, cancel."""

from bot.listeners.routes import Routes
from bot.listeners.words import Heard, means, words
from bot.ports import Services
from bot.use_cases.ask_back import ask_back
from bot.use_cases.book import take_time
from bot.use_cases.cancel_loop import cancel_booked
from bot.use_cases.candidacy_facts import stands
from bot.use_cases.move_loop import Moving, ask_to_move, keep_time
from bot.use_cases.offer_times import DAYS, choose_days, more_times, none_of_these
from bot.use_cases.open_offer import KIND as TIMES
from bot.use_cases.open_offer import Purpose
from bot.use_cases.times_shown import ShownTimes, times_shown
from storage.tables import Invitation
from tracks.choice import Wish

routes = Routes()  # words come through the one router; nothing is pressed here
STEPS_TO_A_TIME = ("sent", "chosen", "agreed")
CANCEL = "cancel"  # what is asked last while cancelling waits for a second word


@words.answers(DAYS)
def chose_days(services: Services, heard: Heard) -> bool:
    for key, split in (("one_day", False), ("two_days", True)):
        if means(services, heard, key):
            choose_days(services, heard.asking, split=split)
            return True
    return False


@words.answers(TIMES)
def answered_times(services: Services, heard: Heard) -> bool:
    """Take the start of that number, or show more, or bring it to the host."""
    shown = _shown(services, heard)
    if shown is None:
        return False
    number = heard.meant.strip(" .!")
    picked = next((each.key for each in shown.times if number == str(each.number)), None)
    if picked is not None:
        offer_id, _, index = picked.partition(".")
        take_time(services, heard.asking, offer_id=offer_id, number=index)
        return True
    return _more_or_none(services, heard, shown)


@words.wishes(Wish.MOVE)
def wants_to_move(services: Services, heard: Heard) -> bool:
    moving = ask_to_move(services, heard.asking)
    return moving != Moving.NOTHING_BOOKED or _nothing_booked(services, heard)


@words.wishes(Wish.CANCEL)
def wants_to_cancel(services: Services, heard: Heard) -> bool:
    """Ask once more, since it gives up what is held for them."""
    with services.look() as unit:
        booked = unit.loops.live(heard.asking.invitation_id) is not None
    if not booked:
        return _nothing_booked(services, heard)
    return _ask(services, heard, "candidate.cancel_ask", CANCEL)


@words.answers(CANCEL)
def cancels(services: Services, heard: Heard) -> bool:
    if means(services, heard, "cancel"):
        cancel_booked(services, heard.asking)
        return True
    return means(services, heard, "keep") and _ask(services, heard, "candidate.nothing_changed", None)


def _more_or_none(services: Services, heard: Heard, shown: ShownTimes) -> bool:
    if means(services, heard, "more"):
        more_times(services, heard.asking)
        return True
    if means(services, heard, "none"):
        none_of_these(services, heard.asking, words="")
        return True
    if shown.purpose is not Purpose.BOOK and means(services, heard, "keep"):
        keep_time(services, heard.asking)
        return True
    return False


def _shown(services: Services, heard: Heard) -> ShownTimes | None:
    with services.look() as unit:
        invitation = unit.get(Invitation, heard.asking.invitation_id)
        offer = unit.candidacies.times_offered(invitation.id)
        return times_shown(services, unit, invitation, offer) if offer else None


def _nothing_booked(services: Services, heard: Heard) -> bool:
    """Say that nothing is booked, and what brings them to a time from where they stand."""
    with services.look() as unit:
        stand = stands(services, unit, unit.get(Invitation, heard.asking.invitation_id))
    step = stand.removeprefix("candidate.stands_")
    return _ask(
        services,
        heard,
        f"candidate.nothing_booked_{step if step in STEPS_TO_A_TIME else 'now'}",
        heard.asked_last,
    )


def _ask(services: Services, heard: Heard, sentence: str, asked_last: str | None) -> bool:
    ask_back(services, heard.asking.besides("asked"), sentence=sentence, asked_last=asked_last)
    return True
