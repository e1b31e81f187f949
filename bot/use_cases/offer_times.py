"""Looks for times at which everybody whom the plan needs is free, and offers them to the candidate."""

from enum import StrEnum

from bot.ports import Services
from bot.use_cases import papers
from bot.use_cases.ai_rules import has_agreed
from bot.use_cases.loop_parts import sought_elsewhere, sought_new
from bot.use_cases.open_offer import Purpose, add_more, just_offered, open_offer
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.questions import pass_on_question, who_answers
from bot.use_cases.run_step import run_step
from bot.use_cases.staff import Sought
from bot.use_cases.telling import step, tell_candidate, tell_person
from storage.tables import Invitation, TimesOffered
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.candidacy import InvitationState
from tracks.errors import AiRuleNotAgreed, AlreadyBooked, ChoiceClosed, NoSuchTime
from tracks.intake import clean, require_text

DAYS = "days"  # what is asked last while it is open whether one day or two
MOST_WORDS = 2000


class Looked(StrEnum):
    """What came of looking for times."""

    OFFERED = "times_offered"
    NONE = "no_times"  # the host has been asked
    ALL_SHOWN = "no_more_times"
    BOOKED = "booked_by_now"
    NOT_AGREED = "ai_rules_first"
    DAYS_OPEN = "days_first"


def offer_times(unit: Unit, invitation: Invitation, *, on_page: bool = False) -> None:
    """Begin the search for a time: ask whether on one day or two; the times follow the answer.

    The candidate has agreed to the AI rules, and their zone is known.
    """
    unit.change(invitation, asked_last=DAYS, split=None)
    tell_candidate(unit, invitation, "ask_days", on_page=on_page)
    step(unit, invitation, "thread.looking_for_times")


def choose_days(services: Services, asked: Asked, *, split: bool) -> Looked:
    """Note whether the candidate would like one day or two, and offer times for that.

    Raises NotAllowed, AlreadyBooked, ChoiceClosed before there is a track, AiRuleNotAgreed.
    """
    with own_step(services, asked, Action.CHOOSE_TIME) as (unit, invitation):
        require_ready(services, unit, invitation)
        if invitation.split == split and just_offered(unit, invitation, Purpose.BOOK):
            return Looked.OFFERED
        take_step(unit, invitation, split=split, asked_last=DAYS, reminders_off=False)
        unit.audit.record("chose days", invitation, after={"split": split})
        sought = sought_new(unit, services.catalogue, invitation, split=split)
        offer = open_offer(unit, invitation, sought, purpose=Purpose.BOOK, on_page=asked.on_page)
        if offer is not None:
            papers.rewrite(unit, invitation, "ask_days")
            step(unit, invitation, "thread.times_offered", key=offer.id)
            return Looked.OFFERED
        ask_host(unit, invitation, why="none")
        answer(
            unit,
            invitation,
            "candidate.no_times",
            key=f"no_times:{invitation.revision}",
            on_page=asked.on_page,
        )
        return Looked.NONE


def more_times(services: Services, asked: Asked, *, seen: int | None = None) -> Looked:
    """Show further times below the first ones, unless more than the *seen* ones are on offer by now.

    Raises NotAllowed, NoSuchTime when nothing is on offer.
    """
    with own_step(services, asked, Action.CHOOSE_TIME) as (unit, invitation):
        offer = open_one(unit, invitation)
        if seen is not None and len(offer.starts) > seen:
            return Looked.OFFERED
        if add_more(unit, invitation, sought_for(services, unit, invitation, offer), offer):
            take_step(unit, invitation)
            return Looked.OFFERED
        key = f"no_more_times:{offer.id}:{len(offer.starts)}"
        answer(unit, invitation, "candidate.no_more_times", key=key, on_page=asked.on_page)
        return Looked.ALL_SHOWN


