"""Brings one rendered message to where its recipient is: Slack or mail."""

from dataclasses import dataclass

from bot.delivery.live import Outgoing
from bot.delivery.mail_page import mail_html, mail_text
from bot.ports import Mail, Mailer, Messenger, NeverArrives, Posted, Services, SlackMessage
from bot.views.said import to_alt_text, to_blocks
from bot.wording.sentences import plain
from storage.lease import Claimed
from storage.tables import Candidate, Due, DueState, Invitation, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Where a message stands in Slack; a mail stands nowhere."""

    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a recipient is reached: a Slack id, or a mail address with the page that belongs to it.

    *answers* is the person's mail address to whom an answer to the mail goes.
    """

    slack: str | None = None
    mail: str | None = None
    page: str | None = None
    answers: str | None = None


class Postbag:
    """Knows the way to each recipient."""

    def __init__(self, services: Services, messenger: Messenger, mailer: Mailer | None) -> None:
        self._services = services
        self._messenger = messenger
        self._mailer = mailer

    def parent_is_missing(self, row: Claimed) -> bool:
        """Say whether the message that *row* belongs under has yet to be sent."""
        parent = self._earlier(row.under)
        return parent is not None and parent.state == DueState.PENDING

    def by_mail(self, row: Claimed) -> bool:
        """Say whether *row* goes by mail, with which Slack has nothing to do."""
        kind, _, who = row.recipient.partition(":")
        if kind != "candidate":
            return kind == "mail"
        with self._services.look() as unit:
            return not unit.get(Candidate, who).slack_user

    def send(self, row: Claimed, outgoing: Outgoing, *, look_first: bool) -> Sent | None:
        """Send *outgoing* for *row*; None when it would rewrite a message that never was.

        Raises one of the ``SendFailed`` kinds.
        """
        address = self._address(row)
        if address.mail is not None:  # where nothing that was sent can be rewritten
            return None if row.replaces else self._mail(row, outgoing, address)
        return self._slack(row, outgoing, str(address.slack), look_first=look_first)

    def _slack(self, row: Claimed, outgoing: Outgoing, to: str, *, look_first: bool) -> Sent | None:
        parent = self._earlier(row.under)
        message = SlackMessage(
            to=to,
            key=row.dedupe_key,
            text=to_alt_text(outgoing.said),
            blocks=to_blocks(outgoing.said),
            thread=parent.sent_ts if parent else None,
            file=outgoing.file,
        )
        if row.replaces:
            return self._rewrite(row.replaces, message)
        arrived = (
            self._messenger.find(message) if look_first and not row.recipient.startswith("channel:") else None
        )
        send = self._messenger.upload if message.file else self._messenger.post
        return _sent(arrived or send(message))

    def _rewrite(self, key: str, message: SlackMessage) -> Sent | None:
        original = self._earlier(key)
        if original is not None and original.state == DueState.PENDING:
            return None  # it will be rendered from the live record anyway
        if original is None or original.sent_ts is None or original.sent_channel is None:
            return None
        posted = Posted(channel=original.sent_channel, ts=original.sent_ts)
        try:
            return _sent(self._messenger.update(message, posted))
        except NeverArrives:
            return None  # somebody deleted it, or it is too old to change: there is nothing to mend

    def _earlier(self, key: str | None) -> Due | None:
        if key is None:
            return None
        with self._services.look() as unit:
            return unit.due.by_key(key)

    def _mail(self, row: Claimed, outgoing: Outgoing, address: Address) -> Sent:
        if self._mailer is None:
            raise NeverArrives("mail is off")
        said = outgoing.said
        catalogue = self._services.catalogue
        self._mailer.send(
            Mail(
                to=str(address.mail),
                key=row.dedupe_key,
                at=self._services.now,
                subject=plain(said.subject or said.title or ""),
                text=mail_text(catalogue, said, page=address.page),
                html=mail_html(catalogue, said, page=address.page),
                reply_to=outgoing.reply_to or address.answers,
                calendar=outgoing.calendar,
                method=outgoing.method,
                files=(outgoing.file,) if outgoing.file else (),
            )
        )
        return Sent()

    def _address(self, row: Claimed) -> Address:
        kind, _, who = row.recipient.partition(":")
        if kind in ("person", "channel"):
            return Address(slack=who)
        by_mail = kind == "mail"
        if by_mail:
            kind, _, who = who.partition(":")
        with self._services.look() as unit:
            if kind == "person":
                return _mailbox(unit.get(Person, who).email)
            candidate = unit.get(Candidate, who)
            if candidate.slack_user and not by_mail:
                return Address(slack=candidate.slack_user)
            if not row.invitation_id:
                return _mailbox(candidate.email)
            invitation = unit.get(Invitation, row.invitation_id)
            page = self._services.link(invitation.id, invitation.link_epoch)
            return _mailbox(candidate.email, page=page, answers=unit.get(Person, invitation.host_id).email)


def _mailbox(email: str | None, *, page: str | None = None, answers: str | None = None) -> Address:
    if email is None:
        raise NeverArrives("no mail address")
    return Address(mail=email, page=page, answers=answers)


def _sent(posted: Posted) -> Sent:
    return Sent(channel=posted.channel, ts=posted.ts)
