"""What leaves as mail arrives as it was written, at every address that may be typed."""

from email import message_from_bytes
from email.policy import SMTP
from email.utils import format_datetime

import pytest

from bot.adapters.mail import SmtpMailer
from bot.ports import Mail, NeverArrives, TryLater
from bot.stand_in.mailbox import Mailbox
from tests.journeys.company import FOUNDED

SENDER = "Interviews <interviews@example.com>"


@pytest.fixture
def mailbox():
    with Mailbox(now=lambda: FOUNDED) as caught:
        yield caught


def send(mailbox, to="ola@mail.example", text="Hello Ola.\n", *, url=None):
    html = "<p>Hello Ola.</p>"
    mail = Mail(to=to, key="paper:1", at=FOUNDED, subject="Pick a track", text=text, html=html)
    SmtpMailer(url or mailbox.url, SENDER).send(mail)


class Moody(Mailbox):
    """A server that says *reply* to *command* instead of what it should."""

    def __init__(self, command: str, reply: str) -> None:
        super().__init__(now=lambda: FOUNDED)
        setattr(self, f"handle_{command}", lambda *_: said(reply))


async def said(reply: str) -> str:
    return reply


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
        ("o'brien+jobs@example.com", "o'brien+jobs@example.com"),
    ],
)
def test_unusual_letters_reach_their_mailbox(mailbox, typed, reached):
    send(mailbox, to=typed)

    (mail,) = mailbox.mails
    assert (mail.recipients, mail.text.strip()) == ((reached,), "Hello Ola.")


def test_mail_is_seven_bits_and_answers_reach_any_domain():
    words = Mail(
        to="a@b.example", key="k", at=FOUNDED, subject="Zeiten für Zoë", text="Grüße\n", html="<p>Grüße</p>",
        reply_to="rita@bücher.example",
    )  # fmt: skip

    sent = SmtpMailer("smtp://localhost", "Büro <interviews@example.com>").written(words)

    assert sent.as_bytes(policy=SMTP).isascii()
    assert sent["Reply-To"] == "rita@xn--bcher-kva.example"
    assert sent.get_body(("plain",)).get_content() == "Grüße\r\n"


def test_long_names_in_any_letters_keep_their_spaces():
    subject, name = (
        "Moved: your interview at ООО «Ромашка и Партнёры»",
        "Müller, Meier und Söhne Geräte GmbH, Büro",
    )
    words = Mail(
        to="a@b.example", key="k", at=FOUNDED, subject=subject, text="Hello.\n", html="<p>Hello.</p>"
    )

    mailer = SmtpMailer("smtp://localhost", f'"{name}" <interviews@careers.example.com>')
    sent = message_from_bytes(mailer.written(words).as_bytes(policy=SMTP), policy=SMTP)

    assert sent["Subject"] == subject
    assert [(each.display_name, each.addr_spec) for each in sent["From"].addresses] == [
        (name, "interviews@careers.example.com")
    ]


def test_lines_end_in_cr_lf_also_within_base64():
    cyrillic = "Разговор\nпо-русски\n"
    words = Mail(
        to="a@b.example", key="k", at=FOUNDED, subject="S", text=cyrillic, html=cyrillic,
        calendar=cyrillic.replace("\n", "\r\n").encode(),
    )  # fmt: skip

    sent = message_from_bytes(SmtpMailer("smtp://localhost", SENDER).written(words).as_bytes(policy=SMTP))

    assert [
        (part["Content-Transfer-Encoding"], part.get_payload(decode=True)) for part in sent.get_payload()
    ] == [("base64", words.calendar)] * 3


def test_server_without_such_letters_is_a_final_answer():
    with (
        Mailbox(now=lambda: FOUNDED, wide=False) as old,
        pytest.raises(NeverArrives, match="takes no such letters in an address"),
    ):
        send(old, to="zoë@example.com")


def test_mail_says_when_it_was_written(mailbox):
    send(mailbox)

    (mail,) = mailbox.mails
    assert mail.headers["date"] == format_datetime(FOUNDED)


def test_taken_mail_stays_taken_whatever_is_said_at_parting():
    with Moody("QUIT", "451 4.3.0 Try again later") as server:
        send(server)

    assert len(server.mails) == 1


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        ("450 4.7.1 Greylisted", TryLater),
        ("530 5.7.0 Must issue a STARTTLS command first", TryLater),
        ("550 5.7.1 Sender refused", NeverArrives),
    ],
)
def test_final_is_only_what_is_about_the_mail(reply, failure):
    with Moody("MAIL", reply) as server, pytest.raises(failure, match=f"mail server said {reply[:3]}"):
        send(server)


def test_server_that_lets_nobody_in_is_asked_again(mailbox):
    unheard = f"smtp://{mailbox.host}:1"
    without_starttls, without_passwords = f"{mailbox.url}?starttls=yes", mailbox.url.replace("//", "//u:p@")

    for url in (unheard, without_starttls, without_passwords):
        with pytest.raises(TryLater, match="the mail server did not let us in"):
            send(mailbox, url=url)
