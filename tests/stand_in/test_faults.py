"""What goes wrong on the way: limits, lost answers, pages instead of JSON."""

import http.client
import threading
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.stand_in import faults


def post(client, text="Hello"):
    return client.chat_postMessage(channel="C0HIRING", text=text)


@pytest.mark.parametrize("header", ["7", "abc", None])
def test_a_limit_comes_with_any_header_or_none(client, workspace, rita, header):
    workspace.faults.plan("chat.postMessage", faults.rate_limited(header))

    with pytest.raises(SlackApiError) as caught:
        post(client)

    response = caught.value.response
    assert (response.status_code, response["error"], response.headers.get("Retry-After")) == (
        429,
        "ratelimited",
        header,
    )
    assert rita.messages("hiring") == ()


@pytest.mark.parametrize(
    ("fault", "said"),
    [(faults.fatal_error(), 1), (faults.answers("internal_error"), 0), (faults.server_error(), 0)],
)
def test_a_call_can_fail_before_or_after_it_took_effect(client, workspace, rita, fault, said):
    workspace.faults.plan("chat.postMessage", fault)

    with pytest.raises(SlackApiError):
        post(client)

    assert len(rita.messages("hiring")) == said


@pytest.mark.parametrize(("fault", "said"), [(faults.lost_answer(), 1), (faults.never_arrived(), 0)])
def test_a_connection_breaks_before_or_after_the_message_is_there(client, workspace, rita, fault, said):
    workspace.faults.plan("chat.postMessage", fault)

    with pytest.raises((ConnectionError, URLError, http.client.HTTPException)):
        post(client)

    assert len(rita.messages("hiring")) == said


@pytest.mark.parametrize("fault", [faults.html_page(), faults.html_page(502), faults.truncated_json()])
def test_an_answer_that_is_no_json_is_an_error(client, workspace, fault):
    workspace.faults.plan("*", fault)

    with pytest.raises(SlackApiError):
        post(client)


def test_a_slow_answer_comes_when_its_gate_opens(client, workspace, rita):
    gate, answered = threading.Event(), []
    workspace.faults.plan("chat.postMessage", faults.held(gate))
    calling = threading.Thread(target=lambda: answered.append(post(client)["ok"]))
    version = workspace.version
    calling.start()
    workspace.wait_for_change(version, 5)

    seen_before = [each.text for each in rita.messages("hiring")]
    gate.set()
    calling.join()

    assert (seen_before, answered) == (["Hello"], [True])


def test_only_the_planned_number_of_calls_fails(client, workspace, clock):
    workspace.faults.plan("auth.test", faults.answers("internal_error"), times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError):
            client.auth_test()

    assert client.auth_test()["ok"]


def test_tiers_hold_when_they_are_turned_on(client, workspace, clock):
    workspace.rates.tiers = True
    for _ in range(100):
        client.users_info(user="U0RITA")

    with pytest.raises(SlackApiError) as caught:
        client.users_info(user="U0RITA")
    clock.forward(60)

    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "61")
    assert client.users_info(user="U0RITA")["ok"]
