"""What is told from the last part to the answered letter; ratings and reasons stay behind buttons."""

from datetime import datetime

from bot.delivery.live import Live, Outgoing, Renderers
from bot.ports import Services
from bot.use_cases import debrief as debriefs
from bot.use_cases import letter as letters
from bot.use_cases import promised_answer as promises
from bot.use_cases.hold import ENDS, part_ends
from bot.use_cases.standing import form_fact
from bot.views import letter as letter_views
from bot.views.debrief import DECIDE, WRITE, open_button
from bot.views.late import TELL_LATE
from bot.views.said import Button, Said, one
from bot.wording import day
from bot.wording.sentences import Markup, mention
from storage.lease import Claimed
from storage.tables import CandidateFeedback, Debrief, Decision, Invitation, Loop, Person
from storage.unit_of_work import Unit
from tracks.candidacy import DROPPED, FormState, InvitationState
from tracks.reminders import ReminderKind
from tracks.sealing import all_finished, finished_count

renderers = Renderers()


@renderers.does(ENDS)
def a_part_ends(services: Services, unit: Unit, row: Claimed) -> None:
    part_ends(services, unit, row.loop_id or "")


@renderers.renders(debriefs.COUNT)
def count(live: Live) -> Said | None:
    """The one line in the channel: how many forms are in, and the way to the debrief."""
    facts = [form_fact(form) for form in live.unit.forms.of_loop(live.loop.id)]
    finished, forms = finished_count(facts)
    waived = any(form.counts and form.state == FormState.MISSING_WITH_REASON for form in facts)
    said = "thread.forms_in_or_waived" if waived else "thread.forms_in"
    text = live.say(said, finished=finished, forms=forms)
    if _gone(live):
        return one(text) if live.row.replaces else None
    return one(text, _open(live))


@renderers.renders(debriefs.READY)
def decision_waits(live: Live) -> Said | None:
    """To the hiring manager: read, decide, write."""
    if _gone(live):
        return _ended(live)
    if decided := _decided(live):
        return decided
    by = day(
        live.catalogue, promises.promised_for(live.unit, live.invitation, live.loop), live.company.timezone
    )
    text = live.say("decision.ready", called=live.candidate.called, by=by, **live.who)
    return one(text, _open(live), _decide(live))


@renderers.renders(debriefs.OPEN)
def debrief_open(live: Live) -> Said | None:
    """To each rater: read first, then talk."""
    if _gone(live):
        return _ended(live)
    key = "debrief.over_rater" if _is_over(live) else "debrief.open_rater"
    return one(live.say(key, **live.who), _open(live))


@renderers.renders(debriefs.CALLED)
def debrief_called(live: Live) -> Said | None:
    debrief = _debrief(live)
    if _gone(live) or debrief is None or debrief.called_by is None:
        return _ended(live)
    if _is_over(live):
        return one(live.say("debrief.over_rater", **live.who), _open(live))
    host = mention(live.invitation.host_id)
    text = live.say("debrief.called_to", person=mention(debrief.called_by), host=host, **live.who)
    return one(text, _open(live))


@renderers.renders(debriefs.OVER)
def debrief_over(live: Live) -> Said | None:
    """To the hiring manager, when the talk is over: now they decide."""
    if _gone(live):
        return _ended(live)
    if decided := _decided(live):
        return decided
    return one(live.say("debrief.over_decider", **live.who), _open(live), _decide(live))


# --- the promise of an answer


@renderers.after_sending(ReminderKind.CANDIDATE_AFTERWARDS)
def promised(_services: Services, unit: Unit, row: Claimed) -> None:
    """From the moment in which the candidate was told a day, people are reminded of it."""
    loop = unit.get(Loop, row.loop_id or "")
    promises.plan_promise(unit, unit.get(Invitation, loop.invitation_id), loop)


@renderers.does(promises.PASSED)
def promise_passed(_services: Services, unit: Unit, row: Claimed) -> None:
    loop = unit.get(Loop, row.loop_id or "")
    if loop.state not in DROPPED:
        promises.promise_passed(unit, loop, by=str(row.about["by"]))


@renderers.renders(promises.TO_DECIDER)
def answer_due(live: Live) -> Said | None:
    if _heard(live) or live.person.id != live.role.hiring_manager_id:
        return None
    promises.wait_until_at_work(live.unit, live.person.id)
    text = live.say("decision.due", by=_promised(live), what=_missing(live), **live.who)
    return one(text, *_next_step(live), _late(live))


@renderers.renders(promises.TO_HOST)
def answer_overdue(live: Live) -> Said | None:
    if _heard(live) or live.person.id != live.invitation.host_id:
        return None
    promises.wait_until_at_work(live.unit, live.person.id)
    text = live.say("decision.overdue", by=_promised(live), what=_missing(live), **live.who)
    return one(text, _late(live))


