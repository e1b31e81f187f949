"""Visits a candidate's page over loopback HTTP, as a browser without scripts would."""

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from storage.tables import Invitation
from tests.journeys.world import World

FORM = re.compile(r'<form id="([^"]+)" method="post" action="([^"]+)".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass
class Visit:
    """What one request brought."""

    status: int
    headers: dict[str, str]
    body: str
    raw: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The words of the page, without tags, in one line."""
        inline = re.sub(r"</?(strong|a|span)\b[^>]*>", "", self.body)
        bare = re.sub(r"<(title|datalist).*?</\1>|<[^>]+>", " ", inline, flags=re.DOTALL)
        return " ".join(unescape(bare).split())

    @property
    def forms(self) -> dict[str, dict[str, str]]:
        """The hidden fields of each form, by its id."""
        return {found[1]: dict(HIDDEN.findall(found[0])) for found in FORM.finditer(self.body)}


def address_of(world: World, invitation: Invitation) -> str:
    with world.program.services.look() as unit:
        row = unit.get(Invitation, invitation.id)
    return urlsplit(world.program.services.link(row.id, row.link_epoch)).path


def get(world: World, path: str) -> Visit:
    return _ask(world, "GET", path, None, {})


def post(world: World, path: str, fields: dict[str, str]) -> Visit:
    """Post as a form does, and follow to the page that it leads to."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    visit = _ask(world, "POST", path, urlencode(fields).encode(), kind)
    return get(world, visit.headers["location"]) if visit.status == 303 else visit


def submit(world: World, page: Visit, form: str, /, **typed: str) -> Visit:
    """Fill in and submit the form with the id *form* of *page*."""
    action = next(found[2] for found in FORM.finditer(page.body) if found[1] == form)
    return post(world, action, page.forms[form] | typed)


def upload(world: World, page: Visit, form: str, name: str, content: bytes) -> Visit:
    """Submit a form with one file in its field ``file``."""
    action = next(found[2] for found in FORM.finditer(page.body) if found[1] == form)
    mark = "----story"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in page.forms[form].items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content, b"\r\n"]
    body = b"".join([*parts, f"--{mark}--\r\n".encode()])
    visit = _ask(world, "POST", action, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
    return get(world, visit.headers["location"]) if visit.status == 303 else visit


def _ask(world: World, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Visit:
    parts = urlsplit(world.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        raw = answer.read()
    finally:
        connection.close()
    found = {name.lower(): value for name, value in answer.getheaders()}
    return Visit(status=answer.status, headers=found, body=raw.decode(errors="replace"), raw=raw)
