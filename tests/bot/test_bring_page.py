"""What is taken as a candidate's page, judged by its bytes."""

import pytest

from bot.ports import Attachment
from bot.use_cases.bring_page import MOST_BYTES, checked
from tracks.errors import FileNotUsable


def given(name: str, content: bytes) -> Attachment:
    return Attachment(name=name, media_type="application/x-claimed", content=content)


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "media_type"),
    [
        ("mine.PDF", b"%PDF-1.4", "mine.pdf", "application/pdf"),
        ("C:\\Users\\me\\a.txt", "ä".encode(), "a.txt", "text/plain"),
        ('../"x".jpeg', b"\xff\xd8\xff\xe0", "x.jpeg", "image/jpeg"),
        (".md", b"# me", "page.md", "text/markdown"),
    ],
)
def test_usable_files_get_plain_names_and_true_types(name, content, kept_as, media_type):
    assert checked(given(name, content)) == Attachment(name=kept_as, media_type=media_type, content=content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("mine", b"words", "kind"),
        ("mine.html", b"<p>", "kind"),
        ("mine.pdf", b"words", "unreadable"),
        ("mine.txt", b"\x00", "unreadable"),
        ("mine.txt", b"", "unreadable"),
        ("mine.txt", b"x" * (MOST_BYTES + 1), "size"),
    ],
)
def test_other_files_are_refused_with_the_reason(name, content, why):
    with pytest.raises(FileNotUsable) as refused:
        checked(given(name, content))

    assert refused.value.why == why
