"""A candidate gets the paper in Slack, reads, picks, agrees, and changes their mind."""

from datetime import timedelta

import pytest

from bot.listeners.candidate import track_pressed
from bot.listeners.press import Press
from storage.tables import Role
from tests.journeys.booking import agreed
from tests.journeys.browsing import address_of, get
from tests.journeys.choosing import book, candidate_of, choices, newest_loop, tracks_chosen
from tests.journeys.inviting import current, invite, invite_by_mail
from tests.journeys.world import World
from tracks.candidacy import InvitationState, LoopState
from tracks.errors import NotAllowed


def test_paper_shows_each_track_with_its_button(world: World):
    invite(world)

    paper = world.kim.messages()[0]
    buttons = [b["accessory"]["text"]["text"] for b in paper.blocks if b.get("accessory")]
    rows = [e["text"]["text"] for b in paper.blocks if b["type"] == "actions" for e in b["elements"]]

    assert buttons == ["Pick the traditionalist", "Pick the pragmatist", "Pick the realist"]
    assert rows == [
        "Read on",
        "Ask a person",
        "Ask for an adjustment",
        "Not now",
        "Withdraw",
        "Open my page",
    ]


def test_paper_as_text_says_how_to_answer(world: World):
    invite(world)

    spoken = world.kim.messages()[0].text

    assert "1 for The traditionalist; 2 for The pragmatist; 3 for The realist" in spoken
    assert "back-pressure" in spoken
    assert len(spoken) <= 4000


def test_order_of_tracks_turns_with_each_paper(world: World):
    first = invite(world)
    second = invite_by_mail(world)

    assert first.option_order == ["traditionalist", "pragmatist", "realist"]
    assert second.option_order == ["pragmatist", "realist", "traditionalist"]


def test_rest_of_paper_waits_behind_read_on(world: World):
    invite(world)

    world.kim.press("Read on")

    assert "What we keep, and for how long" in world.kim.sees_view()
    assert "Side by side" in world.kim.sees_view()


def test_choice_leaves_one_line_and_asks_about_ai(world: World):
    invitation = invite(world)

    world.kim.press("Pick the pragmatist")
    world.settle()

    paper, rules = world.kim.messages()
    assert tracks_chosen(world, invitation) == [("pragmatist", "button", True)]
    assert current(world, invitation).state == InvitationState.CHOSEN
    assert [b["type"] for b in paper.blocks] == ["section"]
    assert paper.blocks[0]["text"]["text"] == (
        "You picked *The pragmatist* on Monday 23 November 2026. "
        "You can switch until 48 hours before the first part."
    )
    assert "Walkthrough" in world.kim.sees()
    assert rules.text.startswith("Thank you. You picked *The pragmatist*.")


def test_same_button_twice_is_one_choice(world: World):
    invitation = invite(world)

    world.kim.double_press("Pick the realist")
    world.settle()
    world.kim.press_again()

    assert tracks_chosen(world, invitation) == [("realist", "button", True)]
    assert world.kim.sees_view().endswith("or say which.")


def test_another_button_on_old_screen_is_a_switch(world: World):
    invitation = invite(world)
    paper = world.kim.messages()[0].ts

    world.kim.press("Pick the realist", message=paper)
    world.kim.press("Pick the pragmatist", message=paper)
    world.settle()

    assert tracks_chosen(world, invitation) == [("realist", "button", False), ("pragmatist", "button", True)]
    assert [m.text[:44] for m in world.kim.messages()] == [
        "You picked *The pragmatist* on Monday 23 Nov",
        "Thank you. You picked *The pragmatist*. Befo",
    ]


def test_agreeing_leads_to_brief_and_search(world: World):
    invitation = invite(world)
    world.kim.press("Pick the pragmatist")
    world.settle()

    world.kim.press("I have read this and agree")
    world.settle()

    seen = world.kim.sees()
    assert "You read the AI rule of each part of *The pragmatist* and agreed on Monday 23 November" in seen
    assert "Your paper for *The pragmatist*" in seen
    world.kim.press("Read it")
    assert "The questions about past work, word for word" in world.kim.sees_view()
    assert current(world, invitation).asked_last != "agree_ai"


def test_switching_takes_the_old_rules_back(world: World):
    invitation = invite(world)
    world.kim.press("Pick the pragmatist")
    world.settle()

    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.settle()

    _, old, new = (message.text for message in world.kim.messages())
    assert old == "This was about a track that you have left since. You are on *The realist* now."
    assert new.startswith("Thank you. You picked *The realist*.")
    assert tracks_chosen(world, invitation)[-1] == ("realist", "button", True)


def test_agreeing_twice_is_harmless(world: World):
    invite(world)
    world.kim.press("Pick the pragmatist")
    world.settle()

    world.kim.press("I have read this and agree")
    world.kim.press_again()
    world.settle()

    assert world.kim.sees().count("Your paper for *The pragmatist*") == 1


