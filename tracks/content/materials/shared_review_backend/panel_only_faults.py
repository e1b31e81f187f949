"""Each test says what was promised before, or what the report asks for, and fails with what the tool wrote."""

import after as svc
import before as old
import pytest
from test_after import NS, Provider, Store


class Down(Provider):
    def send(self, customer, text):
        raise svc.ProviderDown


class ArrivesThenTimesOut(Provider):
    def send(self, customer, text):
        super().send(customer, text)
        if len(self.out) == 1:
            raise TimeoutError


@pytest.fixture
def store():
    svc._sent_ids.clear()
    return Store(NS(id=1, customer_id="c1", text="hi"))


def test_a_reminder_that_could_not_be_sent_stays_due(store):
    try:
        svc.send_due(store, Down(), now=0)
    except svc.ProviderDown:
        pass
    assert [reminder.id for reminder in store.due(1)] == [1]


def test_the_nightly_batch_still_hears_that_the_provider_is_down(store):
    with pytest.raises(svc.ProviderDown):
        svc.send_due(store, Down(), now=0)


def test_a_reminder_that_arrived_and_timed_out_is_not_sent_again(store):
    provider = ArrivesThenTimesOut()
    svc.send_due(store, provider, now=0)
    assert len(provider.out) == 1


def test_the_promise_before_was_to_raise():
    assert "Raises ProviderDown" in old.send_due.__doc__
    assert "Raises ProviderDown" in (svc.send_due.__doc__ or "")