@renderers.renders(promises.TO_CANDIDATE)
def answer_late(live: Live) -> Outgoing | None:
    """To the candidate, because a person pressed for it."""
    if _heard(live):
        return None
    until = day(live.catalogue, datetime.fromisoformat(live.about("by")), live.candidate_zone)
    decider = live.unit.get(Person, live.role.hiring_manager_id).name
    text = live.say("candidate.answer_late_until", decider=decider, new_date=until)
    subject = live.say("mail.subject_late", role=live.role.title, company=live.company.name)
    return Outgoing(said=one(text, subject=subject), reply_to=live.host.email)


# --- the letter


@renderers.renders(letters.KIND)
def letter(live: Live) -> Outgoing | None:
    """To the candidate: in Slack that it is there, behind a button; by mail the letter itself."""
    sent = letters.sent_letter(live.unit, live.invitation)
    if sent is None:
        return None
    facts = {"role": live.role.title, "company": live.company.name}
    subject = live.say("mail.subject_letter", **facts)
    if live.row.recipient.startswith("mail:") or live.candidate.slack_user is None:
        catalogue = live.catalogue
        told = letter_views.letter_sections(catalogue, sent.letter, sender=sent.sender, **facts)
        told += letter_views.answer_sections(catalogue, sender=sent.sender, reply="")
        reply = Button(text=live.say("button.reply_letter"), verb=letter_views.REPLY)
        said = Said(sections=tuple(told), subject=subject, buttons=(reply,))
        return Outgoing(said=said, reply_to=live.host.email)
    read = Button(
        text=live.say("button.read_letter"), verb=letter_views.READ, about=live.invitation.id, primary=True
    )
    said = one(live.say("candidate.letter_here", sender=sent.sender, **facts), read, subject=subject)
    return Outgoing(said=said)


@renderers.renders(letters.ANSWERED)
def letter_answered(live: Live) -> Said | None:
    """To whoever sent the letter: there is an answer, behind a button."""
    sent = letters.sent_letter(live.unit, live.invitation)
    if sent is None or not sent.reply:
        return None
    read = Button(
        text=live.say("button.read_reply"),
        verb=letter_views.READ_REPLY,
        about=live.invitation.id,
        primary=True,
    )
    return one(live.say("letter.answered", **live.who), read)


# --- what several of them need


def _decided(live: Live) -> Said | None:
    """Return what whoever decides is told from then on, None before."""
    if _sent_letter(live):
        return one(live.say("decision.told", **live.who))
    if _decision(live) is None:
        return None
    made = live.say("decision.made", host=mention(live.invitation.host_id), **live.who)
    return one(made, _write(live))


def _gone(live: Live) -> bool:
    return live.loop.state in DROPPED or live.invitation.state == InvitationState.WITHDRAWN


def _ended(live: Live) -> Said | None:
    """Return what stays of a message once the candidate has withdrawn; nothing new is sent for it."""
    return one(live.say("debrief.ended", **live.who)) if live.row.replaces else None


def _heard(live: Live) -> bool:
    return _gone(live) or promises.has_heard(live.unit, live.invitation, live.loop)


def _debrief(live: Live) -> Debrief | None:
    return live.unit.forms.debrief(live.loop.id)


def _decision(live: Live) -> Decision | None:
    return live.unit.forms.decision(live.loop.id)


def _sent_letter(live: Live) -> CandidateFeedback | None:
    found = live.unit.forms.letter(live.loop.id)
    return found if found is not None and found.sent_at is not None else None


def _is_over(live: Live) -> bool:
    debrief = _debrief(live)
    return _decision(live) is not None or (debrief is not None and debrief.closed_at is not None)


def _promised(live: Live) -> str:
    return day(live.catalogue, datetime.fromisoformat(live.about("by")), live.company.timezone)


def _missing(live: Live) -> Markup:
    forms = [form_fact(form) for form in live.unit.forms.of_loop(live.loop.id)]
    if _decision(live) is not None:
        return Markup(live.say("decision.missing_letter"))
    return Markup(live.say(f"decision.missing_{'decision' if all_finished(forms) else 'forms'}"))


def _next_step(live: Live) -> tuple[Button, ...]:
    forms = [form_fact(form) for form in live.unit.forms.of_loop(live.loop.id)]
    if _decision(live) is not None:
        return (_write(live),)
    return (_open(live), _decide(live)) if all_finished(forms) else (_open(live),)


def _open(live: Live) -> Button:
    return open_button(live.catalogue, live.loop.id)


def _decide(live: Live) -> Button:
    return Button(text=live.say("button.decide"), verb=DECIDE, about=live.loop.id, primary=True)


def _write(live: Live) -> Button:
    return Button(text=live.say("button.write_letter"), verb=WRITE, about=live.invitation.id, primary=True)


def _late(live: Live) -> Button:
    return Button(text=live.say("button.tell_late"), verb=TELL_LATE, about=live.invitation.id)
