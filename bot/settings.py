"""What an operator can set; the only module that reads the environment."""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import getaddresses
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import SplitResult, unquote, urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator

SLACKS_OWN = "https://slack.com/api/"
SECRET_KEY_LEAST = 32
STARTTLS = "starttls=yes"  # as the query of an smtp:// address
SLACK_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")

_ALIKE = 0.75
_WITHOUT_BOT = "SLACK_BOT_TOKEN is not set: copy the bot token (xoxb-...) from your app's page at Slack"
_WITHOUT_WAY_IN = (
    "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are not set: set the first for Socket Mode, the second for HTTP"
)
_WITHOUT_KEY = (
    "TRACKS_SECRET_KEY is not set: it signs the links of candidates; make one with "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
)
#: Names that Slack's library obeys by itself, with effects that this program does not want.
_OBEYED_BY_BOLT = {
    "SLACK_CLIENT_ID": "it would switch on signing in from several workspaces",
    "SLACK_CLIENT_SECRET": "it would switch on signing in from several workspaces",
    "SLACK_VERIFICATION_TOKEN": "SLACK_SIGNING_SECRET has taken its place",
}


class SettingsFaults(Exception):  # noqa: N818 -- it says what was found
    """Something is wrong with the settings; *lines* holds one sentence per fault, each with its remedy."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def _own_address(known: dict[str, Any]) -> str:
    host = str(known.get("host", ""))
    return f"http://{f'[{host}]' if ':' in host else host}:{known.get('port')}"


class Settings(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """All settings; the defaults need no network. Building one reads nothing: see ``from_environment``."""

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = SLACKS_OWN
    database_url: str = Field("sqlite:///interview-tracks.db", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(3000, ge=1, le=65535)
    public_url: str = Field(default_factory=_own_address)
    secret_key: SecretStr | None = None
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    content_dir: Path | None = None
    admins: tuple[str, ...] = ()
    sqlite_synchronous: Literal["full", "normal"] = "full"

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, *, env_file: Path = Path(".env")
    ) -> Self:
        """Read the environment, and *env_file* for what it does not say.

        *environment*: the process's own unless given. An empty value counts as not set, also over the file.
        Raises SettingsFaults with every fault.
        """
        in_file = _read(env_file) if env_file.is_file() else {}
        around = os.environ if environment is None else environment
        given = {name: value for name, value in {**in_file, **around}.items() if value}
        faults = list(_misspelt(given))
        try:
            settings = cls.model_validate({_NAMES[name]: given[name] for name in given if name in _NAMES})
        except ValidationError as wrong:
            told = (fault for fault in wrong.errors() if fault["type"] != "default_factory_not_called")
            raise SettingsFaults(faults + [_sentence(fault) for fault in told]) from None
        if faults:
            raise SettingsFaults(faults)
        return settings

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over Socket Mode; else it calls us over HTTP."""
        return self.slack_app_token is not None

    def lacking_to_serve(self) -> tuple[str, ...]:
        """Return what ``serve`` cannot do without, one sentence each."""
        lacks = [
            (self.slack_bot_token is None, _WITHOUT_BOT),
            (self.slack_app_token is None and self.slack_signing_secret is None, _WITHOUT_WAY_IN),
            (self.secret_key is None, _WITHOUT_KEY),
        ]
        return tuple(sentence for lacking, sentence in lacks if lacking)

    @field_validator("admins", mode="before")
    @classmethod
    def _split_admins(cls, value: object) -> object:
        return tuple(re.split(r"[,\s]+", value.strip(", \t"))) if isinstance(value, str) else value

    @field_validator("admins")
    @classmethod
    def _admins_are_slack_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for admin in value:
            if not SLACK_PERSON.fullmatch(admin):
                raise ValueError(
                    f"{admin!r} is no Slack id: copy it from the person's profile, it looks like U0ADA12"
                )
        return value

    @field_validator("sqlite_synchronous", mode="before")
    @classmethod
    def _in_any_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _is_a_token(cls, value: SecretStr | None, info: Any) -> SecretStr | None:
        start = "xoxb-" if info.field_name == "slack_bot_token" else "xapp-"
        if value is not None and not value.get_secret_value().startswith(start):
            raise ValueError(f"is no token of the right kind: it starts with {start}")
        return value

    @field_validator("slack_api_url", "public_url")
    @classmethod
    def _is_an_address(cls, value: str, info: Any) -> str:
        if not _is_a_web_address(value):
            raise ValueError("is no web address: write it like https://interviews.example.com")
        slash = "/" if info.field_name == "slack_api_url" else ""
        return value.rstrip("/") + slash

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError(
                "names no database we know: sqlite:///interview-tracks.db or postgresql+psycopg://user@host/name"
            )
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SECRET_KEY_LEAST:
            raise ValueError(f"is too short to be safe: use at least {SECRET_KEY_LEAST} random characters")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _names_a_mail_server(value.get_secret_value()):
            raise ValueError(
                "names no mail server: write smtps://user:password@mail.example.com, or smtp:// and "
                f"?{STARTTLS} at the end; in the password %23 for # and %2F for /"
            )
        if value is not None and not _signs_in_with_ascii(value.get_secret_value()):
            raise ValueError(
                "signs in with letters that no mail server can be sent: choose a user and a password "
                "without accents, of the letters, digits and signs of ASCII"
            )
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_a_mail_address(cls, value: str | None) -> str | None:
        addresses = [address for _, address in getaddresses([value or ""])]
        one = len(addresses) == 1 and re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", addresses[0])
        if value is not None and not (one and one[0].isascii() and value.isprintable()):
            raise ValueError(
                "is no mail address: write interviews@example.com or Interviews <interviews@example.com>"
            )
        return value

    @field_validator("content_dir")
    @classmethod
    def _is_a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"names no folder that is there: {value}")
        return value

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        if (self.smtp_url is None) != (self.mail_from is None):
            missing, there = ("TRACKS_MAIL_FROM", "TRACKS_SMTP_URL")
            if self.smtp_url is None:
                missing, there = there, missing
            raise ValueError(f"{there} is set without {missing}: mail needs both, or neither to stay off")
        return self


