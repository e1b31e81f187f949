"""Setting a company up: a file can be applied again and again, and says what it changed."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.company_file import CompanyFaults
from bot.ports import SlackPerson
from bot.use_cases.set_up import Applied, set_up
from storage.loops import cell_of
from storage.tables import Snapshot
from storage.unit_of_work import Store
from tests.bot.operator import COMPANY, types
from tests.bot.small_company import NOW, SMALL, TODAY, changed, read
from tests.storage import records
from tests.storage.racing import until_somebody_waits
from tracks.candidacy import LoopState
from tracks.track import Level, TrackId


def apply(store, text=SMALL, *, people=None, now=NOW):
    return set_up(store, read(text), people=people, now=now)


def test_first_application_adds_everybody(store):
    assert apply(store) == Applied(
        changes=(
            "added company",
            "added person U0RITA (Rita)",
            "added person U0HANS (Hans)",
            "added person U0ADA (Ada)",
            "added role senior-backend",
        ),
        unchanged=0,
        notices=(),
    )
    with store.look(at=NOW) as unit:
        ada, role = unit.company.person("U0ADA"), unit.company.role("senior-backend")
        assert (ada.level, ada.timezone, ada.founding_until) == (
            Level.SENIOR,
            "America/New_York",
            TODAY + timedelta(days=180),
        )
        assert sorted((row.kind, row.value, row.granted_by) for row in unit.company.qualifications()) == [
            ("family", "backend", "U0RITA"),
            ("seat", "lead", "U0RITA"),
            ("seat", "second", "U0RITA"),
            ("track", "pragmatist", "U0RITA"),
            ("track", "realist", "U0RITA"),
        ]
        assert (role.host_id, role.tracks, role.open) == ("U0RITA", list(TrackId), True)
        assert unit.candidacies.live_for_role("senior-backend") == []


def test_second_application_changes_nothing(store):
    apply(store)

    again = apply(store, now=NOW + timedelta(days=30))

    assert again == Applied(changes=(), unchanged=5, notices=())


def test_each_change_is_told_as_before_and_after(store):
    apply(store)
    text = changed('level = "senior"\nteam', 'level = "staff"\nteam')
    text = changed('seats = ["lead", "second"]', 'seats = ["lead"]\nlimits = { week = 3 }', text)
    text = changed('leave = ["2026-12-24..2027-01-02", 2026-12-01]\n', "", text)
    text = changed('pay_range = "EUR 85,000-105,000"', 'pay_reason = "not settled yet"', text)

    ada, role = apply(store, text).changes
    assert ada == (
        "changed person U0ADA (Ada): level: senior -> staff; limits.week: 2 -> 3; "
        "seats: lead, second -> lead; leave: 2026-12-01, 2026-12-24..2027-01-02 -> nothing"
    )
    assert role == (
        "changed role senior-backend: pay_range: EUR 85,000-105,000 -> nothing; "
        "pay_reason: nothing -> not settled yet"
    )
    assert apply(store, text).changes == ()


def test_trail_holds_fields_and_no_words(store):
    apply(store)
    apply(store, changed('place = "Berlin"', 'place = "Hamburg"'))

    with store.look(at=NOW) as unit:
        assert [(event.verb, event.actor, event.after) for event in unit.audit.of("role:senior-backend")] == [
            ("added", "rule:setup", None),
            ("changed", "rule:setup", {"fields": ["place"]}),
        ]


def test_founding_is_not_prolonged_by_applying_again(store):
    apply(store)

    later = apply(store, now=NOW + timedelta(days=200))

    assert later.changes == ()
    assert later.notices == ("U0ADA: founding ended on 2027-05-22; calibrate, then write calibrated_on",)


def test_granting_is_kept_where_it_stays(store):
    apply(store)
    apply(
        store,
        changed('tracks = ["realist", "pragmatist"]', "tracks = ['realist', 'traditionalist']"),
        now=NOW + timedelta(days=1),
    )

    with store.look(at=NOW) as unit:
        granted = {row.value: row.granted_at for row in unit.company.qualifications() if row.kind == "track"}
    assert granted == {"realist": NOW, "traditionalist": NOW + timedelta(days=1)}


def without(text, start, end=None):
    return text[: text.index(start)] + (text[text.index(end) :] if end else "")


WITHOUT_ADA = without(SMALL, '[[people]]\nslack = "U0ADA"', "[[roles]]")
LET_GO = "made inactive person U0ADA (Ada): no longer in the file"
STAYS = "is no longer in the file and stays active"


def test_people_and_roles_that_left_rest(store):
    apply(store)

    assert apply(store, WITHOUT_ADA).changes == (LET_GO,)
    assert apply(store, WITHOUT_ADA).changes == ()
    assert apply(store).changes == ("changed person U0ADA (Ada): active: no -> yes",)
    assert apply(store, without(SMALL, "[[roles]]")).changes == (
        "closed role senior-backend: it is no longer in the file",
    )


def book(store, *, state=LoopState.BOOKED):
    """Put one candidacy with a loop on record, in which Ada leads."""
    with store.change(at=NOW, actor="rule:test") as unit:
        unit.add(Snapshot(sha256="sha", kind="paper", body={}))
        unit.add(records.candidate())
        unit.add(records.invitation(role_id="senior-backend"))
        unit.add(records.loop(state=state))
        unit.add(records.seat())


def test_nobody_is_let_go_whom_a_panel_counts_on(store):
    apply(store)
    book(store)

    applied = apply(store, WITHOUT_ADA)

    assert applied.changes == ()
    assert applied.notices == (
        f"U0ADA (Ada) {STAYS}: 1 panel seat to hand over first; then apply the file again",
    )


WITHOUT_LEAVE = changed('leave = ["2026-12-24..2027-01-02", 2026-12-01]\n', "", SMALL)
LATE = [("U0ADA", cell_of(datetime(2026, 12, 2, 1, tzinfo=UTC)))]  # 20:00 on the day before in New York
OVER_THE_LEAVE = (
    "U0ADA: the leave covers an interview on 2026-12-01; "
    "give the seat back, or offer the candidate other times"
)


def test_leave_over_an_interview_is_named_and_changes_nothing(sqlite_store):
    apply(sqlite_store, WITHOUT_LEAVE)
    book(sqlite_store)
    with sqlite_store.change(at=NOW, actor="rule:test") as unit:
        unit.loops.occupy("kim", LATE)

    assert apply(sqlite_store).notices == (OVER_THE_LEAVE,)
    assert apply(sqlite_store).notices == ()


def test_leave_over_what_is_booked_meanwhile_is_named_too(postgres_url):
    store, applied = Store(postgres_url), []
    apply(store, WITHOUT_LEAVE)
    book(store)
    with store.change(at=NOW, actor="rule:test") as unit:
        unit.company.lock_people(["U0ADA"])  # as a booking does
        beside = threading.Thread(target=lambda: applied.append(apply(store)))
        beside.start()
        until_somebody_waits(store)
        unit.loops.occupy("kim", LATE)
    beside.join()
    store.close()

    assert applied[0].notices == (OVER_THE_LEAVE,)


def test_seats_of_decided_loops_hold_nobody(sqlite_store):
    apply(sqlite_store)
    book(sqlite_store, state=LoopState.DECIDED)

    assert apply(sqlite_store, WITHOUT_ADA).changes == (LET_GO,)


def test_closed_role_keeps_those_who_run_its_candidacies(sqlite_store):
    apply(sqlite_store)
    book(sqlite_store)
    only_ada = without(
        without(SMALL, '[[people]]\nslack = "U0RITA"', '[[people]]\nslack = "U0ADA"'), "[[roles]]"
    )

    applied = apply(sqlite_store, only_ada.replace("founding = true", ""))

    assert applied.changes[-1] == "closed role senior-backend: it is no longer in the file"
    assert applied.notices[1:] == (
        "role senior-backend is closed to new invitations; still open in it: 1 candidacy",
        f"U0HANS (Hans) {STAYS}: 1 candidacy to hand over first; then apply the file again",
        f"U0RITA (Rita) {STAYS}: 1 candidacy to hand over first; then apply the file again",
    )


# --- what Slack knows


class Directory:
    """People as Slack knows them."""

    def __init__(self, *people):
        self.people = {person.id: person for person in people}

    def look_up(self, slack_user):
        return self.people.get(slack_user)


def nameless(text=SMALL):
    return "\n".join(line for line in text.splitlines() if line not in ('name = "Rita"', 'name = "Ada"'))


def test_names_zones_and_mail_come_from_slack(store):
    rita = SlackPerson(id="U0RITA", name="Rita R.", timezone="Europe/Lisbon", email="rita@example.com")
    hans = SlackPerson(id="U0HANS", name="Hans H.", timezone="Europe/Paris")
    ada = SlackPerson(id="U0ADA", name="Ada L.", timezone="Asia/Tokyo", email="l@example.com")

    apply(store, nameless(), people=Directory(rita, hans, ada))

    with store.look(at=NOW) as unit:
        assert [(row.name, row.timezone, row.email) for row in unit.company.people()] == [
            ("Ada L.", "America/New_York", "ada@example.com"),
            ("Hans", "Europe/Berlin", None),
            ("Rita R.", "Europe/Berlin", "rita@example.com"),
        ]


def test_people_whom_slack_does_not_know_are_faults(store):
    hans = SlackPerson(id="U0HANS", name="Hans", external=True)
    ada = SlackPerson(id="U0ADA", name="Ada", bot=True)

    with pytest.raises(CompanyFaults) as refused:
        apply(store, people=Directory(hans, ada))

    assert [str(fault) for fault in refused.value.faults] == [
        "line 7: Slack knows nobody with the id U0RITA, or they have left: mend it, or take them out",
        "line 13: U0HANS is somebody of another workspace, not of the company: take them out",
        "line 19: U0ADA is an app, not of the company: take them out",
    ]
    with store.look(at=NOW) as unit:
        assert unit.company.people() == []


def test_zone_that_slack_does_not_know_is_asked_for(sqlite_store):
    text = changed('timezone = "Europe/Berlin"\nis = ["hiring_manager"]', 'is = ["hiring_manager"]')
    people = [SlackPerson(id=one, name=one, timezone=None) for one in ("U0RITA", "U0HANS", "U0ADA")]

    with pytest.raises(CompanyFaults) as refused:
        apply(sqlite_store, text, people=Directory(*people))

    assert [str(fault) for fault in refused.value.faults] == [
        "line 13: Slack gives no time zone for U0HANS: write timezone in the file"
    ]


def test_without_slack_the_file_has_to_say_who_people_are(sqlite_store):
    with pytest.raises(CompanyFaults) as refused:
        apply(sqlite_store, nameless())

    assert [str(fault) for fault in refused.value.faults] == [
        "line 7: name of U0RITA: set SLACK_BOT_TOKEN so that Slack can say, or write it in the file",
        "line 18: name of U0ADA: set SLACK_BOT_TOKEN so that Slack can say, or write it in the file",
    ]


# --- as an operator types it


def test_example_company_is_applied_from_the_command_line(sqlite_url):
    first = types("setup", str(COMPANY), DATABASE_URL=sqlite_url)
    second = types("setup", str(COMPANY), DATABASE_URL=sqlite_url)

    assert (first.code, first.out[-1], first.err) == (0, "14 changed, 0 as they were", [])
    assert (second.code, second.out, second.err) == (0, ["0 changed, 14 as they were"], [])


def test_faults_are_told_on_the_error_road(tmp_path, sqlite_url):
    file = tmp_path / "company.toml"
    file.write_text(SMALL.replace("backend", "backnd").replace("Europe/Berlin", "Berlin"))

    said = types("setup", str(file), DATABASE_URL=sqlite_url)

    assert (said.code, said.out) == (1, [])
    assert said.err[0] == (
        f"{file}, line 3: timezone: 'Berlin' is no time zone: use a name such as Europe/Berlin"
    )
    assert all(line.startswith(f"{file}, line ") for line in said.err)


def test_file_that_is_no_text_is_refused(tmp_path, sqlite_url):
    file = tmp_path / "company.toml"
    file.write_bytes(b"[company]\nname = '\xff'\n")

    assert types("setup", str(file), DATABASE_URL=sqlite_url).err == [
        f"{file}, line 2: this is no UTF-8; save the file as UTF-8"
    ]
    assert types("setup", str(tmp_path / "none.toml")).err == [
        f"{tmp_path / 'none.toml'} cannot be read: No such file or directory"
    ]


def test_database_has_to_be_migrated_first(tmp_path):
    said = types("setup", str(COMPANY), DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}")

    assert said.code == 1
    assert "interview-tracks migrate" in said.err[0]
    assert not (tmp_path / "new.db").exists()
