"""Stages of an invitation and everything that hangs on it, and the only moves between them."""

from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

from tracks.errors import StepNotPossible


class InvitationState(StrEnum):
    DRAFTED = "drafted"
    SENT = "sent"
    CHOSEN = "chosen"  # a track is on record
    PLANNED = "planned"  # a loop is booked
    HELD = "held"  # its last part has ended
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # by the candidate
    CLOSED_BY_PERSON = "closed_by_person"  # by one of us, with a reason


class LoopState(StrEnum):
    PLANNING = "planning"  # times are held, the panel is being asked
    BOOKED = "booked"  # everybody has accepted
    FIRST_HALF_HELD = "first_half_held"
    SECOND_HALF_HELD = "second_half_held"
    FORMS_IN = "forms_in"  # each form is sent, or waived by name
    DEBRIEFED = "debriefed"
    DECIDED = "decided"
    CANCELLED = "cancelled"
    RESTARTED = "restarted"  # ended in favour of another loop


class SessionState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"  # another session stands in its place
    CANCELLED = "cancelled"
    REPEATED = "repeated"  # held again with another question


class SeatAnswer(StrEnum):
    """What somebody asked to sit in a panel said; nothing yet is None."""

    YES = "yes"
    NO = "no"
    NO_ANSWER = "no_answer"  # the time to answer has passed
    GIVEN_BACK = "given_back"  # yes first, returned later


class FormState(StrEnum):
    OPEN = "open"
    SENT = "sent"
    MISSING_WITH_REASON = "missing_with_reason"  # waived by a named person


class AdjustmentState(StrEnum):
    OPEN = "open"
    TALKING = "talking"
    ARRANGED = "arranged"
    ALTERNATIVE_OFFERED = "alternative_offered"  # what was asked is not possible, something else is


class LetterState(StrEnum):
    NONE = "none"
    WRITTEN = "written"
    SENT = "sent"
    ANSWERED = "answered"  # the candidate's one reply has come


class ChoiceKind(StrEnum):
    FIRST = "first"
    SWITCH = "switch"
    RESTART = "restart"


class ChosenVia(StrEnum):
    BUTTON = "button"
    PAGE = "page"
    WORDS = "words"
    TOLD_A_PERSON = "told_a_person"


class DecisionOutcome(StrEnum):
    OFFER = "offer"
    NO_OFFER = "no_offer"
    ONE_MORE_PART = "one_more_part"


TAKES_PLACE: Final = frozenset({SessionState.PLANNED, SessionState.HELD})
DROPPED: Final = frozenset({LoopState.CANCELLED, LoopState.RESTARTED})  # nothing more comes of such a loop

S = TypeVar("S", bound=StrEnum)

_I, _L, _S, _P, _F = InvitationState, LoopState, SessionState, SeatAnswer, FormState
_A, _T = AdjustmentState, LetterState
_ENDS = frozenset({_I.WITHDRAWN, _I.CLOSED_BY_PERSON})

# From each state, the states that may follow. A state that is not named here is final.
_FOLLOWS: dict[tuple[type[StrEnum], str], frozenset[StrEnum]] = {
    (type(state), state): frozenset(following)
    for state, following in (
        (_I.DRAFTED, _ENDS | {_I.SENT}),
        (_I.SENT, _ENDS | {_I.CHOSEN}),
        (_I.CHOSEN, _ENDS | {_I.PLANNED}),
        (_I.PLANNED, _ENDS | {_I.HELD, _I.CHOSEN}),  # back when the loop is cancelled
        (_I.HELD, _ENDS | {_I.DECIDED, _I.PLANNED}),  # back when the host corrects what was held
        (_I.DECIDED, _ENDS | {_I.CLOSED}),
        # A part can take place while an answer is still open: the loop goes on with what happened.
        (_L.PLANNING, DROPPED | {_L.BOOKED, _L.FIRST_HALF_HELD}),
        (_L.BOOKED, DROPPED | {_L.FIRST_HALF_HELD}),
        (_L.FIRST_HALF_HELD, DROPPED | {_L.SECOND_HALF_HELD, _L.BOOKED}),  # back: corrected
        (_L.SECOND_HALF_HELD, DROPPED | {_L.FORMS_IN, _L.FIRST_HALF_HELD}),
        (_L.FORMS_IN, DROPPED | {_L.DEBRIEFED, _L.DECIDED}),
        (_L.DEBRIEFED, DROPPED | {_L.DECIDED}),
        (_S.PLANNED, {_S.HELD, _S.MOVED, _S.CANCELLED}),
        (_S.HELD, {_S.PLANNED, _S.CANCELLED, _S.REPEATED}),  # the host corrects, or it is held again
        (_P.YES, {_P.GIVEN_BACK}),
        (_F.OPEN, {_F.SENT, _F.MISSING_WITH_REASON}),
        (_A.OPEN, {_A.TALKING, _A.ARRANGED, _A.ALTERNATIVE_OFFERED}),
        (_A.TALKING, {_A.ARRANGED, _A.ALTERNATIVE_OFFERED}),
        (_A.ARRANGED, {_A.TALKING}),  # needs may change at any time
        (_A.ALTERNATIVE_OFFERED, {_A.TALKING, _A.ARRANGED}),
        (_T.NONE, {_T.WRITTEN}),
        (_T.WRITTEN, {_T.SENT}),
        (_T.SENT, {_T.ANSWERED}),
    )
}


def following(current: S) -> frozenset[S]:
    """Return the states that may come right after *current*; none means that it is final."""
    kind = type(current)
    return frozenset(kind(state) for state in _FOLLOWS.get((kind, current), ()))


def move(current: S, to: S) -> S:
    """Return *to* when it may follow *current*. Raises StepNotPossible."""
    if to not in following(current) or type(to) is not type(current):
        raise StepNotPossible(thing=type(current).__name__, current=current, wanted=to)
    return to


def is_final(current: StrEnum) -> bool:
    """Say whether nothing can follow *current* any more."""
    return not following(current)


def waits_for_a_person(state: InvitationState, *, reply_by: datetime, now: datetime) -> bool:
    """Say whether a person should ask the candidate in person: no track by *reply_by*.

    Both instants are aware UTC. This is a look at the record, never a state: time alone moves no invitation.
    """
    return state is InvitationState.SENT and now >= reply_by
