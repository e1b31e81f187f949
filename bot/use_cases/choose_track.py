"""Puts a choice of track on record: the first, a switch, or one that was told to the host."""

from datetime import timedelta
from enum import StrEnum

from bot.ports import Services
from bot.use_cases import papers
from bot.use_cases.ai_rules import SHOWN, version_now
from bot.use_cases.cancel_loop import cancel_loop
from bot.use_cases.loop_days import called
from bot.use_cases.own_step import Asked, answer, own_step, take_step
from bot.use_cases.telling import refresh_card, step, tell_candidate, tell_host, tell_person
from storage.tables import Invitation, Role, TrackChoice
from storage.unit_of_work import Unit
from tracks import changes
from tracks.access import Action
from tracks.candidacy import ChoiceKind, ChosenVia, InvitationState
from tracks.changes import Cutoffs, Verdict
from tracks.errors import TrackNotOffered
from tracks.track import TrackId

AGREE = "agree_ai"  # what the candidate was asked last, once there is a choice
HEARD = "chose_track"
LEFT_BEHIND = ("ai_rules", "candidate_brief")  # messages about a track that may be left


class Chosen(StrEnum):
    """What came of it."""

    FIRST = "chosen"
    SWITCHED = "switched"
    CANCELLED_TOO = "switched_and_cancelled"  # what had been booked
    ALREADY = "chosen_already"
    LATER_WORDS = "later_words"  # newer words of theirs are on record
    HOST_ASKED = "switch_too_late"  # the schedule stays as it is

    @property
    def sentence(self) -> str:
        """The key of the sentence that says so; what was cancelled is told by itself."""
        return f"candidate.{Chosen.SWITCHED if self is Chosen.CANCELLED_TOO else self}"


def choose_track(
    services: Services,
    asked: Asked,
    *,
    track: TrackId,
    via: ChosenVia,
    words: str | None = None,
    said_at: str = "",
) -> Chosen:
    """Put *track* on record; choosing another one in the free time is a switch.

    *words* are what was written, *said_at* the message's time stamp: of two messages the later one counts,
    whichever arrives first. A host records what they were told (``told_a_person``) and is free of the cutoff.
    Raises NotAllowed, TrackNotOffered, ChoiceClosed, AlreadyStarted, AlreadyDone for the same request.
    """
    told = via == ChosenVia.TOLD_A_PERSON
    action = Action.RECORD_CHOICE if told else Action.CHOOSE_TRACK
    with own_step(services, asked, action) as (unit, invitation):
        current = unit.candidacies.choice(invitation.id)
        if current and current.track_id == track:
            return Chosen.ALREADY
        if said_at and said_at < _last_words(unit, invitation):
            return Chosen.LATER_WORDS
        if not _verdict(unit, invitation, current, track, by_host=told).alone:
            return _ask_host(unit, invitation, track)
        ended = current is not None and _end_what_is_booked(services, unit, invitation)
        choice = TrackChoice(
            invitation_id=invitation.id,
            track_id=track,
            chosen_at=services.now,
            chosen_via=via,
            words=words,
            confirmed_by=unit.person_id if told else None,
            content_version=services.catalogue.version,
            kind=ChoiceKind.SWITCH if current else ChoiceKind.FIRST,
        )
        rules = version_now(services.catalogue, papers.plan_of(unit, services.catalogue, invitation, track))
        asks = f"{AGREE}:{rules[:SHOWN]}"
        _record(unit, invitation, current, choice, said_at=said_at, asks=asks)
        _told(services, unit, invitation, choice)
    if current is None:
        return Chosen.FIRST
    return Chosen.CANCELLED_TOO if ended else Chosen.SWITCHED


def tell_outcome(services: Services, asked: Asked, *, outcome: Chosen) -> None:
    """Tell somebody who wrote, where no form can say it, what came of their words."""
    with own_step(services, asked.besides("told"), Action.SEE_OWN) as (unit, invitation):
        answer(unit, invitation, outcome.sentence, key=f"{outcome}:{asked.request}", on_page=False)


