"""Renders what those who run a candidacy are told, and what they send to the candidate."""

from collections.abc import Callable

from bot.delivery.live import Live, Outgoing, Renderers
from bot.ports import Services
from bot.use_cases.candidate_brief import arrangements
from bot.use_cases.controls import KIND as CONTROLS
from bot.use_cases.loop_parts import is_too_short, minutes_of
from bot.use_cases.telling import refresh_card
from bot.use_cases.unanswered import unanswered
from bot.use_cases.where_it_stands import overview
from bot.views import candidacy as views
from bot.views.said import Button, Said, Section, one
from bot.wording import day
from bot.wording.overview import stands
from bot.wording.sentences import Markup, mention, safe
from storage.lease import Claimed
from storage.tables import AdjustmentRequest, AskedQuestion, Invitation, Person
from storage.unit_of_work import Unit
from tracks.candidacy import is_final
from tracks.reminders import ReminderKind, is_wanted
from tracks.track import SeatId

renderers = Renderers()


@renderers.renders("card")
def card(live: Live) -> Said:
    return views.card(live.catalogue, overview(live.services, live.unit, live.invitation))


@renderers.renders(CONTROLS)
def controls(live: Live) -> Said:
    return views.controls(live.catalogue, overview(live.services, live.unit, live.invitation))


@renderers.renders("question_asked")
def question_asked(live: Live) -> Said | None:
    question = live.unit.get(AskedQuestion, live.about("question"))
    if question.answered_by is not None:
        who = mention(question.answered_by)
        done = live.say("recruiter.question_done", answerer=who, candidate=live.candidate.called)
        return one(done) if live.row.replaces else None
    asked = live.say("recruiter.question_asked", **live.who)
    yours = live.say("recruiter.question_yours")
    return Said(
        sections=(
            Section(text=live.asking(asked)),
            Section(text=safe(question.text), quoted=True),
            Section(text=yours, small=True),
        ),
        buttons=(
            Button(
                text=live.say("button.answer_question"),
                verb=views.ANSWER,
                about=question.id,
                primary=True,
            ),
        ),
    )


@renderers.renders("answer")
def answer(live: Live) -> Outgoing:
    question = live.unit.get(AskedQuestion, live.about("question"))
    answerer = live.unit.get(Person, question.answered_by or "")
    said = Said(
        subject=live.say("mail_subject.answer", **_about_role(live)),
        sections=(
            Section(text=live.say("candidate.you_asked"), small=True),
            Section(text=safe(question.text), quoted=True),
            Section(text=live.say("candidate.host_answers", host=answerer.name)),
            Section(text=safe(question.answer or ""), quoted=True),
        ),
    )
    return Outgoing(said=said, reply_to=answerer.email)


@renderers.renders("adjustment_asked")
def adjustment_asked(live: Live) -> Said | None:
    """Say that something was asked; the words themselves are read behind the button, by one person."""
    asked = live.unit.get(AdjustmentRequest, live.about("adjustment"))
    if live.row.recipient != f"person:{live.role.coordinator_id}":
        return None
    done = asked.handled_at is not None
    text = live.say(f"recruiter.adjustment_{'done' if done else 'asked'}", **live.who)
    label = live.say(f"button.{'change' if done else 'read'}_adjustment")
    press = Button(text=label, verb="read_adjustment", about=asked.id, primary=not done)
    return one(text, press)


@renderers.renders("adjustment_answered")
def adjustment_answered(live: Live) -> Outgoing:
    asked = live.unit.get(AdjustmentRequest, live.about("adjustment"))
    coordinator = live.unit.get(Person, asked.handled_by or live.role.coordinator_id)
    sections = [
        Section(text=live.say("candidate.coordinator_answers", coordinator=coordinator.name)),
        Section(text=safe(asked.reply or ""), quoted=True),
    ]
    told = (live.say("candidate.arranged_line", arrangement=line) for line in arrangements([asked]))
    sections += [Section(text=line) for line in told]
    if minutes := minutes_of([asked]):
        key = "arranged_time_ahead" if _is_too_short(live) else "arranged_time"
        sections.append(Section(text=live.say(f"candidate.{key}", minutes=minutes, host=live.host.name)))
    subject = live.say("mail_subject.adjustment", **_about_role(live))
    said = Said(subject=subject, sections=tuple(sections), notice=subject)
    return Outgoing(said=said, reply_to=coordinator.email)


def _is_too_short(live: Live) -> bool:
    loop = live.unit.loops.live(live.invitation.id)
    return loop is not None and is_too_short(live.unit, live.invitation, loop)


@renderers.renders(ReminderKind.NOT_CHOSEN_YET)
def not_chosen_yet(live: Live) -> Outgoing | None:
    if not _still_asked_for(live):
        return None
    by = day(live.catalogue, live.invitation.reply_by, live.candidate_zone)
    text = live.say("candidate.not_chosen_early", reply_by=by, host=live.host.name)
    subject = live.say("mail_subject.reminder", **_about_role(live))
    return Outgoing(said=one(text, subject=subject), reply_to=live.host.email)


@renderers.renders(ReminderKind.ASK_IN_PERSON)
def ask_in_person(live: Live) -> Said | None:
    days = (live.row.due_at - (live.invitation.sent_at or live.invitation.created_at)).days
    return _to_ask(live, live.say("recruiter.not_answered_5_days", days=days, **live.who))


