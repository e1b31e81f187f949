"""What a candidate can always do on their page, and what came of it: ask, adjust, switch, pause, leave."""

from bot.ports import Services
from bot.use_cases.agree_ai import agree_to_ai_rules, question_ai_rules
from bot.use_cases.bring_page import bring_page
from bot.use_cases.candidate_brief import arrangements
from bot.use_cases.candidate_says import ask_adjustment, ask_person, not_now, set_timezone, withdraw
from bot.use_cases.choose_track import choose_track, others_to_pick
from bot.use_cases.unanswered import is_away
from bot.views.said import Section
from bot.web.page_parts import PageField, PageForm, PageLive, PagePart, PageParts, PagePress
from bot.wording import day
from bot.wording.sentences import safe
from storage.tables import AdjustmentRequest, AskedQuestion, Person, Role
from tracks.candidacy import ChosenVia, InvitationState, is_final
from tracks.errors import ChoiceClosed, InterviewError
from tracks.track import TrackId

page = PageParts()
SWITCHING = (InvitationState.CHOSEN, InvitationState.PLANNED)


@page.part(140)
def answers(live: PageLive) -> PagePart | None:
    """What was asked, and what people answered; adjustments too: this page is the candidate's alone."""
    sections = [*_questions(live), *_adjustments(live)]
    return PagePart(title=live.say("page.answers"), sections=tuple(sections)) if sections else None


@page.part(160)
def ask(live: PageLive) -> PagePart | None:
    return _form_part(live, "ask", "ask_person", "your_question", anchor="ask")


@page.part(164)
def adjust(live: PageLive) -> PagePart | None:
    if is_final(live.invitation.state):
        return None
    return _form_part(live, "adjustment", "ask_adjustment", "your_adjustment", anchor="adjustment")


@page.part(170)
def switch(live: PageLive) -> PagePart | None:
    if live.invitation.state not in SWITCHING:
        return None
    try:
        others = others_to_pick(live.unit, live.invitation)
    except InterviewError:
        return None
    booked = live.unit.loops.live(live.invitation.id) is not None
    texts = [live.say("candidate.switch_by_words", **live.facts)]
    texts += [live.say("page.switch_booked")] if booked else []
    options = tuple((track, live.catalogue.paper.track(track).name) for track in others)
    field = PageField(name="track", label=live.plain("label.your_track"), kind="choice", options=options)
    form = PageForm(verb="switch_track", submit=live.plain("button.switch"), fields=(field,))
    return PagePart(
        title=live.say("page.switch"),
        sections=tuple(Section(text=text) for text in texts),
        forms=(form,),
        anchor="switch",
        folded=True,
        last=True,
    )


@page.part(176)
def pause(live: PageLive) -> PagePart | None:
    if live.invitation.state != InvitationState.SENT:
        return None
    form = PageForm(verb="not_now", submit=live.plain("button.not_now"))
    paused = live.invitation.reminders_off
    text = live.say("page.paused" if paused else "page.pause_text", **live.facts)
    return PagePart(
        title=live.say("page.pause"),
        sections=(Section(text=text),),
        forms=() if paused else (form,),
        folded=True,
        last=True,
    )


@page.part(180)
def leave(live: PageLive) -> PagePart | None:
    if is_final(live.invitation.state):
        return None
    form = PageForm(verb="withdraw", submit=live.plain("button.withdraw_yes"), danger=True)
    text = Section(text=live.say("page.withdraw_text"))
    return PagePart(
        title=live.say("page.withdraw"),
        sections=(text,),
        forms=(form,),
        anchor="leave",
        folded=True,
        last=True,
    )


# --- what is posted


@page.verb("choose_track")
def choose_posted(services: Services, press: PagePress) -> str:
    return _choose(services, press, press.about)


@page.verb("switch_track")
def switch_posted(services: Services, press: PagePress) -> str:
    return _choose(services, press, press.typed("track"))


def _choose(services: Services, press: PagePress, track: str) -> str:
    if track not in set(TrackId):
        raise ChoiceClosed(state="unknown")
    outcome = choose_track(services, press.asked, track=TrackId(track), via=ChosenVia.PAGE)
    return outcome.sentence


@page.verb("agree_ai")
def agree_posted(services: Services, press: PagePress) -> str:
    outcome = agree_to_ai_rules(services, press.asked, version=press.about)
    return f"candidate.{outcome}"


@page.verb("ai_question")
def ai_question_posted(services: Services, press: PagePress) -> str:
    question_ai_rules(services, press.asked, text=press.typed("words"))
    return "candidate.ai_question"


@page.verb("ask_person")
def ask_posted(services: Services, press: PagePress) -> str:
    return ask_person(services, press.asked, text=press.typed("words"))


@page.verb("ask_adjustment")
def adjustment_posted(services: Services, press: PagePress) -> str:
    return ask_adjustment(services, press.asked, text=press.typed("words"))


@page.verb("set_timezone")
def zone_posted(services: Services, press: PagePress) -> str:
    set_timezone(services, press.asked, zone=press.typed("zone"))
    return "candidate.zone_kept"


@page.verb("bring_page")
def page_posted(services: Services, press: PagePress) -> str:
    bring_page(services, press.asked, text=press.typed("text"), file=press.files.get("file"))
    return "candidate.page_received"


@page.verb("not_now")
def not_now_posted(services: Services, press: PagePress) -> str:
    not_now(services, press.asked)
    return "candidate.not_now"


@page.verb("withdraw")
def withdraw_posted(services: Services, press: PagePress) -> str:
    withdraw(services, press.asked)
    return "candidate.withdraw"


def _form_part(live: PageLive, name: str, verb: str, label: str, *, anchor: str) -> PagePart:
    field = PageField(name="words", label=live.plain(f"label.{label}"), kind="text")
    return PagePart(
        title=live.say(f"page.{name}"),
        sections=(Section(text=live.say(f"page.{name}_text", **live.facts)),),
        forms=(PageForm(verb=verb, submit=live.plain("button.send"), fields=(field,)),),
        anchor=anchor,
        folded=True,
        last=True,
    )


def _questions(live: PageLive) -> list[Section]:
    told: list[Section] = []
    for row in live.unit.candidacies.questions(live.invitation.id):
        told += _asked(live, row)
        if row.answer is None:
            told.append(Section(text=live.say("page.waiting", host=live.host.name)))
            continue
        by = live.unit.get(Person, row.answered_by).name if row.answered_by else live.host.name
        told.append(Section(text=live.say("page.answered", host=by)))
        told.append(Section(text=safe(row.answer), quoted=True))
    return told


def _adjustments(live: PageLive) -> list[Section]:
    coordinator = live.unit.get(Person, live.unit.get(Role, live.invitation.role_id).coordinator_id)
    waiting = "away" if is_away(live.unit, coordinator.id) else "waiting"
    told: list[Section] = []
    for row in live.unit.candidacies.adjustments(live.invitation.id):
        told += _asked(live, row)
        if row.reply:
            told.append(Section(text=live.say("page.adjustment_answered", coordinator=coordinator.name)))
            told.append(Section(text=safe(row.reply), quoted=True))
        else:
            told.append(Section(text=live.say(f"page.adjustment_{waiting}", coordinator=coordinator.name)))
        for line in arrangements([row]):
            told.append(Section(text=live.say("page.arranged", arrangement=line)))
    return told


def _asked(live: PageLive, row: AskedQuestion | AdjustmentRequest) -> list[Section]:
    on = day(live.catalogue, row.asked_at, live.zone)
    return [
        Section(text=live.say("page.you_asked", day=on), small=True),
        Section(text=safe(row.text), quoted=True),
    ]
