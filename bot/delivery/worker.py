"""Sends what is due: claims rows under a lease, renders them from the live record, hands over, settles."""

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from bot.delivery import homes
from bot.delivery.lanes import Lanes
from bot.delivery.live import Live, Outgoing, Renderers
from bot.delivery.pace import REST, SLACK, Pace
from bot.delivery.postbag import Postbag, Sent
from bot.ports import (
    Mailer,
    MaybeArrived,
    Messenger,
    NeverArrives,
    NotConnected,
    SendFailed,
    Services,
    TryLater,
)
from bot.views.said import Said
from storage.anew import anew
from storage.lease import UNCLEAR, Claimed, Lease
from storage.tables import Invitation
from storage.unit_of_work import Unit
from tracks.errors import NotFound
from tracks.office_hours import NotYet

log = logging.getLogger(__name__)

BATCH = 50
MOST_IN_HAND = 200  # rows; more would grow old before their turn
LEASE_SECONDS = 60.0
LEASE_MARGIN = 20.0  # seconds that a call may still take: nothing is sent on an older lease
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds between tries, doubling
RECEIVED_KEPT = timedelta(days=7)  # Slack repeats deliveries for a day at most


class Worker:
    """One process's sender; any number of them may share a database.

    To one recipient it sends in the order in which messages fall due: what it tries again is not overtaken,
    unless by what another process sends. It lets others pass once its pauses are the longest, after nine
    minutes; what waits for somebody's working hours does so at once, for it is due when these begin. An
    urgent message behind would else come too late.
    """

    def __init__(
        self,
        services: Services,
        renderers: Renderers,
        messenger: Messenger,
        mailer: Mailer | None,
        *,
        threads: int = 8,
    ) -> None:
        self._services = services
        self._renderers = renderers
        self._postbag = Postbag(services, messenger, mailer)
        self._pace = Pace()
        self._lanes = Lanes(threads)
        self._closing = False

    def resume(self) -> None:
        """Let nothing overtake what has waited, or was in hand, since before this process began.

        What another process has in hand delays its recipient too, by its lease at most: it looks the same.
        """
        now = self._services.clock.machine()
        with self._services.look() as unit:
            held = unit.due.held(now)
        for recipient, until, attempts in held:
            if _pause_after(attempts) < LONGEST_PAUSE:
                self._pace.wait(recipient, until=until)

    def tick(self) -> int:
        """Take one batch of what is due now in hand; return how many rows.

        It does not wait for Slack or the mail server: what is in hand goes its way, lane by lane.
        """
        if self._lanes.in_hand >= MOST_IN_HAND:
            return 0
        rows = self._claim()
        for row in rows:
            self._lanes.put(row.recipient, partial(self._one, row))
        return len(rows)

    def tidy(self) -> None:
        """Forget what no longer matters: the keys of old requests, the turns of quiet channels."""
        self._pace.forget(before=self._services.clock.machine() - REST)
        with self._services.change("rule:tidying") as unit:
            unit.inbox.forget(before=self._services.now - RECEIVED_KEPT)

    def close(self) -> None:
        """Finish what is being sent, give back what else is in hand, and stop."""
        self._closing = True
        self._lanes.close()

    def _claim(self) -> Sequence[Claimed]:
        now = self._services.clock.machine()
        lease = Lease(token=secrets.token_hex(8), now=now, until=now + LEASE_SECONDS)
        with self._services.look() as unit:
            if not unit.due.anything_ripe(now):
                return ()
        with self._services.change("rule:delivery") as unit:
            return unit.due.claim(lease, limit=BATCH)

    def _one(self, row: Claimed) -> None:
        try:
            self._deliver(row)
        except NotYet as early:
            with self._services.change("rule:delivery") as unit:
                unit.due.put_off(row, until=early.until)
        except Exception:
            log.exception("a due row failed", extra={"kind": row.kind, "row": row.id})
            self._again(row, "our own fault, see the log", alone=True)

    def _deliver(self, row: Claimed) -> None:
        if self._closing:
            self._give_back(row)
        elif row.expires_at is not None and row.expires_at <= self._services.now:
            self._drop(row, "too late to be useful")
        elif row.kind in self._renderers.deeds:
            self._do(row)
        elif row.kind in self._renderers.errands:
            self._fetch(row)
        elif turn := self._must_wait(row):
            self._postpone(row, until=turn, counted=False)
        elif (outgoing := self._render(row)) is None:
            self._drop(row, "no longer wanted")
        elif self._is_ours(row):
            self._send(row, outgoing)
        else:
            self._give_back(row)

    def _must_wait(self, row: Claimed) -> float:
        """Return the machine time at which *row* may be tried, or 0.0: it is its turn, which is taken."""
        claimed = _claimed_at(row)
        if turn := self._pace.turn(row.recipient, claimed=claimed):
            return turn
        if (turn := self._pace.turn(SLACK, claimed=claimed)) and not self._postbag.by_mail(row):
            return turn
        now = self._services.clock.machine()
        if self._postbag.parent_is_missing(row):
            return now + 1.0
        self._pace.take(row.recipient, now=now)
        return 0.0

    def _is_ours(self, row: Claimed) -> bool:
        """Say whether nobody else can be sending *row*, or has sent it late, on the lease before this one."""
        if self._services.clock.machine() > row.lease_until - LEASE_MARGIN:
            return False
        with self._services.look() as unit:
            found = unit.due.by_key(row.dedupe_key) if _may_have_arrived(row) else row
        return found is not None and found.lease_token == row.lease_token

    def _do(self, row: Claimed) -> None:
        """Carry out a row that is no message."""
        deed = self._renderers.deeds[row.kind]
        self._carry_out(row, lambda unit: deed(self._services, unit, row))

    def _fetch(self, row: Claimed) -> None:
        """Ask Slack outside of any transaction, then make the change and settle the row in one."""
        if turn := self._pace.turn(SLACK, claimed=_claimed_at(row)):
            return self._postpone(row, until=turn, counted=False)
        with self._failing(row):
            self._carry_out(row, self._renderers.errands[row.kind](self._services, row))
        return None

    def _carry_out(self, row: Claimed, change: Callable[[Unit], None]) -> None:
        """Settle *row* in the transaction of its *change*; the candidacy is locked first, as everywhere."""
        with self._services.change("rule:clock") as unit:
            if row.invitation_id is not None:
                unit.get(Invitation, row.invitation_id, lock=True)
            if unit.due.done(row):
                change(unit)

    def _render(self, row: Claimed) -> Outgoing | None:
        renderer = self._renderers.by_kind[row.kind]
        with self._services.look() as unit:
            try:
                made = renderer(Live(self._services, unit, row))
            except NotFound:
                return None
        return Outgoing(said=made) if isinstance(made, Said) else made

    def _send(self, row: Claimed, outgoing: Outgoing) -> None:
        with self._failing(row):
            sent = self._postbag.send(row, outgoing, look_first=_may_have_arrived(row))
            if sent is None:
                return self._drop(row, "what it would change was never sent")
            try:
                anew(partial(self._note, row, sent))
            except Exception as fault:
                log.exception("what was sent could not be noted", extra={"kind": row.kind, "row": row.id})
                raise MaybeArrived("it was sent, but not noted") from fault
        return None

    def _note(self, row: Claimed, sent: Sent) -> None:
        """Put on record that *row* was sent, with what follows from it."""
        afterwards = self._renderers.afterwards.get(row.kind)
        with self._services.change("rule:delivery") as unit:
            if unit.due.sent(row, channel=sent.channel, ts=sent.ts):
                if afterwards:
                    afterwards(self._services, unit, row)
                homes.follow(unit, row)

    @contextmanager
    def _failing(self, row: Claimed) -> Iterator[None]:
        """Settle or postpone *row* by what went wrong outside."""
        try:
            yield
        except NeverArrives as never:
            self._bury(row, never.reason)
        except MaybeArrived as unclear:
            self._again(row, UNCLEAR + unclear.reason)
        except NotConnected as lost:
            log.warning("Slack refuses the bot's token (%s): all that goes to Slack waits", lost.reason)
            until = self._services.clock.machine() + 60.0
            self._pace.wait(SLACK, until=until)
            self._postpone(row, until=until, counted=False, why=lost.reason)
        except TryLater as later:
            self._again(row, later.reason, after=later.after)
        except SendFailed as other:
            self._again(row, other.reason, alone=True)

    def _again(self, row: Claimed, why: str, *, after: float | None = None, alone: bool = False) -> None:
        """Try *row* later, and nothing to its recipient before, unless it is *alone* with what went wrong."""
        pause = _pause_after(row.attempts) if after is None else min(after, REST)
        until = self._services.clock.machine() + pause
        if after is not None or (not alone and pause < LONGEST_PAUSE):
            self._pace.wait(row.recipient, until=until)
        log.warning("%s will be tried again: %s", row.kind, why, extra={"kind": row.kind, "row": row.id})
        self._postpone(row, until=until, counted=True, why=why)

    def _postpone(self, row: Claimed, *, until: float, counted: bool, why: str | None = None) -> None:
        """Give *row* back until then; what was claimed meanwhile for its recipient comes after it."""
        if why and _may_have_arrived(row):
            why = UNCLEAR + why.removeprefix(UNCLEAR)
        with self._services.change("rule:delivery") as unit:
            unit.due.postpone(row, not_before=until, why=why or row.problem, counted=counted)
        self._pace.wait(row.recipient, until=self._services.clock.machine())

    def _give_back(self, row: Claimed) -> None:
        """Let anybody take *row* at once, unless somebody has."""
        self._postpone(row, until=self._services.clock.machine(), counted=False)

    def _drop(self, row: Claimed, why: str) -> None:
        with self._services.change("rule:delivery") as unit:
            unit.due.dropped(row, why)
        log.info("dropped", extra={"kind": row.kind, "row": row.id, "why": why})

    def _bury(self, row: Claimed, why: str) -> None:
        """Settle a row that can never arrive, and tell the host once, and again for a mended address."""
        log.error("%s can never arrive: %s", row.kind, why, extra={"kind": row.kind, "row": row.id})
        with self._services.change("rule:delivery") as unit:
            if unit.due.dead(row, why) and row.invitation_id and row.kind != "undelivered":
                invitation = unit.get(Invitation, row.invitation_id)
                unit.due.plan(
                    "undelivered",
                    key=f"undelivered:{invitation.id}:{row.recipient}:{why}:{invitation.link_epoch}",
                    to=f"person:{invitation.host_id}",
                    invitation_id=invitation.id,
                    about={"recipient": row.recipient, "why": why, "kind": row.kind},
                )


def _pause_after(attempts: int) -> float:
    """Return the seconds until the next try; days of tries would make numbers that no machine holds."""
    return min(FIRST_PAUSE * 2.0 ** min(attempts - 1, 16), LONGEST_PAUSE)


def _claimed_at(row: Claimed) -> float:
    return row.lease_until - LEASE_SECONDS


def _may_have_arrived(row: Claimed) -> bool:
    """Say whether an earlier try may have got through: its answer was lost, or its process died."""
    return row.problem is not None and row.problem.startswith(UNCLEAR)
