"""Which workspace our token belongs to: asked once, in the background, and never in the way of a request."""

import logging
import threading

from slack_sdk import WebClient

from bot.adapters.slack import call
from bot.ports import SendFailed

log = logging.getLogger(__name__)

AGAIN_SECONDS = 30.0


class SlackIdentity:
    """Knows the workspace's id as soon as Slack has said it; until then nobody is turned away for it."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._team: str | None = None
        self._stop = threading.Event()

    def team(self) -> str | None:
        """Return the id of our workspace, or None while it is not known."""
        return self._team

    def known(self) -> str | None:
        """Return the id of our workspace, asking for it when it is not known; None when Slack cannot say."""
        return self._team if self._team is not None or self.ask() else None

    def start(self) -> None:
        """Ask in the background until there is an answer."""
        threading.Thread(target=self._ask_on, name="identity", daemon=True).start()

    def stop(self) -> None:
        """Stop asking."""
        self._stop.set()

    def ask(self) -> bool:
        """Ask Slack once; False when it could not say."""
        try:
            self._team = str(call(self._client, "auth.test", {})["team_id"])
        except (SendFailed, KeyError) as silent:
            log.warning("Slack does not say which workspace this is", extra={"why": str(silent)})
            return False
        return True

    def _ask_on(self) -> None:
        while not self._stop.is_set() and not self.ask():
            self._stop.wait(AGAIN_SECONDS)
