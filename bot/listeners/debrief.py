"""The debrief, in a form for the person who opened it: pages, nothing to discuss, call, close, revise."""

from collections.abc import Callable

from bot.listeners.press import Answer, Open, Press, Push, Show
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.debrief import call_debrief, close_debrief, nothing_to_discuss
from bot.use_cases.debrief_at_hand import still_open
from bot.use_cases.read_debrief import read_debrief
from bot.use_cases.revise_rating import own_rating, revise_rating
from bot.views import debrief as views
from bot.views.forms import WAIVE
from bot.views.said import Button
from bot.wording import say
from tracks.errors import FormSealed, NotAllowed, ReasonTooShort, TextMissing, TextTooLong

routes = Routes()
Act = Callable[..., None]


@routes.action(views.OPEN)
def opens(services: Services, press: Press) -> Answer:
    """Open the debrief; before all is in, those who run the candidacy see who is waited for."""
    try:
        return Open(view=_view(services, press, press.about, 0))
    except FormSealed as sealed:
        return _waiting(services, press, sealed)


@routes.action(views.PAGE)
def turns(services: Services, press: Press) -> Answer:
    return Show(view=_view(services, press, press.subject, press.turns_to))


@routes.action(views.NOTHING)
def has_nothing(services: Services, press: Press) -> Answer:
    return _act(services, press, nothing_to_discuss)


@routes.action(views.CALL)
def calls(services: Services, press: Press) -> Answer:
    return _act(services, press, call_debrief)


@routes.action(views.CLOSE)
def closes(services: Services, press: Press) -> Answer:
    return _act(services, press, close_debrief)


@routes.action(views.REVISE)
def wants_to_revise(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        rating, _ = own_rating(unit, press.user, press.about)
    name = services.catalogue.ground.dimension(rating.dimension).name
    return Push(view=views.revise_modal(services.catalogue, rating_id=rating.id, dimension=name))


@routes.form(views.REVISE, at={ReasonTooShort: "reason", TextTooLong: "reason", TextMissing: "value"})
def revises(services: Services, press: Press) -> Answer:
    value = press.typed("value")
    if not value:
        raise TextMissing(field="value")
    loop_id = revise_rating(
        services,
        press,
        rating_id=press.about,
        value=int(value) if value.isdecimal() else None,
        reason=press.typed("reason"),
    )
    return Show(view=_view(services, press, loop_id, 0))


def _act(services: Services, press: Press, act: Act) -> Answer:
    act(services, press, loop_id=press.about)
    return Show(view=_view(services, press, press.about, 0))


def _view(services: Services, press: Press, loop_id: str, page: int) -> dict[str, object]:
    shown = read_debrief(services, presser=press.user, loop_id=loop_id, page=page)
    return views.debrief_modal(
        services.catalogue,
        shown.sheet,
        shown.may,
        loop_id=loop_id,
        invitation_id=shown.invitation_id,
        page=page,
    )


def _waiting(services: Services, press: Press, sealed: FormSealed) -> Answer:
    try:
        with services.look() as unit:
            waiting = still_open(unit, press.user, press.about)
    except NotAllowed:
        raise sealed from None
    label = say(services.catalogue, "button.waive_form")
    lines = [
        (
            one.rater.name,
            one.group_name,
            Button(text=label, verb=WAIVE, about=one.form.id) if one.may_waive else None,
        )
        for one in waiting
    ]
    view = views.waiting_modal(services.catalogue, lines, finished=sealed.finished, forms=sealed.forms)
    return Open(view=view)
