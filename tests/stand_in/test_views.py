"""Modals and Home tabs: triggers, the stack, hashes, what stays of what was typed."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.stand_in.bolt_app import modal, text_input

FORM = modal(text_input("one", "One"))
HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def error(call, **arguments):
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


@pytest.fixture
def trigger(workspace):
    return lambda view_id=None: workspace.triggers.issue("U0RITA", view_id)


def test_a_trigger_works_once_and_for_three_seconds(client, clock, trigger):
    used, late = trigger(), trigger()
    client.views_open(trigger_id=used, view=FORM)
    clock.forward(3.1)

    assert error(client.views_open, trigger_id=used, view=FORM) == "exchanged_trigger_id"
    assert error(client.views_open, trigger_id=late, view=FORM) == "expired_trigger_id"
    assert error(client.views_open, trigger_id="1.2.3", view=FORM) == "invalid_trigger_id"


def test_three_modals_lie_on_each_other_at_most(client, trigger, rita):
    first = client.views_open(trigger_id=trigger(), view=FORM)["view"]["id"]
    second = client.views_push(trigger_id=trigger(first), view=FORM)["view"]
    client.views_push(trigger_id=trigger(first), view=FORM)

    assert error(client.views_push, trigger_id=trigger(first), view=FORM) == "push_limit_reached"
    assert (len(rita.views), second["root_view_id"], second["previous_view_id"]) == (3, first, first)


def test_a_stale_hash_is_a_conflict(client, trigger):
    view = client.views_open(trigger_id=trigger(), view=FORM)["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)

    assert error(client.views_update, view_id=view["id"], hash=view["hash"], view=FORM) == "hash_conflict"


def test_two_homes_published_from_one_state_conflict(client):
    old = client.views_publish(user_id="U0RITA", view=HOME)["view"]["hash"]
    client.views_publish(user_id="U0RITA", view=HOME, hash=old)

    assert error(client.views_publish, user_id="U0RITA", view=HOME, hash=old) == "hash_conflict"


def test_typed_words_survive_an_update_that_keeps_the_ids(client, trigger, rita):
    view = client.views_open(trigger_id=trigger(), view=FORM)["view"]["id"]
    rita.fill({"One": "typed"})

    client.views_update(view_id=view, view=modal(text_input("one", "Uno"), text_input("two", "Due")))

    assert rita.values(rita.view) == {
        "one": {"value": {"type": "plain_text_input", "value": "typed"}},
        "two": {"value": {"type": "plain_text_input", "value": None}},
    }


def test_an_external_id_is_used_by_one_view_only(client, trigger):
    form = FORM | {"external_id": "form-1"}
    client.views_open(trigger_id=trigger(), view=form)

    assert error(client.views_open, trigger_id=trigger(), view=form) == "duplicate_external_id"
    assert client.views_update(external_id="form-1", view=form)["ok"]


def test_a_view_that_is_gone_cannot_be_changed(client, trigger, rita):
    view = client.views_open(trigger_id=trigger(), view=FORM)["view"]["id"]
    rita.close_view()

    assert error(client.views_update, view_id=view, view=FORM) == "not_found"


def test_a_view_of_more_than_250_kilobytes_is_too_large(client, trigger):
    long = {"type": "section", "text": {"type": "plain_text", "text": "x" * 2999}}

    assert error(client.views_open, trigger_id=trigger(), view=modal(*[long] * 90)) == "view_too_large"


def test_a_faulty_view_is_refused_before_its_trigger_is_spent(client, trigger):
    key = trigger()
    form = {name: value for name, value in FORM.items() if name != "submit"}

    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=key, view=form)

    assert (caught.value.response["error"], caught.value.response["response_metadata"]["messages"]) == (
        "invalid_arguments",
        ["[ERROR] submit is required when an input block is within blocks [json-pointer:/view/submit]"],
    )
    assert client.views_open(trigger_id=key, view=FORM)["ok"]


def test_a_switched_off_home_tab_takes_nothing(client, workspace):
    workspace.app.home_tab = False

    assert error(client.views_publish, user_id="U0RITA", view=HOME) == "not_enabled"
