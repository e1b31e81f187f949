"""Who may do what: one question, asked of every press, command and page; the answer is no by default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from types import MappingProxyType

from tracks import sealing
from tracks.candidacy import InvitationState, LetterState, SeatAnswer
from tracks.errors import NotAllowed
from tracks.sealing import FormFact
from tracks.track import SeatId


class CompanyRole(StrEnum):
    """What somebody is in the company; it opens little by itself, see ``MATRIX``."""

    RECRUITER = auto()
    INTERVIEWER = auto()
    COORDINATOR = auto()
    HIRING_MANAGER = auto()
    PROGRAMME_OWNER = auto()
    ADMIN = auto()


class Action(StrEnum):
    """Everything somebody can ask the program to do or show."""

    # about a vacancy
    INVITE = auto()
    # about a candidacy: those who run it
    SEE_STATUS = auto()
    SEE_HISTORY = auto()  # of choices; nothing shows them yet
    SEE_INTRODUCER = auto()
    WITHDRAW_INVITATION = auto()
    MEND_ADDRESS = auto()
    HAND_OVER = auto()
    ANSWER_QUESTION = auto()
    RECORD_CHOICE = auto()
    CHOOSE_PANELIST = auto()
    CORRECT_SESSION = auto()
    EXTEND_FORM = auto()
    WAIVE_FORM = auto()
    READ_ADJUSTMENT = auto()
    ARRANGE = auto()
    READ_ARRANGEMENT = auto()  # nothing asks yet: the line stands in briefs and on the page
    # the candidate
    SEE_OWN = auto()
    CHOOSE_TRACK = auto()
    AGREE_AI = auto()
    SWITCH = auto()
    NOT_NOW = auto()
    WITHDRAW = auto()
    ASK_PERSON = auto()
    ASK_ADJUSTMENT = auto()
    BRING_PAGE = auto()
    CHOOSE_TIME = auto()
    MOVE = auto()
    CANCEL_LOOP = auto()
    READ_LETTER = auto()
    REPLY_LETTER = auto()
    # the panel
    ANSWER_SEAT = auto()
    SEE_BRIEF = auto()
    START_PART = auto()
    MARK = auto()
    FILL_FORM = auto()
    READ_FORM = auto()
    # afterwards
    OPEN_DEBRIEF = auto()
    CLOSE_DEBRIEF = auto()
    DECIDE = auto()
    WRITE_LETTER = auto()
    SEND_LETTER = auto()
    READ_REPLY = auto()
    TELL_LATE = auto()


class Standing(StrEnum):
    """What an actor is to one subject; the matrix speaks of nothing else."""

    CANDIDATE = auto()
    ADDRESSEE = auto()  # the candidate, once the letter has been sent
    HOST = auto()
    COORDINATOR = auto()
    HIRING_MANAGER = auto()
    HIRING_MANAGER_AFTER = auto()  # once there is a decision
    INVITER = auto()
    ASKED = auto()  # was asked to sit in the panel, whatever came of it
    SEATED = auto()  # said yes and still sits there
    AUTHOR = auto()  # the form spoken of is theirs and counts; they sit there, or did when its parts began
    READER = auto()  # may read the form spoken of
    PEER = auto()  # may open the debrief: a form of theirs counts, or host, or hiring manager; all is in
    RECRUITER = auto()
    ADMIN = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who pressed: a person of the company, a candidate, or both; ids come from the signed request."""

    person_id: str | None = None
    candidate_id: str | None = None
    roles: frozenset[CompanyRole] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class SeatFact:
    """Somebody who was asked to sit in the panel; *answer* is None until there is one."""

    person_id: str
    seat: SeatId
    answer: SeatAnswer | None = None
    released: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Vacancy:
    """A role that people are invited for; *host* is a person id."""

    id: str
    host: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidacy:
    """What access needs to know of one invitation: ids of people, seats and forms of its live loop.

    *form* is the id of the form spoken of, ``about`` sets it; *was_there*: its rater has its
    seat, or had it when its parts began.
    """

    id: str
    candidate_id: str
    host: str
    coordinator: str
    hiring_manager: str
    invited_by: str
    state: InvitationState
    seats: tuple[SeatFact, ...] = ()
    forms: tuple[FormFact, ...] = ()
    letter: LetterState = LetterState.NONE
    form: str | None = None
    was_there: bool = False

    def about(self, form: str, *, was_there: bool = False) -> "Candidacy":
        """Return the same facts with *form* as the form spoken of."""
        return replace(self, form=form, was_there=was_there)


