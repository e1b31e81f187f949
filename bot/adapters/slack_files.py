"""Fetches what people gave to the app in Slack; the bot's token goes to Slack's own hosts only."""

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient

from bot.adapters.slack import TIMEOUT, call
from bot.ports import Attachment, NeverArrives, TryLater

SLACKS_DOMAIN = ".slack.com"
GONE = (401, 403, 404, 410)


class SlackFiles:
    """Implements ``bot.ports.Files``."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._api = urlsplit(client.base_url)
        self._opener = build_opener(_NoRedirects)

    def fetch(self, file_id: str, *, most: int) -> Attachment:
        """Ask Slack where the file lies and read it, at most *most* bytes and one."""
        file = call(self._client, "files.info", {"file": file_id})["file"]
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        if not self._is_slacks(address):
            raise NeverArrives("the file does not lie with Slack")
        asked = Request(address, headers={"Authorization": f"Bearer {self._client.token}"})  # noqa: S310 -- checked
        try:
            with self._opener.open(asked, timeout=TIMEOUT) as answer:
                if answer.headers.get_content_type() == "text/html":
                    raise NeverArrives("Slack shows its sign-in page instead of the file")
                content: bytes = answer.read(most + 1)
        except HTTPError as refused:
            if refused.code in GONE:
                raise NeverArrives(f"status {refused.code}") from refused
            raise TryLater(f"status {refused.code}") from refused
        except (URLError, OSError, HTTPException) as broken:
            raise TryLater(type(broken).__name__) from broken
        return Attachment(
            name=str(file.get("name") or "page"), media_type=str(file.get("mimetype") or ""), content=content
        )

    def _is_slacks(self, address: str) -> bool:
        parts = urlsplit(address)
        if (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc):
            return True
        return parts.scheme == "https" and (parts.hostname or "").endswith(SLACKS_DOMAIN)


class _NoRedirects(HTTPRedirectHandler):
    """Slack redirects to its sign-in page when it refuses a token; that is a refusal, not a file."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None
