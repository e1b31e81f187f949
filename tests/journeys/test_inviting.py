"""Inviting one person, from the form to the paper."""

from datetime import timedelta

import pytest

from storage.tables import Candidate, Invitation, Person
from tests.journeys.inviting import (
    KIM,
    WHY,
    current,
    events,
    fill_in,
    invitations,
    invite,
    invite_by_mail,
    submission,
)


def test_preview_shows_the_paper_and_sends_nothing(world):
    fill_in(world)

    world.rita.submit()
    world.settle()

    seen = world.rita.sees_view()
    assert "Nothing has been sent. This is the paper as Kim gets it" in seen
    assert f"*Why you:* {WHY}" in seen
    assert "Button: Pick the realist" in seen
    assert (invitations(world), world.kim.sees()) == ([], "")


def test_sending_reaches_the_candidate_at_once(world):
    before = world.clocks.machine

    invitation = invite(world)

    assert world.rita.views == ()
    assert "How you show us your work" in world.kim.sees()
    assert WHY in world.kim.sees()
    assert world.clocks.machine - before <= 5.0
    assert (invitation.invited_by, invitation.host_id, invitation.why_you) == ("U0RITA", "U0RITA", WHY)
    assert invitation.option_order == ["traditionalist", "pragmatist", "realist"]


def test_channel_shows_one_card_with_its_steps(world):
    invite(world)

    parents = [each for each in world.rita.messages("C0BACKEND") if each.root_ts in {None, each.ts}]
    assert len(parents) == 1
    assert world.rita.sees("C0BACKEND").splitlines() == [
        "Kim: Senior backend engineer",
        "Where it stands: has the paper and can pick a track until Monday 30 November 2026.",
        "Host: <@U0RITA>",
        "If something here must change: the buttons are for <@U0RITA> and for whoever invited.",
        "[Mend the address] [Hand over] [Withdraw the invitation]",
        "<@U0RITA> has sent the paper.",
    ]


def test_second_paper_shows_the_tracks_rotated(world):
    invite(world)

    second = invite_by_mail(world)

    assert second.option_order == ["pragmatist", "realist", "traditionalist"]


def test_person_by_mail_gets_the_paper_there(world):
    invite_by_mail(world)

    (mail,) = world.mailbox.mails_for("noor@home.example")
    assert WHY in mail.text
    assert mail.reply_to == "rita@example.com"


def test_going_back_from_the_preview_keeps_the_words(world):
    fill_in(world)
    world.rita.submit()

    world.rita.close_view()

    assert world.rita.values(world.rita.view)["why_you"]["why_you"]["value"] == WHY


def test_long_words_of_any_script_travel_to_the_candidate(world):
    reason = "\u05e9\U0001f9ed\u00e9 " * 249 + "end"

    invitation = invite(world, why_you=reason, called="\u00c9lo\u00efse \u5f20", introduced_by="Uncle Bob")

    assert (invitation.why_you, invitation.introduced_by) == (reason, "Uncle Bob")


def test_markup_in_words_pings_nobody(world):
    reason = (
        "Hello <!channel> and <@U0ADA>, see <https://evil.example|your bank> {host} {{7*7}} %s &lt;!here&gt;"
    )

    invitation = invite(world, why_you=reason)

    assert invitation.why_you == reason
    assert (
        "&lt;!channel&gt; and &lt;@U0ADA&gt;, see &lt;https://evil.example|your bank&gt;" in world.kim.sees()
    )
    assert "<!channel>" not in world.kim.sees()


def test_same_person_may_be_invited_for_another_role(world):
    first = invite(world)

    second = invite(world, role="AI engineer")

    assert first.candidate_id == second.candidate_id
    assert (first.role_id, second.role_id) == ("senior-backend", "ai-engineer")


