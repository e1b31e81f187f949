"""Inviting one person, from the form to the paper, with everything that is refused on the way."""

from datetime import timedelta

import pytest

from bot.stand_in import payloads
from storage.tables import Candidate, Invitation, Person
from tests.journeys.inviting import KIM, MAIL_ONLY, WHY, current, fill_in, invitations, invite, invite_by_mail
from tests.journeys.world import world as build_world


def events(world, record):
    with world.program.services.look() as unit:
        return [(event.actor, event.verb, event.after) for event in unit.audit.of(record)]


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


SEVERAL = "This looks like {} people. One person at a time: invite the others with a form of their own."
OURS = (
    "This person interviews for this role or runs it, so they cannot be its candidate too. The company file "
    "says who does; somebody who applies has to be taken out of it for this role first."
)
REFUSED = [
    (
        {"why_you": "Great profile."},
        {
            "why_you": "Please write at least 40 characters on why you write to this person; they will read "
            "them. These are 14."
        },
    ),
    ({"called": "Kim; Noor; Sam"}, {"called": SEVERAL.format(3)}),
    ({"person": None, "email": "a@home.example, b@home.example"}, {"email": SEVERAL.format(2)}),
    (
        {"person": None, "email": "noor at home"},
        {"email": "This is not one mail address. Write it like ada@example.com."},
    ),
    ({"person": None}, {"person": "Pick a person in Slack, or write a mail address."}),
    (
        {"email": "kim@home.example"},
        {"email": "Pick a person in Slack or write a mail address, not both: it goes one way."},
    ),
    ({"person": "U0ADA"}, {"person": OURS}),
    ({"person": None, "email": "Ada@Example.com"}, {"email": OURS}),
    ({"person": "U0HANS"}, {"person": OURS}),
]


def test_what_cannot_be_taken_is_said_beside_it(world):
    said = []
    for changes, _ in REFUSED:
        fill_in(world, **changes)
        world.rita.submit()
        said.append((changes, world.rita.view_errors))
        world.rita.close_view()

    assert said == REFUSED
    assert invitations(world) == []


def test_every_fault_is_said_at_once_and_nothing_lost(world):
    fill_in(world, called="Kim\u2028Noor", why_you="short", address_source=" \u200b ")

    world.rita.submit()

    assert sorted(world.rita.view_errors) == ["address_source", "called", "why_you"]
    typed = world.rita.values(world.rita.view)
    assert typed["why_you"]["why_you"]["value"] == "short"
    assert typed["person"]["person"]["selected_user"] == "U0KIM"


def test_going_back_from_the_preview_keeps_the_words(world):
    fill_in(world)
    world.rita.submit()

    world.rita.close_view()

    assert world.rita.values(world.rita.view)["why_you"]["why_you"]["value"] == WHY


def test_long_words_of_any_script_travel_to_the_candidate(world):
    reason = "\u05e9\U0001f9ed\u00e9 " * 249 + "end"

    invitation = invite(world, why_you=reason, called="\u00c9lo\u00efse \u5f20", introduced_by="Uncle Bob")

    assert (invitation.why_you, invitation.introduced_by) == (reason, "Uncle Bob")


def test_words_too_long_to_carry_are_refused_in_the_form(world):
    fill_in(world, why_you='"' * 1000, address_source='"' * 200, introduced_by='"' * 200, called='"' * 80)

    world.rita.submit()

    assert world.rita.view_errors == {
        "why_you": "Together these texts are too long to carry. Please shorten this one a little."
    }


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


def test_same_person_is_not_invited_twice_for_a_role(world):
    invite(world)
    fill_in(world)

    world.rita.submit()

    assert world.rita.view_errors == {
        "person": "This person is invited for this role already. See /tracks status for where it stands."
    }


def test_address_is_one_person_however_it_is_written(world):
    composed, apart = "zo\u00eb@home.example", "Zoe\u0308\u200b@HOME.example"
    first = invite_by_mail(world, email=composed)
    fill_in(world, person=None, email=apart, called="Zoe\u0308")

    world.rita.submit()

    assert list(world.rita.view_errors) == ["email"]
    assert [each.id for each in invitations(world)] == [first.id]


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


def submission(world, view):
    return payloads.view_submission(world.workspace, world.rita.member, view)


