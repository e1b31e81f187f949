"""The mail catcher: mails by address, refusals for good and for now."""

import smtplib
import socket

import pytest

from bot.stand_in.mailbox import Mailbox
from bot.stand_in.sockets import listening_at
from tests.stand_in.mailing import invitation, send


@pytest.fixture
def mailbox(clock):
    with Mailbox(now=clock.now) as caught:
        yield caught


def test_a_mail_is_kept_with_all_its_parts(mailbox, clock):
    send(mailbox, invitation())

    (mail,) = mailbox.mails_for("cleo@EXAMPLE.com")
    assert (mail.subject, mail.text.strip(), mail.html.strip(), mail.reply_to, mail.received) == (
        "Gespräch mit Rita",
        "Hallo Cleo, schön!",
        "<p>Hallo Cleo</p>",
        "rita@example.com",
        clock.now(),
    )
    calendar, attached = mail.attachments
    assert (calendar.content_type, dict(calendar.parameters)["method"]) == ("text/calendar", "REQUEST")
    assert (attached.filename, attached.content) == ("invite.ics", b"BEGIN:VCALENDAR")


def test_an_address_can_be_refused_for_good(mailbox):
    mailbox.refuse("cleo@example.com")

    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        send(mailbox, invitation())

    assert caught.value.recipients["Cleo@example.com"][0] == 550
    assert mailbox.mails == []


def test_the_next_mail_can_be_refused_for_now(mailbox):
    mailbox.fail_next()

    with pytest.raises(smtplib.SMTPDataError) as caught:
        send(mailbox, invitation())
    send(mailbox, invitation())

    assert caught.value.smtp_code == 451
    assert len(mailbox.wait_for("cleo@example.com")) == 1


def test_a_mailbox_starts_and_stops_more_than_once(clock):
    mailbox = Mailbox(now=clock.now)
    for _ in range(2):
        mailbox.start()
        send(mailbox, invitation())
        mailbox.stop()

    assert len(mailbox.mails) == 2


def test_whatever_is_accepted_sends_small_pieces_at_once():
    with listening_at("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        accepted, _ = door.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
