"""Records that the stories of the memory start from."""

from collections.abc import Callable, Iterator

import pytest

from storage.unit_of_work import Store
from tests.storage import records


@pytest.fixture(scope="session")
def furnished_sqlite(sqlite_database: Callable[..., str]) -> str:
    return furnish(sqlite_database("furnished"))


@pytest.fixture(scope="session")
def furnished_postgres(postgres_database: Callable[..., str]) -> str:
    return furnish(postgres_database("furnished"))


def furnish(url: str) -> str:
    store = Store(url)
    records.keep(store, records.everything())
    store.close()
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def furnished(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The memory with one candidacy in full; the test runs once on each database."""
    like = request.getfixturevalue(f"furnished_{request.param}")
    url = request.getfixturevalue(f"{request.param}_database")("test", like=like)
    drop = request.getfixturevalue("drop_postgres") if request.param == "postgres" else None
    store = Store(url)
    yield store
    store.close()
    if drop is not None:
        drop(url)
