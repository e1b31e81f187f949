"""What an invitation needs before it may be sent: one person, a personal reason, room under the caps."""

import re
from dataclasses import dataclass
from typing import Final

from tracks.errors import CapReached, NotAnAddress, SeveralPeople, WhyYouTooShort
from tracks.intake import clean, clean_line, require_text

LEAST_WHY_YOU = 40  # characters, after cleaning
LONGEST_ADDRESS = 254
LONGEST_NAME = 80
LONGEST_LINE = 200  # where an address comes from, or who introduced somebody

_BETWEEN_PEOPLE = re.compile(r"[\n;]+")
_BETWEEN_ADDRESSES = re.compile(r"[\s,;]+")
_ADDRESS = re.compile(r"(?!')[^\s@,;:<>\"()\[\]\\]+@(?:[\w](?:[\w-]*[\w])?\.)+[^\W\d_]{2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caps:
    """How many invitations may be unanswered at a time."""

    inviter: int = 20
    role: int = 10


USUAL: Final = Caps()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed or picked, by field of the form."""

    role_id: str = ""
    slack_user: str = ""
    email: str = ""
    called: str = ""
    why_you: str = ""
    address_source: str = ""
    introduced_by: str = ""


def why_you(text: str) -> str:
    """Return the cleaned reason for this person, which they will read. Raises WhyYouTooShort, TextTooLong."""
    if len(clean(text)) < LEAST_WHY_YOU:
        raise WhyYouTooShort(length=len(clean(text)), least=LEAST_WHY_YOU)
    return require_text(text, field="why_you", most=1_000)


def one_name(text: str) -> str:
    """Return how one person likes to be called. Raises SeveralPeople, TextMissing, TextTooLong."""
    people = [name for name in _BETWEEN_PEOPLE.split(clean(text)) if name.strip()]
    if len(people) > 1:
        raise SeveralPeople(count=len(people))
    return require_text(clean_line(text), field="called", most=LONGEST_NAME)


def one_person(text: str) -> None:
    """Return while *text* names at most one person by address or mention. Raises SeveralPeople."""
    named = [part for part in _BETWEEN_ADDRESSES.split(clean(text)) if "@" in part]
    if len(named) > 1:
        raise SeveralPeople(count=len(named))


def one_address(text: str) -> str:
    """Return one mail address, its domain in small letters. Raises SeveralPeople, NotAnAddress."""
    one_person(text)
    written = clean(text)
    if len(written) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(written):
        raise NotAnAddress
    name, _, domain = written.partition("@")
    if not _is_a_domain(domain.lower()):
        raise NotAnAddress
    return f"{name}@{domain.lower()}"


def _is_a_domain(domain: str) -> bool:
    """Whether *domain* can be asked for as it is written: IDNA 2003 takes ``faß.example`` for another."""
    try:
        asked_for = domain.encode("idna")
    except UnicodeError:
        return False
    return domain.isascii() or asked_for.decode("idna") == domain


def check_caps(*, by_inviter: int, for_role: int, caps: Caps = USUAL) -> None:
    """Refuse one more invitation when so many are unanswered already. Raises CapReached."""
    for whose, unanswered, cap in (("inviter", by_inviter, caps.inviter), ("role", for_role, caps.role)):
        if unanswered >= cap:
            raise CapReached(whose=whose, unanswered=unanswered, cap=cap)
