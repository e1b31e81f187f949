"""Candidates answer in their own words; what is unclear is asked back once and never guessed."""

import pytest

from bot.use_cases.candidate_says import MOST_WORDS
from tests.journeys.booking import offered
from tests.journeys.choosing import candidate_of, choices, tracks_chosen
from tests.journeys.hostile import HIDDEN, PINGS, harm
from tests.journeys.inviting import current, invite
from tests.journeys.world import World
from tracks.candidacy import InvitationState


def say(world: World, *words: str) -> None:
    for each in words:
        world.kim.type(each)
        world.settle()


@pytest.mark.parametrize(
    ("words", "track"),
    [("2", "pragmatist"), ("the third one please", "realist"), ("Traditionalist!", "traditionalist")],
)
def test_number_place_or_name_picks_a_track(world: World, words, track):
    invitation = invite(world)

    say(world, words)

    (choice,) = choices(world, invitation)
    assert (choice.track_id, choice.chosen_via, choice.words) == (track, "words", words)
    assert f"You picked *The {track}*" in world.kim.messages()[0].text


def test_number_counts_only_as_answer_to_last_question(world: World):
    invitation = invite(world)
    say(world, "pragmatist")

    say(world, "3")

    assert tracks_chosen(world, invitation) == [("pragmatist", "words", True)]
    assert "I want to be sure that I understood you." in world.kim.messages()[-1].text


def test_unclear_words_get_one_question_then_a_person(world: World):
    invitation = invite(world)

    say(world, "hmm, my cat likes the box")
    assert "Would you like to pick The traditionalist, The pragmatist, The realist" in world.kim.sees()
    assert "my cat" not in world.rita.sees()
    say(world, "the box is nice though")

    assert "the box is nice though" in world.rita.sees()
    assert "passed your words on to Rita Recruiter" in world.kim.messages()[-1].text
    assert tracks_chosen(world, invitation) == []
    assert current(world, invitation).state == InvitationState.SENT


def test_thanks_are_taken_as_they_are_meant(world: World):
    """While something is asked, they are no answer to it."""
    invite(world)
    paper = world.kim.sees()

    say(world, "Thank you so much!")
    assert world.kim.sees() == f"{paper}\nThank you so much!"
    say(world, "pragmatist", "Great, thanks!")
    assert "Have you read the AI rules, and do you agree?" in world.kim.messages()[-1].text


def test_emoji_pick_nothing_and_hide_nothing(world: World):
    invitation = invite(world)

    say(world, ":+1:")
    assert tracks_chosen(world, invitation) == []
    say(world, "The realist please :+1::skin-tone-2:", "I agree :+1:")

    assert tracks_chosen(world, invitation) == [("realist", "words", True)]
    assert "You read the AI rule of each part of *The realist* and agreed" in world.kim.sees()


def test_question_goes_to_the_host_at_once(world: World):
    invitation = invite(world)

    say(world, "Is there a team in Lisbon as well?")

    assert "Is there a team in Lisbon as well?" in world.rita.sees()
    assert world.kim.messages()[-1].text == (
        "I have passed that on to Rita Recruiter, and you get an answer here or by mail."
    )
    assert current(world, invitation).state == InvitationState.SENT


def test_question_about_a_track_is_asked_back(world: World):
    invitation = invite(world)

    say(world, "is it the realist?", "huh?")

    assert tracks_chosen(world, invitation) == []
    assert "Which one do you mean: The realist?" in world.kim.sees()


def test_two_tracks_at_once_are_asked_back(world: World):
    invitation = invite(world)

    say(world, "pragmatist or maybe realist")
    assert "Which one do you mean: The pragmatist, The realist?" in world.kim.sees()
    say(world, "2")
    assert tracks_chosen(world, invitation) == []
    say(world, "realist")

    assert tracks_chosen(world, invitation) == [("realist", "words", True)]


def test_misspelt_name_is_asked_back_not_taken(world: World):
    invitation = invite(world)

    say(world, "pragmatis")

    assert tracks_chosen(world, invitation) == []
    assert "Which one do you mean: The pragmatist?" in world.kim.sees()


def test_negated_track_is_not_chosen(world: World):
    invitation = invite(world)

    say(world, "not the realist, please")

    assert tracks_chosen(world, invitation) == []


def test_another_name_later_is_a_switch_and_told(world: World):
    invitation = invite(world)

    say(world, "realist", "pragmatist")

    assert tracks_chosen(world, invitation) == [("realist", "words", False), ("pragmatist", "words", True)]
    assert "Done: *The pragmatist* from now on." in world.kim.sees()


def test_same_name_again_says_nothing_changes(world: World):
    invitation = invite(world)

    say(world, "realist", "realist")

    assert tracks_chosen(world, invitation) == [("realist", "words", True)]
    assert "so nothing changes" in world.kim.messages()[-1].text


