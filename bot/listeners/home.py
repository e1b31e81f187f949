"""The Home tab: a frame around what each area has to show to whoever opened it."""

from typing import Any

from bot.listeners.home_parts import HomeLive, HomeParts
from bot.listeners.press import Answer, Home, Press
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.open_home import open_home
from bot.views.said import VIEW_BLOCKS, Said, Section, blocks_of, to_blocks
from bot.wording import say
from bot.wording.sentences import mention


def routes_for(parts: HomeParts) -> Routes:
    """Return the listener that shows *parts* when somebody opens the tab."""
    routes = Routes()

    @routes.event("app_home_opened")
    def opened(services: Services, press: Press) -> Answer:
        if press.about != "home":
            return None
        open_home(services, press.user)
        return Home(view=home_view(parts, services, press.user))

    return routes


def home_view(parts: HomeParts, services: Services, user: str) -> dict[str, Any]:
    """Return the tab of *user*, also for people whom nobody has put on record."""
    with services.look() as unit:
        person = unit.company.person(user)
        live = HomeLive(
            services=services,
            unit=unit,
            user=user,
            person=person if person and person.active else None,
            candidate=unit.candidacies.candidate_in_slack(user),
        )
        shown = [said for _, part in sorted(parts.parts.items()) if (said := part(live)) is not None]
        foot = _foot(live)
        head = _head(live, nothing=not shown)
    middle = [block for said in shown for block in [*to_blocks(said), {"type": "divider"}]]
    blocks = [*head, *middle[: VIEW_BLOCKS - len(head) - len(foot)], *foot]
    return {"type": "home", "blocks": blocks}


def _head(live: HomeLive, *, nothing: bool) -> list[dict[str, Any]]:
    catalogue = live.catalogue
    title = say(catalogue, "home.title")
    if live.person is None and live.candidate is None:
        return to_blocks(Said(title=title, sections=(Section(text=say(catalogue, "home.stranger")),)))
    told = [say(catalogue, "home.hello")]
    told += [say(catalogue, "home.nothing_waits")] if nothing else []
    return to_blocks(Said(title=title, sections=tuple(Section(text=text) for text in told)))


def _foot(live: HomeLive) -> list[dict[str, Any]]:
    newest = live.unit.candidacies.newest_of(live.candidate.id) if live.candidate else None
    texts = [say(live.catalogue, "home.foot")] if live.person else []  # guests have no commands
    if newest is not None:
        texts.append(say(live.catalogue, "home.contact", contact=mention(newest.host_id)))
    return blocks_of(Section(text=text, small=True) for text in texts)
