"""Forms are found with what is in them, in the order of what happened."""

from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.records import DAY, NOW
from tracks.candidacy import FormState, LoopState
from tracks.track import Group, SeatId


def test_forms_of_a_loop_come_by_group_and_seat(furnished: Store):
    records.keep(furnished, [records.form("second", seat=SeatId.SECOND, rater_id="U0BEN")])

    with furnished.look(at=NOW) as unit:
        assert [form.id for form in unit.forms.of_loop("kim")] == ["form", "second"]


def test_rater_sees_open_forms_of_live_loops(furnished: Store):
    later = records.form("how", group=Group.HOW_YOU_WORK, due_at=NOW + DAY)
    records.keep(furnished, [later])

    with furnished.change(at=NOW, actor="rule:test") as unit:
        assert [form.id for form in unit.forms.open_for("U0ADA")] == ["how", "form"]
        how = unit.forms.open_for("U0ADA")[0]
        unit.change(how, state=FormState.SENT, sent_at=NOW)
        assert [form.id for form in unit.forms.open_for("U0ADA")] == ["form"]
        unit.change(unit.loops.live("kim"), state=LoopState.CANCELLED)
        assert unit.forms.open_for("U0ADA") == []


def test_evidence_stands_until_taken_back(furnished: Store):
    records.keep(furnished, [records.evidence("early", minute=3), records.evidence("wrong", removed_at=NOW)])

    with furnished.look(at=NOW) as unit:
        assert [item.id for item in unit.forms.evidence(["form"])] == ["early", "mark"]
        assert unit.forms.evidence([]) == []


def test_taken_back_evidence_was_still_marked(furnished: Store):
    records.keep(
        furnished,
        [
            records.form("second", seat=SeatId.SECOND),
            records.evidence("gone", form_id="second", removed_at=NOW),
        ],
    )
    records.keep(furnished, [records.form("third", seat=SeatId.INDEPENDENT)])

    with furnished.look(at=NOW) as unit:
        assert unit.forms.evidence(["second", "third"]) == []
        assert unit.forms.ever_marked("second")
        assert not unit.forms.ever_marked("third")


def test_first_ratings_and_level_readings_are_found(furnished: Store):
    revised = records.rating(
        "again", value=4, original=False, revised_from="rating", revised_reason="the log was read"
    )
    records.keep(furnished, [revised])

    with furnished.look(at=NOW) as unit:
        assert [rating.id for rating in unit.forms.ratings(["form"])] == ["rating"]
        assert [rating.id for rating in unit.forms.revised(["form"])] == ["again"]
        assert unit.forms.rating("form", "code").value == 3
        assert unit.forms.rating("form", "people") is None
        assert [read.id for read in unit.forms.level_reads(["form"])] == ["read"]
        assert unit.forms.level_read("form", "scope").id == "read"
        assert unit.forms.level_read("form", "impact") is None


def test_debrief_decision_and_letter_are_found(furnished: Store):
    with furnished.look(at=NOW) as unit:
        assert unit.forms.debrief("kim").id == "debrief"
        assert unit.forms.letter("kim").body == "Dear Kim"
        assert unit.forms.decision("kim") is None
        assert unit.forms.decision_draft("kim").id == "draft"
        assert (unit.forms.debrief("sam"), unit.forms.letter("sam")) == (None, None)
