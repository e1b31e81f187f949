"""What leaves as mail arrives as it was written, at every address that may be typed."""

from email.policy import SMTP

import pytest

from bot.adapters.mail import SmtpMailer
from bot.ports import Mail, NeverArrives
from bot.stand_in.mailbox import Mailbox
from tests.journeys.company import FOUNDED

SENDER = "Interviews <interviews@example.com>"


@pytest.fixture
def mailbox():
    with Mailbox(now=lambda: FOUNDED) as caught:
        yield caught


def send(mailbox, to="ola@mail.example", text="Hello Ola.\n"):
    url = f"smtp://{mailbox.host}:{mailbox.port}"
    mail = Mail(to=to, key="paper:1", subject="Pick a track", text=text, html="<p>Hello Ola.</p>")
    SmtpMailer(url, SENDER).send(mail)


def test_line_that_begins_with_from_stays_as_it_is(mailbox):
    lines = ["From us", "- the repository", ".", "From you", "- one page"]

    send(mailbox, text="\n".join(lines) + "\n")

    assert [mail.text.splitlines() for mail in mailbox.mails] == [lines]


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("ola@bücher.example", "ola@xn--bcher-kva.example"),
        ("zoë@bücher.example", "zoë@xn--bcher-kva.example"),
        ("zoë@example.com", "zoë@example.com"),
    ],
)
def test_letters_beyond_ascii_reach_their_mailbox(mailbox, typed, reached):
    send(mailbox, to=typed)

    (mail,) = mailbox.mails
    assert (mail.recipients, mail.text.strip()) == ((reached,), "Hello Ola.")


def test_mail_is_seven_bits_and_answers_reach_any_domain():
    words = Mail(
        to="a@b.example", key="k", subject="Zeiten für Zoë", text="Grüße\n", html="<p>Grüße</p>",
        reply_to="rita@bücher.example",
    )  # fmt: skip

    sent = SmtpMailer("smtp://localhost", "Büro <interviews@example.com>").written(words)

    assert sent.as_bytes(policy=SMTP).isascii()
    assert sent["Reply-To"] == "rita@xn--bcher-kva.example"
    assert sent.get_body(("plain",)).get_content() == "Grüße\n"


def test_server_without_such_letters_is_a_final_answer():
    with (
        Mailbox(now=lambda: FOUNDED, wide=False) as old,
        pytest.raises(NeverArrives, match="takes no such letters in an address"),
    ):
        send(old, to="zoë@example.com")
