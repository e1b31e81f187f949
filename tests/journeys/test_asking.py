"""What anybody may ask: the Home tab, where things stand, what one can do."""

from datetime import timedelta

from bot.use_cases.invite import invite as invite_directly
from storage.tables import Invitation
from tests.journeys.asking import ask, ask_adjustment
from tests.journeys.booking import held
from tests.journeys.inviting import SOURCE, WHY, invite, invite_by_mail
from tests.journeys.world import pressed
from tracks.inviting import Typed


def whisper(person, text, channel=None):
    person.command("/tracks", text, channel)
    return person.sees(channel).splitlines()


def test_home_of_a_host_shows_whose_turn_it_is(world):
    ask(world, invite(world))
    invite_by_mail(world)

    world.rita.open_home()

    lines = world.rita.sees_home().splitlines()
    assert lines[:2] == [
        "Interview Tracks",
        "Good to see you. I post papers, keep times and hand out forms; people decide.",
    ]
    assert lines[2:] == [
        "[Invite a candidate]",
        "*For you*",
        "*Kim* (Senior backend engineer) has asked you something.",
        "[Answer]",
        "*For the candidate*",
        "*Kim*, Senior backend engineer: has the paper and can pick a track until Monday 30 November 2026.",
        "[Look]",
        "*Noor*, Senior backend engineer: has the paper and can pick a track until Monday 30 November 2026.",
        "[Look]",
        "/tracks help lists what you can do.",
    ]


def test_home_of_the_coordinator_shows_adjustments(world):
    ask_adjustment(world, invite(world))

    world.caro.open_home()

    assert (
        "*Kim* (Senior backend engineer) has asked for something to be different." in world.caro.sees_home()
    )
    world.rita.open_home()
    assert "to be different" not in world.rita.sees_home()


def test_home_greets_somebody_nobody_knows(world):
    world.workspace.add_person("U0NEW", "Nia New")

    world.nia.open_home()

    assert "I do not know you yet: nothing here waits for you." in world.nia.sees_home()


def test_home_stays_within_a_hundred_blocks(world):
    with world.program.services.change("rule:setup") as unit:
        unit.change(unit.company.role("senior-backend"), invite_cap=50)
    for number in range(12):
        address = f"person{number}@home.example"
        typed = Typed(
            role_id="senior-backend", email=address, called="Sam", why_you=WHY, address_source=SOURCE
        )
        invite_directly(world.program.services, pressed("U0RITA", address), typed)

    world.rita.open_home()

    assert len(world.rita.home.blocks) <= 100
    assert "And 4 more. /tracks status shows them." in world.rita.sees_home()


def test_looking_shows_buttons_to_those_who_may(world):
    invite(world, introduced_by="Uncle Bob")
    world.rita.open_home()

    world.rita.press("Look", on="home")
    seen = world.rita.sees_view()
    world.hans.open_home()
    world.hans.press("Look", on="home")

    assert "[Mend the address] [Hand over] [Withdraw the invitation]" in seen
    assert "Where it stands: has the paper" in world.hans.sees_view()
    assert "Introduced by Uncle Bob; only the host sees this." in seen
    assert "[Mend the address]" not in world.hans.sees_view()
    assert "Bob" not in world.hans.sees_view()


def test_status_lists_what_the_asker_may_see(world):
    invite(world)

    assert whisper(world.hans, "status", "C0BACKEND")[-3:] == [
        "Where things stand",
        "*Kim*, Senior backend engineer: has the paper and can pick a track until Monday 30 November 2026.",
        "[Look]",
    ]
    assert whisper(world.ada, "status") == [
        "There is nothing running that you are part of. /tracks help lists what you can do."
    ]


def test_status_begins_with_what_is_most_urgent(world):
    first = invite(world)
    world.forward(timedelta(days=1))
    invite_by_mail(world)
    with world.program.services.change("rule:story") as unit:
        later = unit.get(Invitation, first.id)
        unit.change(later, reply_by=later.reply_by + timedelta(days=3))

    called = [line.split(",")[0] for line in whisper(world.rita, "status") if "pick a track" in line]

    assert called == ["*Noor*", "*Kim*"]


def test_status_offers_names_that_the_asker_may_see_only(world):
    invite(world)

    assert whisper(world.rita, "status Kym")[-1] == (
        "I find nothing under that name that is yours to see. Did you mean: Kim?"
    )
    for name in ("Kym", "Kim"):
        assert whisper(world.ada, f"status {name}")[-1] == (
            "I find nothing under that name that is yours to see. /tracks status alone shows all that is."
        )


def test_wrong_word_gets_the_nearest_things(world):
    def nearest(word):
        heading, *lines = whisper(world.rita, word)[-4:]
        assert heading == f"I do not know '{word}'. The nearest things:"
        return [line.split()[2].strip(":") for line in lines]

    assert nearest("formz") == ["forms", "status", "invite"]
    assert nearest("cancel") == ["status", "invite", "help"]


def test_command_for_a_ranking_is_refused_and_noted(world):
    for word in ("rank", "sort", "score", "compare"):
        assert whisper(world.rita, f"{word} everybody")[-1] == (
            "I do not sort, score or turn anybody down. People do that, one at a time: /tracks status."
        )
    with world.program.services.look() as unit:
        noted = [event.after for event in unit.audit.of("rank")]
    assert noted == [{"rule": "recruiter.no_ranking"}]


def test_no_word_gets_help(world):
    assert whisper(world.rita, "")[0] == "What you can do"
    assert whisper(world.rita, "help")[-1].startswith("If you were invited: pick or switch a track")


def test_mention_is_answered_privately(world):
    world.rita.type("@interview-tracks who is best?", "C0BACKEND")
    world.settle()

    assert world.rita.sees().startswith("You mentioned me. I do not read along in channels;")


def test_pasted_list_is_refused_and_the_attempt_noted(world):
    world.rita.type("Please invite ann@home.example, bob@home.example and cy@home.example")
    world.rita.type("rank these candidates for me")
    world.settle()

    said = [each.text for each in world.rita.messages() if each.user != "U0RITA"]
    assert said == [
        "I do not take lists of people. If you have met somebody, invite them; if not, meet them first.",
        "I do not sort, score or turn anybody down. People do that, one at a time: /tracks status.",
    ]
    with world.program.services.look() as unit:
        noted = [(event.actor, event.after) for event in unit.audit.of("message")]
    assert noted == [
        ("person:U0RITA", {"rule": "recruiter.no_file"}),
        ("person:U0RITA", {"rule": "recruiter.no_ranking"}),
    ]


def test_greeting_is_answered_with_where_to_look(world):
    world.hal.type("help")
    world.settle()

    assert world.hal.sees().splitlines()[-1].startswith("Hello. /tracks help lists what you can do")


def test_status_tells_candidates_nothing_of_the_panel(world):
    world.workspace.members["U0KIM"].guest = "no"  # guests cannot type commands
    held(world)
    world.kim.open_home()

    told = whisper(world.kim, "status")

    assert told[-3:-1] == ["Where things stand", "*Senior backend engineer* at Example GmbH"]
    assert told[-1].startswith("You are on *The pragmatist*. Your time, once everybody has said yes: ")
    assert told[-1] in world.kim.sees_home()
