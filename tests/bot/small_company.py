"""The smallest company that can hire somebody, and how to change a line of its file."""

from datetime import UTC, datetime
from pathlib import Path

from bot.company_file import read_company

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
SMALL = Path(__file__).with_name("small_company.toml").read_text()


def read(text, **given):
    known = {"families": {"backend", "ai_engineer"}, "shapes": {"full"}, "today": TODAY}
    return read_company(text, **known | given)


def changed(old, new, text=SMALL):
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
    return text.replace(old, new)
