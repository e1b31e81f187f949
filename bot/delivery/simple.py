"""Renders the messages that are one sentence of content: notices, and the steps under a candidacy's card."""

from bot.delivery.live import Live, Renderers
from bot.views.said import Said, one
from bot.wording.sentences import Markup

renderers = Renderers()


@renderers.renders("notice")
def notice(live: Live) -> Said:
    return one(_sentence(live))


@renderers.renders("step")
def step(live: Live) -> Said:
    return one(_sentence(live))


def _sentence(live: Live) -> str:
    facts = {}
    for key, fact in live.row.about.items():
        kind, dot, name = key.partition(".")
        if dot:
            facts[name] = Markup(fact) if kind == "markup" else str(fact)
    return live.say(live.about("say"), **facts)