def none_of_these(services: Services, asked: Asked, *, words: str) -> None:
    """Tell the host that no time suits, with per seat and person why there are no others.

    *words* may say what would suit; the host can answer them. Raises NotAllowed, NoSuchTime, TextTooLong.
    """
    told = require_text(words, field="words", most=MOST_WORDS) if clean(words) else ""
    with own_step(services, asked, Action.CHOOSE_TIME) as (unit, invitation):
        offer = open_one(unit, invitation)
        take_step(unit, invitation)
        unit.audit.record("took none", offer, after={"shown": len(offer.starts)})
        these = f"{offer.id}:{len(offer.starts)}"
        ask_host(unit, invitation, why="refused", once=these)
        if told:
            pass_on_question(unit, invitation, told, about="times")
        step(unit, invitation, "thread.none_suits", key=these)
        key = f"none_suits:{offer.id}:{invitation.revision}"
        answer(unit, invitation, "candidate.none_suits", key=key, on_page=asked.on_page)


def offer_again(services: Services, asked: Asked) -> Looked:
    """Look again on the host's wish, since somebody's hours or limits have changed.

    Raises NotAllowed, InvitationOver, ChoiceClosed.
    """
    with run_step(services, asked, Action.MOVE) as (unit, invitation):
        if unit.loops.live(invitation.id) is not None:
            return Looked.BOOKED
        if not has_agreed(unit, services.catalogue, invitation):
            return Looked.NOT_AGREED
        require_ready(services, unit, invitation)
        if invitation.split is None:
            return Looked.DAYS_OPEN
        if just_offered(unit, invitation, Purpose.BOOK):
            return Looked.OFFERED
        sought = sought_new(unit, services.catalogue, invitation, split=invitation.split)
        offer = open_offer(unit, invitation, sought, purpose=Purpose.BOOK)
        if offer is None:
            return Looked.NONE
        step(unit, invitation, "thread.times_offered", key=offer.id)
        return Looked.OFFERED


def offer_anew(services: Services, unit: Unit, invitation: Invitation) -> None:
    """Put times on offer in place of those that are, if any: how long the interview takes has changed."""
    offer = unit.candidacies.times_offered(invitation.id)
    if offer is None:
        return
    sought = sought_for(services, unit, invitation, offer)
    if open_offer(unit, invitation, sought, purpose=Purpose(offer.purpose)) is None:
        ask_host(unit, invitation, why="none")
        said = "no_times" if offer.purpose == Purpose.BOOK else "no_times_to_move"
        answer(unit, invitation, f"candidate.{said}", key=f"{said}:{invitation.revision}", on_page=False)


def require_ready(services: Services, unit: Unit, invitation: Invitation) -> None:
    """Return while a first time can be taken. Raises AlreadyBooked, ChoiceClosed, AiRuleNotAgreed."""
    loop = unit.loops.live(invitation.id)
    if loop is not None:
        raise AlreadyBooked(loop_id=loop.id)
    if invitation.state != InvitationState.CHOSEN:
        raise ChoiceClosed(state=invitation.state)
    if not has_agreed(unit, services.catalogue, invitation):
        raise AiRuleNotAgreed(page=services.link(invitation.id, invitation.link_epoch) + "#ai")


def open_one(unit: Unit, invitation: Invitation) -> TimesOffered:
    """Return what is on offer. Raises NoSuchTime."""
    offer = unit.candidacies.times_offered(invitation.id)
    if offer is None:
        raise NoSuchTime
    return offer


def sought_for(services: Services, unit: Unit, invitation: Invitation, offer: TimesOffered) -> Sought:
    """Return what the times of *offer* are for. Raises NoSuchTime when that is over."""
    loop = unit.loops.live(invitation.id)
    if offer.purpose == Purpose.BOOK:
        return sought_new(unit, services.catalogue, invitation, split=offer.split)
    if loop is None:
        raise NoSuchTime
    sought, _ = sought_elsewhere(unit, invitation, loop)
    if not sought.parts:
        raise NoSuchTime
    return sought


def ask_host(unit: Unit, invitation: Invitation, *, why: str, once: str = "") -> None:
    """Tell whoever answers for the host that there is no time, or none that suits.

    The reasons are looked up when the message is written. However often somebody presses, it is said
    once for each *once*, or once an hour.
    """
    key = f"{invitation.id}:{once or f'{unit.at:%Y-%m-%dT%H}'}"
    for person_id in who_answers(unit, invitation):
        tell_person(unit, person_id, "no_time_fits", key=key, invitation=invitation, why=why)
    if why == "none" and invitation.state == InvitationState.CHOSEN:
        step(unit, invitation, "thread.no_times", key=key)
