"""Switching, cancelling, moving, and filling a seat again: who may do it alone, and until when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracks.availability import Diary
from tracks.candidacy import InvitationState, SeatAnswer
from tracks.errors import (
    AlreadyAnswered,
    AlreadyDone,
    AlreadyStarted,
    CancelTooLate,
    ChoiceClosed,
    InterviewError,
    MoveTooLate,
    NoMovesLeft,
    SeatAlreadyFilled,
    SeatNotYours,
    SwitchTooLate,
    TrackAlreadyChosen,
    TrackNotOffered,
)
from tracks.office_hours import add_working_days, last_moment, next_moment
from tracks.track import TrackId

_HOUR = timedelta(hours=1)
_CHOOSABLE = frozenset({InvitationState.SENT, InvitationState.CHOSEN, InvitationState.PLANNED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Cutoffs:
    """The numbers of these rules; a company may set others."""

    switch: timedelta = 48 * _HOUR  # before the first part, for switching and cancelling
    move: timedelta = 4 * _HOUR
    moves_alone: int = 2
    replace: timedelta = 24 * _HOUR  # before the seat's first part
    replacements_alone: int = 3
    answer_working_days: int = 1
    answer_at_least: timedelta = 4 * _HOUR
    last_call: timedelta = _HOUR  # before the seat's first part, so that a person can still act


USUAL: Final = Cutoffs()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether a change happens at once, or becomes a request to the host *because* of a rule.

    A request changes nothing that is booked. ``because.key()`` finds the sentence that says why.
    """

    because: InterviewError | None = None

    @property
    def alone(self) -> bool:
        """Whether it happens at once, without the host."""
        return self.because is None


AT_ONCE: Final = Verdict()


def choose(
    wanted: TrackId, *, current: TrackId | None, offered: Collection[TrackId], state: InvitationState
) -> None:
    """Check a first choice of track.

    Raises ChoiceClosed when the invitation is over or past choosing, TrackNotOffered, AlreadyDone for the
    track that is on record, TrackAlreadyChosen when it is another one.
    """
    _check_offer(wanted, current=current, offered=offered, state=state)
    if current is not None:
        raise TrackAlreadyChosen(chosen=current)


