"""What becomes of a due row when Slack or the mail server is slow, full, broken or gone."""

import ssl
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result

from bot.adapters.slack import web_client
from bot.delivery.live import Live, Outgoing
from bot.ports import Attachment
from bot.stand_in import faults
from bot.views.said import one
from storage.tables import DueState, Invitation
from tests.bot.sending import HELP, arrived, plan, row
from tests.journeys import company
from tests.journeys.confirmed import by_mail_only
from tests.journeys.scene_booked import booked


def with_file(live: Live) -> Outgoing:
    file = Attachment(name="plan.txt", media_type="text/plain", content=b"10:00 Coding")
    return Outgoing(said=one(live.say(HELP)), file=file)


def test_a_due_row_arrives_once_and_says_where(world):
    plan(world)

    world.settle()

    assert (arrived(world), row(world).state, row(world).sent_channel) == (1, DueState.SENT, "D0RITA")


def test_slack_is_known_by_the_machines_certificates_read_once():
    clients = [web_client(token, "https://slack.com/api/") for token in ("xoxb-1", "xapp-1")]

    [known] = {client.ssl for client in clients}
    assert (known.verify_mode, known.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_an_answer_lost_on_the_way_sends_nothing_twice(world):
    world.workspace.faults.plan("chat.postMessage", faults.lost_answer())
    plan(world)

    world.settle()

    assert (arrived(world), row(world).state) == (1, DueState.SENT)
    world.workspace.journal.clear()


@pytest.mark.parametrize(
    "fault",
    [
        faults.server_error(500, after=True),
        faults.answers("fatal_error", after=True),
        faults.html_page(200),
        faults.truncated_json(),
    ],
    ids=["500 after posting", "fatal_error after posting", "a page of HTML", "half an answer"],
)
def test_an_unclear_answer_is_looked_into_before_a_second_try(world, fault):
    world.workspace.faults.plan("chat.postMessage", fault)
    plan(world)

    world.settle()

    assert (arrived(world), row(world).state) == (1, DueState.SENT)
    assert world.workspace.journal.of("conversations.history") != []
    world.workspace.journal.clear()


@pytest.mark.parametrize("under", [None, "notice:one"], ids=["by itself", "in a thread"])
def test_a_file_whose_answer_was_lost_is_shared_once(world, under):
    world.program.worker._renderers.by_kind.setdefault("with_file", with_file)
    plan(world)
    world.settle()
    world.workspace.faults.plan("files.completeUploadExternal", faults.lost_answer())
    plan(world, "file:one", kind="with_file", under=under)

    world.settle()

    assert (arrived(world), row(world, "file:one").state) == (2, DueState.SENT)
    world.workspace.journal.clear()


def test_a_file_that_slack_does_not_take_is_tried_again(world, monkeypatch):
    world.program.worker._renderers.by_kind.setdefault("with_file", with_file)
    upload = WebClient._upload_file
    busy = [FileUploadV2Result(status=503, body="busy")]
    monkeypatch.setattr(
        WebClient, "_upload_file", lambda *given, **more: busy.pop() if busy else upload(*given, **more)
    )
    plan(world, "file:one", kind="with_file")

    world.settle()

    assert (arrived(world), row(world, "file:one").state) == (1, DueState.SENT)


def test_what_may_have_arrived_is_looked_for_until_slack_answers(world):
    world.workspace.faults.plan("chat.postMessage", faults.lost_answer())
    world.workspace.faults.plan("conversations.history", faults.rate_limited("3"))
    plan(world)

    world.settle()

    assert (arrived(world), row(world).state) == (1, DueState.SENT)
    world.workspace.journal.clear()


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7.0), ("0", 0.0), ("86400", 600.0), ("abc", 30.0), (None, 30.0)]
)
def test_retry_after_is_obeyed_to_the_second(world, said, seconds):
    world.workspace.faults.plan("chat.postMessage", faults.rate_limited(said))
    started = world.clocks.machine
    plan(world)
    world.program.worker.tick()

    assert row(world).not_before == started + seconds
    world.settle()
    assert (arrived(world), row(world).state) == (1, DueState.SENT)
    world.workspace.journal.clear()


def test_what_failed_for_days_is_tried_again(world):
    plan(world)
    with world.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE due SET attempts = 2000")
    world.workspace.faults.plan("chat.postMessage", faults.server_error(503))
    world.program.worker.tick()

    assert (row(world).not_before, row(world).lease_until) == (world.clocks.machine + 300.0, None)
    world.settle()
    assert (arrived(world), row(world).attempts) == (1, 2002)
    world.workspace.journal.clear()


