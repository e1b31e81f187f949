"""Reads what a page's form posts: never more than fits, and every word cleaned."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.ports import Attachment
from bot.use_cases.bring_page import MOST_BYTES
from tracks.intake import clean

MOST_BODY = MOST_BYTES + 256 * 1024  # one file and the words around it
MOST_FIELDS = 60


class TooLarge(Exception):  # noqa: N818 -- it says what happened
    """More was posted than any form of ours takes."""


class NotReadable(Exception):  # noqa: N818 -- it says what happened
    """What was posted is no form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The fields and files of one form."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """Return the first value of a field, "" when there is none."""
        return (self.fields.get(name) or [""])[0]


async def read_posted(request: Request) -> Posted:
    """Return what *request* posts. Raises TooLarge, NotReadable."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said[:12]) > MOST_BODY:
        raise TooLarge
    parser = _parser(request)
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError, UnicodeDecodeError) as broken:
        raise NotReadable from broken
    try:
        return await _taken(form)
    finally:
        await form.close()


def _parser(request: Request) -> FormParser | MultiPartParser:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return MultiPartParser(request.headers, _limited(request), max_files=1, max_fields=MOST_FIELDS)
    if kind == "application/x-www-form-urlencoded":
        return FormParser(request.headers, _limited(request))
    raise NotReadable


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > MOST_BODY:
            raise TooLarge
        yield chunk


async def _taken(form: FormData) -> Posted:
    posted = Posted()
    for name, value in form.multi_items()[:MOST_FIELDS]:
        if not isinstance(value, UploadFile):
            posted.fields.setdefault(name, []).append(clean(value))
        elif value.filename:
            content = await value.read()
            posted.files[name] = Attachment(
                name=value.filename, media_type=value.content_type or "", content=content
            )
    return posted
