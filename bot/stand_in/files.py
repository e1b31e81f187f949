"""Uploads in three steps: an address, the bytes, the completion."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.stand_in.records import Json, StoredFile


@dataclass
class Files:
    """All files by id."""

    number: Callable[[], int]
    stored: dict[str, StoredFile] = field(default_factory=dict)

    def expect(self, name: str, length: int, user: str) -> StoredFile:
        """Note that a file will come."""
        file = StoredFile(
            id=f"F{self.number():08d}",
            name=name,
            length=length,
            user=user,
            title=name,
            ticket=secrets.token_urlsafe(12),
        )
        self.stored[file.id] = file
        return file

    def by_ticket(self, ticket: str) -> StoredFile | None:
        return next(
            (file for file in self.stored.values() if secrets.compare_digest(file.ticket, ticket)), None
        )

    def keep(self, name: str, content: bytes, user: str) -> StoredFile:
        """Take a person's upload, complete at once."""
        file = self.expect(name, len(content), user)
        file.content, file.shared = content, True
        return file


def file_json(file: StoredFile, base_url: str) -> Json:
    """The file as Slack shows it; the bytes need the bot's token."""
    suffix = file.name.rpartition(".")[2].lower() if "." in file.name else "text"
    address = f"{base_url}/files-pri/{file.id}/{quote(file.name, safe='')}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "filetype": suffix,
        "mimetype": MIMETYPES.get(suffix, "application/octet-stream"),
        "size": file.length,
        "user": file.user,
        "mode": "hosted",
        "is_external": False,
        "url_private": address,
        "url_private_download": address,
    }


MIMETYPES = {
    "csv": "text/csv",
    "ics": "text/calendar",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "zip": "application/zip",
}