def switch(
    wanted: TrackId,
    *,
    current: TrackId | None,
    offered: Collection[TrackId],
    state: InvitationState,
    starts_at: datetime | None,
    now: datetime,
    by_host: bool = False,
    cutoffs: Cutoffs = USUAL,
) -> Verdict:
    """Say whether the track changes at once: until 48 h before *starts_at*, or by the host until then.

    *starts_at* is the first part's start (aware UTC), None while nothing is booked.
    Raises what ``choose`` raises about the offer, and AlreadyStarted.
    """
    _check_offer(wanted, current=current, offered=offered, state=state)
    if starts_at is None or _is_early(starts_at, now, cutoffs.switch) or by_host:
        return AT_ONCE
    return Verdict(because=SwitchTooLate(starts_at=starts_at, cutoff_hours=cutoffs.switch // _HOUR))


def cancel(*, starts_at: datetime, now: datetime, by_host: bool = False, cutoffs: Cutoffs = USUAL) -> Verdict:
    """Say whether a booked loop is cancelled at once: until 48 h before *starts_at*, or by the host.

    Raises AlreadyStarted; withdrawing is another act and always possible.
    """
    if _is_early(starts_at, now, cutoffs.switch) or by_host:
        return AT_ONCE
    return Verdict(because=CancelTooLate(starts_at=starts_at, cutoff_hours=cutoffs.switch // _HOUR))


def move_time(
    *,
    moves_made: int,
    starts_at: datetime,
    now: datetime,
    by_host: bool = False,
    cutoffs: Cutoffs = USUAL,
) -> Verdict:
    """Say whether another time may be taken at once: twice, and until 4 h before *starts_at*.

    The old time stays until the new one is held. *starts_at* is the first part to be moved.
    Raises AlreadyStarted.
    """
    early = _is_early(starts_at, now, cutoffs.move)
    if by_host:
        return AT_ONCE
    if not early:
        return Verdict(because=MoveTooLate(starts_at=starts_at, notice_hours=cutoffs.move // _HOUR))
    if moves_made >= cutoffs.moves_alone:
        return Verdict(because=NoMovesLeft(moves=moves_made))
    return AT_ONCE


# --- seats


def check_answer(current: SeatAnswer | None, said: SeatAnswer, *, seat: str, released: bool) -> None:
    """Check that the seat is still waiting for what was *said*, yes or no.

    Raises SeatAlreadyFilled when it is somebody else's by now or gone, AlreadyDone for the same answer again,
    AlreadyAnswered for another one; a yes is taken back by ``give_back``.
    """
    if released:
        raise SeatAlreadyFilled(seat=seat)
    if current is said:
        raise AlreadyDone
    if current is not None:
        raise AlreadyAnswered(answer=current)


def give_back(
    current: SeatAnswer | None, *, released: bool, starts_at: datetime, now: datetime
) -> SeatAnswer:
    """Return the answer of somebody who returns a seat they had accepted; no reason is asked for.

    *starts_at* is that person's next part. Raises AlreadyDone, SeatNotYours, AlreadyStarted.
    """
    if current is SeatAnswer.GIVEN_BACK:
        raise AlreadyDone
    if released or current is not SeatAnswer.YES:
        raise SeatNotYours
    if now >= starts_at:
        raise AlreadyStarted(started_at=starts_at)
    return SeatAnswer.GIVEN_BACK


def answer_by(asked_at: datetime, diary: Diary, *, starts_at: datetime, cutoffs: Cutoffs = USUAL) -> datetime:
    """Return until when somebody asked at *asked_at* may answer: one of their working days.

    When the seat would then be too late to be filled by rule, it is sooner, four hours at least and in
    working hours; at the latest an hour before the start, or halfway to one that is nearer. Instants are
    aware UTC. After it, silence counts as no answer and ``replace`` says what follows.
    """
    usual = add_working_days(diary, asked_at, cutoffs.answer_working_days)
    soonest = next_moment(diary, asked_at + cutoffs.answer_at_least)
    in_time = last_moment(diary, starts_at - cutoffs.replace)
    last_call = starts_at - min(cutoffs.last_call, (starts_at - asked_at) / 2)
    return min(usual, max(in_time, soonest), last_call)


def answer_is_overdue(
    current: SeatAnswer | None, *, released: bool, until: datetime | None, now: datetime
) -> bool:
    """Say whether silence now counts as no answer; *until* is None for whoever need not answer."""
    return current is None and not released and until is not None and now >= until


@dataclass(frozen=True, kw_only=True, slots=True)
class Replacement:
    """What follows when a seat is empty: *ask* that person at once, or the host picks from *choices*.

    With neither the loop is at risk, and the host chooses somebody outside the rule or moves it.
    """

    ask: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def at_risk(self) -> bool:
        """Whether the program finds nobody: a person has to."""
        return self.ask is None and not self.choices


def replace(
    eligible: Sequence[str],
    *,
    replacements_made: int,
    starts_at: datetime,
    now: datetime,
    cutoffs: Cutoffs = USUAL,
) -> Replacement:
    """Return how an empty seat is filled again.

    *eligible* are the ids of those who may sit and are free, the next one first; nobody else is ever asked.
    *starts_at* is the seat's first part. The program asks alone when 24 h remain, at most three times.
    """
    if eligible and starts_at - now >= cutoffs.replace and replacements_made < cutoffs.replacements_alone:
        return Replacement(ask=eligible[0])
    return Replacement(choices=tuple(eligible))


def _check_offer(
    wanted: TrackId, *, current: TrackId | None, offered: Collection[TrackId], state: InvitationState
) -> None:
    if state not in _CHOOSABLE:
        raise ChoiceClosed(state=state)
    if wanted not in offered:
        raise TrackNotOffered(track=wanted, offered=tuple(offered))
    if wanted is current:
        raise AlreadyDone


def _is_early(starts_at: datetime, now: datetime, notice: timedelta) -> bool:
    """Say whether at least *notice* remains. Raises AlreadyStarted."""
    if now >= starts_at:
        raise AlreadyStarted(started_at=starts_at)
    return starts_at - now >= notice
