"""Renders the messages that are one sentence of content: notices, and the steps under a candidacy's card."""

from bot.delivery.live import Live, Renderers
from bot.views.said import Said, one
from bot.wording.sentences import Markup

renderers = Renderers()
FACT = "fact."


@renderers.renders("notice")
def notice(live: Live) -> Said:
    return one(_sentence(live))


@renderers.renders("step")
def step(live: Live) -> Said:
    return one(_sentence(live))


def _sentence(live: Live) -> str:
    facts = {
        name[len(FACT) :]: _fact(str(fact)) for name, fact in live.row.about.items() if name.startswith(FACT)
    }
    return live.say(live.about("say"), **facts)


def _fact(fact: str) -> str:
    """Return a fact as it is, but for a mention that we wrote ourselves: ``@U0ADA`` stands for a person."""
    is_person = fact.startswith("@") and fact[1:].isalnum() and fact[1:].isupper()
    return Markup(f"<{fact}>") if is_person else fact