def test_later_of_two_messages_wins_in_any_order(world: World):
    invitation = invite(world)
    first = _event(world, "realist", ts="1795420900.000100")
    second = _event(world, "pragmatist", ts="1795420900.000200")

    _deliver(world, second)
    _deliver(world, first)
    _deliver(world, second)
    world.settle()

    assert tracks_chosen(world, invitation) == [("pragmatist", "words", True)]
    assert "I have kept what you wrote last: *The pragmatist*." in world.kim.sees()


def test_adjustment_in_words_goes_to_coordinator_alone(world: World):
    invite(world)

    say(world, "I would need captions since I am hard of hearing")

    assert "hard of hearing" not in world.rita.sees()
    assert "has asked for something to be different" in world.caro.sees()
    assert "only Caro Coordinator sees it" in world.kim.sees()


def test_choice_with_adjustment_does_both_apart(world: World):
    invitation = invite(world)

    say(world, "the pragmatist please, and I need extra time")

    (choice,) = choices(world, invitation)
    assert (choice.track_id, choice.words) == ("pragmatist", None)
    assert "extra time" not in world.rita.sees()
    assert "has asked for something to be different" in world.caro.sees()


def test_withdrawing_in_words_asks_once_more(world: World):
    invitation = invite(world)

    say(world, "I withdraw")
    assert current(world, invitation).state == InvitationState.SENT
    assert "reply *withdraw* once more" in world.kim.sees()
    say(world, "*no* :pray:")
    assert "Nothing has changed, and everything stays as it is." in world.kim.sees()
    say(world, "withdraw", "withdraw")

    assert current(world, invitation).state == InvitationState.WITHDRAWN


def test_after_withdrawing_words_reach_the_host(world: World):
    invite(world)
    say(world, "withdraw", "withdraw")

    say(world, "Thank you all the same!")

    assert "Thank you all the same!" in world.rita.sees()


def test_not_now_and_a_person_in_words(world: World):
    invitation = invite(world)

    say(world, "not now", "can I talk to a person")

    assert current(world, invitation).reminders_off is True
    assert "can I talk to a person" in world.rita.sees()


def test_with_nothing_booked_the_way_to_a_time_is_said(world: World):
    invite(world)

    say(world, "I want to move")
    assert "A time comes after your choice: reply with the name of a track: The trad" in world.kim.sees()
    say(world, "realist", "cancel")
    assert "Next, read the AI rule of each part and agree to it; then you get times." in world.kim.sees()
    world.kim.press("I have read this and agree")
    say(world, "I want to move")

    assert "Take one of the times that I offer you" in world.kim.sees()


def test_zone_is_asked_when_unknown_and_answered_in_words(world: World):
    invitation = _ola(world)
    say_as(world, "ola", "1")
    world.ola.press("I have read this and agree")
    world.settle()
    assert "Which time zone are you in?" in world.ola.sees()

    say_as(world, "ola", "Lisbon")

    assert candidate_of(world, invitation).timezone == "Europe/Lisbon"
    assert "Every time I write is in Europe/Lisbon." in world.ola.sees()


def test_person_from_another_workspace_picks_with_words(world: World):
    invitation = _ola(world)

    say_as(world, "ola", "pragmatist")

    assert tracks_chosen(world, invitation) == [("pragmatist", "words", True)]


def test_file_is_not_taken_and_that_is_said(world: World):
    invitation = invite(world)
    body = _event(world, "", ts="1795420900.000100")

    _deliver(world, body | {"event": body["event"] | {"subtype": "file_share", "files": [{"id": "F1"}]}})
    world.settle()
    say(world, "3")

    assert "I cannot take files here" in world.kim.sees()
    assert len(tracks_chosen(world, invitation)) == 1


def test_file_that_the_bot_shared_is_not_answered(world: World):
    bot = world.workspace.app.bot_user_id
    body = _event(world, "Here is the entry for your calendar", ts="1795420900.000100")
    shared = body["event"] | {"subtype": "file_share", "files": [{"id": "F1"}], "user": bot}
    authorized = [{"team_id": body["team_id"], "user_id": bot, "is_bot": True}]

    _deliver(world, body | {"event": shared, "authorizations": authorized})
    world.settle()

    assert world.workspace.journal.calls == []


def test_reply_sent_to_everybody_counts_like_any(world: World):
    invitation = invite(world)
    body = _event(world, "realist", ts="1795420900.000100")

    _deliver(world, body | {"event": body["event"] | {"subtype": "thread_broadcast"}})

    assert tracks_chosen(world, invitation) == [("realist", "words", True)]


def test_edits_bots_channels_and_strangers_are_ignored(world: World):
    invitation = invite(world)

    for change in (
        {"subtype": "message_changed"},
        {"bot_id": "B0BOT"},
        {"channel_type": "channel"},
        {"subtype": "message_deleted"},
        {"text": " \u200b "},
        {"text": None},
    ):
        body = _event(world, "realist", ts="1795420900.000100")
        _deliver(world, body | {"event_id": f"Ev{change}", "event": body["event"] | change})
    world.settle()

    assert tracks_chosen(world, invitation) == []


