"""Renders the messages that are one sentence of content: notices, and the steps under a candidacy's card."""

from bot.delivery.live import Live, Renderers
from bot.views.said import Said, one
from bot.wording.sentences import Markup

renderers = Renderers()


@renderers.renders("notice")
@renderers.renders("step")
def sentence(live: Live) -> Said:
    facts = {}
    for key, fact in live.row.about.items():
        kind, dot, name = key.partition(".")
        if dot:
            facts[name] = Markup(fact) if kind == "markup" else str(fact)
    return one(live.say(live.about("say"), **facts))
