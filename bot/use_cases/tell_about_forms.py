"""Keeps the messages about a form true: nothing is left to press once it is sent or waived."""

from bot.use_cases.forms_at_hand import AtHand
from bot.use_cases.telling import rewrite_sent
from storage.tables import Form
from storage.unit_of_work import Unit
from tracks.reminders import ReminderKind

ABOUT_FORMS = (
    ReminderKind.FORM_READY,
    ReminderKind.FORM_NUDGE,
    ReminderKind.FORM_NUDGE_IN_THE_MORNING,
    ReminderKind.FORM_TO_HOST,
    ReminderKind.FORM_OF_NOBODY,
)
NOT_ATTENDED = "form_not_attended"


def rewrite_form_messages(unit: Unit, at_hand: AtHand) -> None:
    """Plan to rewrite what was sent about a form, as it stands now."""
    form = at_hand.form
    for kind in (*ABOUT_FORMS, NOT_ATTENDED):
        sent = unit.due.newest_sent(f"{kind}:{form.id}:")
        if sent is not None:
            key = f"{sent.dedupe_key}:{form.state}:{form.revision}"
            rewrite_sent(unit, sent, key=key, loop_id=sent.loop_id)


def said_not_attended(unit: Unit, form: Form) -> bool:
    """Say whether the rater has told the host that they were not there."""
    return unit.due.by_key(not_attended_key(form)) is not None


def not_attended_key(form: Form) -> str:
    """Return the key of the one message about it."""
    return f"{NOT_ATTENDED}:{form.id}:{form.rater_id}"