def variable(field: str) -> str:
    """Return the name of the environment variable for a *field* of Settings."""
    name = field.upper()
    return name if name.startswith(("SLACK_", "DATABASE_")) else f"TRACKS_{name}"


_NAMES = {variable(field): field for field in Settings.model_fields}


def _is_a_web_address(url: str) -> bool:
    parts = _naming_a_host(url, "http", "https")
    return parts is not None and not (parts.query or parts.fragment or re.search(r"[\s<>|]", url))


def _names_a_mail_server(url: str) -> bool:
    parts = _naming_a_host(url, "smtp", "smtps")
    if parts is None or parts.path not in ("", "/") or parts.fragment:
        return False
    return parts.query in ("", STARTTLS)  # a slip there would send the password in clear


def _naming_a_host(url: str, *schemes: str) -> SplitResult | None:
    """Return the parts of *url*, None unless one of *schemes* leads to a host and a port that can be."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in schemes and parts.hostname and port != 0 else None


def _signs_in_with_ascii(url: str) -> bool:
    parts = urlsplit(url)
    return unquote(f"{parts.username}{parts.password}").isascii()


def _read(env_file: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(env_file, interpolate=False)
    except (OSError, UnicodeDecodeError) as unreadable:
        raise SettingsFaults([f"{env_file} cannot be read: {unreadable}"]) from None


def _misspelt(given: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each name that somebody meant for this program and that it does not know."""
    for name in sorted(set(given) - set(_NAMES)):
        alike = difflib.get_close_matches(name.upper(), _NAMES, n=1, cutoff=_ALIKE)
        if why := _OBEYED_BY_BOLT.get(name):
            yield f"{name} must not be set here: {why}; take it away"
        elif name.startswith("TRACKS_") or (alike and name.upper().startswith("SLACK_")):
            yield f"{name} is no setting; {f'did you mean {alike[0]}?' if alike else 'the README lists them'}"


def _sentence(fault: Any) -> str:
    name = variable(str(fault["loc"][0])) if fault["loc"] else ""
    if fault["type"] == "value_error":
        return f"{name} {fault['ctx']['error']}".strip()
    if fault["type"] == "int_parsing":
        return f"{name} is no whole number"
    return f"{name}: {fault['msg'][:1].lower()}{fault['msg'][1:]}"
