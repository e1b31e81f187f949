"""The parts of a candidate's page about times: one day or two, what is on offer, what is held or booked."""

from bot.ports import Services
from bot.use_cases.book import Taken, take_time
from bot.use_cases.cancel_loop import Cancelled, cancel_booked
from bot.use_cases.loop_days import meeting_link
from bot.use_cases.move_loop import ask_to_move, keep_time
from bot.use_cases.offer_times import Looked, choose_days, more_times, none_of_these
from bot.use_cases.open_offer import Purpose
from bot.use_cases.panel_facts import names_text
from bot.use_cases.times_shown import ShownTime, ShownTimes, days_asked, seats_asked, times_shown
from bot.views import booking as views
from bot.views.said import Section
from bot.web.page_parts import PageField, PageForm, PageLive, PagePart, PageParts, PagePress
from bot.wording.sentences import Markup, plain
from tracks.candidacy import InvitationState

page = PageParts()


@page.part(200)
def times(live: PageLive) -> PagePart | None:
    """The starts on offer, each with its button; else, once the rules are agreed to, one day or two."""
    if not live.agreed or live.candidate.timezone is None:
        return None
    offer = live.unit.candidacies.times_offered(live.invitation.id)
    shown = times_shown(live.services, live.unit, live.invitation, offer) if offer else None
    if shown is not None:
        return _times(live, shown)
    return _days(live) if live.invitation.state == InvitationState.CHOSEN else None


@page.part(210)
def booked(live: PageLive) -> PagePart | None:
    """What is held or booked, and what can be done about it."""
    loop = live.unit.loops.live(live.invitation.id)
    if loop is None or live.invitation.state != InvitationState.PLANNED:
        return None
    known = dict(live.facts)
    meet_at = live.say("candidate.meet_at", link=meeting_link(live.unit, loop))
    text = [live.say("candidate.names_lead", **known), meet_at, names_text(live.services, known)]
    if loop.confirmed_at is None:
        known["seats"] = seats_asked(live.services, live.unit, live.invitation)
        text = [live.say("candidate.time_held", **known)]
    forms: tuple[PageForm, ...] = ()
    if loop.ends_at > live.services.now:
        forms = (
            PageForm(verb=views.MOVE, submit=live.plain("button.move_time")),
            PageForm(
                verb=views.CANCEL,
                submit=live.plain("button.cancel_yes"),
                label=live.plain("page.cancel"),
                danger=True,
            ),
        )
    note = Section(text=live.say("page.cancel_text"), small=True)
    return PagePart(
        title=live.plain("page.booked" if loop.confirmed_at else "page.held"),
        sections=(*(Section(text=each) for each in text), *((note,) if forms else ())),
        forms=forms,
        anchor="booked",
        now=True,
    )


@page.verb(views.DAYS)
def days_chosen(services: Services, press: PagePress) -> str:
    looked = choose_days(services, press.asked, split=press.about == "two")
    return "page.saved" if looked is Looked.OFFERED else "page.no_times_yet"


@page.verb(views.TAKE)
def time_taken(services: Services, press: PagePress) -> str:
    offer_id, _, number = press.about.partition(".")
    taken = take_time(services, press.asked, offer_id=offer_id, number=number)
    return f"candidate.{taken}" if taken in (Taken.OTHERS, Taken.NONE_LEFT) else "page.saved"


@page.verb(views.MORE)
def more_wanted(services: Services, press: PagePress) -> str:
    looked = more_times(services, press.asked)
    return "page.saved" if looked is Looked.OFFERED else "candidate.no_more_times"


@page.verb(views.NONE)
def none_suits(services: Services, press: PagePress) -> str:
    none_of_these(services, press.asked, words=press.typed("words"))
    return "candidate.none_suits"


@page.verb(views.KEEP)
def time_kept(services: Services, press: PagePress) -> str:
    keep_time(services, press.asked)
    return "page.saved"


@page.verb(views.MOVE)
def move_wanted(services: Services, press: PagePress) -> str:
    moving = ask_to_move(services, press.asked)
    return f"candidate.{moving}"


@page.verb(views.CANCEL)
def cancel_wanted(services: Services, press: PagePress) -> str:
    cancelled = cancel_booked(services, press.asked)
    return "candidate.cancelled_now" if cancelled is Cancelled.DONE else f"candidate.{cancelled}"


def _days(live: PageLive) -> PagePart:
    asked = days_asked(live.services, live.unit, live.invitation)
    told = {"whole": asked.whole, "first_part": asked.first_part, "second_part": asked.second_part}
    sections = [Section(text=live.say("candidate.ask_days", **live.facts, **told))]
    return PagePart(
        title=live.plain("page.days"),
        sections=tuple(sections),
        forms=(
            PageForm(verb=views.DAYS, submit=live.plain("button.one_day"), about="one", primary=True),
            PageForm(verb=views.DAYS, submit=live.plain("button.two_days"), about="two"),
        ),
        anchor="days",
        now=True,
    )


def _times(live: PageLive, shown: ShownTimes) -> PagePart:
    known = live.facts | {"seats": seats_asked(live.services, live.unit, live.invitation)}
    moving = shown.purpose is not Purpose.BOOK
    rest = [PageForm(verb=views.MORE, submit=live.plain("button.more_times"))] if shown.room else []
    if moving:
        rest.append(PageForm(verb=views.KEEP, submit=live.plain("button.keep_time")))
    else:
        other = "one" if live.invitation.split else "two"
        rest.append(PageForm(verb=views.DAYS, submit=live.plain(f"button.{other}_instead"), about=other))
    words = PageField(
        name="words",
        label=live.plain("page.none_words"),
        kind="text",
        hint=live.plain("page.none_words_hint", **known),
        required=False,
    )
    rest.append(PageForm(verb=views.NONE, submit=live.plain("button.none_of_these"), fields=(words,)))
    return PagePart(
        title=live.plain("page.times_move" if moving else "page.times"),
        sections=(Section(text=live.say(f"candidate.times_{shown.purpose}", **known)),),
        forms=(*(_form(live, each) for each in shown.times), *rest),
        anchor="times",
        now=True,
    )


def _form(live: PageLive, each: ShownTime) -> PageForm:
    """Return the button of one start; the whole time stands on it."""
    when = each.days[0]
    if len(each.days) > 1:
        when = live.plain("page.two_day_line", time=Markup(when), second=Markup(each.days[1]))
    return PageForm(verb=views.TAKE, submit=plain(when), about=each.key)
