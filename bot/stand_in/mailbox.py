"""A mail server on loopback that keeps every mail by address, and can refuse on demand."""

import asyncio
import email
import email.policy
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.stand_in.sockets import listening_at

STARTING = 10.0


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A part that is not the text: ``text/calendar`` too, whether attached or an alternative."""

    filename: str | None
    content_type: str
    content: bytes
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail as it arrived; *recipients* are the envelope's, *received* is people's time."""

    sender: str
    recipients: tuple[str, ...]
    received: datetime
    raw: bytes
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    message: EmailMessage

    @property
    def headers(self) -> dict[str, str]:
        """Headers by lower-case name; the first of each."""
        return {name.lower(): str(value) for name, value in reversed(self.message.items())}

    @property
    def reply_to(self) -> str:
        return self.headers.get("reply-to", "")


class Mailbox:
    """Catches mail at ``host:port``; *now* stamps it, *arrived* is called after each.

    One that is not *wide* takes only ASCII letters in addresses.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        arrived: Callable[[], None] | None = None,
        port: int = 0,
        wide: bool = True,
    ) -> None:
        self.now, self.arrived, self.wide = now, arrived, wide
        self.host, self.port = "127.0.0.1", port
        self.mails: list[Mail] = []
        self._refused: dict[str, str] = {}
        self._failing: list[str] = []
        self._changed = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def start(self) -> Self:
        """Listen; `port` is known afterwards. Raises OSError when the port is taken."""
        listening = listening_at(self.host, self.port)
        self.port = listening.getsockname()[1]
        ready = threading.Event()
        serving = self._serve(listening, ready)
        self._thread = threading.Thread(target=asyncio.run, args=(serving,), name="mailbox", daemon=True)
        self._thread.start()
        if not ready.wait(STARTING):
            raise TimeoutError("the mailbox did not start")
        return self

    def stop(self) -> None:
        if self._loop is not None and self._stopping is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self._loop = self._thread = None

    def mails_for(self, address: str) -> tuple[Mail, ...]:
        """What arrived for *address*, oldest first; capitals do not matter."""
        with self._changed:
            return tuple(each for each in self.mails if address.lower() in each.recipients)

    def wait_for(self, address: str, count: int = 1, timeout: float = 10.0) -> tuple[Mail, ...]:
        """Wait for *count* mails to *address*. Raises TimeoutError after *timeout* seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.mails_for(address)) >= count, timeout):
                raise TimeoutError(f"{len(self.mails_for(address))} of {count} mails came to {address}")
            return self.mails_for(address)

    def refuse(self, address: str, reply: str = "550 5.1.1 No such mailbox") -> None:
        """Turn *address* away for good."""
        self._refused[address.lower()] = reply

    def accept(self, address: str) -> None:
        self._refused.pop(address.lower(), None)

    def fail_next(self, times: int = 1, reply: str = "451 4.3.0 Try again later") -> None:
        """Turn the next *times* mails away for now, whoever they are for."""
        self._failing.extend([reply] * times)

    # -- what aiosmtpd calls --

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if reply := self._refused.get(address.lower()):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self._failing:
            return self._failing.pop(0)
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        mail = parse(raw, envelope.mail_from or "", envelope.rcpt_tos, self.now())
        with self._changed:
            self.mails.append(mail)
            self._changed.notify_all()
        if self.arrived is not None:
            self.arrived()
        return "250 OK"

    async def _serve(self, listening: socket.socket, ready: threading.Event) -> None:
        loop = self._loop = asyncio.get_running_loop()
        stopping = self._stopping = asyncio.Event()

        def session() -> SMTP:
            return SMTP(self, hostname="localhost", enable_SMTPUTF8=self.wide, loop=loop)

        server = await loop.create_server(session, sock=listening)
        ready.set()
        await stopping.wait()
        server.close()


def parse(raw: bytes, sender: str, recipients: list[str], received: datetime) -> Mail:
    """Read a mail: its text, its HTML, everything else as attachments."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    texts = {"text/plain": "", "text/html": ""}
    attachments = []
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if kind in texts and not texts[kind] and part.get_content_disposition() != "attachment":
            texts[kind] = part.get_content()
        else:
            attachments.append(_attachment(part))
    return Mail(
        sender=sender,
        recipients=tuple(each.lower() for each in recipients),
        received=received,
        raw=raw,
        subject=str(message.get("subject", "")),
        text=texts["text/plain"],
        html=texts["text/html"],
        attachments=tuple(attachments),
        message=message,
    )


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    parameters = part.get_params(failobj=[])[1:]
    return Attachment(
        filename=part.get_filename(),
        content_type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
        parameters=tuple((name.lower(), value) for name, value in parameters),
    )