def others_to_pick(unit: Unit, invitation: Invitation) -> list[TrackId]:
    """Return the tracks that can be switched to, or asked for when it is late, in the candidate's order.

    Raises ChoiceClosed, AlreadyStarted, TrackNotOffered when the role has no other.
    """
    current = unit.candidacies.choice(invitation.id)
    offered = [TrackId(one) for one in invitation.option_order]
    others = [track for track in offered if current is None or track != current.track_id]
    if not others:
        raise TrackNotOffered(track=offered[0], offered=tuple(offered))
    _verdict(unit, invitation, current, others[0], by_host=False)
    return others


def _last_words(unit: Unit, invitation: Invitation) -> str:
    heard = [event.after or {} for event in unit.audit.of(invitation) if event.verb == HEARD]
    return max((str(after.get("said_at") or "") for after in heard), default="")


def _verdict(
    unit: Unit, invitation: Invitation, current: TrackChoice | None, track: TrackId, *, by_host: bool
) -> Verdict:
    offered = [TrackId(name) for name in invitation.option_order]
    if current is None:
        changes.choose(track, current=None, offered=offered, state=invitation.state)
        return changes.AT_ONCE
    loop = unit.loops.live(invitation.id)
    hours = unit.get(Role, invitation.role_id).switch_cutoff_hours
    return changes.switch(
        track,
        current=current.track_id,
        offered=offered,
        state=invitation.state,
        starts_at=loop.starts_at if loop else None,
        now=unit.at,
        by_host=by_host,
        cutoffs=Cutoffs(switch=timedelta(hours=hours)),
    )


def _ask_host(unit: Unit, invitation: Invitation, track: TrackId) -> Chosen:
    """Turn a late switch into a request; what is booked stays as it is."""
    unit.audit.record("asked_to_switch", invitation, after={"track": track})
    tell_person(
        unit,
        invitation.host_id,
        "switch_asked",
        key=f"{invitation.id}:{track}:{invitation.revision}",
        invitation=invitation,
        track=track,
    )
    return Chosen.HOST_ASKED


def _end_what_is_booked(services: Services, unit: Unit, invitation: Invitation) -> bool:
    loop = unit.loops.live(invitation.id)
    if loop is not None:
        cancel_loop(services, unit, invitation, loop, why="switched")
    offer = unit.candidacies.times_offered(invitation.id)
    if offer is not None:  # its times were for another plan
        unit.change(offer, closed_at=unit.at)
    return loop is not None


def _record(
    unit: Unit,
    invitation: Invitation,
    current: TrackChoice | None,
    choice: TrackChoice,
    *,
    said_at: str,
    asks: str,
) -> None:
    if current is not None:
        unit.change(current, superseded_at=unit.at)
    unit.add(choice)
    take_step(unit, invitation, state=InvitationState.CHOSEN, asked_last=asks, reminders_off=False)
    after = {"track": choice.track_id, "via": choice.chosen_via, "said_at": said_at}
    unit.audit.record(HEARD, invitation, after=after)


def _told(services: Services, unit: Unit, invitation: Invitation, choice: TrackChoice) -> None:
    switched = choice.kind == ChoiceKind.SWITCH
    for kind in (papers.KIND, *(LEFT_BEHIND if switched else ())):
        papers.rewrite(unit, invitation, kind)
    on_page = choice.chosen_via == ChosenVia.PAGE
    tell_candidate(unit, invitation, "ai_rules", key=choice.id, on_page=on_page, choice=choice.id)
    if switched:
        _tell_of_switch(services, unit, invitation, choice)
    else:
        step(unit, invitation, "thread.chosen", candidate=called(unit, invitation))


def _tell_of_switch(services: Services, unit: Unit, invitation: Invitation, choice: TrackChoice) -> None:
    """Tell the host alone of a switch: raters read the thread, and do not learn what was picked before."""
    refresh_card(unit, invitation)
    if unit.person_id != invitation.host_id:
        track = services.catalogue.tracks[choice.track_id].name
        tell_host(unit, invitation, "recruiter.switched", key=f"switched:{choice.id}", track=track)
