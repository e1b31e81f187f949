"""Mail over smtplib: one connection a mail, and each way of failing told in the port's words."""

import hashlib
import smtplib
import ssl
from contextlib import suppress
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from bot.ports import Mail, MaybeArrived, NeverArrives, TryLater
from bot.settings import STARTTLS

TIMEOUT = 15  # seconds
PERMANENT = 500  # reply codes from here on are final (RFC 5321, 4.2.1)
SIGN_IN_FIRST = 530  # but this one, which is about us and not about the mail (RFC 4954, 6; RFC 3207, 4)


class SmtpMailer:
    """Sends mail through the server of an ``smtp(s)://`` address; implements ``bot.ports.Mailer``.

    ``smtp://user:password@host:587?starttls=yes`` upgrades the connection first.
    """

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Send *mail*. Raises NeverArrives, TryLater or MaybeArrived."""
        to, sender = _on_the_wire(mail.to), parseaddr(self._sender)[1]
        wide = not to.isascii()
        # not send_message(): it would put ">" before a line that begins with "From"
        raw = self.written(mail).as_bytes(policy=policy.SMTPUTF8 if wide else policy.SMTP)
        try:
            server = self.connected()
        except OSError as closed:
            raise TryLater("the mail server did not let us in") from closed
        try:
            if wide and not server.has_extn("smtputf8"):
                raise NeverArrives("the mail server takes no such letters in an address")
            server.sendmail(sender, [to], raw, ["SMTPUTF8", "BODY=8BITMIME"] if wide else [])
        except smtplib.SMTPRecipientsRefused as refused:
            raise _by_code(next(iter(refused.recipients.values()))[0], "the address was refused") from refused
        except smtplib.SMTPResponseException as answered:
            raise _by_code(answered.smtp_code, f"mail server said {answered.smtp_code}") from answered
        except smtplib.SMTPServerDisconnected as cut:
            raise MaybeArrived("the mail server hung up") from cut
        except OSError as lost:
            raise MaybeArrived("the mail server did not answer") from lost
        finally:
            _part_from(server)

    def connected(self) -> smtplib.SMTP:
        """Return an open connection, upgraded and signed in as the address says; or raise OSError."""
        host, port = self._url.hostname or "localhost", self._url.port or 0
        server: smtplib.SMTP
        if self._url.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        try:
            if self._url.query == STARTTLS:
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except OSError:
            _part_from(server)
            raise
        return server

    def written(self, mail: Mail) -> EmailMessage:
        """Return *mail* as it goes out; its Message-ID comes from the key, so a repeat is known as one."""
        # seven bits, since not every server takes eight; CR LF, also within what is wrapped in base64
        message = EmailMessage(policy.SMTP.clone(cte_type="7bit"))
        name, sender = parseaddr(self._sender)
        message.set_raw("From", self._sender if name.isascii() else f"{_folded('From', name)}\n <{sender}>")
        message["To"] = _on_the_wire(mail.to)
        message.set_raw("Subject", _folded("Subject", " ".join(mail.subject.split())))
        message["Date"] = mail.at
        domain = sender.rpartition("@")[2] or "localhost"
        message["Message-ID"] = f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if mail.reply_to:
            message["Reply-To"] = _on_the_wire(mail.reply_to)
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        if mail.calendar is not None:
            message.add_alternative(
                mail.calendar.decode(), subtype="calendar", params={"method": mail.method}
            )
        for file in mail.files:
            main, _, sub = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
        return message


def _on_the_wire(address: str) -> str:
    """Return *address* with its domain in ASCII letters (IDNA), as every server takes it."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}"


def _folded(header: str, text: str) -> str:
    """Return *text* for a header; left to itself Python 3.11 loses spaces where it folds other letters."""
    return Header(text, header_name=header).encode()


def _part_from(server: smtplib.SMTP) -> None:
    """Say goodbye; what is said in return changes nothing."""
    with suppress(OSError):
        server.quit()


def _by_code(code: int, reason: str) -> NeverArrives | TryLater:
    final = code >= PERMANENT and code != SIGN_IN_FIRST
    return NeverArrives(reason) if final else TryLater(reason)
