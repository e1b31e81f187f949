"""Who may do what: the whole table of persons and actions, written out; whatever is not in it is refused."""

from dataclasses import replace

import pytest

from tracks.access import MATRIX, Action, Actor, Candidacy, CompanyRole, SeatFact, Vacancy, can, require
from tracks.candidacy import FormState, InvitationState, LetterState, SeatAnswer
from tracks.errors import NotAllowed
from tracks.sealing import FormFact
from tracks.track import Group, SeatId

A = Action
SEATS = (
    SeatFact(person_id="hedy", seat=SeatId.HOST, answer=SeatAnswer.YES),
    SeatFact(person_id="lea", seat=SeatId.LEAD, answer=SeatAnswer.YES),
    SeatFact(person_id="sam", seat=SeatId.SECOND, answer=SeatAnswer.YES),
    SeatFact(person_id="asked", seat=SeatId.INDEPENDENT),
    SeatFact(person_id="no", seat=SeatId.INDEPENDENT, answer=SeatAnswer.NO, released=True),
    SeatFact(person_id="gone", seat=SeatId.INDEPENDENT, answer=SeatAnswer.YES, released=True),
)
FORMS = tuple(
    FormFact(id=f"{rater} {group}", rater_id=rater, group=group)
    for rater, group in (
        ("lea", Group.TRACK_HALF),
        ("sam", Group.TRACK_HALF),
        ("sam", Group.SHARED_REVIEW),
        ("gone", Group.SHARED_REVIEW),
        ("gone", Group.HOW_YOU_WORK),
        ("lea", Group.HOW_YOU_WORK),
    )
)
SEALED = Candidacy(
    id="c1",
    candidate_id="cleo",
    host="host",
    coordinator="coordinator",
    hiring_manager="manager",
    invited_by="inviter",
    state=InvitationState.PLANNED,
    seats=SEATS,
    forms=FORMS,
).about("lea track_half")
OPENED = replace(
    SEALED,
    state=InvitationState.DECIDED,
    forms=tuple(replace(form, state=FormState.SENT) for form in FORMS),
    letter=LetterState.SENT,
)
CLOSED = replace(OPENED, state=InvitationState.CLOSED, letter=LetterState.ANSWERED)
VACANCY = Vacancy(id="senior-backend", host="host")

PEOPLE = {
    name: Actor(person_id=name)
    for name in (
        *("host", "coordinator", "manager", "inviter", "hedy", "lea", "sam", "asked", "no", "gone"),
        "stranger",
    )
}
ACTORS = {
    **PEOPLE,
    "admin": Actor(person_id="ada", roles=frozenset({CompanyRole.ADMIN})),
    "recruiter": Actor(person_id="rita", roles=frozenset({CompanyRole.RECRUITER})),
    "owner": Actor(person_id="otto", roles=frozenset({CompanyRole.PROGRAMME_OWNER, CompanyRole.INTERVIEWER})),
    "candidate": Actor(candidate_id="cleo"),
    "other candidate": Actor(candidate_id="chris"),
    "candidate inside": Actor(person_id="host", candidate_id="cleo", roles=frozenset(CompanyRole)),
    "nobody": Actor(),
    "nobody with roles": Actor(roles=frozenset(CompanyRole)),
}
CANDIDATE = {"candidate", "candidate inside"}
RUN = {"host", "coordinator"}
SEATED = {"hedy", "lea", "sam"}

