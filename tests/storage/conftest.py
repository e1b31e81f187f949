"""Records that the stories of the memory start from."""

import pytest

from storage.unit_of_work import Store
from tests.storage import records


@pytest.fixture
def furnished(store: Store) -> Store:
    """The memory with one candidacy in full; the test runs once on each database."""
    records.keep(store, records.everything())
    return store
