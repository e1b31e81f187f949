"""Puts a second rating beside a first one, once and with a reason, while the debrief goes on."""

from bot.ports import Pressed, Services
from bot.use_cases.debrief_at_hand import opened_for
from bot.use_cases.standing import named
from storage.tables import Form, Rating
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.errors import AlreadyDone, NotAllowed, ReasonTooShort, StepNotPossible
from tracks.intake import require_short
from tracks.rubric import Rating as Rated

LEAST_REASON = 20  # characters
MOST_REASON = 600


def own_rating(unit: Unit, presser: str, rating_id: str) -> tuple[Rating, Form]:
    """Return a first rating of *presser*'s own. Raises NotAllowed."""
    rating = named(unit, Rating, rating_id, Action.OPEN_DEBRIEF)
    form = unit.get(Form, rating.form_id)
    if form.rater_id != presser or not rating.original or not form.counts:
        raise NotAllowed(action=Action.OPEN_DEBRIEF)
    return rating, form


def revise_rating(
    services: Services, press: Pressed, *, rating_id: str, value: int | None, reason: str
) -> str:
    """Keep what a rater says now, *value* 1 to 4 or None for "not enough"; return the loop's id.

    The first rating stays as it is, and agreement is computed on it. Raises NotAllowed, FormSealed,
    ReasonTooShort, TextTooLong, RatingOutside, StepNotPossible once the debrief is over, AlreadyDone when it
    has been revised before.
    """
    reason = require_short(reason, most=MOST_REASON)
    if len(reason) < LEAST_REASON:
        raise ReasonTooShort(length=len(reason), least=LEAST_REASON)
    rated = Rated(value=value, not_enough=value is None, reason=reason)
    with services.change_by(press) as unit:
        rating, form = own_rating(unit, press.user, rating_id)
        opened = opened_for(unit, press.user, form.loop_id, Action.OPEN_DEBRIEF, lock=True)
        if opened.debrief.closed_at or unit.forms.decision(form.loop_id):
            raise StepNotPossible(thing="Debrief", current="closed", wanted="revised")
        if any(row.revised_from == rating.id for row in unit.forms.revised([form.id])):
            raise AlreadyDone
        second = Rating(
            form_id=form.id,
            dimension=rating.dimension,
            value=rated.value,
            not_enough=rated.not_enough,
            reason_if_ne=reason if rated.not_enough else None,
            evidence_ids=list(rating.evidence_ids),
            why=rating.why,
            original=False,
            revised_from=rating.id,
            revised_reason=reason,
        )
        unit.add(second)
        unit.audit.record("revised", rating, after={"rating": second.id})
        return form.loop_id
