"""Words that people type, as they are kept: composed, plain, and no longer than they may be."""

import re
import unicodedata

from tracks.errors import TextMissing, TextTooLong

_LINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, halves of surrogate pairs, direction switches, and characters that nobody can see.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# Joiners belong to some scripts and to emoji; anywhere else they only hide.
_JOINED = "\u0600-\u167f\u1681-\u1fff\u2190-\u2fff\u3001-\U0010ffff"
_STRAY_JOINER = re.compile(f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")


def clean(text: str) -> str:
    """Return *text* as it is kept: composed (NFC), plain line ends, nothing invisible, no space around it.

    Every word that a person types passes here once, at intake; cleaning again changes nothing.
    """
    while (cleaned := _cleaned_once(text)) != text:
        text = cleaned
    return text


def _cleaned_once(text: str) -> str:
    plain = _UNSEEN.sub("", _LINES.sub("\n", text))
    return _STRAY_JOINER.sub("", unicodedata.normalize("NFC", plain)).strip()


def clean_line(text: str) -> str:
    """Return *text* cleaned and on one line, as a name or an address is kept."""
    return " ".join(clean(text).split())


def require_text(text: str, *, field: str, most: int = 3_000) -> str:
    """Return *text* cleaned. Raises TextMissing when nothing is left, TextTooLong above *most* characters."""
    if not (cleaned := require_short(text, most=most)):
        raise TextMissing(field=field)
    return cleaned


def require_short(text: str, *, most: int) -> str:
    """Return *text* cleaned, which may leave nothing. Raises TextTooLong above *most* characters."""
    cleaned = clean(text)
    if len(cleaned) > most:
        raise TextTooLong(length=len(cleaned), most=most)
    return cleaned
