"""Every sentence that a candidate may be told by itself can be filled from the live records."""

import re
from pathlib import Path

import bot
from bot.use_cases.candidacy_facts import facts_for
from bot.wording import say
from storage.tables import Invitation
from tests.journeys.inviting import invite
from tests.journeys.world import World

SAID = re.compile(r'(?:answer\(\s*unit,\s*invitation,\s*|return )"(candidate\.\w+)"')
OUTCOMES = ("chosen", "switched", "chosen_already", "later_words", "switch_too_late")
AGREED = ("agreed_ai", "agreed_already", "ai_rule_changed")
STANDS = ("sent", "chosen", "agreed", "held", "decided", "ended")


def test_no_sentence_lacks_a_fact(world: World):
    invitation = invite(world)
    world.kim.press("Pick the realist")
    world.settle()
    mine = ["bring_page", "candidate_says", "agree_ai", "choose_track"]
    code = [Path(str(bot.__file__)).parent / "use_cases" / f"{name}.py" for name in mine]
    code += list((Path(str(bot.__file__)).parent / "web").glob("candidate_*.py"))
    keys = {key for path in code for key in SAID.findall(path.read_text())}
    keys |= {f"candidate.{name}" for name in (*OUTCOMES, *AGREED)} | {
        f"candidate.stands_{name}" for name in STANDS
    }

    services = world.program.services
    with services.look() as unit:
        known = facts_for(services, unit, unit.get(Invitation, invitation.id))
        said = {key: say(services.catalogue, key, **known) for key in sorted(keys)}

    assert len(said) >= 20
    assert [key for key, text in said.items() if "{" in text] == []
