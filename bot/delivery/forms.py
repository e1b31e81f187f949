"""Renders what is said about forms and moments, from the live record; never a word of what stands in one."""

from datetime import timedelta

from bot.delivery.live import Live, Renderers
from bot.use_cases.forms_at_hand import AtHand, around
from bot.use_cases.remind import wanted_now
from bot.use_cases.tell_about_forms import NOT_ATTENDED, said_not_attended
from bot.views.forms import form_due, open_button, ways_out
from bot.views.moments import CHANGE, mark_button
from bot.views.said import Button, Said, one
from bot.wording import when
from bot.wording.sentences import Markup, mention
from storage.tables import Due, DueState, EvidenceItem, Form, Session
from tracks.candidacy import FormState
from tracks.evidence import impressions
from tracks.office_hours import NotYet, wait_for
from tracks.reminders import ReminderKind

renderers = Renderers()
# In the order in which they come.
TO_RATER = (ReminderKind.FORM_READY, ReminderKind.FORM_NUDGE, ReminderKind.FORM_NUDGE_IN_THE_MORNING)
IN_PEACE = timedelta(hours=2)  # at least, between two messages about one form


@renderers.renders(ReminderKind.FORM_READY)
def form_ready(live: Live) -> Said | None:
    """The fifth message that a panelist gets."""
    at_hand = _at_hand(live)
    return _to_rater(live, at_hand, live.say("panel.form", candidate=at_hand.candidate.called))


@renderers.renders(ReminderKind.FORM_NUDGE)
def form_nudge(live: Live) -> Said | None:
    at_hand = _at_hand(live)
    return _nudge(live, at_hand, live.say("panel.form_reminder"))


@renderers.renders(ReminderKind.FORM_NUDGE_IN_THE_MORNING)
def form_nudge_in_the_morning(live: Live) -> Said | None:
    at_hand = _at_hand(live)
    host = mention(at_hand.invitation.host_id)
    text = live.say("panel.form_reminder_last", candidate=at_hand.candidate.called, host=host)
    return _nudge(live, at_hand, text)


@renderers.renders(ReminderKind.FORM_TO_HOST)
def form_to_host(live: Live) -> Said | None:
    """Ask the host what to do, in words that say nothing about what has been written."""
    at_hand = _at_hand(live)
    zone = live.unit.company.zone_of(at_hand.invitation.host_id)
    time = when(live.catalogue, at_hand.form.due_at, zone)
    said = _to_host(live, at_hand, live.say("forms.to_host", time=time, **_facts(at_hand)))
    return _in_peace(live, at_hand, said)


@renderers.renders(ReminderKind.FORM_OF_NOBODY)
def form_of_nobody(live: Live) -> Said | None:
    at_hand = _at_hand(live)
    return _to_host(live, at_hand, live.say("forms.to_host_empty", **_facts(at_hand)))


@renderers.renders(NOT_ATTENDED)
def not_attended(live: Live) -> Said | None:
    at_hand = _at_hand(live)
    return _to_host(live, at_hand, live.say("forms.not_attended_to_host", **_facts(at_hand)))


@renderers.renders("mark_kept")
def mark_kept(live: Live) -> Said:
    """Say which minute was kept of what somebody wrote, without the words."""
    mark = live.unit.get(EvidenceItem, live.about("mark"))
    at_hand = around(live.unit, live.unit.get(Form, mark.form_id))
    part = at_hand.plan.spec(live.unit.get(Session, mark.session_id).spec_id).name
    text = live.say("moments.kept_typed", minute=mark.minute, part=part)
    found = impressions(mark.text, live.catalogue.ground.evidence.nudge_words)
    if found:
        text = f"{text}\n{live.say('moments.nudge', words=', '.join(found))}"
    return one(text, Button(text=live.say("button.change_mark"), verb=CHANGE, about=mark.id))


@renderers.renders("mark_unclear")
def mark_unclear(live: Live) -> Said:
    return one(live.say("moments.which_part"), mark_button(live.catalogue))


