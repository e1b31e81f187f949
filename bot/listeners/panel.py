"""What panelists press about their seats, and what those who run a candidacy do about panel and time."""

from bot.listeners.press import Answer, Clear, Open, Press, Show
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.answer_seat import give_back, say_no, say_yes
from bot.use_cases.cancel_loop import Cancelled, cancel_booked
from bot.use_cases.choose_panelist import Possible, choose_panelist, seat_at_hand, seats_of
from bot.use_cases.move_loop import Moving, ask_to_move
from bot.use_cases.offer_times import Looked, offer_again
from bot.use_cases.panel_facts import seat_name
from bot.views import panel as views
from bot.views.modals import notice_modal
from bot.wording import say
from tracks.errors import AlreadyStarted, NotQualified, PersonNotFree, TextMissing
from tracks.track import SeatId

routes = Routes()
LOOKED = {
    Looked.OFFERED: "offered_again",
    Looked.NONE: "still_no_times",
    Looked.BOOKED: "booked_by_now",
    Looked.NOT_AGREED: "ai_rules_first",
    Looked.DAYS_OPEN: "days_first",
}


@routes.action(views.YES)
def yes_pressed(services: Services, press: Press) -> Answer:
    say_yes(services, press, seat_id=press.subject, seen=press.detail)
    return None


@routes.action(views.NO)
def no_pressed(services: Services, press: Press) -> Answer:
    say_no(services, press, seat_id=press.subject)
    return None


@routes.action(views.CONFLICT)
def conflict_pressed(services: Services, press: Press) -> Answer:
    """Note that the presser knows the candidate; how is nobody's business."""
    say_no(services, press, seat_id=press.subject, conflict=True)
    return None


@routes.action(views.SUGGEST)
def suggest_pressed(services: Services, press: Press) -> Answer:
    return Open(view=views.suggest_modal(services.catalogue, press.subject))


@routes.form(views.SUGGEST, at={NotQualified: "person", PersonNotFree: "person"})
def suggested(services: Services, press: Press) -> Answer:
    person = press.typed("person")
    say_no(services, press, seat_id=press.about, suggested=person)
    return None


@routes.action(views.BACK)
def back_pressed(services: Services, press: Press) -> Answer:
    give_back(services, press, seat_id=press.subject)
    return None


@routes.action(views.CHANGE)
def change_pressed(services: Services, press: Press) -> Answer:
    """Ask first which seat it is about."""
    seats = seats_of(services, presser=press.user, loop_id=press.about)
    options = [
        (
            str(seat),
            f"{seat_name(services.catalogue, seat)}: {person.name}" if person else _empty(services, seat),
        )
        for seat, person in seats
    ]
    return Open(view=views.seat_modal(services.catalogue, press.about, options))


@routes.form(views.CHANGE)
def seat_picked(services: Services, press: Press) -> Answer:
    return Show(view=_choose(services, press.user, press.about, press.typed("seat")))


@routes.action(views.CHOOSE)
def choose_pressed(services: Services, press: Press) -> Answer:
    return Open(view=_choose(services, press.user, press.subject, press.detail))


@routes.form(views.CHOOSE, at={PersonNotFree: "person", TextMissing: "why"})
def chosen(services: Services, press: Press) -> Answer:
    choose_panelist(
        services,
        press,
        loop_id=press.subject,
        seat=press.detail,
        person_id=press.typed("person"),
        why=press.typed("why"),
    )
    return Clear()


@routes.action(views.OTHER_TIMES)
def other_times_pressed(services: Services, press: Press) -> Answer:
    try:
        moving = ask_to_move(services, press.asked)
    except AlreadyStarted:
        return _said(services, "started_already")
    told = {Moving.OFFERED: "moved_offered", Moving.NONE: "no_other_times"}
    return _said(services, told.get(moving, "nothing_booked"))


@routes.action(views.AGAIN)
def again_pressed(services: Services, press: Press) -> Answer:
    looked = offer_again(services, press.asked)
    return _said(services, LOOKED[looked])


@routes.action(views.CANCEL)
def cancel_pressed(services: Services, press: Press) -> Answer:
    try:
        cancelled = cancel_booked(services, press.asked)
    except AlreadyStarted:
        return _said(services, "started_already")
    return _said(services, "cancelled_now" if cancelled == Cancelled.DONE else "nothing_booked")


def _choose(services: Services, presser: str, loop_id: str, seat: str) -> dict[str, object]:
    at_hand = seat_at_hand(services, presser=presser, loop_id=loop_id, seat=SeatId(seat))
    if not at_hand.possible:
        return notice_modal(services.catalogue, say(services.catalogue, "recruiter.nobody_possible"))
    options = [(each.person.id, _option(services, each)) for each in at_hand.possible]
    any_against = any(each.against for each in at_hand.possible)
    return views.choose_modal(services.catalogue, f"{loop_id}.{seat}", options, any_against=any_against)


def _option(services: Services, each: Possible) -> str:
    if not each.against:
        return each.person.name
    why = ", ".join(say(services.catalogue, f"why.{rule}") for rule in each.against)
    return say(services.catalogue, "recruiter.gap_person", name=each.person.name, why=why)


def _empty(services: Services, seat: SeatId) -> str:
    line = say(services.catalogue, "recruiter.board_empty", seat=seat_name(services.catalogue, seat))
    return line.replace("*", "").removeprefix("- ")


def _said(services: Services, key: str) -> Answer:
    return Open(view=notice_modal(services.catalogue, say(services.catalogue, f"recruiter.{key}")))
