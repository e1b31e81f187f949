"""What anybody may ask: where things stand, what one can do, and what was meant by a wrong word."""

import re
from difflib import get_close_matches

from bot.listeners.press import Answer, Press, Whisper
from bot.listeners.routes import Routes
from bot.listeners.words import words
from bot.ports import Services
from bot.use_cases.candidacy_facts import where_you_stand
from bot.use_cases.telling import notice
from bot.use_cases.what_i_see import candidacies_of, named, names_like, own_candidacies
from bot.views import candidacy as views
from bot.views.said import Said, Section, one, to_alt_text, to_blocks
from bot.wording import say
from bot.wording.overview import Overview
from tracks.catalogue import Catalogue

routes = Routes()
WORDS = ("invite", "status", "forms", "mark", "help")
USUAL = ("status", "invite", "help")  # what a word that is like none of ours is mostly about
NEAREST = 3
NO_RANKING = "recruiter.no_ranking"
RANKINGS = ("rank", "sort", "score", "compare")
MOST_LINES = 20
HELP = re.compile(r"(help|hello|hi|hey|\?)[.!?]*", re.IGNORECASE)
AN_ADDRESS = re.compile(r"[^\s@,;:<>|]+@[^\s@,;:<>|]+\.[a-z]{2,}", re.IGNORECASE)
A_RANKING = re.compile(
    r"\D*\b(rank|sort|score|shortlist|reject)\b.*\b(candidates?|applicants?|people|everyone|everybody|them|these)\b.*",
    re.IGNORECASE | re.DOTALL,
)  # no digit before it: a mark of what happened begins with its minute


@routes.command("status")
def status(services: Services, press: Press) -> Answer:
    """List what the asker may see; an unknown name offers nothing that they may not see."""
    catalogue = services.catalogue
    with services.look() as unit:
        seen, own = candidacies_of(services, unit, press.user), own_candidacies(unit, press.user)
        sections = [Section(text=where_you_stand(services, unit, each)) for each in own]
    if press.words:
        found = named(seen, press.words)
        if not found:
            return _whisper(one(_no_such(catalogue, seen, press.words)))
        seen, sections = found, []
    sections += [views.line(catalogue, each) for each in seen[:MOST_LINES]]
    if len(seen) > MOST_LINES:
        more = say(catalogue, "status.more", count=len(seen) - MOST_LINES)
        sections.append(Section(text=more, small=True))
    if not sections:
        return _whisper(one(say(catalogue, "status.nothing")))
    return _whisper(Said(title=say(catalogue, "status.title"), sections=tuple(sections)))


@routes.command("help")
def helps(services: Services, _press: Press) -> Answer:
    return _whisper(_help_said(services.catalogue))


@routes.command("")
def wrong_word(services: Services, press: Press) -> Answer:
    """Answer a word that nobody serves with the nearest things one can do; a wish for a ranking is noted."""
    catalogue = services.catalogue
    if press.verb in RANKINGS:
        with services.change_by(press) as unit:
            unit.audit.record("refused", press.verb, after={"rule": NO_RANKING})
        return _whisper(one(say(catalogue, NO_RANKING)))
    near = dict.fromkeys((*get_close_matches(press.verb, WORDS), *USUAL))
    lines = "\n".join(f"- {say(catalogue, f'help.{word}')}" for word in list(near)[:NEAREST])
    unknown = say(catalogue, "help.no_such_word", word=press.verb[:40])
    return _whisper(one(f"{unknown}\n{lines}"))


@routes.event("app_mention")
def mentioned(services: Services, press: Press) -> Answer:
    """Answer in a direct message, so that nothing about anybody is said in a channel."""
    with services.change_by(press) as unit:
        notice(unit, press.user, "help.in_short", key=f"mentioned:{press.request}")
    return None


@words.from_people
def wrote(services: Services, press: Press) -> bool:
    """Answer what is clear; a list of people or a wish for a ranking is refused, and the attempt noted."""
    text = press.words
    if press.metadata.get("files") or len(set(AN_ADDRESS.findall(text))) > 1:
        return _refuse(services, press, "recruiter.no_file")
    if A_RANKING.fullmatch(text):
        return _refuse(services, press, NO_RANKING)
    if not HELP.fullmatch(text) or not _on_record(services, press.user):
        return False
    with services.change_by(press) as unit:
        notice(unit, press.user, "help.hello", key=f"help:{press.request}")
    return True


def _on_record(services: Services, user: str) -> bool:
    with services.look() as unit:
        return unit.company.person(user) is not None


def _refuse(services: Services, press: Press, sentence: str) -> bool:
    with services.change_by(press) as unit:
        unit.audit.record("refused", "message", after={"rule": sentence})
        notice(unit, press.user, sentence, key=f"words:{press.request}")
    return True


def _help_said(catalogue: Catalogue) -> Said:
    """Return everything that one can do, for a message or an answer to a command."""
    lines = "\n".join(f"- {say(catalogue, f'help.{word}')}" for word in WORDS)
    texts = (lines, say(catalogue, "help.home"), say(catalogue, "help.candidate"))
    sections = tuple(Section(text=text) for text in texts)
    return Said(title=say(catalogue, "help.title"), sections=sections)


def _no_such(catalogue: Catalogue, seen: tuple[Overview, ...], name: str) -> str:
    names = names_like(seen, name)
    if not names:
        return say(catalogue, "status.no_such_and_none")
    return say(catalogue, "status.no_such", names=", ".join(names))


def _whisper(said: Said) -> Whisper:
    return Whisper(text=to_alt_text(said), blocks=to_blocks(said))