def test_question_about_ai_changes_nothing_else(world: World):
    invitation = invite(world)
    world.kim.press("Pick the pragmatist")
    world.settle()

    world.kim.press("I do not agree, or ask")
    world.kim.fill({"What you would like to ask or say": "May I dictate to my editor?"})
    world.kim.submit()
    world.settle()

    assert "May I dictate to my editor?" in world.rita.sees()
    assert current(world, invitation).state == InvitationState.CHOSEN
    assert "I have passed your question about the AI rule to Rita Recruiter" in world.kim.sees()
    world.kim.press("I have read this and agree")


def test_switch_in_time_cancels_what_was_booked(world: World):
    invitation = agreed(world)
    loop = book(world, invitation, starts_at=world.clocks.now + timedelta(hours=49))

    world.kim.press("Switch")
    assert "What is booked is then cancelled" in world.kim.sees_view()
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.settle()

    assert tracks_chosen(world, invitation)[-1] == ("realist", "button", True)
    assert newest_loop(world, loop).state == LoopState.CANCELLED
    assert current(world, invitation).state == InvitationState.CHOSEN


def test_where_one_track_is_offered_nobody_is_led_to_switch(world: World):
    with world.program.services.change("rule:setup") as unit:
        role = unit.company.role("senior-backend")
        unit.change(role, tracks=["realist"], tracks_reason="Nobody can lead the others yet")
    invitation = agreed(world, "Pick the realist")
    world.kim.open_home()

    assert "witch" not in world.kim.sees()
    assert "witch" not in world.kim.sees_home()
    assert "switch_track" not in get(world, address_of(world, invitation)).forms

    world.kim.type("switch")
    world.settle()

    assert world.kim.messages()[-1].text.startswith("This role does not offer that. *Ask a person*")


def test_channel_never_learns_what_was_picked_before(world: World):
    agreed(world)
    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.settle()
    world.kim.close_view(everything=True)
    world.kim.press("I have read this and agree")
    world.settle()

    channel = world.rita.sees("C0BACKEND")
    assert "pragmatist" not in channel
    assert "Track: *The realist*" in channel
    assert [channel.count(said) for said in ("has picked a track.", "read and agreed to", "witch")] == [
        1,
        1,
        0,
    ]
    assert "Kim (Senior backend engineer) has switched to *The realist*. Only you" in world.rita.sees()


def test_late_switch_goes_to_host_schedule_untouched(world: World):
    invitation = agreed(world)
    loop = book(world, invitation, starts_at=world.clocks.now + timedelta(hours=47))

    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.settle()

    assert tracks_chosen(world, invitation) == [("pragmatist", "button", True)]
    assert newest_loop(world, loop).state == LoopState.BOOKED
    assert "would like to switch to *The realist*" in world.rita.sees()


def test_nobody_is_led_to_switch_once_it_began(world: World):
    invitation = agreed(world)
    book(world, invitation, starts_at=world.clocks.now)

    world.kim.press("Switch")
    world.kim.type("switch")
    world.settle()

    assert "It has started already" in world.kim.sees_view()
    assert "It has started already" in world.kim.messages()[-1].text
    assert "switch_track" not in get(world, address_of(world, invitation)).forms


def test_role_says_until_when_tracks_are_switched(world: World):
    invitation = agreed(world)
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.get(Role, invitation.role_id), switch_cutoff_hours=46)
    book(world, invitation, starts_at=world.clocks.now + timedelta(hours=47))

    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()

    assert tracks_chosen(world, invitation)[-1] == ("realist", "button", True)


def test_host_records_late_switch_told_to_them(world: World):
    invitation = agreed(world)
    book(world, invitation, starts_at=world.clocks.now + timedelta(hours=47))
    world.kim.press("Switch")
    world.kim.fill({"The track you would like": "The realist"})
    world.kim.submit()
    world.settle()

    world.rita.press("Record it")
    world.rita.fill({"What they said, in their words": "I would rather show my own work."})
    world.rita.submit()
    world.settle()

    newest = choices(world, invitation)[-1]
    assert (newest.track_id, newest.chosen_via, newest.confirmed_by) == ("realist", "told_a_person", "U0RITA")
    assert "Thank you. You picked *The realist*." in world.kim.sees()


def test_nobody_else_can_press_a_forwarded_button(world: World):
    invitation = invite(world)
    services = world.program.services
    for user in ("U0OLA", "U0RITA", "U0HANS", "U0NOBODY"):
        press = Press(user=user, team="T", request=f"r:{user}", verb="x", about=f"{invitation.id}.realist")
        with pytest.raises(NotAllowed):
            track_pressed(services, press)

    assert tracks_chosen(world, invitation) == []


def test_paper_that_arrived_has_shown_the_notice(world: World):
    invitation = invite(world)

    assert candidate_of(world, invitation).notice_shown_at == world.clocks.now


def test_home_shows_where_the_candidate_stands(world: World):
    invite(world)

    world.kim.open_home()
    assert "Nothing is picked yet." in world.kim.sees_home()
    world.kim.press("Pick the realist", on="home")
    world.settle()
    world.kim.open_home()

    assert "You are on *The realist*. The next step is to read the AI rule" in world.kim.sees_home()
    world.kim.press("I have read this and agree", on="home")
    world.kim.open_home()
    assert "have agreed to the AI rules" in world.kim.sees_home()