def test_pressing_send_ten_times_makes_one_invitation(world):
    fill_in(world)
    world.rita.submit()
    preview = world.rita.view
    payload = submission(world, preview)

    answers = [world.rita._bring(payload) for _ in range(10)]
    world.settle()

    assert [answer.status for answer in answers] == [200] * 10
    closed = '{"response_action": "clear"}'
    assert [answer.body for answer in answers] == [closed] + [""] * 9  # nothing said closes the form as well
    assert len(invitations(world)) == 1
    assert world.kim.sees().count(WHY) == 1


@pytest.mark.parametrize("shared", [(), ("U0OLA", "U0RITA")], ids=["stranger", "in a shared channel"])
def test_somebody_of_another_workspace_brings_a_warning(world, shared):
    world.workspace.add_channel("C0SHARED", "with-them", shared)
    fill_in(world, person="U0OLA", called="Ola")

    world.rita.submit()

    assert "Ola belongs to another workspace in Slack, so their employer may" in world.rita.sees_view()


def test_preview_says_where_somebody_on_record_is_reached(world):
    invite_by_mail(world)
    world.workspace.add_person("U0NOOR", "Noor New", email="noor@home.example")
    fill_in(world, role="AI engineer", person="U0NOOR", called="Noor")

    world.rita.submit()
    seen = world.rita.sees_view()
    world.rita.submit()
    world.settle()

    assert "It goes to noor@home.example by mail" in seen
    assert len(world.mailbox.mails_for("noor@home.example")) == 2


def test_public_tasks_are_for_practice_and_said_so(world):
    fill_in(world)

    world.rita.submit()

    assert "*For practice only.* Everybody can read the keys of these tasks: " in world.rita.sees_view()


def test_all_doors_lead_to_the_same_form(world):
    world.rita.command("/tracks", "invite Noor@Home.example")
    by_command = world.rita.sees_view().splitlines()[0], world.rita.values(world.rita.view)["email"]
    world.rita.close_view()
    world.rita.shortcut("invite_candidate")
    by_shortcut = world.rita.sees_view().splitlines()[0]
    world.rita.close_view()
    world.rita.open_home()
    world.rita.press("Invite a candidate", on="home")

    assert by_command[0] == by_shortcut == world.rita.sees_view().splitlines()[0] == "Invite one person"
    assert by_command[1]["email"]["value"] == "Noor@Home.example"


def test_unanswered_invitation_brings_a_word_then_a_person(world):
    world.forward(timedelta(days=1))
    invitation = invite(world)

    world.forward(timedelta(days=2, minutes=1))
    after_two = world.kim.sees()
    world.forward(timedelta(days=4))
    after_six = world.rita.sees()
    world.forward(timedelta(days=3))

    assert "You can still pick, and there is no hurry until Tuesday 1 December 2026." in after_two
    assert (
        "*Kim* (Senior backend engineer) has not picked a track in 6 days. Please ask in person" in after_six
    )
    assert "*Kim* (Senior backend engineer) was asked to pick by Tuesday 1 December 2026 and has not." in (
        world.rita.sees()
    )
    assert current(world, invitation).state == invitation.state == "sent"
    assert "was asked to pick by Tuesday 1 December 2026: please ask in person" in world.hans.sees(
        "C0BACKEND"
    )


def test_records_hold_what_was_told(world):
    invitation = invite(world)

    with world.program.services.look() as unit:
        candidate = unit.get(Candidate, invitation.candidate_id)
        assert (candidate.called, candidate.slack_user, candidate.timezone) == (
            "Kim",
            "U0KIM",
            "Europe/Berlin",
        )
        assert unit.get(Person, invitation.host_id).name == "Rita Recruiter"
    assert KIM["address_source"] == invitation.address_source
    record = f"{Invitation.__tablename__}:{invitation.id}"
    assert events(world, record)[0] == (
        "person:U0RITA",
        "invited",
        {"role": "senior-backend", "state": "sent"},
    )


def test_slack_gives_full_names_and_not_handles(world):
    ada = world.workspace.members["U0ADA"]

    found = world.program.services.people.look_up("U0ADA")

    assert (ada.name, found.name) == ("ada.lead", "Ada Lead")
