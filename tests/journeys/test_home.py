"""Home tabs that somebody has opened stay current: whoever waits, sees it without opening them again."""

from bot.stand_in.faults import rate_limited
from tests.journeys.booking import confirmed
from tests.journeys.inviting import invite
from tests.journeys.playing import InSlack, everybody_says_yes, invited


def lines(person) -> list[str]:
    """What stands on somebody's Home tab below the greeting."""
    return person.sees_home().splitlines()[2:]


def test_home_of_the_host_follows_what_the_candidate_does(world):
    world.rita.open_home()
    play = invited(world)
    assert "*For the candidate*" in lines(world.rita)

    world.kim.press("Pick the pragmatist")
    before = lines(world.rita)
    world.settle()

    assert any("has picked a track" in line for line in before) is False
    assert any("has picked a track" in line for line in lines(world.rita)) is True
    play.agrees()
    play.wants("one")
    play.takes(3)
    assert any(line.endswith("; 0 of 3 people have said yes.") for line in lines(world.rita))
    assert "[Offer other times] [Change the panel] [Cancel it]" in lines(world.rita)


def test_homes_of_candidate_and_panel_follow_too(world):
    people = [world.workspace.person(each) for each in ("U0KIM", "U0ADA", "U0BEN", "U0CHO", "U0DEE")]
    for person in people:
        person.open_home()
    play = invited(world)
    assert "[Pick the realist]" in world.kim.sees_home()
    play.picks("traditionalist")
    play.agrees()
    play.wants("one")
    play.takes(3)
    asked = [person for person in people if "[Yes]" in person.sees_home()]

    everybody_says_yes(world)

    assert "[Another time]" in world.kim.sees_home()
    assert asked != []
    assert [person.name for person in asked if "[Yes]" in person.sees_home()] == []


def test_home_that_was_never_opened_is_left_alone(world):
    world.rita.open_home()

    invite(world)

    assert list(world.workspace.views.homes) == ["U0RITA"]


def test_home_waits_for_as_long_as_slack_says(world):
    world.rita.open_home()
    world.settle()
    world.workspace.faults.plan("views.publish", rate_limited("30"))

    InSlack(world=world, invitation=invite(world))

    assert any("Kim" in line for line in lines(world.rita))
    world.workspace.journal.calls[:] = [
        each for each in world.workspace.journal.calls if each.error != "ratelimited"
    ]


def test_booked_interview_keeps_the_ai_rules_agreed_to(world):
    invitation = confirmed(world)

    with world.program.services.change("rule:story") as unit:
        older = unit.candidacies.keep("ai_rules", {"track": "pragmatist", "lines": []})
        kim = f"candidate:{invitation.candidate_id}"
        agreed = unit.candidacies.newest_agreement(invitation.id, by=kim, track="pragmatist")
        unit.change(agreed, rules_sha=older)
    world.kim.open_home()

    assert "[I have read this and agree]" not in world.kim.sees_home()


def test_who_switches_there_and_back_has_agreed(world):
    play = invited(world)
    play.picks("pragmatist")
    play.agrees()
    play.switches("realist")
    play.agrees()
    play.switches("pragmatist")
    play.wants("one")
    play.takes(3)

    world.kim.open_home()

    assert "[I have read this and agree]" not in world.kim.sees_home()
    assert "[Another time]" in world.kim.sees_home()
