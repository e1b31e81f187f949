"""The end of a candidacy before its time, and its way to another host."""

from datetime import timedelta

from bot.use_cases import candidate_says
from bot.use_cases.own_step import Asked
from tests.journeys.asking import ask
from tests.journeys.inviting import current, invite

REASON = "The position was filled inside the company this morning, and I am sorry for the late word."


# --- the end
def test_withdrawing_tells_the_candidate_in_the_persons_words(world):
    invitation = invite(world)
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": REASON})

    world.rita.submit()
    world.settle()

    ended = current(world, invitation)
    assert (ended.state, ended.closed_by, ended.closed_reason) == ("closed_by_person", "U0RITA", REASON)
    assert "Rita Recruiter has taken back the invitation for *Senior backend engineer*" in world.kim.sees()
    assert REASON in world.kim.sees()
    thread = world.rita.sees("C0BACKEND")
    assert "Where it stands: withdrawn by us, with a reason." in thread
    assert "This candidacy has ended; there is nothing left to change here." in thread
    assert "[Withdraw the invitation]" not in thread


def test_withdrawing_wants_a_sentence_and_keeps_the_words(world):
    invitation = invite(world)
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": "No."})

    world.rita.submit()

    assert world.rita.view_errors == {"reason": "Please write at least 40 characters. These are 3."}
    assert current(world, invitation).state == "sent"


def test_second_window_learns_that_it_is_over(world):
    invite(world)
    world.rita.press("Hand over", channel="C0BACKEND")
    withdraw(world)

    world.rita.press_again()

    assert "This invitation has ended, so nothing was changed." in world.rita.sees_view()


def withdraw(world):
    world.rita.close_view()
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": REASON})
    world.rita.submit()
    world.rita.press("Hand over", channel="C0BACKEND")
    world.rita.close_view()
    world.settle()


def test_buttons_go_when_the_candidate_withdraws(world):
    invitation = invite(world)

    candidate_says.withdraw(
        world.program.services,
        Asked(invitation_id=invitation.id, by=None, request="test:withdraw"),
    )
    world.settle()

    assert "Where it stands: withdrawn by the candidate." in world.rita.sees("C0BACKEND")
    assert "[Mend the address]" not in world.rita.sees("C0BACKEND")


def test_no_reminder_comes_after_the_end(world):
    invite(world)
    world.rita.press("Withdraw the invitation", channel="C0BACKEND")
    world.rita.fill({"reason": REASON})
    world.rita.submit()
    world.settle()
    before = world.kim.sees(), world.rita.sees()

    world.forward(timedelta(days=10))

    assert (world.kim.sees(), world.rita.sees()) == before


# --- the host
def test_handing_over_moves_questions_and_reminders(world):
    invitation = invite(world)
    ask(world, invitation)

    hand_to(world, "U0CARO")

    assert current(world, invitation).host_id == "U0CARO"
    assert "You are the host of *Kim* (Senior backend engineer) from now on" in world.caro.sees()
    assert "May I bring my own keyboard?" in world.caro.sees()
    assert "*Caro Coordinator* looks after you from now on" in world.kim.sees()
    assert "Host: <@U0CARO>" in world.rita.sees("C0BACKEND")
    world.forward(timedelta(days=9))
    assert "was asked to pick by" in world.caro.sees()
    assert "was asked to pick by" not in world.rita.sees()


def hand_to(world, person):
    world.rita.press("Hand over", channel="C0BACKEND")
    world.rita.fill({"to": person})
    world.rita.submit()
    world.settle()


def test_some_people_cannot_host(world):
    invitation = invite(world)

    for person in ("U0KIM", "U0RITA"):
        hand_to(world, person)
        assert world.rita.view_errors == {
            "to": "This person cannot be the host of this candidacy. Pick somebody else of the company who "
            "is not in this panel."
        }
        world.rita.close_view()

    assert current(world, invitation).host_id == "U0RITA"