def test_same_delivery_twice_is_one_effect(world: World):
    invitation = invite(world)
    event = _event(world, "hmm what", ts="1795420900.000100")

    _deliver(world, event)
    _deliver(world, event)
    world.settle()

    assert world.kim.sees().count("I want to be sure") == 1
    assert tracks_chosen(world, invitation) == []


def test_hostile_words_are_shown_as_they_are(world: World):
    invite(world)
    words = PINGS + " {0.__class__} {{x}} %s '; drop table due; --"

    say(world, f"ask a person: {words} {HIDDEN}")
    assert words in world.rita.sees()

    world.rita.command("/tracks", "status \u202egnp\x00")
    assert harm(world) == []


def test_addresses_reach_their_reader_as_they_were_typed(world: World):
    invite(world)
    words = "Is https://example.com/a&b yours, or do I write to kim@home.example?"

    say(world, words)

    assert f"\n{words}\n" in world.rita.sees()


def test_long_words_reach_their_reader_whole(world: World):
    invite(world)
    party = "\U0001f389"

    say(world, f"{party * 4_000} or what do you think?", f"I need captions {party * 4_000}")
    for reader, button in ((world.rita, "Answer"), (world.caro, "Read and answer")):
        reader.press(button)
        assert reader.sees_view().count(party) == 4_000, reader
    assert world.rita.sees().count(party) == 4_000
    world.clocks.machine += 1.0
    say(world, "or " * 4_000 + "what?")

    assert world.kim.messages()[-1].text == "That is 12005 characters, and 8000 is the most."
    assert harm(world) == []


def test_longest_question_and_answer_are_one_message(world: World):
    invite(world)

    say(world, "May " * (MOST_WORDS // 4 - 1) + "I?")
    world.rita.press("Answer")
    world.rita.fill({"answer": "Yes." * 500})
    world.rita.submit()
    world.clocks.machine += 1.0
    world.settle()

    assert world.kim.sees().count("Yes.") == 500


def test_name_that_looks_like_a_blank_stays_literal(world: World):
    invite(world, called="{track} {0.__class__} %s")

    world.kim.press("Pick the realist")
    world.settle()

    assert "{track} {0.__class__} %s has picked" in world.rita.sees("C0BACKEND")


def test_people_without_a_candidacy_get_help(world: World):
    world.ada.type("what do you do?")
    world.settle()

    assert "/tracks help" in world.ada.sees()


@pytest.mark.parametrize("words", ["hello", "2", "invite me please"])
def test_nobody_on_record_hears_why_nothing_waits(world: World, words):
    say(world, words)

    assert "I do not know you yet: nothing here waits for you." in world.kim.messages()[-1].text


def test_rules_are_asked_about_again_and_so_is_a_zone(world: World):
    _ola(world)
    say_as(world, "ola", "pragmatist")

    say_as(world, "ola", "hmm, fine by me")
    assert "Reply *agree*, *switch*, or *ask a person*" in world.ola.messages()[-1].text
    say_as(world, "ola", "agree")
    say_as(world, "ola", "on the moon")
    assert "I know no time zone like that." in world.ola.messages()[-1].text
    say_as(world, "ola", "Lisbon")
    assert "Next comes a time." in world.ola.messages()[-1].text


def test_number_that_is_not_offered_is_asked_back(world: World):
    offered(world)

    say(world, "13")
    assert "reply with one of the numbers above, *more* or *none*" in world.kim.messages()[-1].text
    say(world, "1")
    assert "Held for you" in world.kim.sees()


def say_as(world: World, name: str, words: str) -> None:
    getattr(world, name).type(words)
    world.settle()


def _ola(world: World):
    """Invite Ola, who belongs to another workspace and shares a channel with us."""
    world.workspace.add_channel(
        "C0SHARED", "shared-with-ola", ["U0OLA", "U0RITA", world.workspace.app.bot_user_id]
    )
    return invite(world, person="U0OLA", called="Ola")


def _event(world: World, text: str, *, ts: str):
    """Return a message to the bot as Slack delivers it."""
    event = {
        "type": "message",
        "channel_type": "im",
        "user": "U0KIM",
        "text": text,
        "ts": ts,
        "channel": world.kim.dm.id,
    }
    team = world.workspace.team.id
    return {"type": "event_callback", "event_id": f"Ev{ts}", "team_id": team, "event": event}


def _deliver(world: World, body) -> None:
    answer = world.workspace.send("event", body)
    assert answer.ok


def test_agreeing_in_words_counts_for_the_rules_shown(world: World):
    invite(world)
    say(world, "pragmatist")

    say(world, "I agree, but may I use a linter")
    assert "You read the AI rule of each part" not in world.kim.sees()
    say(world, "OK, I agree!")

    assert "You read the AI rule of each part of *The pragmatist* and agreed" in world.kim.sees()
