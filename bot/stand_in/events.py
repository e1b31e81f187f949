"""The queue of events for the bot: at least once, three retries, disorder when a test wants it."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.stand_in.delivery import BotAnswer
from bot.stand_in.records import Json

RETRY_AFTER = (0.0, 60.0, 300.0)
MOST_AT_ONCE = 1000


@dataclass(kw_only=True)
class Waiting:
    """One envelope on its way; *attempt* 0 is the first, *due* is in machine time."""

    payload: Json
    due: float
    attempt: int = 0
    reason: str = ""

    @property
    def headers(self) -> dict[str, str]:
        if not self.attempt:
            return {}
        return {"x-slack-retry-num": str(self.attempt), "x-slack-retry-reason": self.reason}


Carry = Callable[[Json, dict[str, str]], BotAnswer]


@dataclass
class EventQueue:
    """Holds what is to be delivered; *carry* brings one payload with its retry headers to the bot."""

    machine: Callable[[], float]
    carry: Carry
    given_up: list[Json] = field(default_factory=list)
    _waiting: list[Waiting] = field(default_factory=list)
    _held: bool = False
    _twice: int = 0
    _flying: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None
    _stopping: bool = False

    def put(self, payload: Json) -> None:
        with self._changed:
            copies = 2 if self._twice else 1
            self._twice -= copies - 1
            self._waiting += [Waiting(payload=payload, due=self.machine()) for _ in range(copies)]
            self._changed.notify_all()

    def duplicate_next(self, times: int = 1) -> None:
        """Deliver each of the next *times* events twice, with the same event id."""
        with self._changed:
            self._twice += times

    def hold(self) -> None:
        """Keep events back until `release`."""
        with self._changed:
            self._held = True

    def release(self, *, backwards: bool = False) -> None:
        """Let them go, in order or *backwards*; they leave with the next `pump`."""
        with self._changed:
            self._held = False
            if backwards:
                self._waiting.reverse()
            self._changed.notify_all()

    @property
    def waiting(self) -> tuple[Json, ...]:
        """Payloads not delivered yet, those that wait for their retry too."""
        with self._changed:
            return tuple(each.payload for each in self._waiting)

    def pump(self) -> int:
        """Deliver everything due by the machine clock, retries too; return how many deliveries were made.

        Between `start` and `stop` the thread does this, and nobody else waits for it.
        """
        if self._thread not in {None, threading.current_thread()}:
            return 0
        made = 0
        while (waiting := self._take()) is not None:
            self._carry(waiting)
            made += 1
            if made > MOST_AT_ONCE:
                raise RuntimeError(f"more than {MOST_AT_ONCE} events at once: does the bot answer itself?")
        return made

    def _take(self) -> Waiting | None:
        """The next one due; waits for those that another thread is carrying, since they may cause more."""
        with self._changed:
            while True:
                if (found := self._next_due()) is not None:
                    self._waiting.remove(found)
                    self._flying += 1
                    return found
                if not self._flying:
                    return None
                self._changed.wait()

    def _next_due(self) -> Waiting | None:
        if self._held:
            return None
        moment = self.machine()
        return next((each for each in self._waiting if each.due <= moment), None)

    def _carry(self, waiting: Waiting) -> None:
        try:
            answer = self.carry(waiting.payload, waiting.headers)
        finally:
            with self._changed:
                self._flying -= 1
                self._changed.notify_all()
        if not answer.ok:
            self._again(waiting, answer)

    def _again(self, waiting: Waiting, answer: BotAnswer) -> None:
        with self._changed:
            if waiting.attempt == len(RETRY_AFTER) or answer.headers.get("x-slack-no-retry") == "1":
                self.given_up.append(waiting.payload)
                return
            due = self.machine() + RETRY_AFTER[waiting.attempt]
            again = Waiting(
                payload=waiting.payload, due=due, attempt=waiting.attempt + 1, reason=answer.reason
            )
            self._waiting.append(again)
            self._changed.notify_all()

    def start(self) -> None:
        """Deliver from a thread of its own, as the demo does; `stop` ends it."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="stand-in-events", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._next_due() is not None, timeout=1.0)
                if self._stopping:
                    return
            self.pump()


def envelope(event: Json, *, ids: Json, shared: bool, at: float) -> Json:
    """Wrap *event* as the Events API does; *ids* tell team, app, bot user and verification token."""
    return {
        "token": ids["token"],
        "team_id": ids["team"],
        "context_team_id": ids["team"],
        "context_enterprise_id": None,
        "api_app_id": ids["app"],
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(at),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": ids["team"],
                "user_id": ids["bot_user"],
                "is_bot": True,
                "is_enterprise_install": False,
            },
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{secrets.token_hex(8)}",
    }
