"""``POST /slack/events``: what Slack did not sign, or not now, is turned away before anything else."""

import logging
from collections.abc import Callable

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
CERTIFICATE_CHECK = "ssl_check=1"  # Slack looks whether our certificate holds; nothing is asked or told
OLDEST, AHEAD = 300, 60  # seconds that a signature's time may lie behind or ahead of ours
Dispatch = Callable[[BoltRequest], BoltResponse]
NAMES = ("x-slack-request-timestamp", "x-slack-signature")


class SlackEndpoint:
    """Takes what Slack posts, proves that it is Slack's, and hands it on in a thread."""

    def __init__(self, dispatch: Dispatch, *, signing_secret: str, machine: Callable[[], float]) -> None:
        self._dispatch = dispatch
        self._machine = machine
        self._verifier = SignatureVerifier(signing_secret, clock=_At(machine))

    async def events(self, request: Request) -> Response:
        """Answer one request."""
        body = await _read(request)
        if body is None:
            return _refused(413, "too large")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return _refused(400, "no text")
        if text.startswith(CERTIFICATE_CHECK):
            return Response()
        if not self._genuine(text, {name: request.headers.getlist(name) for name in NAMES}):
            return _refused(401, "not signed by Slack, or not now")
        try:
            bolt_request = BoltRequest(body=text, headers=dict(request.headers))
        except ValueError:
            return _refused(400, "cannot be read")
        return _response(await run_in_threadpool(self._dispatch, bolt_request))

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


async def _read(request: Request) -> bytes | None:
    """Return the body, or None as soon as it is longer than anything that Slack sends."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said[:12]) > MOST_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _refused(status: int, why: str) -> Response:
    log.warning("turned away a request", extra={"status": status, "why": why})
    return Response(why, status_code=status, media_type="text/plain")


def _response(answer: BoltResponse) -> Response:
    return Response(answer.body, status_code=answer.status, headers=answer.first_headers_without_set_cookie())
