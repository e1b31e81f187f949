"""The page's addresses: one page per person, posts that act, files, mail, and whether anything changed."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from bot.stand_in.mailbox import Mailbox
from bot.stand_in.page import acting, drawing, fields, places
from bot.stand_in.page.desk import Clock, Desk
from bot.stand_in.people import Person
from bot.stand_in.workspace import Workspace

STATIC = Path(__file__).parent / "static"
TYPES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
POLICY = "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "form-action 'none'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
LOOKS, PAUSE = 60, 0.15  # a question about the version waits nine seconds at most
NOBODY = "There is nobody of that name here. Choose somebody from the list."
ELSEWHERE = "This form was posted from another site, so nothing was done."


def routes(
    workspace: Workspace,
    mailbox: Mailbox,
    clock: Clock,
    *,
    settle: Callable[[], object],
    outsiders: Mapping[str, str] | None = None,
) -> list[Route]:
    """The routes of the page, to be served at ``/``.

    *settle* is called, in a thread, after the clock was moved: it sends what is due. *outsiders* names mail
    addresses of people who have no Slack, so that they can be found before the first mail reaches them.
    """
    desk = Desk(workspace=workspace, mailbox=mailbox, clock=clock, settle=settle, outsiders=outsiders or {})
    page = Page(desk)
    return [
        Route("/", page.show, methods=["GET"]),
        Route("/page/version", page.version, methods=["GET"]),
        Route("/page/open", page.open, methods=["POST"]),
        Route("/page/act", page.act, methods=["POST"]),
        Route("/page/dismiss", page.dismiss, methods=["POST"]),
        Route("/page/link", page.follow, methods=["POST"]),
        Route("/page/say", page.say, methods=["POST"]),
        Route("/page/shortcut", page.shortcut, methods=["POST"]),
        Route("/page/clock", page.move_clock, methods=["POST"]),
        Route("/page/file/{file}", page.file, methods=["GET"]),
        Route("/page/mail/{mail:int}", page.mail, methods=["GET"]),
        Route("/page/mail/{mail:int}/{part:int}", page.mail_part, methods=["GET"]),
        Route("/page/{name}", asset, methods=["GET"]),
    ]


async def asset(request: Request) -> Response:
    """The style sheet, the script, the icon."""
    name = request.path_params["name"]
    if name not in TYPES:
        return PlainTextResponse("There is no such page.", 404, HEADERS)
    return FileResponse(
        STATIC / name,
        media_type=TYPES[name],
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"},
    )


def _html(body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(body, status, {**HEADERS, "Content-Security-Policy": POLICY})


class Page:
    """The endpoints; whatever may wait for the bot runs in a thread."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    # -- reading --

    async def show(self, request: Request) -> Response:
        return await run_in_threadpool(self._show, request)

    def _show(self, request: Request) -> Response:
        asked = request.query_params
        who, place = asked.get("as"), asked.get("in")
        mail = int(asked["mail"]) if asked.get("mail", "").isdigit() else None
        if who is None:
            return _html(drawing.people_page(self.desk))
        if (person := self._person(who)) is not None:
            if place == places.HOME and person.home is None:
                person.open_home()  # whoever arrives at its address opens the tab
            return _html(drawing.person_page(self.desk, person, place or self._first_place(person), mail))
        if (name := self.desk.mail_only().get(who.lower())) is not None:
            return _html(drawing.mail_only_page(self.desk, who.lower(), name, mail))
        return _html(drawing.people_page(self.desk, notice=NOBODY), 404)

    def _person(self, who: str) -> Person | None:
        return next((each for each in self.desk.workspace.people if each.id == who), None)

    def _first_place(self, person: Person) -> str:
        """Where somebody arrives: the direct message with the bot; outsiders may have none yet."""
        if not person.member.external:
            return person.dm.id
        there = person.channels
        return next((each.id for each in there if each.kind == "im"), there[0].id if there else places.MAIL)

    async def version(self, request: Request) -> Response:
        """Answer as soon as something changed, or after a while with what was asked."""
        since = request.query_params.get("since", "")
        looks = 0 if request.query_params.get("now") else LOOKS
        for _ in range(looks):
            if self.desk.version() != since or await request.is_disconnected():
                break
            await asyncio.sleep(PAUSE)
        return JSONResponse({"version": self.desk.version()}, headers=HEADERS)

    # -- acting --

    async def act(self, request: Request) -> Response:
        async def with_form(person: Person, form: FormData) -> None:
            try:
                files = await fields.uploads(form, self.desk.workspace)
            except ValueError as problem:
                self.desk.tell(person.id, str(problem))
            else:
                await run_in_threadpool(acting.act, self.desk, person, form, files)

        return await self._posted(request, with_form)

    async def follow(self, request: Request) -> Response:
        """Press a button that leads elsewhere, then lead there."""
        url = request.query_params.get("url", "")
        done = await self.act(request)
        if done.status_code != HTTPStatus.SEE_OTHER or urlsplit(url).scheme not in {"http", "https"}:
            return done
        return _html(drawing.environment().get_template("follow.html").render(url=url))

    async def dismiss(self, request: Request) -> Response:
        """Answer a question with no, or wave a sentence away."""

        async def with_form(person: Person, _: FormData) -> None:
            self.desk.tell(person.id, None)

        return await self._posted(request, with_form)

    async def say(self, request: Request) -> Response:
        async def with_form(person: Person, form: FormData) -> None:
            text, channel = str(form.get("text", "")), str(form.get("channel", ""))
            thread = str(form["thread"]) if form.get("thread") else None
            await run_in_threadpool(acting.say, self.desk, person, text, channel, thread)

        return await self._posted(request, with_form)

    async def shortcut(self, request: Request) -> Response:
        async def with_form(person: Person, form: FormData) -> None:
            callback = str(form.get("shortcut", ""))
            channel, message = (
                str(form[each]) if form.get(each) else None for each in ("channel", "message")
            )
            await run_in_threadpool(acting.shortcut, self.desk, person, callback, channel, message)

        return await self._posted(request, with_form)

    async def open(self, request: Request) -> Response:
        """Open Home or the direct message, of which the bot hears."""
        place = str((await request.form()).get("place", ""))

        async def with_form(person: Person, _: FormData) -> None:
            self.desk.tell(person.id, None)
            opened = person.open_home if place == places.HOME else person.open_messages
            await run_in_threadpool(opened)

        done = await self._posted(request, with_form)
        person = self._person(request.query_params.get("as", ""))
        if done.status_code != HTTPStatus.SEE_OTHER or person is None:
            return done
        where = places.HOME if place == places.HOME else person.dm.id
        return RedirectResponse(places.address(person.id, where), 303, HEADERS)

    async def _posted(self, request: Request, do: Callable[[Person, FormData], Awaitable[None]]) -> Response:
        """Do what was posted as the person in the address, then lead back to where they were."""
        if refused := _from_elsewhere(request):
            return refused
        person = self._person(request.query_params.get("as", ""))
        if person is None:
            return PlainTextResponse(NOBODY, 404, HEADERS)
        async with request.form(max_files=100, max_fields=2000) as form:
            await do(person, form)
            return _back(form)

    async def move_clock(self, request: Request) -> Response:
        if refused := _from_elsewhere(request):
            return refused
        form = await request.form()
        await run_in_threadpool(self._move, str(form.get("by", "")))
        return _back(form)

    def _move(self, by: str) -> None:
        clock = self.desk.clock
        due = clock.next_due() if by == "due" else None
        step = STEPS.get(by) or (due - clock.now() if due else None)
        if step is not None:
            clock.advance(max(step, timedelta(0)))
            self.desk.settle()
            self.desk.workspace.touch()

    # -- files and mail --

    async def file(self, request: Request) -> Response:
        """A file that the person can see in one of their conversations."""
        person = self._person(request.query_params.get("as", ""))
        wanted = request.path_params["file"]
        if person is None or wanted not in self._files_of(person):
            return PlainTextResponse("There is no such file in your conversations.", 404, HEADERS)
        stored = self.desk.workspace.files.stored[wanted]
        return _download(stored.name, stored.content or b"")

    def _files_of(self, person: Person) -> set[str]:
        lines = (line for each in person.channels for line in self.desk.lines(person.id, each))
        return {file["id"] for line in lines for file in line.files}

    def _mail(self, request: Request) -> Any:
        who = request.query_params.get("as", "")
        person = self._person(who)
        mails = self.desk.mails(person.member.email if person else who)
        number = request.path_params["mail"]
        return mails[number] if number < len(mails) else None

    async def mail(self, request: Request) -> Response:
        """The HTML of a mail, for its frame: no scripts, nothing from outside, links in new tabs."""
        mail = self._mail(request)
        if mail is None:
            return PlainTextResponse("There is no such mail.", 404, HEADERS)
        return HTMLResponse(_in_new_tabs(mail.html), 200, {**HEADERS, "Content-Security-Policy": MAIL_POLICY})

    async def mail_part(self, request: Request) -> Response:
        mail, number = self._mail(request), request.path_params["part"]
        if mail is None or number >= len(mail.attachments):
            return PlainTextResponse("There is no such attachment.", 404, HEADERS)
        part = mail.attachments[number]
        return _download(drawing.name_of_part(part, number), part.content)


def _in_new_tabs(html: str) -> str:
    base = '<base target="_blank"><style>body{font:16px/1.5 system-ui,sans-serif;margin:16px}</style>'
    changed, found = re.subn(r"(<head[^>]*>)", rf"\1{base}", html, count=1, flags=re.IGNORECASE)
    return changed if found else base + html


def _back(form: FormData) -> Response:
    """To the page that the form stood on, and nowhere else."""
    back = str(form.get("back", "/"))
    return RedirectResponse(back if back == "/" or back.startswith("/?") else "/", 303, HEADERS)


def _from_elsewhere(request: Request) -> Response | None:
    """Browsers tell where a post comes from; only this page's own are taken."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    return None if site in {"same-origin", "none"} else PlainTextResponse(ELSEWHERE, 403, HEADERS)


def _download(name: str, content: bytes) -> Response:
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, 200, headers, media_type="application/octet-stream")