WHILE_SEALED = {
    A.INVITE: set(),
    A.SEE_STATUS: RUN | {"manager", "inviter"} | SEATED,
    A.SEE_HISTORY: CANDIDATE | {"host"},
    A.SEE_INTRODUCER: {"host"},
    A.WITHDRAW_INVITATION: {"host", "inviter"},
    A.MEND_ADDRESS: {"host", "inviter"},
    A.HAND_OVER: {"host", "admin"},
    A.ANSWER_QUESTION: RUN,
    A.RECORD_CHOICE: {"host"},
    A.CHOOSE_PANELIST: RUN,
    A.CORRECT_SESSION: {"host"},
    A.EXTEND_FORM: {"host"},
    A.WAIVE_FORM: {"host", "manager"},
    A.READ_ADJUSTMENT: {"coordinator"},
    A.ARRANGE: {"coordinator"},
    A.READ_ARRANGEMENT: CANDIDATE | RUN | {"manager"} | SEATED,
    A.SEE_OWN: CANDIDATE,
    A.CHOOSE_TRACK: CANDIDATE,
    A.AGREE_AI: CANDIDATE | SEATED,
    A.SWITCH: CANDIDATE | {"host"},
    A.NOT_NOW: CANDIDATE,
    A.WITHDRAW: CANDIDATE,
    A.ASK_PERSON: CANDIDATE,
    A.ASK_ADJUSTMENT: CANDIDATE,
    A.BRING_PAGE: CANDIDATE,
    A.CHOOSE_TIME: CANDIDATE,
    A.MOVE: CANDIDATE | RUN,
    A.CANCEL_LOOP: CANDIDATE | RUN,
    A.READ_LETTER: {"host", "manager"},
    A.REPLY_LETTER: set(),
    A.ANSWER_SEAT: SEATED | {"asked", "no", "gone"},
    A.SEE_BRIEF: SEATED,
    A.START_PART: SEATED | {"host"},
    A.MARK: {"lea"},
    A.FILL_FORM: {"lea"},
    A.READ_FORM: {"lea"},
    A.OPEN_DEBRIEF: set(),
    A.CLOSE_DEBRIEF: {"host", "manager"},
    A.DECIDE: {"manager"},
    A.WRITE_LETTER: {"host", "manager"},
    A.SEND_LETTER: {"host", "manager"},
    A.READ_REPLY: {"host", "manager"},
    A.TELL_LATE: {"host", "manager"},
}
PEERS = {"lea", "sam", "gone", "host", "manager"}
WHEN_ALL_IS_IN = WHILE_SEALED | {
    A.READ_FORM: PEERS,
    A.OPEN_DEBRIEF: PEERS,
    A.READ_LETTER: CANDIDATE | {"host", "manager"},
    A.REPLY_LETTER: CANDIDATE,
    A.SEE_INTRODUCER: {"host", "manager"},
}


def those_who_may(action, subject):
    return {name for name, actor in ACTORS.items() if can(actor, action, subject)}


@pytest.mark.parametrize("action", list(Action))
def test_table_of_a_running_candidacy(action):
    assert those_who_may(action, SEALED) == WHILE_SEALED[action]


@pytest.mark.parametrize("action", list(Action))
def test_table_once_everything_is_in_and_ever_after(action):
    assert those_who_may(action, OPENED) == WHEN_ALL_IS_IN[action]
    assert those_who_may(action, CLOSED) == WHEN_ALL_IS_IN[action]


@pytest.mark.parametrize("action", list(Action))
def test_vacancy_is_for_inviting_and_for_nothing_else(action):
    invites = {"host", "recruiter", "candidate inside"} if action is A.INVITE else set()

    assert those_who_may(action, VACANCY) == invites


@pytest.mark.parametrize("action", [A.READ_FORM, A.FILL_FORM, A.MARK])
def test_without_a_form_in_view_there_is_none_to_read(action):
    assert those_who_may(action, replace(OPENED, form=None)) == set()
    assert those_who_may(action, OPENED.about("somebody else's")) == set()


def test_rater_reads_own_form_and_fills_it():
    own = SEALED.about("sam shared_review")

    assert those_who_may(A.FILL_FORM, own) == {"sam"}
    assert those_who_may(A.READ_FORM, own) == {"sam"}


def test_rater_who_left_fills_what_they_were_there_for():
    left = SEALED.about("gone shared_review")

    assert those_who_may(A.FILL_FORM, left) == set()
    assert those_who_may(A.READ_FORM, left) == {"gone"}
    assert those_who_may(A.FILL_FORM, SEALED.about("gone shared_review", was_there=True)) == {"gone"}


def test_form_that_was_passed_on_is_filled_by_nobody():
    passed_on = replace(SEALED, forms=tuple(replace(form, counts=False) for form in FORMS))

    assert those_who_may(A.FILL_FORM, passed_on.about("lea track_half", was_there=True)) == set()


def test_unknown_actions_are_refused():
    assert not can(ACTORS["host"], "read_everything", SEALED)


def test_every_action_stands_in_the_matrix():
    assert set(MATRIX) == set(Action) == set(WHILE_SEALED)


def test_requiring_names_the_action_that_was_refused():
    require(ACTORS["host"], A.HAND_OVER, SEALED)
    with pytest.raises(NotAllowed) as refused:
        require(ACTORS["stranger"], A.DECIDE, SEALED)

    assert refused.value == NotAllowed(action="decide")
