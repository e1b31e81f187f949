"""Whoever cannot be invited, and whoever cannot invite: refused in the form, with the remedy."""

import pytest

from storage.tables import Candidate, Invitation
from tests.journeys.inviting import (
    MAIL_ONLY,
    WHY,
    events,
    fill_in,
    invitations,
    invite,
    invite_by_mail,
    submission,
)
from tests.journeys.world import world as build_world

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


def test_words_too_long_to_carry_are_refused_in_the_form(world):
    fill_in(world, why_you='"' * 1000, address_source='"' * 200, introduced_by='"' * 200, called='"' * 80)

    world.rita.submit()

    assert world.rita.view_errors == {
        "why_you": "Together these texts are too long to carry. Please shorten this one a little."
    }


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