def _at_hand(live: Live) -> AtHand:
    """Return the form that the row is about: reminders name it in their key or among their facts."""
    form_id = live.about("form") or live.about("about") or live.row.dedupe_key.split(":")[1]
    return around(live.unit, live.unit.get(Form, form_id))


def _facts(at_hand: AtHand) -> dict[str, object]:
    return {
        "rater": mention(at_hand.form.rater_id),
        "candidate": at_hand.candidate.called,
        "group": at_hand.group_name,
    }


def _nudge(live: Live, at_hand: AtHand, text: str) -> Said | None:
    if said_not_attended(live.unit, at_hand.form) and not live.row.replaces:
        return None
    return _in_peace(live, at_hand, _to_rater(live, at_hand, text))


def _in_peace(live: Live, at_hand: AtHand, said: Said | None) -> Said | None:
    """Return *said* when the rater has had time for what came before it, which the bot may have sent late.

    Raises NotYet until then.
    """
    if said is None or live.row.replaces:
        return said
    now, asked = live.unit.at, _asked_before(live, at_hand.form)
    if any(row.state == DueState.PENDING for row in asked):
        raise NotYet(now + IN_PEACE)
    for row in asked:
        if row.state == DueState.SENT and row.finished_at is not None:
            wait_for(row.finished_at + IN_PEACE, now)
    return said


def _asked_before(live: Live, form: Form) -> list[Due]:
    """Return what goes to the rater before this row, wherever it is now."""
    kind, due_at = live.row.kind, live.row.due_at
    earlier = TO_RATER[: TO_RATER.index(kind)] if kind in TO_RATER else TO_RATER
    planned = live.unit.due.of_loop(live.loop.id, earlier)
    return [row for row in planned if form.id in row.dedupe_key and row.due_at <= due_at]


def _to_rater(live: Live, at_hand: AtHand, text: str) -> Said | None:
    """Return the message while the form is theirs and open; afterwards only a line in its place."""
    if not _is_asked_for(live, at_hand):
        return None
    form, facts = at_hand.form, {"candidate": at_hand.candidate.called, "group": at_hand.group_name}
    if live.row.recipient != f"person:{form.rater_id}" or not form.counts:
        return _in_place(live, live.say("forms.passed_on_message", **facts))
    if form.state == FormState.SENT:
        return _in_place(live, live.say("forms.sent_message", **facts))
    if form.state != FormState.OPEN:
        return _in_place(live, live.say("forms.waived_message", **facts))
    line = at_hand.line
    if said_not_attended(live.unit, form):
        host = mention(at_hand.invitation.host_id)
        told = live.say("forms.not_attended_message", host=host, **facts)
        return one(told, open_button(live.catalogue, line))
    return form_due(live.catalogue, line, text, zone=at_hand.rater.timezone)


def _to_host(live: Live, at_hand: AtHand, text: str) -> Said | None:
    if not _is_asked_for(live, at_hand):
        return None
    form = at_hand.form
    still = form.state == FormState.OPEN and form.counts and _about_this_rater(live, form)
    if live.row.recipient != f"person:{at_hand.invitation.host_id}" or not still:
        return _in_place(live, live.say("forms.looked_after", **_facts(at_hand)))
    return one(text, *ways_out(live.catalogue, form.id))


def _about_this_rater(live: Live, form: Form) -> bool:
    """Say whether a message about somebody's absence is still about whoever has the form."""
    return live.row.kind != NOT_ATTENDED or said_not_attended(live.unit, form)


def _is_asked_for(live: Live, at_hand: AtHand) -> bool:
    """Say whether the live record still asks for a reminder; what rewrites one is always wanted."""
    if live.row.replaces or live.row.kind == NOT_ATTENDED:
        return True
    return wanted_now(live.unit, live.row, at_hand.loop) is not None


def _in_place(live: Live, text: str) -> Said | None:
    return one(Markup(text)) if live.row.replaces else None
