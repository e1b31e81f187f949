"""``/c/{token}``: a candidate's page, its forms and files; whoever has the link is the candidate."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.ports import Attachment, Services
from bot.use_cases.ai_rules import has_agreed
from bot.use_cases.new_link import has_expired, send_new_link
from bot.web.links import Links
from bot.web.page_frame import Problem, base_of, render_gone, render_page
from bot.web.page_parts import PageLive, PageParts, PagePress
from bot.web.posted import NotReadable, Posted, TooLarge, read_posted
from bot.wording import refusal, say
from storage.anew import anew
from storage.tables import Candidate, Invitation, Person, Role
from tracks.errors import AlreadyDone, FileNotUsable, InterviewError, LinkExpired, NotFound

log = logging.getLogger(__name__)

STYLE = Path(__file__).parent / "static" / "candidate.css"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


class CandidatePages:
    """Serves the pages; GET looks, POST changes."""

    def __init__(self, services: Services, links: Links, parts: PageParts) -> None:
        self._services = services
        self._links = links
        self._parts = parts
        self._base = base_of(services.link("x", 0)).rpartition("/c/")[0] + "/c/"

    def routes(self) -> list[BaseRoute]:
        """Return where the pages lie; fixed names go before tokens."""
        return [
            Route("/c/style.css", self.style),
            Route("/c/new-link", self.new_link, methods=["POST"]),
            Route("/c/new-link", self.gone, methods=["GET"]),
            Route("/c/{token}", self.page, methods=["GET"]),
            Route("/c/{token}/{name}", self.file, methods=["GET"]),
            Route("/c/{token}/{name}/{about}", self.file, methods=["GET"]),
            Route("/c/{token}/{verb}", self.post, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Show the page; nothing is changed by looking."""
        token, asked = request.path_params["token"], request.query_params
        said, after = asked.get("said", "")[:80], asked.get("after", "")
        return await run_in_threadpool(self._page, token, said, after)

    async def file(self, request: Request) -> Response:
        """Hand out one file of the page."""
        given = request.path_params
        return await run_in_threadpool(self._file, given["token"], given["name"], given.get("about", ""))

    async def post(self, request: Request) -> Response:
        """Take one form; what could not be taken is shown again with the reason beside it."""
        token, verb = request.path_params["token"], request.path_params["verb"]
        try:
            posted = await read_posted(request)
        except TooLarge:
            too_large = FileNotUsable(why="size")
            return await run_in_threadpool(self._again, token, verb, Posted(), too_large, 413)
        except NotReadable:
            return _html(say(self._services.catalogue, "refusal.did_not_work"), status=400)
        return await run_in_threadpool(self._post, token, verb, posted)

    async def new_link(self, request: Request) -> Response:
        """Send a new link to the address on record; the answer is always the same."""
        try:
            posted = await read_posted(request)
        except (TooLarge, NotReadable):
            posted = Posted()
        return await run_in_threadpool(self._new_link, posted)

    async def gone(self, _request: Request) -> Response:
        """Show where a new link can be asked for."""
        return self._gone("")

    async def style(self, _request: Request) -> Response:
        """Hand out the one style sheet."""
        css = await run_in_threadpool(STYLE.read_text)
        return Response(css, media_type="text/css", headers=HEADERS | {"Cache-Control": "max-age=3600"})

    # --- in a thread

    def _page(self, token: str, said: str, after: str) -> Response:
        try:
            with self._live(token) as live:
                news = said if after == _newest_step(live) else ""
                return _html(render_page(live, self._parts, base=self._base + token, said=news))
        except LinkExpired:
            return self._gone(token)

    def _file(self, token: str, name: str, about: str) -> Response:
        if name in self._parts.verbs:  # somebody reloads what a form answered
            return self._back(token)
        serve = self._parts.files.get(name)
        try:
            with self._live(token) as live:
                file = serve(live, about) if serve else None
        except LinkExpired:
            return self._gone(token)
        except (NotFound, InterviewError):
            file = None
        return _download(file) if file else self._gone(token)

    def _post(self, token: str, verb: str, posted: Posted) -> Response:
        try:
            said = self._carry_out(token, verb, posted)
        except LinkExpired:
            return self._gone(token)
        except AlreadyDone:
            said = "page.already"
        except InterviewError as error:
            log.info("refused", extra={"rule": error.key(), "verb": verb})
            return self._again(token, verb, posted, error, 422)
        except Exception as error:
            log.exception("a form failed", extra={"verb": verb})
            return self._again(token, verb, posted, error, 500)
        return self._told(token, said)

    def _told(self, token: str, said: str) -> Response:
        """Lead to the page, which says the sentence *said* until the candidate's next step."""
        try:
            with self._live(token) as live:
                return self._back(token, said=said, after=_newest_step(live))
        except LinkExpired:
            return self._gone(token)

    def _carry_out(self, token: str, verb: str, posted: Posted) -> str:
        """Do what the form asks; return the key of what is said about it."""
        with self._live(token) as live:
            invitation_id = live.invitation.id
        serve = self._parts.verbs.get(verb)
        if serve is None:
            raise NotFound(what="form")
        press = _press(invitation_id, verb, posted)
        return anew(lambda: serve(self._services, press))

    def _again(self, token: str, verb: str, posted: Posted, error: Exception, status: int) -> Response:
        problem = Problem(
            verb=verb,
            about=posted.first("about"),
            why=refusal(self._services.catalogue, error),
            typed=posted.fields,
        )
        try:
            with self._live(token) as live:
                return _html(
                    render_page(live, self._parts, base=self._base + token, problem=problem), status=status
                )
        except LinkExpired:
            return self._gone(token)

    def _back(self, token: str, **asked: str) -> Response:
        address = f"{self._base}{quote(token)}" + (f"?{urlencode(asked)}" if asked else "")
        return RedirectResponse(address, status_code=303, headers=HEADERS)

    def _new_link(self, posted: Posted) -> Response:
        try:
            invitation_id: str | None = self._links.read(posted.first("token"))[0]
        except LinkExpired:
            invitation_id = None
        send_new_link(
            self._services,
            invitation_id=invitation_id,
            address=posted.first("address")[:254],
        )
        return _html(render_gone(self._services.catalogue, base=self._base, token="", done=True))

    def _gone(self, token: str) -> Response:
        page = render_gone(self._services.catalogue, base=self._base, token=token, done=False)
        return _html(page, status=404)

    @contextmanager
    def _live(self, token: str) -> Iterator[PageLive]:
        """Look at the candidacy whose link *token* is. Raises LinkExpired for any other."""
        invitation_id, epoch = self._links.read(token)
        with self._services.look() as unit:
            try:
                invitation = unit.get(Invitation, invitation_id)
            except NotFound:
                raise LinkExpired from None
            if invitation.link_epoch != epoch or has_expired(invitation, self._services.now):
                raise LinkExpired
            yield PageLive(
                services=self._services,
                unit=unit,
                invitation=invitation,
                candidate=unit.get(Candidate, invitation.candidate_id),
                role=unit.get(Role, invitation.role_id),
                host=unit.get(Person, invitation.host_id),
                company=unit.company.company(),
                agreed=has_agreed(unit, self._services.catalogue, invitation),
            )


def _press(invitation_id: str, verb: str, posted: Posted) -> PagePress:
    nonce = posted.first("nonce")[:64] or secrets.token_hex(16)
    return PagePress(
        invitation_id=invitation_id,
        verb=verb,
        about=posted.first("about"),
        request=f"page:{invitation_id}:{nonce}",
        fields=posted.fields,
        files=posted.files,
    )


def _newest_step(live: PageLive) -> str:
    """Return when the candidate last did something, as it stands in an address."""
    return str(int(live.invitation.last_step_at.timestamp()))


def _html(page: str, *, status: int = 200) -> Response:
    return HTMLResponse(page, status_code=status, headers=HEADERS)


def _download(file: Attachment) -> Response:
    name = quote(file.name, safe="")
    headers = HEADERS | {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(file.content, media_type=file.media_type, headers=headers)
