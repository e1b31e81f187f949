"""Bolt with one catch-all per kind and a table behind it; refusals become sentences here and nowhere else."""

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger import get_bolt_logger
from slack_bolt.logger.messages import warning_token_skipped

from bot.listeners import payloads
from bot.listeners.press import Answer, Clear, Errors, Home, Open, Press, Push, Show, Whisper
from bot.listeners.routes import Route, Routes
from bot.ports import SendFailed, Services, Views
from bot.views.modals import notice_modal
from bot.views.said import unmarked
from bot.wording import refusal, say
from bot.wording.sentences import plain
from storage.anew import anew
from tracks.errors import AlreadyDone, FormSealed, InterviewError, NotAllowed

log = logging.getLogger(__name__)
ANYTHING = re.compile(".*", re.DOTALL)
Body = dict[str, Any]
NOBODY = 404  # Bolt's status for what no listener matches
MOVED_ON = {"hash_conflict", "not_found"}  # Slack's words: the form was rewritten, or closed, since the press

# The token is not ignored, as Bolt would say: it is the one that ``authorize`` returns.
get_bolt_logger(App).addFilter(lambda told: told.msg != warning_token_skipped())


def build(services: Services, routes: Routes, views: Views, *, token: str | None) -> App:
    """Return the Bolt app that serves *routes*; it answers when the change is durable, never before.

    Signatures are proved before it is asked, by the endpoint or by the socket that Slack opened to us.
    """

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    app = App(
        name="interview-tracks",  # Bolt would look for one in the source of every caller
        request_verification_enabled=False,
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    Desk(services, routes, views).register(app)
    return app


def dispatcher(
    app: App, services: Services, *, team: Callable[[], str | None]
) -> Callable[[BoltRequest], BoltResponse]:
    """Return what takes a genuine request to *app*; what nobody serves counts as done.

    *team* tells our workspace: what was meant for the app of another one is refused and noted.
    """

    def dispatch(request: BoltRequest) -> BoltResponse:
        if not payloads.is_readable(request.body):
            return BoltResponse(status=200)  # Bolt would stumble over it
        meant_for, ours = payloads.installed_team(request.body), team()
        if meant_for and ours and meant_for != ours:
            _note_stranger(services, meant_for)
            return BoltResponse(status=200)
        answer = app.dispatch(request)
        return BoltResponse(status=200) if answer.status == NOBODY else answer

    return dispatch


def _note_stranger(services: Services, team: str) -> None:
    log.warning("refused what was meant for another workspace", extra={"team": team})
    with services.change("rule:front_door") as unit:
        unit.audit.record("refused", f"workspace:{team}")


class Desk:
    """Takes what Slack delivers to its listener and hands the answer back."""

    def __init__(self, services: Services, routes: Routes, views: Views) -> None:
        self._services = services
        self._routes = routes
        self._views = views

    def register(self, app: App) -> None:
        """Attach one listener per kind of delivery."""
        app.action(ANYTHING)(self.on_action)
        app.view(ANYTHING)(self.on_form)
        app.command(ANYTHING)(self.on_command)
        app.shortcut(ANYTHING)(self.on_shortcut)
        app.event(ANYTHING)(self.on_event)

    def on_action(self, ack: Ack, body: Body) -> None:
        press = payloads.from_action(body)
        self._show(self._run(self._routes.actions.get(press.verb), press, self._explain), press)
        ack()

    def on_shortcut(self, ack: Ack, body: Body) -> None:
        press = payloads.from_shortcut(body)
        self._show(self._run(self._routes.shortcuts.get(press.verb), press, self._explain), press)
        ack()

    def on_form(self, ack: Ack, body: Body) -> None:
        press = payloads.from_form(body)
        route = self._routes.forms.get(press.verb)
        answer = self._run(route, press, lambda error: self._beside(error, route, body))
        match answer:
            case Errors(sentences=sentences):
                beside = {block: plain(unmarked(text)) for block, text in sentences.items()}
                ack(response_action="errors", errors=beside)
            case Show(view=view):
                ack(response_action="update", view=view)
            case Push(view=view) | Open(view=view):
                ack(response_action="push", view=view)
            case Clear():
                ack(response_action="clear")
            case _:
                ack()

    def on_command(self, ack: Ack, body: Body) -> None:
        press = payloads.from_command(body)
        route = self._routes.commands.get(press.verb or "help") or self._routes.commands.get("")
        answer = self._run(route, press, lambda error: Whisper(text=self._sentence(error)))
        if isinstance(answer, Whisper):
            ack(text=answer.text, blocks=answer.blocks or None)
        else:
            self._show(answer, press)
            ack()

    def on_event(self, body: Body) -> None:
        press = payloads.from_event(body)
        if press is None:
            return
        route = self._routes.events.get(press.verb)
        if route is None:
            return
        try:
            answer = self._answer(route, press)
        except AlreadyDone:
            return
        except InterviewError as error:
            self._tell(press, error)
        else:
            self._show(answer, press)

    def _run(self, route: Route | None, press: Press, explain: Callable[[Exception], Answer]) -> Answer:
        try:
            if route is None:
                return Open(view=self._modal(say(self._services.catalogue, "refusal.nothing_there")))
            return self._answer(route, press)
        except AlreadyDone:
            return None
        except InterviewError as error:
            self._note(press, error)
            return explain(error)
        except Exception as error:
            log.exception("listener failed", extra={"verb": press.verb, "user": press.user})
            return explain(error)

    def _answer(self, route: Route, press: Press) -> Answer:
        return anew(lambda: route.listener(self._services, press))

    def _show(self, answer: Answer, press: Press) -> None:
        """Carry out what only a call to Slack can show, while the trigger lives."""
        try:
            match answer:
                case Open(view=view) if press.view_id and not press.in_home and press.trigger:
                    self._views.push(trigger=press.trigger, view=view)
                case Open(view=view) if press.trigger:
                    self._views.open(trigger=press.trigger, view=view)
                case Push(view=view) if press.trigger:
                    self._views.push(trigger=press.trigger, view=view)
                case Show(view=view, over=over) if press.view_id:
                    seen = None if over else press.view_hash
                    self._views.update(view_id=press.view_id, view=view, seen=seen)
                case Home(view=view):
                    self._views.publish(user=press.user, view=view)
        except Exception as error:
            if isinstance(error, SendFailed) and error.reason in MOVED_ON:
                return  # as after a double click: the person looks at what came of the first one
            log.exception("could not show", extra={"verb": press.verb, "user": press.user})
            self._tell(press, None)

    def _explain(self, error: Exception) -> Answer:
        return Open(view=self._modal(self._sentence(error)))

    def _beside(self, error: Exception, route: Route | None, body: Body) -> Answer:
        blocks = body.get("view", {}).get("blocks", [])
        inputs = [block["block_id"] for block in blocks if block.get("type") == "input"]
        wanted = route.at.get(type(error)) if route and isinstance(error, InterviewError) else None
        block = wanted if wanted in inputs else next(iter(inputs), None)
        if block is None:
            return Show(view=self._modal(self._sentence(error)))
        return Errors(sentences={block: self._sentence(error)})

    def _sentence(self, error: Exception) -> str:
        return refusal(self._services.catalogue, error)

    def _modal(self, sentence: str) -> Body:
        return notice_modal(self._services.catalogue, sentence)

    def _tell(self, press: Press, error: InterviewError | None) -> None:
        """Say it in a message, where no form can be opened; once per request."""
        about = {"say": f"refusal.{error.key() if error else 'could_not_show'}"}
        facts = {f"fact.{name}": str(fact) for name, fact in (error.facts if error else {}).items()}
        with self._services.change("rule:answering") as unit:
            unit.due.plan(
                "notice", key=f"notice:{press.request}", to=f"person:{press.user}", about=about | facts
            )

    def _note(self, press: Press, error: InterviewError) -> None:
        log.info("refused", extra={"rule": error.key(), "verb": press.verb, "user": press.user})
        if isinstance(error, NotAllowed | FormSealed):
            with self._services.change(f"person:{press.user}") as unit:
                unit.audit.record("refused", press.verb, after={"rule": error.key()})