Subject = Vacancy | Candidacy

_S = Standing
_RUN = frozenset({_S.HOST, _S.COORDINATOR})
_OWN = frozenset({_S.CANDIDATE})

MATRIX: Mapping[Action, frozenset[Standing]] = MappingProxyType(
    {
        Action.INVITE: frozenset({_S.HOST, _S.RECRUITER}),
        Action.SEE_STATUS: _RUN | {_S.HIRING_MANAGER, _S.INVITER, _S.SEATED},
        Action.SEE_HISTORY: _OWN | {_S.HOST},
        Action.SEE_INTRODUCER: frozenset({_S.HOST, _S.HIRING_MANAGER_AFTER}),
        Action.WITHDRAW_INVITATION: frozenset({_S.HOST, _S.INVITER}),
        Action.MEND_ADDRESS: frozenset({_S.HOST, _S.INVITER}),
        Action.HAND_OVER: frozenset({_S.HOST, _S.ADMIN}),
        Action.ANSWER_QUESTION: _RUN,
        Action.RECORD_CHOICE: frozenset({_S.HOST}),
        Action.CHOOSE_PANELIST: _RUN,
        Action.CORRECT_SESSION: frozenset({_S.HOST}),
        Action.EXTEND_FORM: frozenset({_S.HOST}),
        Action.WAIVE_FORM: frozenset({_S.HOST, _S.HIRING_MANAGER}),
        Action.READ_ADJUSTMENT: frozenset({_S.COORDINATOR}),
        Action.ARRANGE: frozenset({_S.COORDINATOR}),
        Action.READ_ARRANGEMENT: _OWN | _RUN | {_S.SEATED, _S.HIRING_MANAGER},
        Action.SEE_OWN: _OWN,
        Action.CHOOSE_TRACK: _OWN,
        Action.AGREE_AI: _OWN | {_S.SEATED},
        Action.SWITCH: _OWN | {_S.HOST},
        Action.NOT_NOW: _OWN,
        Action.WITHDRAW: _OWN,
        Action.ASK_PERSON: _OWN,
        Action.ASK_ADJUSTMENT: _OWN,
        Action.BRING_PAGE: _OWN,
        Action.CHOOSE_TIME: _OWN,
        Action.MOVE: _OWN | _RUN,
        Action.CANCEL_LOOP: _OWN | _RUN,
        Action.READ_LETTER: frozenset({_S.ADDRESSEE, _S.HOST, _S.HIRING_MANAGER}),
        Action.REPLY_LETTER: frozenset({_S.ADDRESSEE}),
        Action.ANSWER_SEAT: frozenset({_S.ASKED}),
        Action.SEE_BRIEF: frozenset({_S.SEATED}),
        Action.START_PART: frozenset({_S.SEATED, _S.HOST}),
        Action.MARK: frozenset({_S.AUTHOR}),
        Action.FILL_FORM: frozenset({_S.AUTHOR}),
        Action.READ_FORM: frozenset({_S.READER}),
        Action.OPEN_DEBRIEF: frozenset({_S.PEER}),
        Action.CLOSE_DEBRIEF: frozenset({_S.HOST, _S.HIRING_MANAGER}),
        Action.DECIDE: frozenset({_S.HIRING_MANAGER}),
        Action.WRITE_LETTER: frozenset({_S.HOST, _S.HIRING_MANAGER}),
        Action.SEND_LETTER: frozenset({_S.HOST, _S.HIRING_MANAGER}),
        Action.READ_REPLY: frozenset({_S.HOST, _S.HIRING_MANAGER}),
        Action.TELL_LATE: frozenset({_S.HOST, _S.HIRING_MANAGER}),
    }
)


