"""A mail with all kinds of parts, and its way to the mailbox."""

import smtplib
from email.message import EmailMessage


def invitation(to="Cleo@example.com"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bot@example.com", to, "Gespräch mit Rita"
    mail["Reply-To"] = "rita@example.com"
    mail.set_content("Hallo Cleo, schön!\n")
    mail.add_alternative("<p>Hallo Cleo</p>", subtype="html")
    mail.add_alternative("BEGIN:VCALENDAR", subtype="calendar", params={"method": "REQUEST"})
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="application", subtype="ics", filename="invite.ics")
    return mail


def send(mailbox, mail):
    with smtplib.SMTP(mailbox.host, mailbox.port) as server:
        server.send_message(mail)
