"""What candidates press about times: one day or two, taking one, more, none, another time, cancelling."""

from bot.listeners.candidate import reading
from bot.listeners.press import Answer, Open, Press
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.book import Taken, take_time
from bot.use_cases.cancel_loop import Cancelled, cancel_booked
from bot.use_cases.candidacy_facts import facts_for
from bot.use_cases.move_loop import Moving, ask_to_move, keep_time
from bot.use_cases.offer_times import choose_days, more_times, none_of_these
from bot.use_cases.own_step import Asked
from bot.use_cases.times_shown import times_shown
from bot.views import booking as views
from bot.views.modals import notice_modal
from bot.views.said import Said, Section
from bot.wording import say
from storage.tables import Invitation, Person, TimesOffered
from tracks.access import Action
from tracks.errors import NoSuchTime, NotFound, TextTooLong

routes = Routes()


@routes.action(views.DAYS)
def days_chosen(services: Services, press: Press) -> Answer:
    choose_days(services, press.asked, split=press.detail == "two")
    return None


@routes.action(views.TAKE)
def time_taken(services: Services, press: Press) -> Answer:
    """Hold a time; the control names the offer and the number in it."""
    invitation_id = invitation_of(services, press.subject)
    taken = take_time(
        services,
        Asked.of(press, invitation_id),
        offer_id=press.subject,
        number=press.detail,
    )
    return _others(services, invitation_id, taken)


@routes.action(views.MORE)
def more_wanted(services: Services, press: Press) -> Answer:
    seen = press.detail
    more_times(services, press.asked, seen=int(seen) if seen.isdecimal() else None)
    return None


@routes.action(views.NONE)
def none_suits(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.CHOOSE_TIME) as (unit, invitation):
        host = unit.get(Person, invitation.host_id).name
        return Open(view=views.none_modal(services.catalogue, invitation.id, host))


@routes.form(views.NONE, at={TextTooLong: "words"})
def none_submitted(services: Services, press: Press) -> Answer:
    none_of_these(services, press.asked, words=press.typed("words"))
    return None


@routes.action(views.KEEP)
def time_kept(services: Services, press: Press) -> Answer:
    keep_time(services, press.asked)
    return None


@routes.action(views.MOVE)
def move_wanted(services: Services, press: Press) -> Answer:
    moving = ask_to_move(services, press.asked)
    if moving == Moving.NOTHING_BOOKED:
        return _said(services, press, f"candidate.{moving}")
    return None


@routes.action(views.CANCEL)
def cancel_wanted(services: Services, press: Press) -> Answer:
    cancelled = cancel_booked(services, press.asked)
    if cancelled == Cancelled.NOTHING_BOOKED:
        return _said(services, press, f"candidate.{cancelled}")
    return None


def invitation_of(services: Services, offer_id: str) -> str:
    """Return the id of the invitation that an offer of times belongs to. Raises NoSuchTime."""
    with services.look() as unit:
        try:
            return unit.get(TimesOffered, offer_id).invitation_id
        except NotFound:
            raise NoSuchTime from None


def _others(services: Services, invitation_id: str, taken: Taken) -> Answer:
    """Show the others at once when a time has just gone; they come as a message as well."""
    if taken in (Taken.BOOKED, Taken.MOVED):
        return None
    with services.look() as unit:
        invitation = unit.get(Invitation, invitation_id)
        offer = unit.candidacies.times_offered(invitation.id)
        shown = times_shown(services, unit, invitation, offer) if offer else None
        known = facts_for(services, unit, invitation)
    lead = Section(text=say(services.catalogue, f"candidate.{taken}", **known))
    times = shown.times if shown else ()
    sections = [views.time_section(services.catalogue, each.key, each.number, each.days) for each in times]
    return Open(view=views.times_modal(services.catalogue, Said(sections=(lead, *sections))))


def _said(services: Services, press: Press, key: str) -> Answer:
    with reading(services, press, Action.SEE_OWN) as (unit, invitation):
        known = facts_for(services, unit, invitation)
    return Open(view=notice_modal(services.catalogue, say(services.catalogue, key, **known)))
