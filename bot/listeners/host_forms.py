"""What a host or hiring manager does about a form that does not come."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.listeners.press import Answer, Clear, Errors, Open, Press
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.look_after_forms import extend_form, missing_form, reassign_form, waive_form
from bot.views.forms import (
    EXTEND,
    REASSIGN,
    SEE_TO,
    WAIVE,
    extend_modal,
    reassign_modal,
    see_to_modal,
    waive_modal,
)
from bot.wording import say
from bot.wording.overview import FormLine
from tracks.access import Action
from tracks.errors import NotQualified, PersonNotFree, ReasonTooShort, SeatAlreadyFilled, TimeNotLater

routes = Routes()
USUALLY = timedelta(days=1)  # more time, unless another time is picked


@routes.action(SEE_TO)
def sees_to(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        line = missing_form(unit, press.user, press.about, Action.EXTEND_FORM).line
        zone = unit.company.zone_of(press.user)
    return Open(view=see_to_modal(services.catalogue, line, zone=zone))


@routes.action(EXTEND)
def wants_to_extend(services: Services, press: Press) -> Answer:
    def form(line: FormLine) -> dict[str, Any]:
        return extend_modal(services.catalogue, line, initial=services.now + USUALLY)

    return _open(services, press, Action.EXTEND_FORM, form)


@routes.form(EXTEND, at={TimeNotLater: "until"})
def extends(services: Services, press: Press) -> Answer:
    picked = press.instant("until")
    until = None if picked is None else datetime.fromtimestamp(picked, UTC)
    extend_form(services, press, form_id=press.about, until=until)
    return Clear()


@routes.action(REASSIGN)
def wants_to_reassign(services: Services, press: Press) -> Answer:
    return _open(services, press, Action.EXTEND_FORM, lambda line: reassign_modal(services.catalogue, line))


@routes.form(REASSIGN)
def reassigns(services: Services, press: Press) -> Answer:
    if not press.ticked("there"):
        return Errors(sentences={"there": say(services.catalogue, "forms.was_not_there")})
    try:
        reassign_form(services, press, form_id=press.about, to=press.typed("to"))
    except PersonNotFree:
        return Errors(sentences={"to": say(services.catalogue, "forms.was_elsewhere")})
    except (NotQualified, SeatAlreadyFilled):
        return Errors(sentences={"to": say(services.catalogue, "forms.cannot_sit")})
    return Clear()


@routes.action(WAIVE)
def wants_to_waive(services: Services, press: Press) -> Answer:
    return _open(services, press, Action.WAIVE_FORM, lambda line: waive_modal(services.catalogue, line))


@routes.form(WAIVE, at={ReasonTooShort: "reason"})
def waives(services: Services, press: Press) -> Answer:
    waive_form(services, press, form_id=press.about, reason=press.typed("reason"))
    return Clear()


def _open(
    services: Services, press: Press, action: Action, form: Callable[[FormLine], dict[str, Any]]
) -> Answer:
    """Open *form* for whoever may take *action*; nobody else learns that there is such a form."""
    with services.look() as unit:
        return Open(view=form(missing_form(unit, press.user, press.about, action).line))