def test_invited_between_preview_and_send_is_refused(world):
    fill_in(world)
    world.rita.submit()
    payload = submission(world, world.rita.view)
    world.rita._bring(payload)
    fresh = {**payload, "view": {**payload["view"], "hash": "another.hash"}}

    answer = world.rita._bring(fresh)

    assert "already" in answer.body
    assert len(invitations(world)) == 1


def test_tampered_preview_is_checked_like_a_new_form(world):
    fill_in(world)
    world.rita.submit()
    payload = submission(world, world.rita.view)
    forged = payload["view"]["private_metadata"].replace(WHY, "too short")

    world.rita._bring({**payload, "view": {**payload["view"], "private_metadata": forged}})

    assert invitations(world) == []


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


def test_deactivated_person_is_refused_with_a_way_out(world):
    world.workspace.change_person("U0KIM", deleted=True)
    fill_in(world)

    world.rita.submit()

    assert world.rita.view_errors == {
        "person": "Slack knows nobody like that, or they have left. Use their mail address instead."
    }


def test_without_mail_only_people_in_slack(sqlite_url):
    with build_world(sqlite_url, mail=False) as world:
        fill_in(world, **MAIL_ONLY)

        world.rita.submit()

        assert world.rita.view_errors == {
            "email": "Mail is switched off here, so only people in Slack can be invited. An operator can set "
            "TRACKS_SMTP_URL."
        }


def test_cap_of_a_role_holds_until_somebody_answers(world):
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role("senior-backend"), invite_cap=1)
    invite(world)
    fill_in(world, **MAIL_ONLY)

    world.rita.submit()

    assert world.rita.view_errors == {
        "role": "Unanswered invitations: 1, and 1 is the most that can be looked after. Please "
        "withdraw one first, or wait."
    }


def test_cap_of_an_inviter_holds_over_all_roles(world):
    one = invite(world).model_dump()
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role("senior-backend"), invite_cap=50)
        others = [Candidate(called="Jo", email=f"jo{number}@home.example") for number in range(19)]
        unit.add_all(others)
        unit.add_all([Invitation(**one | {"id": other.id, "candidate_id": other.id}) for other in others])
    fill_in(world, **MAIL_ONLY)

    world.rita.submit()

    assert "Unanswered invitations: 20, and 20 is the most" in world.rita.view_errors["role"]


def test_role_that_closed_meanwhile_takes_nobody(world):
    fill_in(world)
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role("senior-backend"), open=False)

    world.rita.submit()

    assert "This has changed in the meantime" in world.rita.view_errors["role"]


def test_role_without_facts_is_refused_naming_them(world):
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role("senior-backend"), pay_range=None, place=" ")
    fill_in(world)

    world.rita.submit()

    assert world.rita.view_errors == {
        "role": "The paper cannot be filled yet, the role lacks: place, pay. Add it to the company file and "
        "run setup."
    }


def test_family_without_content_is_refused(world):
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role("senior-backend"), family="mobile")
    fill_in(world)

    world.rita.submit()

    assert list(world.rita.view_errors) == ["role"]
    assert world.rita.view_errors["role"].startswith("The content for mobile is not complete yet: ")


def test_public_tasks_are_for_practice_and_said_so(world):
    fill_in(world)

    world.rita.submit()

    assert "*For practice only.* Everybody can read the keys of these tasks: " in world.rita.sees_view()


def test_attempt_to_name_several_is_noted(world):
    fill_in(world, called="Kim; Noor")

    world.rita.submit()

    assert events(world, "invite") == [("person:U0RITA", "refused", {"rule": "several_people"})]


@pytest.mark.parametrize("two", ["a@home.example, c@home.example", "<@U0KIM> <@U0ADA>"])
def test_command_naming_several_opens_no_form(world, two):
    world.rita.command("/tracks", f"invite {two}")

    assert world.rita.view is None
    assert events(world, "invite") == [("person:U0RITA", "refused", {"rule": "several_people"})]
    assert world.rita.sees().splitlines()[-1] == (
        "This looks like 2 people. One person at a time: invite the others with a form of their own."
    )


def test_who_may_not_invite_gets_no_form(world):
    world.ada.command("/tracks", "invite")
    world.ola.shortcut("invite_candidate")

    assert "There is no open role that you can invite for." in world.ada.sees_view()
    assert world.ola.view is None


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