@renderers.renders(ReminderKind.REPLY_BY_PASSED)
def reply_by_passed(live: Live) -> Said | None:
    by = day(live.catalogue, live.invitation.reply_by, live.company.timezone)
    return _to_ask(live, live.say("recruiter.reply_by_passed", reply_by=by, **live.who))


@renderers.after_sending(ReminderKind.REPLY_BY_PASSED)
def day_is_over(_services: Services, unit: Unit, row: Claimed) -> None:
    """Let the card in the channel name that day no longer as one to come."""
    refresh_card(unit, unit.get(Invitation, row.invitation_id or ""))


@renderers.renders("handed_over")
def handed_over(live: Live) -> Said | None:
    if live.row.recipient != f"person:{live.invitation.host_id}":
        return None
    catalogue = live.catalogue
    told = Markup(stands(catalogue, overview(live.services, live.unit, live.invitation)))
    text = live.say("recruiter.handed_over", stands=told, **live.who)
    if (other := _still_welcomes(live)) is not None:
        text += "\n" + live.say("recruiter.handed_over_welcome", person=mention(other))
    return one(text, *views.control_buttons(catalogue, live.invitation.id))


def _still_welcomes(live: Live) -> str | None:
    """Return who has the host's seat in what is booked, if it is not the host."""
    loop = live.unit.loops.live(live.invitation.id)
    seat = live.unit.loops.seats(loop.id).get(SeatId.HOST) if loop and loop.starts_at > live.unit.at else None
    return seat.person_id if seat and seat.person_id != live.invitation.host_id else None


@renderers.renders("new_host")
def new_host(live: Live) -> Outgoing:
    text = live.say("candidate.new_host", host=live.host.name)
    subject = live.say("mail_subject.new_host", **_about_role(live))
    return Outgoing(said=one(text, subject=subject), reply_to=live.host.email)


@renderers.renders("address_mended")
def address_mended(live: Live) -> Outgoing:
    text = live.say("candidate.address_mended", **_about_role(live))
    subject = live.say("mail_subject.address_mended", **_about_role(live))
    return Outgoing(said=one(text, subject=subject), reply_to=live.host.email)


@renderers.renders("invitation_withdrawn")
def invitation_withdrawn(live: Live) -> Outgoing:
    person = live.unit.get(Person, live.invitation.closed_by or live.invitation.host_id)
    until = live.candidate.delete_on or live.unit.at
    after = live.say(
        "candidate.invitation_withdrawn_after", delete_on=day(live.catalogue, until, live.candidate_zone)
    )
    said = Said(
        subject=live.say("mail_subject.invitation_withdrawn", **_about_role(live)),
        sections=(
            Section(text=live.say("candidate.invitation_withdrawn", person=person.name, **_about_role(live))),
            Section(text=safe(live.invitation.closed_reason or ""), quoted=True),
            Section(text=after, small=True),
        ),
    )
    return Outgoing(said=said, reply_to=person.email)


@renderers.renders("undelivered")
def undelivered(live: Live) -> Said:
    """Say whom nothing reaches, why, and what to do; the same words whatever should have gone out."""
    who = live.about("recipient")
    tellers: dict[str, Callable[[Live, str], Said]] = {"candidate": _no_candidate, "channel": _no_channel}
    kind = who.removeprefix("mail:").partition(":")[0]
    return tellers.get(kind, _no_person)(live, _why(live))


def _no_candidate(live: Live, why: str) -> Said:
    what = _what(live)
    if live.row.replaces:
        text = live.say("recruiter.undelivered_mended", why=Markup(why), what=Markup(what), **live.who)
        return one(text)
    text = live.say("recruiter.undelivered_candidate", why=Markup(why), what=Markup(what), **live.who)
    over = is_final(live.invitation.state)
    mend = Button(text=live.say("button.mend_address"), verb=views.MEND, about=live.invitation.id)
    return one(text) if over else one(text, mend)


def _no_person(live: Live, why: str) -> Said:
    person = live.unit.get(Person, live.about("recipient").rpartition(":")[2])
    what = Markup(_what(live))
    text = live.say(
        "recruiter.undelivered_person", person=person.name, why=Markup(why), what=what, **live.who
    )
    return one(text)


def _no_channel(live: Live, why: str) -> Said:
    channel = Markup(f"<#{live.about('recipient').rpartition(':')[2]}>")
    text = live.say("recruiter.undelivered_channel", channel=channel, why=Markup(why), role=live.role.title)
    return one(text)


def _why(live: Live) -> str:
    reason = live.about("why")
    known = f"why_not_delivered.{reason.replace(' ', '_')}"
    return live.say(known if known in live.catalogue.messages else "why_not_delivered.other", reason=reason)


def _what(live: Live) -> str:
    return live.say(f"what.{live.about('kind')}")


def _to_ask(live: Live, text: str) -> Said | None:
    if live.row.recipient != f"person:{live.invitation.host_id}" or not _still_asked_for(live):
        return None
    reached = live.say("recruiter.reached_at", address=views.reached_at(live.candidate))
    look = Button(text=live.say("button.look"), verb=views.LOOK, about=live.invitation.id)
    return Said(sections=(Section(text=text), Section(text=reached, small=True)), buttons=(look,))


def _still_asked_for(live: Live) -> bool:
    reminders = unanswered(live.unit, live.invitation)
    return any(is_wanted(each, live.unit.at) for each in reminders if each.kind == live.row.kind)


def _about_role(live: Live) -> dict[str, object]:
    return {"role": live.role.title, "company": live.company.name}
