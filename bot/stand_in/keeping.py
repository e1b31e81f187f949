"""Keeps what a workspace and its mailbox hold in one file, so that a restart finds everything as it was.

Open modals, trigger ids and response addresses are not kept: they live for seconds or minutes.
"""

import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from bot.stand_in.mailbox import Mail, Mailbox, parse
from bot.stand_in.records import Channel, Json, Member, Message, Reading, StoredFile, View
from bot.stand_in.workspace import Workspace

FORMAT = 1  # of the file; another one is not read
PAUSE = 0.25  # seconds that one writing waits for what else changes


class NotReadable(Exception):  # noqa: N818 -- it says what is wrong
    """The file is damaged, or of another version."""


def read(file: Path, workspace: Workspace, mailbox: Mailbox) -> None:
    """Put back what was kept in *file*, if anything was. Raises NotReadable."""
    if not file.exists():
        return
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["format"] != FORMAT:
            raise NotReadable(f"{file} was written by another version")
        _put_back(kept, workspace, mailbox)
    except (ValueError, LookupError, TypeError, AttributeError) as damaged:
        raise NotReadable(f"{file} is damaged") from damaged


class Keeper:
    """Within it *file* follows what changes, a fraction of a second behind; at its end, exactly."""

    def __init__(self, workspace: Workspace, mailbox: Mailbox, file: Path) -> None:
        self.workspace, self.mailbox, self.file = workspace, mailbox, file
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self.workspace.touch()
        self._thread.join()
        self.write()

    def write(self) -> int:
        """Write everything down at once, or nothing; return the version of what was written."""
        with self.workspace.lock:
            version, parts = self.workspace.version, _parts(self.workspace, self.mailbox)
            lines = [f"{json.dumps(name)}: {_json(part)}" for name, part in parts.items()]
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        beside.replace(self.file)
        return version

    def _follow(self) -> None:
        seen = -1
        while not self._stopping.is_set():
            if self.workspace.wait_for_change(seen, timeout=1.0) > seen:
                self._stopping.wait(PAUSE)
                seen = self.write()


def _parts(workspace: Workspace, mailbox: Mailbox) -> Json:
    return {
        "format": FORMAT,
        "last_number": workspace.last_number,
        "last_stamp": workspace.last_stamp,
        "members": [each for each in workspace.members.values() if not each.is_bot],
        "channels": list(workspace.conversations.channels.values()),
        "entered": [[*where, values] for where, values in workspace.entered.items() if values],
        "homes": workspace.views.homes,
        "files": workspace.files.stored,
        "events": workspace.events.waiting,
        "readings": workspace.readings,
        "mails": [_mail(each) for each in mailbox.mails],
    }


def _put_back(kept: Json, workspace: Workspace, mailbox: Mailbox) -> None:
    workspace.last_number, workspace.last_stamp = kept["last_number"], kept["last_stamp"]
    for member in kept["members"]:
        workspace.let_in(Member(**member))
    for channel in kept["channels"]:
        messages = [Message(**message) for message in channel.pop("messages")]
        workspace.conversations.channels[channel["id"]] = Channel(**channel, messages=messages)
    workspace.entered.update({(user, place, ts): values for user, place, ts, values in kept["entered"]})
    workspace.views.homes.update({user: View(**view) for user, view in kept["homes"].items()})
    for number, file in kept["files"].items():
        content = file.pop("content")
        workspace.files.stored[number] = StoredFile(**file, content=content and content.encode("latin-1"))
    for event in kept["events"]:
        workspace.events.put(event)
    workspace.readings.update({who: Reading(**reading) for who, reading in kept["readings"].items()})
    for mail in kept["mails"]:
        received = datetime.fromisoformat(mail["received"])
        mailbox.mails.append(
            parse(mail["raw"].encode("latin-1"), mail["sender"], mail["recipients"], received)
        )


def _mail(mail: Mail) -> Json:
    return {name: getattr(mail, name) for name in ("sender", "recipients", "received", "raw")}


def _json(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """What JSON does not know: bytes as the characters of the same numbers, records as their fields."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value.isoformat() if isinstance(value, datetime) else vars(value)
