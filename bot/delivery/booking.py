"""What candidates are sent about times: one day or two, what is on offer, held, settled, moved, cancelled."""

from bot.delivery.live import Live, Renderers
from bot.use_cases.open_offer import Purpose
from bot.use_cases.panel_facts import names_text
from bot.use_cases.times_shown import days_asked, seats_asked, times_shown
from bot.views import booking as views
from bot.views.paper import record
from bot.views.said import Said, Section
from bot.wording import day
from storage.tables import Loop, TimesOffered
from tracks.candidacy import InvitationState

renderers = Renderers()


@renderers.renders("ask_days")
def ask_days(live: Live) -> Said | None:
    known = live.facts
    if live.row.replaces:
        key = {True: "days_two", False: "days_one", None: "days_open"}[live.invitation.split]
        return record(live.catalogue, f"candidate.{key}", known)
    if live.invitation.state != InvitationState.CHOSEN:
        return None
    return _days_question(live, "candidate.ask_days", known, subject="mail.subject_days")


@renderers.renders("times")
def times(live: Live) -> Said | None:
    offer = live.unit.get(TimesOffered, live.about("offer"))
    known = live.facts
    shown = times_shown(live.services, live.unit, live.invitation, offer)
    if shown is None:
        taken = live.unit.loops.live(live.invitation.id) is not None
        closed = record(live.catalogue, f"candidate.times_{'taken' if taken else 'closed'}", known)
        return closed if live.row.replaces else None
    catalogue, about = live.catalogue, live.invitation.id
    known["seats"] = seats_asked(live.services, live.unit, live.invitation)
    sections = [Section(text=live.say(f"candidate.times_{shown.purpose}", **known))]
    sections += [views.time_section(catalogue, each.key, each.number, each.days) for each in shown.times]
    if not shown.times:
        sections.append(Section(text=live.say("candidate.times_none_left", **known)))
    in_slack = "times_hint" if shown.room else "times_hint_last"
    hint = in_slack if live.candidate.slack_user else "times_hint_page"
    sections.append(Section(text=live.say(f"candidate.{hint}", **known), small=True))
    split = live.invitation.split if shown.purpose is Purpose.BOOK else None
    return Said(
        subject=live.say("mail.subject_times", **known),
        sections=tuple(sections),
        buttons=views.times_buttons(catalogue, about, room=shown.room, split=split, page=known["page"]),
    )


@renderers.renders("time_held")
def time_held(live: Live) -> Said | None:
    loop, known = _loop(live)
    if loop is None or loop.confirmed_at is not None:
        return _record(live, loop, known)
    known |= {"seats": seats_asked(live.services, live.unit, live.invitation)}
    return _booked(live, known, live.say("candidate.time_held", **known), subject="mail.subject_held")


@renderers.renders("names")
def names(live: Live) -> Said | None:
    loop, known = _loop(live)
    if loop is None:
        return _record(live, loop, known)
    lead = live.say("candidate.names_lead", **known)
    told = f"{lead}\n\n{names_text(live.services, known)}"
    return _booked(live, known, told, subject="mail.subject_names")


@renderers.renders("time_moved")
def time_moved(live: Live) -> Said | None:
    loop, known = _loop(live)
    if loop is None:
        return _record(live, loop, known)
    told = live.say("candidate.moved", **known)
    if any(seat.answer is None for seat in live.unit.loops.seats(loop.id).values()):
        told += "\n\n" + live.say("candidate.time_moved_new_people")
    return _booked(live, known, told, subject="mail.subject_moved")


@renderers.renders("time_cancelled")
def time_cancelled(live: Live) -> Said | None:
    known = live.facts | {"time": live.about("time")}
    if live.invitation.state != InvitationState.CHOSEN:
        return None
    lead = live.say("candidate.cancelled", **known)
    said = _days_question(live, "candidate.cancelled_again", known, subject="mail.subject_cancelled")
    return Said(sections=(Section(text=lead), *said.sections), subject=said.subject, buttons=said.buttons)


def _days_question(live: Live, key: str, known: dict[str, str], *, subject: str) -> Said:
    asked = days_asked(live.services, live.unit, live.invitation)
    durations = {
        "whole": asked.whole,
        "first_part": asked.first_part,
        "second_part": asked.second_part,
    }
    hint = Section(text=live.say("candidate.ask_days_hint"), small=True)
    return Said(
        subject=live.say(subject, **known),
        sections=(Section(text=live.say(key, **known, **durations)), hint),
        buttons=views.days_buttons(live.catalogue, live.invitation.id),
    )


def _loop(live: Live) -> tuple[Loop | None, dict[str, str]]:
    """Return the live loop if it is still the one and at the time that the message is about."""
    known = live.facts
    loop = live.unit.loops.live(live.invitation.id)
    told = live.about("starts")
    if loop is None or (told and told != loop.starts_at.isoformat()):
        return None, known
    return loop, known


def _record(live: Live, loop: Loop | None, known: dict[str, str]) -> Said | None:
    """Return the line that stays of a message that holds no more; nothing new is sent for it."""
    if not live.row.replaces:
        return None
    if loop is not None:
        known |= {"day": day(live.catalogue, loop.booked_at, live.candidate_zone)}
        return record(live.catalogue, "candidate.time_held_record", known)
    return record(live.catalogue, "candidate.times_closed", known)


def _booked(live: Live, known: dict[str, str], text: str, *, subject: str) -> Said:
    return Said(
        subject=live.say(subject, **known),
        sections=(Section(text=text),),
        buttons=views.booked_buttons(live.catalogue, live.invitation.id, known["page"]),
    )
