"""What a candidate's written words do: choose, answer, wish for something, or go to a person."""

import re
from contextlib import suppress

from bot.listeners.press import Answer, Press
from bot.listeners.routes import Routes
from bot.listeners.words import Heard, again, heard_from, means, words
from bot.ports import Services
from bot.use_cases.agree_ai import ZONE, Agreed, agree_to_ai_rules
from bot.use_cases.ask_back import WHICH_OF, WHICH_TRACK, WITHDRAW, ask_back
from bot.use_cases.candidate_says import (
    MOST_WORDS,
    ask_adjustment,
    ask_person,
    not_now,
    not_understood,
    set_timezone,
    withdraw,
)
from bot.use_cases.choose_track import AGREE, Chosen, choose_track, others_to_pick, tell_outcome
from bot.use_cases.offer_times import DAYS
from bot.use_cases.open_offer import KIND as TIMES
from bot.use_cases.standing import actor_in_slack
from bot.use_cases.telling import notice
from storage.tables import Invitation
from storage.unit_of_work import Unit
from tracks.access import Actor
from tracks.candidacy import ChosenVia, InvitationState, is_final
from tracks.choice import Choice, LastQuestion, Thanks, Unclear, Wish, Wished, understand
from tracks.errors import AlreadyDone, TextTooLong, UnknownZone
from tracks.track import TrackId

routes = Routes()
DIRECT = "im"
A_QUESTION = 3  # words; "huh?" is none
ASKED_BACK = {
    AGREE: "candidate.question_back_agree",
    ZONE: "candidate.question_back_zone",
    DAYS: "candidate.question_back_days",
    TIMES: "candidate.question_back_times",
}
CHOOSING = (InvitationState.SENT, InvitationState.CHOSEN, InvitationState.PLANNED)


@routes.event("message")
def wrote(services: Services, press: Press) -> Answer:
    """Serve words written to the bot in a direct message."""
    text = press.words
    if press.about != DIRECT or not (text or press.metadata.get("files")):
        return None
    with services.look() as unit:
        actor = actor_in_slack(unit, press.user)
        invitation = _spoken_of(unit, actor)
    if invitation is None:
        _of_person(services, press, actor)
        return None
    if len(text) > MOST_WORDS:
        raise TextTooLong(length=len(text), most=MOST_WORDS)
    heard = heard_from(press, text, invitation_id=invitation.id, asked_last=invitation.asked_last)
    if press.metadata.get("files"):
        asking = heard.asking.besides("file")
        ask_back(services, asking, sentence="candidate.no_file", asked_last=invitation.asked_last)
    if not text:
        return None
    if is_final(invitation.state):
        _to_a_person(services, heard)
        return None
    answering = words.answering.get(heard.asked)
    if answering is None or not answering(services, heard):
        _understood(services, heard, invitation)
    return None


def _spoken_of(unit: Unit, actor: Actor) -> Invitation | None:
    """Return the candidacy of theirs in which something happened last, the live ones first."""
    if actor.candidate_id is None:
        return None
    live = unit.candidacies.live_of(actor.candidate_id)
    if live:
        return max(live, key=lambda invitation: invitation.last_step_at)
    return None if actor.person_id else unit.candidacies.newest_of(actor.candidate_id)


def _of_person(services: Services, press: Press, actor: Actor) -> None:
    if any(listener(services, press) for listener in words.of_people):
        return
    key = "recruiter.not_your_words" if actor.person_id else "home.stranger"
    with services.change("rule:answering", request=press.request) as unit:
        notice(unit, press.user, key, key=f"words:{press.request}")


def _to_a_person(services: Services, heard: Heard) -> None:
    ask_person(services, heard.asking, text=heard.words)


def _understood(services: Services, heard: Heard, invitation: Invitation) -> None:
    only_the_paper = invitation.state == InvitationState.SENT and not (heard.asked or heard.second)
    meant = understand(
        heard.meant,
        options_in_order=[TrackId(track) for track in invitation.option_order],
        last_question=LastQuestion.WHICH_TRACK
        if only_the_paper or heard.asked == WHICH_TRACK
        else LastQuestion.OTHER,
        vocabulary=services.catalogue.choice_words,
    )
    match meant:
        case Thanks() if not heard.asked:
            pass
        case Choice(track=track, wishes=wishes) if invitation.state in CHOOSING:
            _choose(services, heard, track, adjustment=Wish.ADJUSTMENT in wishes)
        case Wished(wish=wish) if wish in words.wishing and words.wishing[wish](services, heard):
            pass
        case Unclear(wishes=wishes) if Wish.ADJUSTMENT in wishes:
            ask_adjustment(services, heard.asking, text=heard.words)
        case Unclear(tracks=(), wishes=()) if _asks(heard.meant):
            _to_a_person(services, heard)
        case Unclear(tracks=tracks) if tracks and invitation.state in CHOOSING:
            _unclear(services, heard, "candidate.which_one_did_you_mean", asks=WHICH_OF, tracks=tracks)
        case _ if invitation.state == InvitationState.SENT:
            shown = tuple(TrackId(track) for track in invitation.option_order)
            _unclear(services, heard, "candidate.question_back_paper", asks=WHICH_TRACK, tracks=shown)
        case _:
            sentence = ASKED_BACK.get(heard.asked, "candidate.question_back")
            _unclear(services, heard, sentence, asks=heard.asked_last if heard.asked in ASKED_BACK else None)


