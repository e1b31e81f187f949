"""Words that would ping, link, break out of their place or hide, typed into every field that takes words."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from bot.stand_in.people import Person
from storage.tables import AuditEvent
from tests.journeys.strangers import Guarded
from tests.journeys.world import World

LITERAL = "{0.__class__} {{7*7}} %s =HYPERLINK(1)"
PINGS = "<!channel> <@U0ALL> <https://evil.example|your bank> &lt;!here&gt; ``` <script>x()</script>"
HIDDEN = "\r\nBEGIN:VEVENT\r\n\x00nul \x1b[31mesc \u202egnp\u2066\u200b cafe\u0301 half \ud800 a pair"
WORDS = f" {PINGS} '; drop table due; -- {LITERAL} {HIDDEN}"
RAW = re.compile(r"<!channel>|<@U0ALL>|<https://evil|<script>|&lt;!here&gt;")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
AS_WRITTEN = {("link_names", False), ("parse", "none")}  # no name and no address becomes a link
QUIETLY = {
    "chat.postMessage": AS_WRITTEN | {("unfurl_links", False), ("unfurl_media", False)},
    "chat.update": AS_WRITTEN,
}
LEAST = 12  # what is shorter is a name, a number or a place, and is asked for as such


@dataclass
class Hostile(Guarded):
    """Goes on, in every field that takes words, with words that mean harm."""

    said: bool = False

    def submit(self, person: Person, **values: Any) -> None:
        super().submit(person, **{name: self._spoiled(person, name, value) for name, value in values.items()})

    def _spoiled(self, person: Person, name: str, value: Any) -> Any:
        _, control = person._find(name, on="view")
        room = control.element.get("max_length", 3000) - len(WORDS)
        words = control.type == "plain_text_input" and "@" not in value  # no address
        if not words or not LEAST <= len(value) <= room:
            return value
        self.said = True
        return value + WORDS

    def kept(self) -> bool:
        """Say whether the words stand somewhere in the record as they were typed."""
        with self.world.program.services.look() as unit:
            noted = [event.after for event in unit.memory.orm.query(AuditEvent)]
        return LITERAL in str((self.record(), noted))


def on_record(world: World) -> Iterator[str]:
    """Return every text that was kept."""
    with world.program.services.look() as unit:
        for table in SQLModel.metadata.sorted_tables:
            for row in unit.memory.orm.execute(select(table)):
                yield from (text for value in row for _, text in _texts(value))


def outgoing(world: World) -> Iterator[tuple[str, str]]:
    """Return every text that left the program, by how it is read: ``mrkdwn``, ``html`` or ``plain``."""
    journal = world.workspace.journal
    for call in journal.calls:
        yield from _texts({"type": "mrkdwn", **call.args})  # the text of a message is read as marked up
    for delivery in journal.deliveries:
        yield from _texts({"type": "mrkdwn", **json.loads(delivery.body or "{}")})
    for mail in world.mailbox.mails:
        yield "html", mail.html
        yield "plain", mail.subject
        yield "plain", mail.text
        for part in mail.attachments:
            yield "plain", part.content.decode()
    for file in world.workspace.files.stored.values():
        yield "plain", file.content.decode()


def _texts(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, str) and part[:1] in {"{", "["}:
        yield from _texts(json.loads(part))
    elif isinstance(part, dict):
        kind = "mrkdwn" if part.get("type") == "mrkdwn" else "plain"
        for key, inner in part.items():
            if key == "text" and isinstance(inner, str):
                yield kind, inner
            else:
                yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
    elif isinstance(part, str):
        yield "plain", part


def harm(world: World) -> list[tuple[str, Any]]:
    """Return what would ping, link or run where it is read, and what holds something unseen."""
    messages = [call for call in world.workspace.journal.calls if call.method in QUIETLY]
    loud = [(call.method, call.args) for call in messages if not QUIETLY[call.method] <= call.args.items()]
    read = [(kind, text) for kind, text in outgoing(world) if kind != "plain" and RAW.search(text)]
    said = [*outgoing(world), *(("kept", text) for text in on_record(world))]
    return [*loud, *read, *((kind, text) for kind, text in said if _hides(text))]


def _hides(text: str) -> bool:
    return bool(UNSEEN.search(text.replace("\r\n", "\n"))) or not unicodedata.is_normalized("NFC", text)
