"""``POST /slack/events``: what Slack did not sign, or not now, is turned away before anything else."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import Response

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
CERTIFICATE_CHECK = "ssl_check=1"  # Slack looks whether our certificate holds; nothing is asked or told
OLDEST, AHEAD = 300, 60  # seconds that a signature's time may lie behind or ahead of ours
Dispatch = Callable[[BoltRequest], BoltResponse]
AT_ONCE = 40  # requests; a call to Slack that one makes is waited for in its thread
NAMES = ("x-slack-request-timestamp", "x-slack-signature")
INTERACTION = "payload="  # how a form with JSON in it begins
# The escapes of which JSON is full, and which mean nothing to a form. The standard library takes them one by
# one: half of the time that Bolt needs to read a press which comes with its message.
FREQUENT = {"%22": '"', "%2C": ",", "%3A": ":", "%5B": "[", "%5D": "]", "%7B": "{", "%7D": "}"}


class SlackEndpoint:
    """Takes what Slack posts, proves that it is Slack's, and hands it on in a thread."""

    def __init__(self, dispatch: Dispatch, *, signing_secret: str, machine: Callable[[], float]) -> None:
        self._dispatch = dispatch
        self._machine = machine
        # Threads of its own: handing a request to one costs half of what the web library's take for it.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="slack")
        self._verifier = SignatureVerifier(signing_secret, clock=_At(machine))

    async def events(self, request: Request) -> Response:
        """Answer one request."""
        try:
            text = await _read(request)
            if text.startswith(CERTIFICATE_CHECK):
                return Response()
            self._prove(text, {name: request.headers.getlist(name) for name in NAMES})
            bolt_request = _for_bolt(text, {**request.headers})
        except _TurnedAwayError as error:
            log.warning("turned away a request", extra={"status": error.status, "why": error.why})
            return Response(error.why, status_code=error.status, media_type="text/plain")
        loop = asyncio.get_running_loop()
        return _response(await loop.run_in_executor(self._threads, self._dispatch, bolt_request))

    def _prove(self, body: str, headers: dict[str, list[str]]) -> None:
        if not self._genuine(body, headers):
            raise _TurnedAwayError(401, "not signed by Slack, or not now")

    def _genuine(self, body: str, headers: dict[str, list[str]]) -> bool:
        times, signatures = (headers[name] for name in NAMES)
        if len(times) != 1 or len(signatures) != 1:
            return False
        [time], [signature] = times, signatures
        if not (time.isascii() and time.isdecimal() and len(time) <= 12 and signature.isascii()):  # noqa: PLR2004 -- seconds have ten digits until 2286
            return False
        if not -OLDEST <= int(time) - self._machine() <= AHEAD:
            return False
        return self._verifier.is_valid(body=body, timestamp=time, signature=signature)


class _At(SignatureClock):
    """The machine's clock in the form that the verifier asks for."""

    def __init__(self, machine: Callable[[], float]) -> None:
        self._machine = machine

    def now(self) -> float:
        return self._machine()


class _TurnedAwayError(Exception):
    """A request that goes no further, with its HTTP status and the reason."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


async def _read(request: Request) -> str:
    """Return the body; turn it away as soon as it is longer than anything that Slack sends."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said[:12]) > MOST_BYTES:
        raise _TurnedAwayError(413, "too large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _TurnedAwayError(413, "too large")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise _TurnedAwayError(400, "no text") from None


def _for_bolt(text: str, headers: dict[str, str | Sequence[str]]) -> BoltRequest:
    if text.startswith(INTERACTION):
        for escape, character in FREQUENT.items():
            text = text.replace(escape, character)
    try:
        return BoltRequest(body=text, headers=headers)
    except (ValueError, RecursionError):
        raise _TurnedAwayError(400, "cannot be read") from None
    except (AttributeError, LookupError, TypeError):  # a part is of another kind than Bolt takes for granted
        raise _TurnedAwayError(200, "nothing that is served here") from None


def _response(answer: BoltResponse) -> Response:
    return Response(answer.body, status_code=answer.status, headers=answer.first_headers_without_set_cookie())