def can(actor: Actor, action: Action, subject: Subject) -> bool:
    """Say whether *actor* may take *action* on *subject*; whether its state allows it is another question.

    Inviting is about a Vacancy, everything else about a Candidacy. Somebody who is the candidate of *subject*
    is nothing but the candidate there, whatever else they are.
    """
    if isinstance(subject, Vacancy) != (action is Action.INVITE):
        return False
    return not MATRIX.get(action, frozenset()).isdisjoint(_standings(actor, subject))


def require(actor: Actor, action: Action, subject: Subject) -> None:
    """Raise NotAllowed unless *actor* may take *action* on *subject*."""
    if not can(actor, action, subject):
        raise NotAllowed(action=action)


def _standings(actor: Actor, subject: Subject) -> frozenset[Standing]:
    """Return everything that *actor* is to *subject*."""
    if isinstance(subject, Vacancy):
        return frozenset({_S.HOST} if actor.person_id == subject.host else ()) | _with_role(actor)
    if actor.candidate_id == subject.candidate_id:
        return frozenset(_as_candidate(subject))
    return frozenset(_as_person(actor.person_id, subject)) | (_with_role(actor) & {_S.ADMIN})


def _with_role(actor: Actor) -> frozenset[Standing]:
    if actor.person_id is None:
        return frozenset()
    opened = {CompanyRole.RECRUITER: _S.RECRUITER, CompanyRole.ADMIN: _S.ADMIN}
    return frozenset(opened[role] for role in actor.roles & opened.keys())


def _as_candidate(subject: Candidacy) -> Iterator[Standing]:
    yield _S.CANDIDATE
    if subject.letter in {LetterState.SENT, LetterState.ANSWERED}:
        yield _S.ADDRESSEE


def _as_person(person_id: str | None, subject: Candidacy) -> Iterator[Standing]:
    if person_id is None:
        return
    named = {
        _S.HOST: subject.host,
        _S.COORDINATOR: subject.coordinator,
        _S.HIRING_MANAGER: subject.hiring_manager,
        _S.INVITER: subject.invited_by,
    }
    yield from (standing for standing, holder in named.items() if holder == person_id)
    if person_id == subject.hiring_manager and subject.state in {
        InvitationState.DECIDED,
        InvitationState.CLOSED,
    }:
        yield _S.HIRING_MANAGER_AFTER
    yield from _in_the_panel(person_id, subject)
    yield from _by_the_seal(person_id, subject)


def _in_the_panel(person_id: str, subject: Candidacy) -> Iterator[Standing]:
    asked = [seat for seat in subject.seats if seat.person_id == person_id]
    seated = [seat for seat in asked if seat.answer is SeatAnswer.YES and not seat.released]
    if asked:
        yield _S.ASKED
    if seated:
        yield _S.SEATED
    own = {form.id for form in subject.forms if form.rater_id == person_id and form.counts}
    if subject.form in own and (seated or subject.was_there):
        yield _S.AUTHOR


def _by_the_seal(person_id: str, subject: Candidacy) -> Iterator[Standing]:
    spoken_of = next((form for form in subject.forms if form.id == subject.form), None)
    if spoken_of and sealing.may_read(
        spoken_of,
        person_id,
        forms=subject.forms,
        host=subject.host,
        hiring_manager=subject.hiring_manager,
    ):
        yield _S.READER
    peers = sealing.raters(subject.forms) | {subject.host, subject.hiring_manager}
    if person_id in peers and sealing.all_finished(subject.forms):
        yield _S.PEER