def _asks(words: str) -> bool:
    """Whether *words* are a question of several words, about something that only a person can answer."""
    return words.endswith("?") and len(words.split()) >= A_QUESTION


def _choose(services: Services, heard: Heard, track: TrackId, *, adjustment: bool) -> None:
    if adjustment:  # first: when the choice is refused, the wish has arrived all the same
        ask_adjustment(services, heard.asking.besides("adjustment"), text=heard.words)
    outcome = choose_track(
        services,
        heard.asking,
        track=track,
        via=ChosenVia.WORDS,
        words=None if adjustment else heard.words,
        said_at=heard.said_at,
    )
    if outcome != Chosen.FIRST:
        tell_outcome(services, heard.asking, outcome=outcome)


def _unclear(
    services: Services,
    heard: Heard,
    sentence: str,
    *,
    asks: str | None,
    tracks: tuple[TrackId, ...] = (),
) -> None:
    """Ask back once; the second time a person is told, and nothing is guessed."""
    if heard.second:
        not_understood(services, heard.asking, text=heard.words, asked_last=heard.asked_last)
        return
    ask_back(services, heard.asking, sentence=sentence, asked_last=again(asks), tracks=tracks)


@words.wishes(Wish.ADJUSTMENT)
def wants_adjustment(services: Services, heard: Heard) -> bool:
    ask_adjustment(services, heard.asking, text=heard.words)
    return True


@words.wishes(Wish.ASK_PERSON)
def wants_person(services: Services, heard: Heard) -> bool:
    _to_a_person(services, heard)
    return True


@words.wishes(Wish.NOT_NOW)
def wants_to_wait(services: Services, heard: Heard) -> bool:
    with suppress(AlreadyDone):
        not_now(services, heard.asking)
    return True


@words.wishes(Wish.SWITCH)
def wants_to_switch(services: Services, heard: Heard) -> bool:
    with services.look() as unit:
        others_to_pick(unit, unit.get(Invitation, heard.asking.invitation_id))
    return _ask(services, heard, "candidate.switch_offer_words", WHICH_TRACK)


@words.wishes(Wish.HELP)
def wants_help(services: Services, heard: Heard) -> bool:
    return _ask(services, heard, "candidate.what_i_can_do", heard.asked_last)


@words.wishes(Wish.WITHDRAW)
def wants_to_withdraw(services: Services, heard: Heard) -> bool:
    """Withdraw when it was asked just before; else ask, with a button: this one cannot be taken back."""
    if heard.asked != WITHDRAW:
        return _ask(services, heard, "candidate.withdraw_ask", WITHDRAW, button="withdraw")
    withdraw(services, heard.asking)
    return True


@words.answers(WITHDRAW)
def stays(services: Services, heard: Heard) -> bool:
    return means(services, heard, "keep") and _ask(services, heard, "candidate.nothing_changed", None)


@words.answers(ZONE)
def named_a_zone(services: Services, heard: Heard) -> bool:
    try:
        set_timezone(services, heard.asking, zone=heard.meant)
    except UnknownZone:
        return False
    return True


@words.answers(AGREE)
def agreed_in_words(services: Services, heard: Heard) -> bool:
    """Take a plain yes to the rules that were shown; anything more is understood as other words are."""
    said = " ".join(re.findall(r"\w+", heard.meant.casefold()))
    if said not in services.catalogue.message("words.agree").split("|"):
        return False
    outcome = agree_to_ai_rules(services, heard.asking, version=heard.about)
    return outcome != Agreed.CHANGED


def _ask(
    services: Services, heard: Heard, sentence: str, asked_last: str | None, *, button: str = ""
) -> bool:
    ask_back(services, heard.asking, sentence=sentence, asked_last=asked_last, button=button)
    return True
