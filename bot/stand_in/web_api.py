"""Slack's Web API over HTTP: ``/api/...``, response addresses, uploads and the Socket Mode link."""

import copy
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp

from bot.stand_in.answers import answer_later
from bot.stand_in.faults import Fault
from bot.stand_in.journal import ApiCall
from bot.stand_in.link import Link
from bot.stand_in.methods import METHODS, Call, Method, Refused
from bot.stand_in.records import Json
from bot.stand_in.sockets import Reset
from bot.stand_in.workspace import Workspace

STRUCTURES = ("blocks", "view", "metadata", "files", "attachments")
LONGEST_WAIT = 30.0
EVERYWHERE = frozenset({"team_id"})  # Bolt adds it to every call, for organisations with several workspaces
LOGIN_PAGE = "<!DOCTYPE html><title>Slack</title><p>Sign in to see this file.</p>"


@dataclass(kw_only=True)
class Answer:
    """What goes back: JSON, its status and headers, and what the journal keeps beside it."""

    body: Json
    status: int = 200
    headers: dict[str, str]
    warnings: tuple[str, ...] = ()


class WebApi:
    """The endpoints of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def api(self, request: Request) -> ASGIApp:
        body = await request.body()
        return await run_in_threadpool(self._api, request, body)

    def _api(self, request: Request, body: bytes) -> ASGIApp:
        name = request.path_params["method"]
        token, args = arguments(request, body)
        fault = self.workspace.faults.take(name)
        if fault is not None and not fault.after:
            answer = self._spoilt(fault)
        else:
            answer = self.answer(name, token, args)
            if fault is not None and fault.way == "error":
                answer = self._spoilt(fault)
        self._write_down(name, args, answer)
        return self._sent(answer, fault)

    def answer(self, name: str, token: str | None, args: Json | None) -> Answer:
        """Do what the call asks, or refuse it as Slack does."""
        headers = {"x-slack-req-id": secrets.token_hex(16)}
        call = Call(workspace=self.workspace, args=copy.deepcopy(args or {}))
        try:
            method = self._method(name, token, args)
            headers |= self._scopes(method)
            with self.workspace.lock:
                body = {"ok": True, **method.run(call)}
        except Refused as refused:
            body = {"ok": False, "error": refused.error, **refused.more}
            if refused.messages:
                body["response_metadata"] = {"messages": refused.messages}
            if refused.retry_after is not None:
                headers["Retry-After"] = str(refused.retry_after)
            return Answer(body=body, status=refused.status, headers=headers, warnings=tuple(call.warnings))
        return Answer(body=body, headers=headers, warnings=tuple(call.warnings))

    def _method(self, name: str, token: str | None, args: Json | None) -> Method:
        if (method := METHODS.get(name)) is None:
            raise Refused("unknown_method", more={"req_method": name})
        self._check_token(method, token)
        if missing := method.scopes - self.workspace.app.scopes:
            provided = ",".join(sorted(self.workspace.app.scopes))
            raise Refused("missing_scope", more={"needed": ",".join(sorted(missing)), "provided": provided})
        if args is None:
            raise Refused("invalid_json")
        if unknown := sorted(set(args) - method.takes - EVERYWHERE):
            raise Refused("invalid_arguments", [f"[ERROR] unknown argument: {each}" for each in unknown])
        if wait := self.workspace.rates.call(name, method.tier):
            raise Refused("ratelimited", status=429, retry_after=int(wait) + 1)
        return method

    def _check_token(self, method: Method, token: str | None) -> None:
        app = self.workspace.app
        if token is None:
            raise Refused("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise Refused("invalid_auth")
        if app.revoked:
            raise Refused(app.revoked)
        if token != (app.app_token if method.token == "app" else app.bot_token):  # noqa: S105 -- a kind
            raise Refused("not_allowed_token_type")

    def _scopes(self, method: Method) -> dict[str, str]:
        if method.token == "app":  # noqa: S105 -- a kind
            return {"x-oauth-scopes": "connections:write"}
        accepted = ",".join(sorted(method.scopes))
        return {
            "x-oauth-scopes": ",".join(sorted(self.workspace.app.scopes)),
            "x-accepted-oauth-scopes": accepted,
        }

    def _spoilt(self, fault: Fault) -> Answer:
        error = fault.error or fault.way
        return Answer(body={"ok": False, "error": error}, status=fault.status, headers=dict(fault.headers))

    def _write_down(self, name: str, args: Json | None, answer: Answer) -> None:
        metadata = answer.body.get("response_metadata", {})
        entry = ApiCall(
            method=name,
            args=readable(args or {}),
            at=self.workspace.machine(),
            status=answer.status,
            error=answer.body.get("error"),
            messages=tuple(metadata.get("messages", ())),
            warnings=answer.warnings,
        )
        with self.workspace.lock:
            self.workspace.journal.calls.append(entry)

    def _sent(self, answer: Answer, fault: Fault | None) -> ASGIApp:
        text = json.dumps(answer.body)
        way = fault.way if fault else "whole"
        if fault is not None and fault.gate is not None:
            fault.gate.wait(LONGEST_WAIT)
        if way == "lost":
            return Reset()
        if way == "html" and fault is not None:
            return HTMLResponse("<html><body><h1>Bad gateway</h1></body></html>", fault.status)
        if way == "status" and fault is not None:
            return PlainTextResponse("Internal Server Error", fault.status)
        if way == "truncated":
            text = text[: len(text) // 2]
        return Response(text, answer.status, answer.headers, "application/json; charset=utf-8")

    async def upload(self, request: Request) -> Response:
        content = await request.body()
        with self.workspace.lock:
            file = self.workspace.files.by_ticket(request.path_params["ticket"])
            if file is None or file.content is not None:
                return PlainTextResponse("Not Found", 404)
            if len(content) != file.length:
                return PlainTextResponse(f"expected {file.length} bytes", 400)
            file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        """The bytes for the bot's token; a page to sign in for everybody else, as Slack does."""
        app = self.workspace.app
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        file = self.workspace.files.stored.get(request.path_params["file"])
        if token != app.bot_token or "files:read" not in app.scopes or file is None or file.content is None:
            return HTMLResponse(LOGIN_PAGE)
        return Response(file.content, media_type="application/octet-stream")

    async def respond(self, request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(self._respond, request.path_params["key"], body)

    def _respond(self, key: str, body: bytes) -> Response:
        address = self.workspace.triggers.spend(key)
        if isinstance(address, str):
            return Response(json.dumps({"ok": False, "error": address}), 404, media_type="application/json")
        said = parsed(body)
        faults = ["invalid_payload"] if said is None else answer_later(self.workspace, address, said)
        error = faults[0] if faults else None
        entry = ApiCall(
            method="response_url",
            args=said or {},
            at=self.workspace.machine(),
            error=error,
            messages=tuple(faults),
        )
        with self.workspace.lock:
            self.workspace.journal.calls.append(entry)
        return PlainTextResponse(error, 400) if error else PlainTextResponse("ok")


def parsed(body: bytes) -> Json | None:
    """A JSON object, else None."""
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def arguments(request: Request, body: bytes) -> tuple[str | None, Json | None]:
    """Token and arguments of a call; the arguments are None when the body is not what its type says."""
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else None
    if request.headers.get("content-type", "").startswith("application/json"):
        args = parsed(body) if body else {}
    else:
        args = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    in_body = args.pop("token", None) if args else None
    return token or in_body, args


def readable(args: Json) -> Json:
    """Arguments for the journal: what came as JSON in a string is shown as what it means."""

    def value(name: str, given: Any) -> Any:
        if name not in STRUCTURES or not isinstance(given, str):
            return given
        try:
            return json.loads(given)
        except ValueError:
            return given

    return {name: value(name, given) for name, given in args.items()}


def routes(workspace: Workspace) -> list[BaseRoute]:
    """Everything that the bot talks to; a page for people can be served beside it."""
    api, link = WebApi(workspace), Link(workspace.app.app_id)
    workspace.link = link
    return [
        Route("/api/{method}", api.api, methods=["POST", "GET"]),
        Route("/actions/{team}/{key}", api.respond, methods=["POST"]),
        Route("/upload/v1/{ticket}", api.upload, methods=["POST"]),
        Route("/files-pri/{file}/{name}", api.download),
        WebSocketRoute("/link/", link.serve),
    ]


def build_app(workspace: Workspace) -> Starlette:
    """The stand-in as an application; set ``workspace.address`` to where it is served."""
    return Starlette(routes=routes(workspace))
