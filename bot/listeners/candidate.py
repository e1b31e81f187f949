"""What candidates press and submit in Slack: choosing, agreeing, asking, leaving, bringing a page."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bot.listeners.press import Answer, Open, Press
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases import papers
from bot.use_cases.agree_ai import Agreed, agree_to_ai_rules, question_ai_rules
from bot.use_cases.bring_page import bring_page, bring_slack_file, expect_page
from bot.use_cases.candidacy_facts import facts_for
from bot.use_cases.candidate_brief import brief_of
from bot.use_cases.candidate_says import ask_adjustment, ask_person, not_now, set_timezone, withdraw
from bot.use_cases.choose_track import Chosen, choose_track, others_to_pick
from bot.use_cases.run_step import invitation_for
from bot.views import candidate_forms as forms
from bot.views.brief import brief_modal
from bot.views.modals import notice_modal
from bot.views.paper import read_on_modal
from bot.wording import say
from storage.tables import Candidate, Invitation
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import ChosenVia
from tracks.errors import (
    AlreadyStarted,
    FileNotUsable,
    NotAllowed,
    NotFound,
    TextMissing,
    TextTooLong,
    UnknownZone,
)
from tracks.track import TrackId

routes = Routes()
WORDS = {TextMissing: "words", TextTooLong: "words"}


@contextmanager
def reading(services: Services, press: Press, action: Action) -> Iterator[tuple[Unit, Invitation]]:
    """Look at the candidacy that *press* is about, if the presser may take *action*. Raises NotAllowed."""
    with services.look() as unit:
        yield unit, invitation_for(unit, press.user, press.subject, action)


@routes.action("choose_track")
def track_pressed(services: Services, press: Press) -> Answer:
    return _choose(services, press, press.detail)


@routes.form("switch_track")
def switch_submitted(services: Services, press: Press) -> Answer:
    return _choose(services, press, press.typed("track"))


def _choose(services: Services, press: Press, track: str) -> Answer:
    if track not in set(TrackId):
        raise NotAllowed(action=Action.CHOOSE_TRACK)
    outcome = choose_track(services, press.asked, track=TrackId(track), via=ChosenVia.BUTTON)
    return _say(services, press.asked.invitation_id, outcome)


def _say(services: Services, invitation_id: str, outcome: Chosen) -> Answer:
    """Say what a message will not say: that nothing changed, that a person decides, what was cancelled."""
    if outcome in {Chosen.FIRST, Chosen.LATER_WORDS}:
        return None
    with services.look() as unit:
        known = facts_for(services, unit, unit.get(Invitation, invitation_id))
    return Open(view=notice_modal(services.catalogue, say(services.catalogue, outcome.sentence, **known)))


@routes.action("switch")
def switch_pressed(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.SWITCH) as (unit, invitation):
        others = _options(services, others_to_pick(unit, invitation))
        booked = unit.loops.live(invitation.id) is not None
        return Open(view=forms.switch_modal(services.catalogue, invitation.id, others, booked=booked))


def _options(services: Services, tracks: Iterable[TrackId]) -> list[tuple[str, str]]:
    return [(str(track), services.catalogue.paper.track(track).name) for track in tracks]


@routes.action("read_on")
def read_on_pressed(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.SEE_OWN) as (unit, invitation):
        return Open(view=read_on_modal(services.catalogue, papers.paper_of(unit, invitation)))


@routes.action("read_paper")
def read_paper_pressed(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.SEE_OWN) as (unit, invitation):
        return Open(view=read_on_modal(services.catalogue, papers.paper_of(unit, invitation), whole=True))


@routes.action("read_brief")
def read_brief_pressed(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.SEE_OWN) as (unit, invitation):
        own = brief_of(services, unit, invitation)
        if own is None:
            raise NotFound(what="brief")
        known = facts_for(services, unit, invitation)
        return Open(view=brief_modal(services.catalogue, own.brief, known, own.day))


@routes.action("my_page")
def page_opened(_services: Services, _press: Press) -> Answer:
    return None  # the link opens by itself; Slack tells of it all the same


@routes.action("agree_ai")
def agree_pressed(services: Services, press: Press) -> Answer:
    outcome = agree_to_ai_rules(services, press.asked, version=press.detail)
    if outcome == Agreed.NOW:
        return None
    return Open(view=notice_modal(services.catalogue, say(services.catalogue, f"candidate.{outcome}")))


@routes.action("question_ai")
def question_ai_pressed(services: Services, press: Press) -> Answer:
    return _words(services, press, Action.AGREE_AI, "ai_question", label="your_ai_question")


@routes.form("ai_question", at=WORDS)
def question_ai_submitted(services: Services, press: Press) -> Answer:
    question_ai_rules(services, press.asked, text=press.typed("words"))
    return None


@routes.action("ask_person")
def ask_pressed(services: Services, press: Press) -> Answer:
    return _words(services, press, Action.ASK_PERSON, "ask_person", label="your_question")


@routes.form("ask_person", at=WORDS)
def ask_submitted(services: Services, press: Press) -> Answer:
    ask_person(services, press.asked, text=press.typed("words"))
    return None


@routes.action("ask_adjustment")
def adjustment_pressed(services: Services, press: Press) -> Answer:
    return _words(services, press, Action.ASK_ADJUSTMENT, "ask_adjustment", label="your_adjustment")


@routes.form("ask_adjustment", at=WORDS)
def adjustment_submitted(services: Services, press: Press) -> Answer:
    ask_adjustment(services, press.asked, text=press.typed("words"))
    return None


@routes.action("not_now")
def not_now_pressed(services: Services, press: Press) -> Answer:
    not_now(services, press.asked)
    return None


@routes.action("withdraw")
def withdraw_pressed(services: Services, press: Press) -> Answer:
    withdraw(services, press.asked)
    return None


@routes.action("set_timezone")
def zone_pressed(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.SEE_OWN) as (unit, invitation):
        zone = unit.get(Candidate, invitation.candidate_id).timezone
        return Open(view=forms.zone_modal(services.catalogue, invitation.id, zone))


@routes.form("set_timezone", at={UnknownZone: "zone"})
def zone_submitted(services: Services, press: Press) -> Answer:
    set_timezone(services, press.asked, zone=press.typed("zone"))
    return None


@routes.action("bring_page")
def bring_pressed(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.BRING_PAGE) as (unit, invitation):
        expect_page(unit, invitation)
        known = facts_for(services, unit, invitation)
        intro = say(services.catalogue, "candidate.brief_page_wanted", **known)
        return Open(view=forms.bring_modal(services.catalogue, invitation.id, intro))


@routes.form(
    "bring_page",
    at={FileNotUsable: "file", AlreadyStarted: "text", TextMissing: "text", TextTooLong: "text"},
)
def bring_submitted(services: Services, press: Press) -> Answer:
    given = press.files("file")
    if not given:
        bring_page(services, press.asked, text=press.typed("text"))
        return None
    bring_slack_file(
        services,
        press.asked,
        file_id=str(given[0].get("id") or ""),
        name=str(given[0].get("name") or ""),
        size=int(given[0].get("size") or 0),
    )
    return None


@routes.action("record_choice")
def record_pressed(services: Services, press: Press) -> Answer:
    with reading(services, press, Action.RECORD_CHOICE) as (unit, invitation):
        choice = unit.candidacies.choice(invitation.id)
        offered = [TrackId(track) for track in invitation.option_order]
        others = _options(services, (track for track in offered if not choice or track != choice.track_id))
        wanted = press.detail or None
        return Open(view=forms.record_choice_modal(services.catalogue, invitation.id, others, initial=wanted))


@routes.form("record_choice", at=WORDS)
def record_submitted(services: Services, press: Press) -> Answer:
    words = press.typed("words").strip()
    if not words:
        raise TextMissing(field="words")
    choose_track(
        services, press.asked, track=TrackId(press.typed("track")), via=ChosenVia.TOLD_A_PERSON, words=words
    )
    return None


def _words(services: Services, press: Press, action: Action, verb: str, *, label: str) -> Answer:
    with reading(services, press, action) as (unit, invitation):
        known = facts_for(services, unit, invitation)
        view = forms.words_modal(services.catalogue, verb, invitation.id, label=label, **known)
        return Open(view=view)