@pytest.mark.parametrize("error", ["channel_not_found", "user_not_found", "a_word_of_tomorrow"])
def test_a_message_that_can_never_arrive_is_given_up_with_its_reason(world, error):
    world.workspace.faults.plan("chat.postMessage", faults.answers(error))
    plan(world)

    world.settle()

    assert (row(world).state, row(world).problem, row(world).attempts) == (DueState.DEAD, error, 1)
    world.workspace.journal.clear()


@pytest.mark.parametrize("error", ["message_limit_exceeded", "external_channel_migrating"])
def test_what_slack_refuses_for_now_arrives_later(world, error):
    world.workspace.faults.plan("chat.postMessage", faults.answers(error))
    plan(world)

    world.settle()

    assert (row(world).state, row(world).attempts) == (DueState.SENT, 2)
    world.workspace.journal.clear()


def test_blocks_that_slack_refuses_are_left_out_rather_than_the_message(world):
    world.workspace.faults.plan("chat.postMessage", faults.answers("invalid_blocks"))
    plan(world)

    world.settle()

    [message] = world.rita.messages()
    assert (message.blocks, row(world).state) == ([], DueState.SENT)
    world.workspace.journal.clear()


def test_nothing_is_dropped_while_the_token_is_refused(world):
    world.workspace.faults.plan("chat.postMessage", faults.answers("token_revoked"), times=1)
    plan(world)

    world.program.worker.tick()

    assert (row(world).state, row(world).attempts, row(world).problem) == (
        DueState.PENDING,
        0,
        "token_revoked",
    )
    world.settle()
    assert row(world).state == DueState.SENT
    world.workspace.journal.clear()


def test_mail_goes_on_while_slack_refuses_the_token(world):
    scene = booked(world)
    by_mail_only(scene)
    world.settle()
    with world.program.services.look() as unit:
        kim = f"candidate:{unit.get(Invitation, scene.invitation_id).candidate_id}"
    world.workspace.faults.plan("chat.postMessage", faults.answers("invalid_auth"))
    plan(world, "notice:slack")
    plan(world, "notice:ada", to="person:U0ADA")
    plan(world, "notice:mail", to="mail:person:U0RITA")
    plan(world, "notice:kim", to=kim)
    plan(world, "home:U0RITA", kind="home", to="rule:home:U0RITA")

    world.program.worker.tick()

    names = ("slack", "ada", "mail", "kim")
    states = [row(world, f"notice:{name}").state for name in names]
    assert states == [DueState.PENDING, DueState.PENDING, DueState.SENT, DueState.SENT]
    assert len(world.workspace.journal.refused) == 1
    assert world.workspace.journal.of("views.publish") == []
    world.workspace.journal.clear()


def test_operator_reads_which_scope_the_app_lacks(world, caplog):
    world.workspace.app = replace(world.workspace.app, scopes=world.workspace.app.scopes - {"chat:write"})
    plan(world)

    world.settle()

    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == [
        "the app lacks the scope chat:write: `interview-tracks check --serve` tells more",
        "notice can never arrive: missing_scope",
    ]
    world.workspace.journal.clear()


def test_what_is_too_late_to_be_useful_is_not_sent(world):
    plan(world, expires_at=world.clocks.now + timedelta(minutes=5), due_at=world.clocks.now)
    world.clocks.forward(timedelta(minutes=6))

    world.settle()

    assert (arrived(world), row(world).state) == (0, DueState.DROPPED)


def test_a_reply_waits_for_the_message_that_it_belongs_under(world):
    channel = company.ROLES[0][3]
    later = world.clocks.now + timedelta(hours=1)
    plan(world, "notice:reply", to=f"channel:{channel}", under="notice:parent")
    plan(world, "notice:parent", to=f"channel:{channel}", due_at=later)
    world.program.worker.tick()
    assert (row(world, "notice:reply").state, row(world, "notice:reply").attempts) == (DueState.PENDING, 0)

    world.clocks.forward(timedelta(hours=1))
    world.settle()

    parent, reply = row(world, "notice:parent"), row(world, "notice:reply")
    assert [each.ts for each in world.rita.messages(channel, thread=parent.sent_ts)] == [
        parent.sent_ts,
        reply.sent_ts,
    ]


def test_a_message_is_rewritten_in_place_with_blocks_and_text(world):
    plan(world)
    world.settle()
    plan(world, "notice:again", replaces="notice:one")

    world.settle()

    assert (arrived(world), row(world, "notice:again").sent_ts) == (1, row(world).sent_ts)


def test_rewriting_a_message_that_somebody_deleted_is_left(world):
    plan(world)
    world.settle()
    world.workspace.faults.plan("chat.update", faults.answers("message_not_found"))
    plan(world, "notice:again", replaces="notice:one")

    world.settle()

    assert row(world, "notice:again").state == DueState.DROPPED
    world.workspace.journal.clear()
