"""What a process that ends, dies or is slow leaves to the next: nothing is lost, nothing goes out twice."""

import pytest

from bot.adapters.mail import SmtpMailer
from bot.delivery import homes
from bot.delivery.postbag import Postbag
from bot.stand_in import faults
from storage.tables import DueState
from tests.bot.sending import arrived, plan, row


def test_an_old_lease_sends_nothing(world):
    """A process that slept through its lease must not speak: another one may have the row by now."""
    plan(world)
    worker = world.program.worker
    claimed = worker._claim()
    world.clocks.machine += 45.0

    for row_in_hand in claimed:
        worker._one(row_in_hand)

    assert (arrived(world), row(world).state) == (0, DueState.PENDING)
    world.settle()
    assert (arrived(world), row(world).attempts) == (1, 1)
    assert world.workspace.journal.of("conversations.history") == []  # it has never gone out


def test_a_process_that_ends_gives_back_what_it_has_in_hand(world):
    plan(world)
    worker = world.program.worker
    claimed = worker._claim()
    worker.close()

    for row_in_hand in claimed:
        worker._one(row_in_hand)

    left = row(world)
    assert (arrived(world), left.state, left.attempts, left.lease_until) == (0, DueState.PENDING, 0, None)


def test_a_dead_process_loses_its_rows_to_the_next(world):
    plan(world)
    world.program.worker._claim()
    world.program.worker.tick()
    assert arrived(world) == 0

    world.clocks.machine += 61.0
    world.settle()

    assert (arrived(world), row(world).attempts) == (1, 2)


def test_a_process_that_died_after_sending_leaves_nothing_to_send_twice(world, monkeypatch):
    world.workspace.faults.plan("chat.postMessage", faults.rate_limited("1"))
    plan(world)
    world.program.worker.tick()  # so that the row has a problem of its own
    world.clocks.machine += 1.0
    send = Postbag.send

    def send_and_die(*given, **more):
        send(*given, **more)
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(Postbag, "send", send_and_die)
        with pytest.raises(SystemExit):
            world.program.worker.tick()
    world.clocks.machine += 61.0
    world.settle()

    assert (arrived(world), row(world).state) == (1, DueState.SENT)
    world.workspace.journal.clear()


def test_what_was_sent_but_not_noted_is_not_sent_twice(world, monkeypatch):
    follow, failing = homes.follow, [TimeoutError("another change holds the database")]

    def fail_once(*given):
        if failing:
            raise failing.pop()
        follow(*given)

    monkeypatch.setattr(homes, "follow", fail_once)
    plan(world)

    world.settle()

    assert (arrived(world), row(world).state, failing) == (1, DueState.SENT, [])


def test_mail_that_takes_longer_than_its_lease_goes_out_once(world, monkeypatch):
    plan(world, to="mail:person:U0RITA")
    worker, send, later = world.program.worker, SmtpMailer.send, []

    def slowly(mailer, mail):
        send(mailer, mail)
        world.clocks.machine += 61.0
        later.extend(worker._claim())  # by the next tick, while this one is in hand

    monkeypatch.setattr(SmtpMailer, "send", slowly)
    worker.tick()
    for row_in_hand in tuple(later):
        worker._one(row_in_hand)

    assert (len(later), row(world).state) == (1, DueState.SENT)
    assert len(world.mailbox.mails_for("rita@example.com")) == 1
