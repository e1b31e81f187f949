"""What a person did in Slack, and what is answered: values between Slack's payloads and the listeners."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.use_cases.own_step import Asked
from bot.wording.sentences import plain
from tracks.intake import clean

View = dict[str, Any]
_MARKED = re.compile(r"<([@#!]|(?=[a-z]+:))([^<>|]+)\|?([^<>]*)>")  # a typed "<" comes as ``&lt;``


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button, form, command, shortcut or message, by the person whom the request names.

    *verb* names the listener. *about* is what the control carries, a hint and never a right: the id of its
    *subject* and, after a dot, a *detail* such as a page or a version.
    *request* is the key under which a second arrival is recognised. *text* is what was written, cleaned, as
    Slack brings it: escaped, with addresses and mentions marked.
    *values* is a view's ``state.values``, to be read through the methods: ``typed`` cleans what it returns.
    """

    user: str
    team: str
    request: str
    verb: str
    about: str = ""
    text: str = ""
    trigger: str | None = None
    channel: str | None = None
    message_ts: str | None = None
    view_id: str | None = None
    view_hash: str | None = None
    in_home: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The id of what the control is about."""
        return self.about.partition(".")[0]

    @property
    def detail(self) -> str:
        """What the control says besides, "" when nothing."""
        return self.about.partition(".")[2]

    @property
    def asked(self) -> Asked:
        """What it asks of the invitation that its control is about."""
        return Asked.of(self, self.subject)

    @property
    def words(self) -> str:
        """What was written, as the person typed it."""
        return plain(_MARKED.sub(_as_typed, self.text))

    @property
    def page(self) -> int:
        """The page of a form that was pressed; what is no number is the first."""
        found = self.metadata.get("page")
        return found if isinstance(found, int) and found >= 0 else 0

    @property
    def turns_to(self) -> int:
        """The page that a button leads to; what is no number is the first."""
        return int(self.detail) if self.detail.isdecimal() else 0

    def typed(self, block: str) -> str:
        """Return what was typed, cleaned, or picked in the input of *block*, "" when nothing was."""
        for element in self._entered(block):
            for name in ("value", "selected_user", "selected_conversation", "selected_date", "selected_time"):
                if element.get(name):
                    return clean(str(element[name]))
            if picked := (element.get("selected_option") or {}).get("value"):
                return str(picked)
        return ""

    def ticked(self, block: str) -> list[str]:
        """Return the values of the boxes ticked or options picked in *block*."""
        found: list[str] = []
        for element in self._entered(block):
            found.extend(str(option.get("value")) for option in element.get("selected_options") or [])
        return found

    def files(self, block: str) -> list[dict[str, Any]]:
        """Return the files given in *block*, as Slack describes them."""
        return [file for element in self._entered(block) for file in element.get("files") or []]

    def instant(self, block: str) -> int | None:
        """Return the seconds since 1970 picked in a date-and-time input, or None."""
        for element in self._entered(block):
            if element.get("selected_date_time") is not None:
                return int(element["selected_date_time"])
        return None

    def _entered(self, block: str) -> Iterable[Mapping[str, Any]]:
        return (self.values.get(block) or {}).values()


def _as_typed(marked: re.Match[str]) -> str:
    """Return an address, or the name in a mention, without Slack's marks around it."""
    kind, meant, shown = marked.groups()
    if kind:
        return ("#" if kind == "#" else "@") + (shown or meant).lstrip("@#")
    hides_its_address = meant.startswith("http") and shown not in meant
    return f"{shown} ({meant})" if hides_its_address else shown or meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Open this form on top of what the person sees."""

    view: View


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Show this in place of the form that was pressed or submitted; *over*: also of what came after it."""

    view: View
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Show this above the form; closing it leads back."""

    view: View


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Leave the form open and say beside an input what is wrong; keys are block ids."""

    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """Close all forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """Answer a command so that only the person who typed it sees it."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Show this Home tab."""

    view: View


Answer = Open | Show | Push | Errors | Clear | Whisper | Home | None
