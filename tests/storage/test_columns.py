"""Instants keep their zone, closed lists stay closed."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from storage.columns import new_id
from storage.tables import Candidate, Invitation, Role
from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.records import NOW
from tracks.candidacy import InvitationState
from tracks.track import Level

INDIA = timezone(timedelta(hours=5, minutes=30))


def test_instants_come_back_aware_in_utc(store: Store):
    shown = datetime(2026, 11, 2, 14, 30, 0, 123456, tzinfo=INDIA)

    records.keep(store, [records.candidate(notice_shown_at=shown)])

    with store.look(at=NOW) as unit:
        kept = unit.get(Candidate, "kim")
    assert (kept.notice_shown_at, kept.delete_on) == (shown, None)
    assert kept.notice_shown_at.tzinfo is UTC


def test_hour_that_comes_twice_is_two_instants(store: Store):
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    second = first.replace(fold=1)

    records.keep(
        store,
        [records.candidate("kim", notice_shown_at=first), records.candidate("sam", notice_shown_at=second)],
    )

    with store.look(at=NOW) as unit:
        kept = [unit.get(Candidate, name).notice_shown_at for name in ("kim", "sam")]
    assert kept == [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]


def test_instant_without_zone_is_refused(store: Store):
    naive = datetime(2026, 11, 2, 9)  # noqa: DTZ001 -- that is the story

    with pytest.raises(ValueError, match="a stored instant needs a time zone"):
        records.keep(store, [records.candidate(notice_shown_at=naive)])


def test_words_come_back_as_members(furnished: Store):
    with furnished.look(at=NOW) as unit:
        assert unit.get(Invitation, "kim").state is InvitationState.SENT
        assert unit.get(Role, "backend").level is Level.SENIOR


def test_word_outside_the_list_is_refused(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        role = unit.get(Role, "backend")

        with pytest.raises(ValueError, match="'certified' is not a valid Level"):
            unit.change(role, level="certified")


def test_lists_and_names_come_back_whole(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.change(unit.get(Invitation, "kim"), option_order=["realist", "pragmatist"], closed_reason=None)

    with furnished.look(at=NOW) as unit:
        assert unit.get(Invitation, "kim").option_order == ["realist", "pragmatist"]
        assert unit.get(Role, "backend").job_less_liked == []


def test_half_a_character_comes_back_on_sqlite(sqlite_url: str):
    store = Store(sqlite_url)
    with store.change(at=NOW, actor="rule:test") as unit:
        unit.audit.record("tried", "person:kim", after={"said": "\ud83d"})

    with store.look(at=NOW) as unit:
        assert [event.after for event in unit.audit.of("person:kim")] == [{"said": "\ud83d"}]
    store.close()


def test_ids_are_opaque_and_do_not_repeat():
    made = {new_id() for _ in range(1_000)}

    assert len(made) == 1_000
    assert {len(one) for one in made} == {16}
